// `supervisor-sandbox serve`: a world behind a real Kubernetes endpoint for unmodified clients.
import { randomBytes } from 'node:crypto';
import { descriptions } from '#descriptions';
import { formatTime, parseTime } from '../../std/time.ts';
import { clusterAdmin, World } from '../../world.ts';
import { Pace, type Speed } from '../pace.ts';
import { parseArgs, usage, UsageError, type Flags } from './args.ts';
import { makeCertificate } from './certificate.ts';
import { instantiateKernels } from './kernels.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { loadScenario } from './load-scenario.ts';
import { startServer } from './server.ts';

const flags: Flags = {
  port: { value: 'N', text: 'port on 127.0.0.1; 0 picks a free one (default 6443)' },
  kubeconfig: {
    value: 'FILE',
    text: 'where to write the kubeconfig (default supervisor-sandbox.kubeconfig)',
  },
  scenario: { value: 'NAME|FILE', text: 'a preset or a scenario file (default four-hosts)' },
  speed: { value: 'N|max', text: 'simulated seconds a second, or as fast as it goes (default 1)' },
  epoch: {
    value: 'TIME',
    text: 'when the scenario begins, RFC 3339 (default: now, so that clients’ ages are right)',
  },
  kubernetes: { value: 'VERSION', text: 'what /version says (default: the release’s own)' },
  help: { text: 'this text' },
};

export const serveUsage = usage(
  'supervisor-sandbox serve [flags]',
  'Serves a simulated Supervisor to kubectl and other clients over TLS on loopback.\n' +
    'Prints `listening on https://127.0.0.1:PORT` once it is ready; end it with Ctrl-C.\n\n' +
    'Example: supervisor-sandbox serve --port 6443 --kubeconfig ./kubeconfig &\n' +
    '         kubectl --kubeconfig ./kubeconfig get nodes',
  flags,
);

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`--port ${text}: a port is a number from 0 to 65535`);
  return port;
}

function speedOf(text: string): Speed {
  if (text === 'max') return 'max';
  const speed = Number(text);
  if (!Number.isFinite(speed) || speed <= 0 || speed > 100_000)
    throw new UsageError(`--speed ${text}: a number above 0, or max`);
  return speed;
}

export async function serve(args: readonly string[]): Promise<number> {
  const { flags: given, words } = parseArgs(args, flags);
  if (given['help'] !== undefined) {
    process.stdout.write(serveUsage);
    return 0;
  }
  if (words.length > 0) throw new UsageError(`serve takes no ${words.join(' ')}`);
  const preset = await loadScenario(given['scenario'] ?? 'four-hosts');
  const epoch = given['epoch'] ?? formatTime(Date.now());
  if (parseTime(epoch) === undefined) throw new UsageError(`--epoch ${epoch}: not an RFC 3339 time`);
  const scenario = beginningAt(preset, epoch);
  const speed = speedOf(given['speed'] ?? '1');
  const kubernetes = given['kubernetes'];
  const world = World.create({
    scenario,
    kernels: instantiateKernels(),
    descriptions: () => descriptions,
    ...(kubernetes === undefined ? {} : { kubernetesVersion: kubernetes }),
  });
  const wall = {
    now: () => performance.now(),
    later: (run: () => void, ms: number) => (ms === 0 ? setImmediate(run) : setTimeout(run, ms)),
  };
  const pace = new Pace(
    () => world,
    wall,
    () => undefined,
  );
  const token = randomBytes(32).toString('hex');
  const certificate = await makeCertificate();
  const { server, port } = await startServer({
    port: portOf(given['port'] ?? '6443'),
    token,
    certificate,
    admin: clusterAdmin,
    answer: (request, actor) =>
      actor === undefined ? world.request(request) : world.request(request, actor),
  });
  const address = `https://127.0.0.1:${port}`;
  const file = given['kubeconfig'] ?? 'supervisor-sandbox.kubeconfig';
  await writeKubeconfig(file, {
    server: address,
    authority: certificate.authority,
    token,
    namespace: scenario.namespaces[0]?.name ?? 'default',
  });
  pace.play(speed);
  process.stdout.write(`listening on ${address}\n`);
  await new Promise<void>((resolve) => {
    const stop = () => {
      pace.pause();
      server.closeAllConnections();
      server.close(() => resolve());
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
  return 0;
}

/** The scenario moved in time: it begins at another moment and was enabled as long before it. */
function beginningAt<T extends { readonly enabledAt: string; readonly startsAt: string }>(
  scenario: T,
  epoch: string,
): T {
  const shift = (parseTime(epoch) ?? 0) - (parseTime(scenario.startsAt) ?? 0);
  const enabled = (parseTime(scenario.enabledAt) ?? 0) + shift;
  return { ...scenario, startsAt: epoch, enabledAt: formatTime(enabled) };
}
