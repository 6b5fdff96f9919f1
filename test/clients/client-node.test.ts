// The guestbook's story told by Kubernetes' own client library for JavaScript, unmodified, against the real command.
import {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  Exec,
  KubeConfig,
  KubernetesObjectApi,
  makeInformer,
  PatchStrategy,
  PortForward,
  setHeaderOptions,
  Watch,
  type Informer,
  type ObjectCache,
  type V1Deployment,
  type V1Pod,
} from '@kubernetes/client-node';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundledCommand, type Command, type Serving } from './command.ts';
import {
  manifests,
  readGuestbook,
  routesTo,
  setPower,
  type Guestbook,
  type Manifested,
} from './guestbook.ts';
import { requester, type Requester } from './requester.ts';

/** Simulated seconds a second. */
const speed = '300';
const waitMs = 30_000;
const namespace = 'demo';
const many = 200;

let command: Command;
let serving: Serving;
let ask: Requester;
let config: KubeConfig;
let core: CoreV1Api;
let apps: AppsV1Api;
let objects: KubernetesObjectApi;

beforeAll(async () => {
  command = await bundledCommand();
  serving = await command.serve('--speed', speed);
  ask = requester(serving.kubeconfig);
  config = new KubeConfig();
  config.loadFromFile(serving.kubeconfig);
  core = config.makeApiClient(CoreV1Api);
  apps = config.makeApiClient(AppsV1Api);
  objects = KubernetesObjectApi.makeApiClient(config);
});

afterAll(() => command.remove());

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: waitMs, interval: 50 });

const isRunning = ({ status, metadata }: V1Pod): boolean =>
  metadata?.deletionTimestamp === undefined &&
  status?.phase === 'Running' &&
  status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true;

/** Creates it, or where it is there already, patches it: what `apply` does in this library's own example. */
async function apply(object: Manifested): Promise<'created' | 'patched'> {
  const metadata = { ...object.metadata, namespace };
  try {
    await objects.read({ ...object, metadata });
  } catch (error) {
    if (!(error instanceof ApiException) || error.code !== 404) throw error;
    await objects.create(object);
    return 'created';
  }
  const strategy = PatchStrategy.StrategicMergePatch;
  await objects.patch(object, undefined, undefined, 'tests', undefined, strategy);
  return 'patched';
}

