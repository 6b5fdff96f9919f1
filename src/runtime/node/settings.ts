// What `serve` is told on its command line, checked as a whole before anything is started.
import { presets, type Scenario } from '../../scenarios/index.ts';
import { formatTime, parseTime } from '../../std/time.ts';
import type { Speed } from '../pace.ts';
import { parseArgs, usage, UsageError, type Flags } from './args.ts';
import { noOrigins, originsOf, type Origins } from './cors.ts';
import { loadScenario } from './load-scenario.ts';

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
  'cors-allowed-origins': {
    value: 'LIST',
    text: 'web pages that may ask: regular expressions of origins, by commas (default: none)',
  },
  help: { text: 'this text' },
};

export const serveUsage = usage(
  'supervisor-sandbox serve [flags]',
  'Serves a simulated Supervisor to kubectl and other clients over TLS on loopback.\n' +
    'Prints `listening on https://127.0.0.1:PORT` once it is ready; end it with Ctrl-C.\n\n' +
    'Example: supervisor-sandbox serve --port 6443 --kubeconfig ./kubeconfig &\n' +
    '         kubectl --kubeconfig ./kubeconfig get nodes\n\n' +
    `Presets: ${presets.map(({ preset, title }) => `${preset} (${title})`).join(', ')}`,
  flags,
);

export interface Settings {
  readonly port: number;
  readonly kubeconfig: string;
  readonly scenario: Scenario;
  readonly speed: Speed;
  readonly kubernetesVersion?: string;
  readonly origins: Origins;
}

const speedMax = 100_000;

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (port > 65_535) throw new UsageError(`--port ${text}: a port is a number from 0 to 65535`);
  return port;
}

function speedOf(text: string): Speed {
  if (text === 'max') return 'max';
  const speed = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (speed <= 0 || speed > speedMax)
    throw new UsageError(`--speed ${text}: a number above 0, at most ${speedMax}, or max`);
  return speed;
}

function versionOf(text: string): string {
  if (!/^v?1\.\d{1,3}\.\d{1,3}([+-][\w.+-]+)?$/.test(text))
    throw new UsageError(`--kubernetes ${text}: not a version of Kubernetes such as v1.29.0`);
  return text;
}

/** The scenario moved in time: it begins at another moment and was enabled as long before it. */
function beginningAt(scenario: Scenario, epoch: string): Scenario {
  const at = parseTime(epoch);
  if (at === undefined)
    throw new UsageError(`--epoch ${epoch}: not an RFC 3339 time such as 2023-04-18T09:00:00Z`);
  const shift = at - (parseTime(scenario.startsAt) ?? 0);
  const enabledAt = formatTime((parseTime(scenario.enabledAt) ?? 0) + shift);
  if (parseTime(enabledAt) === undefined)
    throw new UsageError(`--epoch ${epoch}: the Supervisor would have been enabled before the year 0`);
  return { ...scenario, startsAt: formatTime(at), enabledAt };
}

/** The settings that the arguments of `serve` make, or undefined where they ask for help. Throws a UsageError. */
export async function settingsOf(args: readonly string[]): Promise<Settings | undefined> {
  const { flags: given, words } = parseArgs(args, flags);
  if (given['help'] !== undefined) return undefined;
  if (words.length > 0) throw new UsageError(`serve takes flags only, not ${words.join(' ')}`);
  const cors = given['cors-allowed-origins'];
  const version = given['kubernetes'];
  const port = portOf(given['port'] ?? '6443');
  const speed = speedOf(given['speed'] ?? '1');
  const kubernetes = version === undefined ? {} : { kubernetesVersion: versionOf(version) };
  const scenario = await loadScenario(given['scenario'] ?? 'four-hosts');
  return {
    port,
    kubeconfig: given['kubeconfig'] ?? 'supervisor-sandbox.kubeconfig',
    scenario: beginningAt(scenario, given['epoch'] ?? formatTime(Date.now())),
    speed,
    origins: cors === undefined ? noOrigins : originsOf(cors),
    ...kubernetes,
  };
}
