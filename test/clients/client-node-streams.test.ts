// What else Kubernetes' own client library for JavaScript does with streams, and the reviews: attach, cp, a followed log, an informer
// that is told of everything, who somebody is and what they may.
import {
  Attach,
  AuthenticationV1Api,
  AuthorizationV1Api,
  CoreV1Api,
  Cp,
  Exec,
  KubeConfig,
  Log,
  makeInformer,
} from '@kubernetes/client-node';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundledCommand, type Command, type Serving } from './command.ts';

const namespace = 'demo';
const waitMs = 30_000;

let command: Command;
let serving: Serving;
let config: KubeConfig;
let core: CoreV1Api;

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: waitMs, interval: 50 });

function heardOf(stream: PassThrough): { text: string } {
  const heard = { text: '' };
  stream.on('data', (piece: Buffer) => (heard.text += piece.toString()));
  return heard;
}

const box = (name: string, words: readonly string[], more: object = {}) => ({
  metadata: { name, labels: { app: name } },
  spec: { containers: [{ name: 'main', image: 'busybox', command: [...words], ...more }] },
});

/** What a command in the Pod prints until it ends. */
function printed(pod: string, words: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const out = new PassThrough();
    const said = heardOf(out);
    const ended = (): void => resolve(said.text);
    new Exec(config)
      .exec(namespace, pod, 'main', words, out, new PassThrough(), null, false, ended)
      .catch(reject);
  });
}

const isRunning = async (name: string): Promise<boolean> =>
  (await core.readNamespacedPod({ name, namespace })).status?.phase === 'Running';

beforeAll(async () => {
  command = await bundledCommand();
  serving = await command.serve('--speed', '100');
  config = new KubeConfig();
  config.loadFromFile(serving.kubeconfig);
  core = config.makeApiClient(CoreV1Api);
  const pods = [
    box('ticks', ['sh', '-c', 'i=0; while true; do echo tick $i; i=$((i+1)); sleep 20; done']),
    box('shell', ['sh'], { stdin: true }),
  ];
  for (const body of pods) await core.createNamespacedPod({ namespace, body });
  for (const { metadata } of pods)
    while (!(await isRunning(metadata.name))) await new Promise((resolve) => setTimeout(resolve, 100));
}, 60_000);

afterAll(() => command.remove());

describe('a container', () => {
  test('is attached to', async () => {
    const [out, err, input] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const said = heardOf(out);
    await new Attach(config).attach(namespace, 'shell', 'main', out, err, input, false);
    input.write('hostname\n');
    await eventually(() => said.text).toBe('shell\n');
    input.write('exit 3\n');
    const exitCode = async (): Promise<number | undefined> => {
      const { status } = await core.readNamespacedPod({ name: 'shell', namespace });
      const [main] = status?.containerStatuses ?? [];
      return (main?.state?.terminated ?? main?.lastState?.terminated)?.exitCode;
    };
    await eventually(exitCode).toBe(3);
  });

  test('is followed as it writes', async () => {
    const out = new PassThrough();
    const said = heardOf(out);
    const controller = await new Log(config).log(namespace, 'ticks', 'main', out, {
      follow: true,
      tailLines: 1,
    });
    await eventually(() => said.text.split('\n').length).toBeGreaterThan(3);
    controller.abort();
    const numbers = [...said.text.matchAll(/tick (\d+)/g)].map(([, number]) => Number(number));
    expect(numbers.map((number) => number - (numbers[0] ?? 0))).toEqual(numbers.map((_, at) => at));
  });

  test('is copied to and from', async () => {
    const folder = join(command.folder, 'given');
    await mkdir(folder, { recursive: true });
    const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
    await writeFile(join(folder, 'all'), bytes);
    const cp = new Cp(config);
    await cp.cpToPod(namespace, 'ticks', 'main', folder, '/tmp');
    // The library says that it is done when it has begun.
    await eventually(() => printed('ticks', ['wc', '-c', '/tmp/all'])).toMatch(/^ *256 /);
    await mkdir(join(command.folder, 'got'), { recursive: true });
    await cp.cpFromPod(namespace, 'ticks', 'main', 'all', join(command.folder, 'got'), '/tmp');
    const got = (): Promise<boolean> =>
      readFile(join(command.folder, 'got', 'all')).then(
        (content) => content.equals(bytes),
        () => false,
      );
    await eventually(got).toBe(true);
  });
});

test('an informer is told of what comes, changes and goes', async () => {
  const told: string[] = [];
  const informer = makeInformer(config, `/api/v1/namespaces/${namespace}/configmaps`, () =>
    core.listNamespacedConfigMap({ namespace }),
  );
  const note = (what: string) => (object: { readonly metadata?: { readonly name?: string } }) => {
    if (object.metadata?.name === 'told') told.push(what);
  };
  informer.on('add', note('add'));
  informer.on('update', note('update'));
  informer.on('delete', note('delete'));
  await informer.start();
  const body = { metadata: { name: 'told' }, data: { a: '1' } };
  await core.createNamespacedConfigMap({ namespace, body });
  await eventually(() => told).toEqual(['add']);
  await core.replaceNamespacedConfigMap({ name: 'told', namespace, body: { ...body, data: { a: '2' } } });
  await eventually(() => told).toEqual(['add', 'update']);
  await core.deleteNamespacedConfigMap({ name: 'told', namespace });
  await eventually(() => told).toEqual(['add', 'update', 'delete']);
  await informer.stop();
});

describe('a review', () => {
  test('says whose a token is', async () => {
    const made = await core.createNamespacedServiceAccountToken({
      name: 'default',
      namespace,
      body: { spec: { audiences: [], expirationSeconds: 600 } },
    });
    const token = made.status?.token ?? '';
    const reviews = config.makeApiClient(AuthenticationV1Api);
    const known = await reviews.createTokenReview({ body: { spec: { token } } });
    expect(known.status).toMatchObject({
      authenticated: true,
      user: { username: `system:serviceaccount:${namespace}:default` },
    });
    const unknown = await reviews.createTokenReview({ body: { spec: { token: `${token}x` } } });
    expect(unknown.status?.authenticated).not.toBe(true);
  });

  test('says what somebody may', async () => {
    const reviews = config.makeApiClient(AuthorizationV1Api);
    const resourceAttributes = { namespace, verb: 'delete', resource: 'pods' };
    const own = await reviews.createSelfSubjectAccessReview({ body: { spec: { resourceAttributes } } });
    expect(own.status?.allowed).toBe(true);
    const user = `system:serviceaccount:${namespace}:default`;
    const other = await reviews.createSubjectAccessReview({ body: { spec: { user, resourceAttributes } } });
    expect(other.status?.allowed).toBe(false);
  });
});