/** Watches one Deployment until it is as wanted; resolves with the revisions that went by, rejects when the watch breaks. */
function watchUntil(
  name: string,
  isWanted: (deployment: V1Deployment) => boolean,
): Promise<readonly string[]> {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  const revisions: string[] = [];
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${name} is not as wanted in ${waitMs} ms`)), waitMs);
    const wanted = { fieldSelector: `metadata.name=${name}`, allowWatchBookmarks: true };
    const started = new Watch(config).watch(
      path,
      wanted,
      (type: string, deployment: V1Deployment) => {
        if (type === 'BOOKMARK') return;
        revisions.push(deployment.metadata?.resourceVersion ?? '');
        if (!isWanted(deployment)) return;
        clearTimeout(timer);
        resolve(revisions);
        void started.then((watch) => watch.abort());
      },
      reject,
    );
    started.catch(reject);
  });
}

const isRolledOut = ({ metadata, spec, status }: V1Deployment): boolean =>
  status?.observedGeneration === metadata?.generation &&
  status?.updatedReplicas === spec?.replicas &&
  status?.availableReplicas === spec?.replicas &&
  status?.replicas === spec?.replicas;

for (const { title, path } of manifests) describe.skipIf(path === undefined)(title, () => story(path ?? ''));

function story(path: string): void {
  let book: Guestbook;
  let pods: Informer<V1Pod> & ObjectCache<V1Pod>;
  const heard: string[] = [];

  beforeAll(async () => {
    book = readGuestbook(path);
    const list = () => core.listNamespacedPod({ namespace });
    pods = makeInformer<V1Pod>(config, `/api/v1/namespaces/${namespace}/pods`, list);
    for (const verb of ['add', 'update', 'delete'] as const)
      pods.on(verb, (pod) => heard.push(`${verb} ${pod.metadata?.name}`));
    pods.on('error', (error) => heard.push(`error ${String(error)}`));
    await pods.start();
  });

  afterAll(() => pods?.stop());

  const running = () => pods.list(namespace).filter(isRunning);
  const hosts = () => new Set(running().map(({ spec }) => spec?.nodeName));
  const front = () => book.front.name;

  test('is applied: created at first, then patched without a change', async () => {
    for (const object of book.objects) expect(await apply(object)).toBe('created');
    const revisions = async () => {
      const read = await Promise.all(book.objects.map((object) => objects.read(object)));
      return read.map(({ metadata }) => metadata?.generation);
    };
    const before = await revisions();
    for (const object of book.objects) expect(await apply(object)).toBe('patched');
    expect(await revisions()).toEqual(before);
  });

  test('an informer sees its Pods come up on hosts that DRS chose', async () => {
    await eventually(() => running().length).toBe(book.replicas);
    for (const { metadata, spec } of running()) {
      expect(heard).toContain(`add ${metadata?.name}`);
      expect(heard).toContain(`update ${metadata?.name}`);
      const { json } = await ask({ path: `/sandbox/placement/supervisor/${namespace}/${metadata?.name}` });
      expect(json).toMatchObject({ decision: { drs: { winner: { name: spec?.nodeName } } } });
      expect(spec?.nodeName).toMatch(/^esxi-0[1-4]\.sandbox\.lab$/);
    }
    expect(heard.filter((line) => line.startsWith('error'))).toEqual([]);
  });

  test('patches of every kind', async () => {
    const name = front();
    const header = (strategy: PatchStrategy) => setHeaderOptions('Content-Type', strategy);
    const merged = await apps.patchNamespacedDeployment(
      { name, namespace, body: { metadata: { annotations: { by: 'merge' } } } },
      header(PatchStrategy.MergePatch),
    );
    expect(merged.metadata?.annotations?.['by']).toBe('merge');
    const patched = await apps.patchNamespacedDeployment(
      { name, namespace, body: [{ op: 'replace', path: '/metadata/annotations/by', value: 'json' }] },
      header(PatchStrategy.JsonPatch),
    );
    expect(patched.metadata?.annotations?.['by']).toBe('json');
    const wrong = apps.patchNamespacedDeployment(
      { name, namespace, body: { spec: { replicas: -1 } } },
      header(PatchStrategy.MergePatch),
    );
    await expect(wrong).rejects.toMatchObject({ code: 422 });
    const nobody = core.readNamespacedPod({ name: 'nobody', namespace });
    await expect(nobody).rejects.toMatchObject({ code: 404 });
  });

  test('a command in it, and a port of it', async () => {
    const [pod] = pods.list(namespace).filter(({ metadata }) => metadata?.name?.startsWith(front()) === true);
    const name = pod?.metadata?.name ?? '';
    const said = (stream: PassThrough): { text: string } => {
      const heard = { text: '' };
      stream.on('data', (piece: Buffer) => (heard.text += piece.toString()));
      return heard;
    };
    const [out, err, input] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const [outText, errText] = [said(out), said(err)];
    const command = ['sh', '-c', 'cat; hostname; echo oops >&2; exit 3'];
    let status: unknown;
    const container = pod?.spec?.containers[0]?.name ?? '';
    await new Exec(config).exec(namespace, name, container, command, out, err, input, false, (end) => {
      status = end;
    });
    input.end('from here\n');
    await eventually(() => status).toMatchObject({ status: 'Failure', reason: 'NonZeroExitCode' });
    await eventually(() => outText.text).toBe(`from here\n${name}\n`);
    await eventually(() => errText.text).toBe('oops\n');
    const [answer, request] = [new PassThrough(), new PassThrough()];
    const answered = said(answer);
    await new PortForward(config).portForward(namespace, name, [80], answer, null, request);
    request.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await eventually(() => answered.text).toContain('HTTP/1.1 200 OK');
  });

  test(`is scaled to ${many}`, async () => {
    const { name } = book.front;
    const scale = await apps.readNamespacedDeploymentScale({ name, namespace });
    expect(scale.spec?.replicas).toBe(book.front.replicas);
    const body = { ...scale, spec: { replicas: many } };
    const revisions = watchUntil(name, (seen) => seen.spec?.replicas === many && isRolledOut(seen));
    await apps.replaceNamespacedDeploymentScale({ name, namespace, body });
    const seen = await revisions;
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.map(Number)).toEqual(seen.map(Number).sort((a, b) => a - b));
    await eventually(() => running().length).toBe(book.replicas - book.front.replicas + many);
    expect(hosts().size).toBe(4);
    expect((await core.listNamespacedPod({ namespace, limit: 50 })).items).toHaveLength(50);
  });

  test('loses a host and gets it back', async () => {
    const lost = 'esxi-02.sandbox.lab';
    const readiness = async () => {
      const { status } = await core.readNode({ name: lost });
      return status?.conditions?.find(({ type }) => type === 'Ready')?.status;
    };
    await setPower(ask, lost, 'Off');
    await eventually(readiness).not.toBe('True');
    await watchUntil(front(), isRolledOut);
    await eventually(() => running().length).toBe(book.replicas - book.front.replicas + many);
    await eventually(() => hosts().has(lost)).toBe(false);
    await setPower(ask, lost, 'On');
    await eventually(readiness).toBe('True');
    // What was left behind on it is cleared away.
    await eventually(() => pods.list(namespace).length).toBe(book.replicas - book.front.replicas + many);
  });

  test('is rolled to another image', async () => {
    const image = 'nginx:1.27';
    const body = { spec: { template: { spec: { containers: [{ name: book.front.container, image }] } } } };
    const rolled = watchUntil(
      front(),
      (seen) => seen.spec?.template.spec?.containers[0]?.image === image && isRolledOut(seen),
    );
    await apps.patchNamespacedDeployment(
      { name: front(), namespace, body },
      setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
    );
    await rolled;
    const ofFront = () =>
      pods.list(namespace).filter(({ metadata }) => metadata?.name?.startsWith(`${front()}-`));
    await eventually(() => ofFront().length).toBe(many);
    expect(new Set(ofFront().map(({ spec }) => spec?.containers[0]?.image))).toEqual(new Set([image]));
    const { items } = await apps.listNamespacedReplicaSet({ namespace });
    const sets = items.filter(({ metadata }) => metadata?.name?.startsWith(`${front()}-`));
    expect(sets.map(({ spec }) => spec?.replicas).sort()).toEqual([0, many]);
    // The rest of the container stayed as it was.
    const [first] = ofFront();
    expect(first?.spec?.containers[0]?.ports?.[0]?.containerPort).toBe(80);
  });

  test('gets a load balancer whose address the leaf knows inside a summary', async () => {
    const { name } = book.front;
    const ingress = async () => {
      const { status } = await core.readNamespacedService({ name, namespace });
      return status?.loadBalancer?.ingress?.[0]?.ip ?? '';
    };
    expect(await ingress()).toBe('');
    await core.patchNamespacedService(
      { name, namespace, body: { spec: { type: 'LoadBalancer' } } },
      setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
    );
    await eventually(ingress).toMatch(/^10\.15\.8\.\d+$/);
    const address = await ingress();
    await eventually(() => routesTo(ask, address)).toEqual({ atTier0: true, atLeaf: [24] });
    await core.patchNamespacedService(
      { name, namespace, body: { spec: { type: 'NodePort' } } },
      setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
    );
    await eventually(ingress).toBe('');
    await eventually(async () => (await routesTo(ask, address)).atTier0).toBe(false);
  });

  test('is deleted, and nothing is left', async () => {
    for (const object of book.objects) {
      const status = await objects.delete({ ...object, metadata: { ...object.metadata, namespace } });
      expect(status).toBeDefined();
    }
    await eventually(() => pods.list(namespace).length).toBe(0);
    const left = async () => {
      const lists = await Promise.all([
        apps.listNamespacedDeployment({ namespace }),
        apps.listNamespacedReplicaSet({ namespace }),
        core.listNamespacedService({ namespace }),
        core.listNamespacedEndpoints({ namespace }),
        core.listNamespacedPod({ namespace }),
      ]);
      return lists.flatMap(({ items }) => items.map(({ metadata }) => metadata?.name));
    };
    await eventually(left).toEqual([]);
    const vms = await ask({ path: '/scopes/fabric/apis/vsphere.sandbox/v1/virtualmachines' });
    const names = vms.json.items.map(({ metadata }) => metadata.name);
    expect(names.filter((name) => name.includes(front()))).toEqual([]);
    expect(heard.filter((line) => line.startsWith('error'))).toEqual([]);
  });
}
