// A transcript played by bash and a real kubectl, over TLS, against a second world that equals the page's.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { isStream, type WireAnswer, type WireRequest } from '../../src/apis/kubernetes/wire.ts';
import { startServer } from '../../src/runtime/node/server.ts';
import { clusterAdmin, type World } from '../../src/world.ts';
import { kubectlHaste } from '../clients/kubectl.ts';
import { startProgram, type Started } from '../clients/programs.ts';
import { circumstances, type Played } from './page-side.ts';
import {
  adminToken,
  apiServer,
  certificate,
  developerToken,
  fixture,
  kubeconfig,
  newWorld,
  type Identity,
} from './setting.ts';
import { durationOf, type Outcome } from './transcript.ts';

const oldestMinor = 29;
/** How long nobody may have asked anything before time goes on for a command that waits. */
const settleMs = 300;
/** What is going to end by itself has done so after such a silence, however busy the machine is. */
const interruptMs = 2_000;
const commandMs = 120_000;
/** What a test with a real kubectl may take: it waits for processes. */
export const realTestMs = 300_000;

export interface RealKubectl {
  readonly path: string;
  readonly version: string;
  readonly minor: number;
}

/** The kubectl that the environment variable names, or the first on PATH; or why there is none to use. */
export function findKubectl(): RealKubectl | { readonly missing: string } {
  const named = process.env['SUPERVISOR_SANDBOX_KUBECTL'];
  const places = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'kubectl'));
  const path = [...(named === undefined ? [] : [named]), ...places].find(isExecutable);
  if (path === undefined) return { missing: 'no kubectl on PATH nor in SUPERVISOR_SANDBOX_KUBECTL' };
  const { stdout } = spawnSync(path, ['version', '--client', '-o', 'json'], { encoding: 'utf8' });
  const version = /"gitVersion": *"(v1\.(\d+)[^"]*)"/.exec(stdout ?? '');
  if (version === null) return { missing: `${path} does not say its version` };
  const minor = Number(version[2]);
  if (minor < oldestMinor) return { missing: `${path} is ${version[1]}, older than 1.${oldestMinor}` };
  return { path, version: version[1] ?? '', minor };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** So many events of a world at once: a client gives up a handshake after ten seconds, on a machine that is busy too. */
const eventsAtOnce = 100;

/** A slice at a time, so that the clients of the other transcripts' servers do not wait for all of it. */
async function goOn(world: World, until: number): Promise<void> {
  while (!world.run(until, eventsAtOnce).done) await later(0);
}

export async function realSide(kubectl: RealKubectl, world = newWorld()): Promise<Played> {
  const token = developerToken(world);
  const shown = await certificate();
  /** Watches that were opened until now, by whichever command. */
  let opened = 0;
  let askedAt = performance.now();

  const counted = (answer: WireAnswer): WireAnswer => {
    askedAt = performance.now();
    if (!isStream(answer)) return answer;
    return {
      ...answer,
      open: (sink) => {
        opened += 1;
        return answer.open(sink);
      },
    };
  };
  const { server, port } = await startServer({
    port: 0,
    token: adminToken,
    certificate: shown,
    admin: clusterAdmin,
    answer: (request: WireRequest, actor) =>
      counted(actor === undefined ? world.request(request) : world.request(request, actor)),
  });
  const folder = mkdtempSync(join(tmpdir(), 'transcript-'));
  const [home, programs] = ['home', 'bin'].map((name) => join(folder, name)) as [string, string];
  const config = join(home, '.kube', 'config');
  mkdirSync(join(home, '.kube'), { recursive: true });
  mkdirSync(programs);
  symlinkSync(kubectl.path, join(programs, 'kubectl'));
  const authority = Buffer.from(shown.authority).toString('base64');
  const configure = (identity: Identity) =>
    writeFileSync(config, kubeconfig(`127.0.0.1:${port}`, authority, token, identity), { mode: 0o600 });
  configure('developer');
  const environment = {
    PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}`,
    HOME: home,
    KUBECONFIG: '',
    KUBECACHEDIR: join(folder, 'cache'),
    TZ: 'UTC',
    LC_ALL: 'C.UTF-8',
    ...kubectlHaste,
  };
  /** How long nobody has asked anything, counted from `since` on at most. */
  const silentMs = (since = 0) => performance.now() - Math.max(since, askedAt);
  let next: ReturnType<typeof circumstances>;

  return {
    world,
    async direct(text) {
      const found = circumstances(next, text);
      if (found !== undefined) next = found;
      else if (text.startsWith('as ')) configure(text.slice(3) as Identity);
      else if (text.startsWith('file '))
        writeFileSync(join(home, text.slice(5)), await fixture(text.slice(5)));
      else await goOn(world, world.now + durationOf(text));
    },

    async run(command) {
      const about = next;
      next = undefined;
      const until = world.now + (about?.duringMs ?? 0);
      const editor = about?.editor === undefined ? {} : { EDITOR: `sed -i -e '${about.editor}'` };
      const program = startProgram({
        file: 'bash',
        args: ['-c', command],
        cwd: home,
        env: { ...environment, ...editor },
        timeoutMs: commandMs,
      });
      const { hasEnded } = program;
      const openedBefore = opened;
      if (about !== undefined && about.duringMs > 0) {
        while (!hasEnded() && (opened === openedBefore || silentMs() < settleMs)) await later(10);
        while (!hasEnded() && world.runToChange(until)) await later(1);
        if (!hasEnded()) await goOn(world, until);
        if (about.interrupted) {
          const since = performance.now();
          while (!hasEnded() && silentMs(since) < interruptMs) await later(10);
          if (!hasEnded()) program.kill('SIGINT');
        }
      }
      const { out, err, code } = await outcomeOf(program, command);
      await goOn(world, until);
      const plain = (text: string) =>
        text.replaceAll(`127.0.0.1:${port}`, apiServer).replaceAll(home, '/home/dev');
      return { out: plain(out), err: plain(err), code };
    },

    async end() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function outcomeOf({ ended, out, err }: Started, command: string): Promise<Outcome> {
  const code = await ended;
  if (code === 'SIGKILL')
    throw new Error(`\`${command}\` did not end within ${commandMs} ms; it printed ${out()}${err()}`);
  const interrupted = code === 'SIGINT' ? 130 : 128;
  return { out: out(), err: err(), code: typeof code === 'number' ? code : interrupted };
}
