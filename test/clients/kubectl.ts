// The kubectl on PATH: which it is, or why there is none to use; and how a test runs it.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { startProgram, type Started } from './programs.ts';

const oldestMinor = 29;
const commandMs = 40_000;

/** Variables by which kubectl, a Go program that is soon over, spares itself the collection of garbage and idle threads. */
export const kubectlHaste = { GOGC: 'off', GOMEMLIMIT: '256MiB', GOMAXPROCS: '1' } as const;

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Kubectl {
  /** Runs to its end; `input` is what it reads where a file is `-`. */
  readonly run: (args: readonly string[], input?: string) => Promise<Ended>;
  /** Starts one that does not end by itself, such as a watch. */
  readonly start: (args: readonly string[]) => {
    readonly out: () => string;
    readonly stop: () => Promise<Ended>;
  };
}

/** `v1.32.4`, or why the tests with kubectl are skipped. */
export function findKubectl(): { readonly version: string } | { readonly missing: string } {
  const { stdout, error } = spawnSync('kubectl', ['version', '--client', '-o', 'json'], { encoding: 'utf8' });
  if (error !== undefined) return { missing: `kubectl is not on PATH` };
  const [, version = '', minor = '0'] = /"gitVersion": *"(v1\.(\d+)[^"]*)"/.exec(stdout) ?? [];
  if (Number(minor) < oldestMinor)
    return { missing: `kubectl on PATH is ${version || 'of no known version'}, older than 1.${oldestMinor}` };
  return { version };
}

/** kubectl with this kubeconfig; `folder` keeps what it caches away from the user's own, `more` are variables besides. */
export function kubectlWith(
  kubeconfig: string,
  folder: string,
  more: Readonly<Record<string, string>> = {},
): Kubectl {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    KUBECONFIG: kubeconfig,
    KUBECACHEDIR: join(folder, 'cache'),
    ...kubectlHaste,
    ...more,
  };

  const begin = (args: readonly string[], input?: string) => {
    const told = input === undefined ? {} : { input };
    return startProgram({ file: 'kubectl', args, cwd: folder, env, timeoutMs: commandMs, ...told });
  };
  const result = async ({ ended, out, err }: Started): Promise<Ended> => {
    const code = await ended;
    return { code: typeof code === 'number' ? code : -1, out: out(), err: err() };
  };

  return {
    run: (args, input) => result(begin(args, input)),
    start: (args) => {
      const started = begin(args);
      const stop = () => {
        started.kill('SIGINT');
        return result(started);
      };
      return { out: started.out, stop };
    },
  };
}
