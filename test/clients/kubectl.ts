// The kubectl on PATH: which it is, or why there is none to use; and how a test runs it.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const oldestMinor = 29;
const commandMs = 40_000;

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
    ...more,
  };

  function begin(args: readonly string[]) {
    const child = spawn('kubectl', args, { cwd: folder, env, timeout: commandMs });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => (out += part));
    child.stderr.setEncoding('utf8').on('data', (part: string) => (err += part));
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code: code ?? -1, out, err }));
    });
    return { child, ended, out: () => out };
  }

  return {
    run: (args, input) => {
      const { child, ended } = begin(args);
      child.stdin.end(input);
      return ended;
    },
    start: (args) => {
      const { child, ended, out } = begin(args);
      const stop = () => {
        child.kill('SIGINT');
        return ended;
      };
      return { out, stop };
    },
  };
}
