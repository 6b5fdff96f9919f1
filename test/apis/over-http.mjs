// The API's figures over HTTP, as a client meets them: `npx supervisor-sandbox serve` in a process of its own, this one asks.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const command = fileURLToPath(new URL('../../src/runtime/node/bin.mjs', import.meta.url));
const atOnceMax = 32;
const watches = 100;
const changes = 1_000;
const configMaps = '/api/v1/namespaces/demo/configmaps';

/** @param {readonly string[]} args @returns a server that listens, and how to ask it and to end it */
async function serve(...args) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const kubeconfig = join(folder, 'kubeconfig');
  // As npx starts it, by its first line: the engine's flags stand there.
  const child = spawn(command, ['serve', '--port', '0', '--kubeconfig', kubeconfig, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const began = performance.now();
  const line = await new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', resolve);
    child.once('exit', (code) => reject(new Error(`serve ended with ${code}`)));
  });
  const startedMs = performance.now() - began;
  const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8'));
  const ca = Buffer.from(clusters[0].cluster['certificate-authority-data'], 'base64');
  const options = {
    port: Number(/:(\d+)\s*$/.exec(line)?.[1]),
    host: '127.0.0.1',
    agent: new Agent({ keepAlive: true, maxSockets: atOnceMax, ca }),
  };
  const authorization = `Bearer ${users[0].user.token}`;
  /** @returns {Promise<string>} the body of an answer of success */
  const ask = (method, path, body, accept = 'application/json') =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        authorization,
        accept,
        ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      };
      const asked = request({ ...options, method, path, headers }, (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () => {
          const said = Buffer.concat(parts).toString();
          if ((answer.statusCode ?? 500) < 300) resolve(said);
          else reject(new Error(`${method} ${path}: ${said}`));
        });
      });
      asked.once('error', reject);
      asked.end(text);
    });
  /** Opens a watch on a connection of its own; `hear` gets each of its parts. */
  const watch = (path, hear) =>
    new Promise((resolve, reject) => {
      const agent = new Agent({ ca });
      const asked = request({ ...options, agent, path, headers: { authorization } }, (answer) => {
        answer.setEncoding('utf8').on('data', hear);
        answer.once('close', () => agent.destroy());
        resolve(() => asked.destroy());
      });
      asked.once('error', reject);
      asked.end();
    });
  const stop = () => {
    child.kill('SIGTERM');
    options.agent.destroy();
    rmSync(folder, { recursive: true });
  };
  return { ask, watch, stop, startedMs };
}

/** @param {(index: number) => Promise<unknown>} act @returns {Promise<number>} how often a second */
async function rate(times, atOnce, act) {
  const started = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < times) await act(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return times / ((performance.now() - started) / 1000);
}

const configMap = (name, text) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data: { text },
});

async function operations() {
  // Built by now if it was not yet: what is measured is a start, not a build.
  execFileSync(process.execPath, [command, '--help'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const { ask, stop, startedMs } = await serve();
  const rows = [{ name: 'serve: started until it listens', value: startedMs, unit: 'ms' }];
  for (const [how, atOnce, times] of [
    ['32 at once', atOnceMax, 6_000],
    ['one by one', 1, 1_000],
  ]) {
    const name = (index) => `c-${atOnce}-${index}`;
    const acts = {
      create: (index) => ask('POST', configMaps, configMap(name(index), 'a')),
      update: (index) => ask('PUT', `${configMaps}/${name(index)}`, configMap(name(index), 'b')),
      get: (index) => ask('GET', `${configMaps}/${name(index)}`),
      delete: (index) => ask('DELETE', `${configMaps}/${name(index)}`),
    };
    for (const [verb, act] of Object.entries(acts))
      rows.push({ name: `${verb}, ${how}`, value: await rate(times, atOnce, act), unit: 'a second' });
  }
  stop();
  return rows;
}

async function watchEvents() {
  const { ask, watch, stop } = await serve();
  let heard = 0;
  let told = () => undefined;
  const hear = (part) => {
    for (let at = part.indexOf('\n'); at >= 0; at = part.indexOf('\n', at + 1)) heard += 1;
    if (heard >= watches * changes) told(undefined);
  };
  const { metadata } = JSON.parse(await ask('GET', configMaps));
  const path = `${configMaps}?watch=true&resourceVersion=${metadata.resourceVersion}`;
  const stops = await Promise.all(Array.from({ length: watches }, () => watch(path, hear)));
  const all = new Promise((resolve) => (told = resolve));
  const started = performance.now();
  await rate(changes, atOnceMax, (index) => ask('POST', configMaps, configMap(`w-${index}`, 'a')));
  await all;
  const seconds = (performance.now() - started) / 1000;
  for (const end of stops) end();
  stop();
  return [{ name: `watch events, ${watches} watches`, value: heard / seconds, unit: 'a second' }];
}

async function lists({ listScenario, deployment, listed, podsPerDeployment, namespaceCount }) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const file = join(folder, 'scenario.json');
  writeFileSync(file, JSON.stringify(listScenario()));
  // Quick enough to be ready soon, and no more to do beside the lists than a cluster of this size has.
  const { ask, stop } = await serve('--scenario', file, '--speed', '10');
  for (let index = 0; index < listed / podsPerDeployment; index++)
    await ask(
      'POST',
      `/apis/apps/v1/namespaces/bench-${index % namespaceCount}/deployments`,
      deployment(index),
    );
  for (let ready = 0; ready < listed;) {
    const { items } = JSON.parse(await ask('GET', '/apis/apps/v1/deployments'));
    ready = items.reduce((sum, { status }) => sum + (status?.readyReplicas ?? 0), 0);
  }
  const rows = [];
  for (const [form, accept] of [
    ['JSON', 'application/json'],
    ['a Table', 'application/json;as=Table;g=meta.k8s.io;v=v1'],
  ]) {
    const times = [];
    for (let run = 0; run < 5; run++) {
      const started = performance.now();
      await ask('GET', '/api/v1/pods', undefined, accept);
      times.push(performance.now() - started);
    }
    rows.push({
      name: `list of 10,000 Pods as ${form}, ms`,
      value: times.sort((a, b) => a - b)[2],
      unit: 'ms',
    });
  }
  stop();
  rmSync(folder, { recursive: true });
  return rows;
}

/** @param {any} load what the lists are made of: the exports of in-process.ts */
export async function measureOverHttp(load) {
  return [...(await operations()), ...(await watchEvents()), ...(await lists(load))];
}
