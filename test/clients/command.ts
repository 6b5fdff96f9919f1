// The command, bundled from its sources, and run as people run it: as a process.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { startProgram, type Started } from './programs.ts';

export interface Ended {
  /** The exit code; a signal's name where one killed it. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly ended: Promise<Ended>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves with what was printed on stdout once that holds a whole line; rejects if the process ends before. */
  readonly firstLine: Promise<string>;
}

export interface Serving extends Running {
  readonly address: string;
  readonly port: number;
  /** Path of the kubeconfig. */
  readonly kubeconfig: string;
  readonly stop: () => Promise<Ended>;
}

export interface Command {
  /** An empty folder, gone with the command. */
  readonly folder: string;
  readonly start: (...args: readonly string[]) => Running;
  readonly run: (...args: readonly string[]) => Promise<Ended>;
  /** The same with something to read. */
  readonly runOver: (input: string, ...args: readonly string[]) => Promise<Ended>;
  /** `serve` on a free port, once it listens. */
  readonly serve: (...args: readonly string[]) => Promise<Serving>;
  /** Kills what still runs and removes the folder. */
  readonly remove: () => Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Below build/, from where it finds the packages that it needs; each worker of the tests has its own. */
const outDir = join(root, 'build', `command-${process.env['VITEST_POOL_ID'] ?? '1'}`);
let bundled: Promise<string> | undefined;

/** Bundles the entry, once for all test files of a worker. Needs `npm run generate`. @returns the path of what starts it */
async function bundle(): Promise<string> {
  const ssr = join(root, 'src/runtime/node/main.ts');
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: { ssr, outDir, emptyOutDir: true, target: 'node20' },
  });
  const path = join(outDir, 'start.js');
  const text = "import { main } from './main.js';\nprocess.exitCode = await main(process.argv.slice(2));\n";
  await writeFile(path, text);
  return path;
}

function running({ ended, out, err, onOutput, kill }: Started): Running {
  const told = ended.then((code) => ({ code, stdout: out(), stderr: err() }));
  const firstLine = new Promise<string>((resolve, reject) => {
    onOutput(() => {
      if (out().includes('\n')) resolve(out());
    });
    void told.then(({ code, stderr }) => reject(new Error(`ended with ${code}: ${stderr}`)), reject);
  });
  // Only who waits for the line is told that it never came.
  firstLine.catch(() => undefined);
  return { ended: told, firstLine, kill };
}

export async function bundledCommand(): Promise<Command> {
  bundled ??= bundle();
  const path = await bundled;
  const folder = await mkdtemp(join(tmpdir(), 'supervisor-sandbox-'));
  const all = new Set<Running>();

  const startOver = (input: string, args: readonly string[]): Running => {
    const file = process.execPath;
    const one = running(startProgram({ file, args: [path, ...args], cwd: folder, input }));
    all.add(one);
    void one.ended.finally(() => all.delete(one));
    return one;
  };
  const start = (...args: readonly string[]): Running => startOver('', args);

  const serve = async (...args: readonly string[]): Promise<Serving> => {
    const kubeconfig = join(await mkdtemp(join(folder, 'serve-')), 'kubeconfig');
    const one = start('serve', '--port', '0', '--kubeconfig', kubeconfig, ...args);
    const [, address = '', port = ''] =
      /^listening on (https:\/\/127\.0\.0\.1:(\d+))\n$/.exec(await one.firstLine) ?? [];
    const stop = () => {
      one.kill('SIGTERM');
      return one.ended;
    };
    return { ...one, address, port: Number(port), kubeconfig, stop };
  };

  return {
    folder,
    start,
    run: (...args) => start(...args).ended,
    runOver: (input, ...args) => startOver(input, args).ended,
    serve,
    remove: async () => {
      for (const one of all) one.kill('SIGKILL');
      await Promise.all([...all].map(({ ended }) => ended));
      await rm(folder, { recursive: true });
    },
  };
}
