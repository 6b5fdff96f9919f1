// A transcript played by bash and a real kubectl, over TLS, against a second world that equals the page's.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { isStream, type WireAnswer, type WireRequest } from '../../src/apis/kubernetes/wire.ts';
import { makeCertificate } from '../../src/runtime/node/certificate.ts';
import { startServer } from '../../src/runtime/node/server.ts';
import { clusterAdmin } from '../../src/world.ts';
import { circumstances, type Side } from './page-side.ts';
import {
  adminToken,
  apiServer,
  developerToken,
  fixture,
  kubeconfig,
  newWorld,
  type Identity,
} from './setting.ts';
import { durationOf, type Outcome } from './transcript.ts';

const oldestMinor = 29;
/** How long nobody may have asked anything before time goes on for a command that waits. */
const settleMs = 150;
const commandMs = 60_000;
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

export async function realSide(kubectl: RealKubectl): Promise<Side> {
  const world = newWorld();
  const token = developerToken(world);
  const certificate = await makeCertificate();
  let streams = 0;
  let askedAt = performance.now();

  const counted = (answer: WireAnswer): WireAnswer => {
    askedAt = performance.now();
    if (!isStream(answer)) return answer;
    return {
      ...answer,
      open: (sink) => {
        streams += 1;
        const stop = answer.open(sink);
        let open = true;
        return () => {
          if (open) streams -= 1;
          open = false;
          stop();
        };
      },
    };
  };
  const { server, port } = await startServer({
    port: 0,
    token: adminToken,
    certificate,
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
  const authority = Buffer.from(certificate.authority).toString('base64');
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
  };
  let next: ReturnType<typeof circumstances>;

  return {
    async direct(text) {
      const found = circumstances(next, text);
      if (found !== undefined) next = found;
      else if (text.startsWith('as ')) configure(text.slice(3) as Identity);
      else if (text.startsWith('file '))
        writeFileSync(join(home, text.slice(5)), await fixture(text.slice(5)));
      else world.runTo(world.now + durationOf(text));
    },

    async run(command) {
      const about = next;
      next = undefined;
      const until = world.now + (about?.duringMs ?? 0);
      const editor = about?.editor === undefined ? {} : { EDITOR: `sed -i -e '${about.editor}'` };
      const child = spawn('bash', ['-c', command], {
        cwd: home,
        env: { ...environment, ...editor },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      const outcome = collected(child, command);
      let exited = false;
      const exits = () => {
        exited = true;
      };
      outcome.then(exits, exits);
      if (about !== undefined && about.duringMs > 0) {
        while (!exited && (streams === 0 || performance.now() - askedAt < settleMs)) await later(10);
        while (!exited && world.runToChange(until)) await later(1);
        if (!exited) world.runTo(until);
        if (about.interrupted && !exited) {
          await later(settleMs);
          if (child.pid !== undefined && !exited) process.kill(-child.pid, 'SIGINT');
        }
      }
      const { out, err, code } = await outcome;
      world.runTo(until);
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

function collected(child: ChildProcess, command: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const parts = { out: [] as Buffer[], err: [] as Buffer[] };
    child.stdout?.on('data', (piece: Buffer) => parts.out.push(piece));
    child.stderr?.on('data', (piece: Buffer) => parts.err.push(piece));
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      reject(
        new Error(
          `\`${command}\` did not end within ${commandMs} ms; it printed ${Buffer.concat(parts.out).toString()}${Buffer.concat(parts.err).toString()}`,
        ),
      );
    }, commandMs);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({
        out: Buffer.concat(parts.out).toString(),
        err: Buffer.concat(parts.err).toString(),
        code: code ?? (signal === 'SIGINT' ? 130 : 128),
      });
    });
  });
}
