// exec, cp, port-forward, run, attach and debug by the kubectl on PATH: over WebSocket, and over SPDY, which older ones speak and newer ones
// fall back to.
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundledCommand, type Command, type Serving } from './command.ts';
import { findKubectl, kubectlWith, type Kubectl } from './kubectl.ts';

const found = findKubectl();
const isMissing = 'missing' in found;
const title = isMissing ? `(skipped: ${found.missing})` : found.version;
const waitMs = 30_000;

let command: Command;
let serving: Serving;

const ways = [
  ['WebSocket', {}],
  ['SPDY', { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'false', KUBECTL_PORT_FORWARD_WEBSOCKETS: 'false' }],
] as const;

function fetched(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, (response) => {
      let text = String(response.statusCode);
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.once('end', () => resolve(text));
    }).once('error', reject);
  });
}

beforeAll(async () => {
  if (isMissing) return;
  command = await bundledCommand();
  serving = await command.serve('--speed', '100');
  const kubectl = kubectlWith(serving.kubeconfig, command.folder);
  const made = [
    ['run', 'web', '--image=nginx:1.27', '--port=80', '--expose'],
    ['run', 'box', '--image=busybox', '--command', '--', 'sleep', '3600000'],
    ['create', 'deployment', 'served', '--image=nginx', '--port=80'],
  ];
  for (const args of made) expect((await kubectl.run(args)).err).toBe('');
  const ready = await kubectl.run(['wait', '--for=condition=Ready', 'pod', '--all', '--timeout=30s']);
  expect(ready.code).toBe(0);
}, 60_000);

afterAll(() => command?.remove());

describe.skipIf(isMissing).each(ways)(`kubectl ${title} over %s`, (way, variables) => {
  const kubectl = (): Kubectl => kubectlWith(serving.kubeconfig, command.folder, variables);

  test('exec gives output, errors and the code', async () => {
    const { code, out, err } = await kubectl().run([
      'exec',
      'box',
      '--',
      'sh',
      '-c',
      'echo o; echo e >&2; exit 4',
    ]);
    expect({ code, out, err }).toEqual({
      code: 4,
      out: 'o\n',
      err: 'e\ncommand terminated with exit code 4\n',
    });
  });

  test('exec -i hears what it is told', async () => {
    const text = 'é '.repeat(100_000);
    const { out } = await kubectl().run(['exec', '-i', 'box', '--', 'wc', '-m'], text);
    expect(out.trim()).toBe('200000');
  });

  test('exec of a program that is not there', async () => {
    const { code, err } = await kubectl().run(['exec', 'box', '--', 'nosuch']);
    expect(code).toBe(1);
    expect(err).toMatch(/exec: "nosuch": executable file not found in \$PATH: unknown\n$/);
  });

  test.each(['pod/web', 'svc/web', 'deploy/served'])('port-forward %s', async (name) => {
    const forward = kubectl().start(['port-forward', name, ':80']);
    await expect.poll(forward.out, { timeout: waitMs, interval: 50 }).toMatch(/127\.0\.0\.1:\d+/);
    const port = /127\.0\.0\.1:(\d+)/.exec(forward.out())?.[1] ?? '';
    expect(await fetched(`http://127.0.0.1:${port}/`)).toMatch(/^200<!DOCTYPE html>[^]*Welcome to nginx!/);
    expect(await fetched(`http://127.0.0.1:${port}/none`)).toMatch(/^404/);
    await forward.stop();
  });

  test('port-forward to a port that nobody listens on', async () => {
    const forward = kubectl().start(['port-forward', 'pod/web', ':81']);
    await expect.poll(forward.out, { timeout: waitMs, interval: 50 }).toMatch(/127\.0\.0\.1:\d+/);
    const port = /127\.0\.0\.1:(\d+)/.exec(forward.out())?.[1] ?? '';
    await expect(fetched(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    expect((await forward.stop()).err).toContain('connection refused');
  });

  test('cp there and back keeps every byte', async () => {
    const from = `from-${way}`;
    await mkdir(join(command.folder, from, 'below'), { recursive: true });
    const bytes = randomBytes(50_000);
    await writeFile(join(command.folder, from, 'any.bin'), bytes);
    await writeFile(join(command.folder, from, 'below', 'text'), 'é\n');
    expect((await kubectl().run(['cp', from, `box:/tmp/${way}`])).code).toBe(0);
    expect((await kubectl().run(['exec', 'box', '--', 'cat', `/tmp/${way}/below/text`])).out).toBe('é\n');
    expect((await kubectl().run(['cp', `box:/tmp/${way}`, `back-${way}`])).code).toBe(0);
    expect((await readFile(join(command.folder, `back-${way}`, 'any.bin'))).equals(bytes)).toBe(true);
  });

  test('run -i --rm talks with what it runs, and has its code', async () => {
    const args = [
      'run',
      `talk-${way.toLowerCase()}`,
      '-i',
      '--rm',
      '--restart=Never',
      '--image=busybox',
      '--',
    ];
    const { code, out } = await kubectl().run(
      [...args, 'sh'],
      'echo in; wget -qO- web | grep -c nginx\nexit 7\n',
    );
    expect(out).toContain('in\n2\n');
    expect(code).toBe(7);
  });

  test('debug puts a container beside', async () => {
    const name = `debug-${way.toLowerCase()}`;
    const args = ['debug', '-i', 'web', '--image=busybox', '--profile=general', '-c', name];
    const { out } = await kubectl().run(args, 'wget -qO- localhost | grep title\nexit\n');
    expect(out).toContain('<title>Welcome to nginx!</title>\n');
    const path = `{.status.ephemeralContainerStatuses[?(@.name=="${name}")].state.terminated.exitCode}`;
    await expect
      .poll(async () => (await kubectl().run(['get', 'pod', 'web', '-o', `jsonpath=${path}`])).out, {
        timeout: waitMs,
      })
      .toBe('0');
  });
});
