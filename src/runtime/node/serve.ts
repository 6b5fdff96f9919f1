// `supervisor-sandbox serve`: a world behind a real Kubernetes endpoint for unmodified clients, until a signal ends it.
import { randomBytes } from 'node:crypto';
import { clusterAdmin, World } from '../../world.ts';
import { descriptions, loadDescriptions } from '../descriptions.ts';
import { Pace, type WallClock } from '../pace.ts';
import { makeCertificate, type Certificate } from './certificate.ts';
import { instantiateKernels } from './kernels.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { startServer, type LocalServer } from './server.ts';
import { startSigner } from './signer.ts';
import { serveUsage, settingsOf, type Settings } from './settings.ts';
import { webServices } from './web-services.ts';

const wall: WallClock = {
  now: () => performance.now(),
  later: (run, ms) => (ms === 0 ? setImmediate(run) : setTimeout(run, ms)),
};

function worldOf({ scenario, kubernetesVersion }: Settings): World {
  return World.create({
    scenario,
    kernels: instantiateKernels(),
    descriptions,
    tokenKey: randomBytes(32).toString('hex'),
    // A server runs for weeks and nobody asks it for its journal.
    keepsJournal: false,
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
  });
}

function listen(
  world: World,
  { port, origins }: Settings,
  token: string,
  certificate: Certificate,
): Promise<LocalServer> {
  startSigner(world, certificate);
  const started = startServer({
    port,
    origins,
    token,
    certificate,
    admin: clusterAdmin,
    service: webServices(),
    ready: ({ path }) => (path.includes('/openapi/') ? loadDescriptions() : undefined),
    answer: (request, actor) =>
      actor === undefined ? world.request(request) : world.request(request, actor),
  });
  return started.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`port ${port} is in use: name another with --port, or let --port 0 pick one`);
  });
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

export async function serve(args: readonly string[]): Promise<number> {
  const settings = await settingsOf(args);
  if (settings === undefined) {
    process.stdout.write(serveUsage);
    return 0;
  }
  const token = randomBytes(32).toString('hex');
  // Keys are made on threads of their own meanwhile.
  const making = makeCertificate();
  const world = worldOf(settings);
  const certificate = await making;
  const pace = new Pace(
    () => world,
    wall,
    () => undefined,
  );
  const { port, close } = await listen(world, settings, token, certificate);
  try {
    const address = `https://127.0.0.1:${port}`;
    const namespace = settings.scenario.namespaces[0]?.name ?? 'default';
    const { authority } = certificate;
    await writeKubeconfig(settings.kubeconfig, { server: address, authority, token, namespace });
    pace.play(settings.speed);
    const end = interrupted();
    process.stdout.write(`listening on ${address}\n`);
    await end;
  } finally {
    pace.pause();
    await close();
  }
  return 0;
}
