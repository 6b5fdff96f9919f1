// The guestbook's story told by the kubectl on PATH, unmodified, against the real command.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundledCommand, type Command, type Serving } from './command.ts';
import { manifests, readGuestbook, routesTo, setPower, type Guestbook } from './guestbook.ts';
import { findKubectl, kubectlWith, type Ended, type Kubectl } from './kubectl.ts';
import { requester, type Requester } from './requester.ts';

/** Simulated seconds a second. */
const speed = '300';
const waitMs = 30_000;
const timeout = '--timeout=30s';
const many = 200;

const found = findKubectl();
const isMissing = 'missing' in found;

let command: Command;
let serving: Serving;
let kubectl: Kubectl;
let ask: Requester;

beforeAll(async () => {
  if (isMissing) return;
  command = await bundledCommand();
  serving = await command.serve('--speed', speed);
  kubectl = kubectlWith(serving.kubeconfig, command.folder);
  ask = requester(serving.kubeconfig);
});

afterAll(() => command?.remove());

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: waitMs, interval: 100 });

/** What a command prints that is to go well. */
async function ok(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await kubectl.run(args);
  expect({ code, err }, args.join(' ')).toEqual({ code: 0, err: '' });
  return out;
}

const fails = (...args: readonly string[]): Promise<Ended> => kubectl.run(args);

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

const title = isMissing ? `kubectl (skipped: ${found.missing})` : `kubectl ${found.version}`;

describe.skipIf(isMissing)(title, () => {
  describe('asks what there is', () => {
    test('api-resources', async () => {
      const rows = lines(await ok('api-resources', '--namespaced=true'));
      expect(rows[0]).toMatch(/^NAME +SHORTNAMES +APIVERSION +NAMESPACED +KIND *$/);
      expect(rows).toContainEqual(expect.stringMatching(/^pods +po +v1 +true +Pod$/));
      expect(rows).toContainEqual(expect.stringMatching(/^deployments +deploy +apps\/v1 +true +Deployment$/));
    });

    test('explain', async () => {
      const text = await ok('explain', 'deployment.spec.strategy.rollingUpdate');
      expect(text).toMatch(/^GROUP: +apps\nKIND: +Deployment\nVERSION: +v1\n/);
      expect(text).toContain('FIELD: rollingUpdate <RollingUpdateDeployment>');
      expect(text).toMatch(/\n {2}maxSurge\t<IntOrString>\n/);
      expect((await fails('explain', 'deployment.spec.colour')).err).toContain(
        'field "colour" does not exist',
      );
    });

    test('nodes, as a Supervisor has them', async () => {
      const rows = lines(await ok('get', 'nodes'));
      expect(rows[0]).toMatch(/^NAME +STATUS +ROLES +AGE +VERSION$/);
      expect(rows.slice(1).map((row) => row.split(/ +/).slice(0, 3).join(' '))).toEqual([
        ...Array.from({ length: 3 }, () => expect.stringMatching(/^42\w{30} Ready control-plane,master$/)),
        ...[1, 2, 3, 4].map((number) => `esxi-0${number}.sandbox.lab Ready agent`),
      ]);
    });

    test('its own version and the server’s', async () => {
      const versions = JSON.parse((await kubectl.run(['version', '-o', 'json'])).out) as Record<
        string,
        object
      >;
      expect(versions['serverVersion']).toMatchObject({ gitVersion: 'v1.24.9+vmware.wcp.1' });
    });
  });

  test('makes and marks things by commands of their own', async () => {
    await ok('create', 'configmap', 'settings', '--from-literal=colour=green');
    expect(await ok('get', 'configmap', 'settings', '-o', 'jsonpath={.data.colour}')).toBe('green');
    await ok('create', 'deployment', 'small', '--image=nginx:1.25', '--replicas=4');
    await ok('rollout', 'status', 'deployment/small', timeout);
    await ok('expose', 'deployment', 'small', '--port=80');
    const ofSmall = ['-l', 'kubernetes.io/service-name=small'];
    const addresses = 'jsonpath={.items[*].endpoints[*].addresses[0]}';
    const endpoints = () => ok('get', 'endpointslices', ...ofSmall, '-o', addresses);
    await eventually(async () => (await endpoints()).split(' ').length).toBe(4);
    await ok('label', 'deployment', 'small', 'size=s');
    await ok('annotate', 'deployment', 'small', 'why=to try');
    const marked = 'jsonpath={.metadata.labels.size} {.metadata.annotations.why}';
    expect(await ok('get', 'deployment', '-l', 'size=s', '-o', marked.replaceAll('{.', '{.items[0].'))).toBe(
      's to try',
    );
    await ok('delete', 'deployment/small', 'service/small', 'configmap/settings');
    await eventually(() => ok('get', 'pods', '-o', 'name')).toBe('');
  });

  test('drains a host', async () => {
    const node = 'esxi-01.sandbox.lab';
    await ok('create', 'deployment', 'moved', '--image=nginx:1.25', '--replicas=8');
    await ok('rollout', 'status', 'deployment/moved', timeout);
    const pods = [
      'get',
      'pods',
      '-l',
      'app=moved',
      '--field-selector',
      `spec.nodeName=${node}`,
      '-o',
      'name',
    ];
    expect(await ok(...pods)).not.toBe('');
    const { code, out } = await kubectl.run([
      'drain',
      node,
      '--ignore-daemonsets',
      '--delete-emptydir-data',
      timeout,
    ]);
    expect({ code, last: lines(out).at(-1) }).toEqual({ code: 0, last: `node/${node} drained` });
    expect(await ok(...pods)).toBe('');
    expect(await ok('get', 'node', node, '--no-headers')).toMatch(/ Ready,SchedulingDisabled /);
    await ok('rollout', 'status', 'deployment/moved', timeout);
    await ok('uncordon', node);
    await ok('delete', 'deployment/moved');
    await eventually(() => ok('get', 'pods', '-o', 'name')).toBe('');
  });

  for (const manifest of manifests)
    describe.skipIf(manifest.path === undefined)(manifest.title, () => story(manifest.path ?? ''));

  describe('is refused', () => {
    const deployment = JSON.stringify({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'wrong' },
      spec: {
        replicas: -1,
        selector: { matchLabels: { app: 'wrong' } },
        template: { metadata: { labels: { app: 'other' } }, spec: { containers: [{ name: 'a' }] } },
      },
    });
    const unknown = deployment.replace('"replicas":-1', '"replica":1');

    const large = JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'large' },
      data: { text: 'x'.repeat(8 * 1024 * 1024) },
    });

    test.each<[what: string, args: readonly string[], message: RegExp, input?: string]>([
      ['a kind', ['get', 'nope'], /^error: the server doesn't have a resource type "nope"\n$/],
      ['a name', ['get', 'pod', 'nope'], /^Error from server \(NotFound\): pods "nope" not found\n$/],
      [
        'a namespace',
        ['create', 'ns', 'demo'],
        /^Error from server \(AlreadyExists\): namespaces "demo" already exists\n$/,
      ],
      [
        'a deletion',
        ['delete', 'svc', 'nope'],
        /^Error from server \(NotFound\): services "nope" not found\n$/,
      ],
      ['a scale', ['scale', 'deploy/nope', '--replicas=1'], /^error: no objects passed to scale/],
      ['a file', ['apply', '-f', 'nope.yaml'], /^error: the path "nope.yaml" does not exist\n$/],
      [
        'values',
        ['create', '-f', '-'],
        /^The Deployment "wrong" is invalid: \n\* spec\.replicas: Invalid value: -1: must be greater than or equal to 0\n\* spec\.template\.metadata\.labels: Invalid value: .*: `selector` does not match template `labels`\n/,
        deployment,
      ],
      [
        'a size',
        ['create', '-f', '-'],
        /^Error from server \(RequestEntityTooLarge\): .*Request entity too large: limit is 3145728\n$/,
        large,
      ],
      ['a field', ['create', '-f', '-'], /strict decoding error: unknown field "spec\.replica"/, unknown],
      [
        'a patch',
        ['patch', 'ns', 'demo', '-p', '{"metadata":{"name":"other"}}'],
        /^Error from server \(BadRequest\): the name of the object \(other\) does not match the name on the URL \(demo\)\n$/,
      ],
      [
        'a wait',
        ['wait', '--for=condition=Ready', 'pod/nope', timeout],
        /^Error from server \(NotFound\): pods "nope" not found\n$/,
      ],
    ])('%s', async (_what, args, message, input) => {
      const { code, out, err } = await kubectl.run(args, input);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(message);
    });

    test('without the token, and without the authority', async () => {
      const text = await readFile(serving.kubeconfig, 'utf8');
      const withText = async (changed: string) => {
        const path = join(command.folder, 'changed.kubeconfig');
        await writeFile(path, changed, { mode: 0o600 });
        return kubectlWith(path, command.folder).run(['get', 'pods']);
      };
      const anonymous = await withText(text.replace(/token: \w+/, 'token: nobody'));
      expect(anonymous).toMatchObject({ code: 1, out: '' });
      expect(anonymous.err).toContain('You must be logged in to the server');
      const distrusting = await withText(text.replace(/certificate-authority-data: .*\n {0,4}/, '\n'));
      expect(distrusting).toMatchObject({ code: 1, out: '' });
      expect(distrusting.err).toContain('x509: certificate signed by unknown authority');
    });
  });
});

function story(path: string): void {
  let book: Guestbook;

  beforeAll(() => {
    book = readGuestbook(path);
  });

  const front = () => `deployment/${book.front.name}`;
  const podsOf = async (...args: readonly string[]) =>
    lines(await ok('get', 'pods', '--no-headers', ...args));
  const rollout = async () => lines(await ok('rollout', 'status', front(), timeout)).at(-1);
  const rolledOut = () => `deployment "${book.front.name}" successfully rolled out`;
  const imageOf = (what: string) =>
    ok('get', what, '-o', 'jsonpath={.spec.template.spec.containers[0].image}');

  test('apply -f, and again', async () => {
    const name = (kind: string, metadata: string) =>
      kind === 'Service' ? `service/${metadata}` : `deployment.apps/${metadata}`;
    const named = book.objects.map(({ kind, metadata }) => name(kind ?? '', metadata.name));
    expect(lines(await ok('apply', '-f', path))).toEqual(named.map((one) => `${one} created`));
    expect(lines(await ok('apply', '-f', path))).toEqual(named.map((one) => `${one} unchanged`));
    expect(await ok('diff', '-f', path)).toBe('');
  });

  test('wait --for=condition=Available, get: Pods run on hosts that DRS chose', async () => {
    const waited = await ok('wait', '--for=condition=Available', 'deployment', '--all', timeout);
    expect(lines(waited)).toEqual(
      book.deployments.map((name) => `deployment.apps/${name} condition met`).sort(),
    );
    const rows = (await podsOf('-o', 'wide')).map((row) => row.split(/ +/));
    expect(rows).toHaveLength(book.replicas);
    for (const [name = '', ready, status, , , ip, node = ''] of rows) {
      expect({ ready, status }, name).toEqual({ ready: '1/1', status: 'Running' });
      expect(ip).toMatch(/^10\.244\./);
      expect(node).toMatch(/^esxi-0[1-4]\.sandbox\.lab$/);
      const { json } = await ask({ path: `/sandbox/placement/supervisor/demo/${name}` });
      expect(json).toMatchObject({ decision: { drs: { winner: { name: node } } } });
    }
  });

  test('describe, logs', async () => {
    const described = await ok('describe', front());
    expect(described).toMatch(new RegExp(`^Name: +${book.front.name}\n`));
    expect(described).toMatch(
      /\nReplicas: +3 desired \| 3 updated \| 3 total \| 3 available \| 0 unavailable\n/,
    );
    expect(described).toMatch(/ScalingReplicaSet .* Scaled up replica set/);
    const [pod = ''] = (await podsOf()).map((row) => row.split(' ')[0]);
    const about = await ok('describe', 'pod', pod);
    expect(about).toMatch(/\nStatus: +Running\n/);
    expect(about).toMatch(/\n {2}Normal +Scheduled .* Successfully assigned demo\//);
    const [line = ''] = lines(await ok('logs', pod, '--tail=1'));
    const followed = kubectl.start(['logs', '-f', pod]);
    await eventually(() => lines(followed.out())).toContain(line);
    await followed.stop();
  });

  test(`get -w, scale to ${many}, rollout status`, async () => {
    const watch = kubectl.start(['get', 'pods', '-w', '--no-headers']);
    await eventually(() => lines(watch.out()).length).toBe(book.replicas);
    expect(await ok('scale', front(), `--replicas=${many}`)).toBe(
      `deployment.apps/${book.front.name} scaled\n`,
    );
    expect(await rollout()).toBe(rolledOut());
    const all = book.replicas - book.front.replicas + many;
    const rows = (await podsOf('-o', 'wide')).map((row) => row.split(/ +/));
    expect(rows.filter(([, ready, status]) => ready === '1/1' && status === 'Running')).toHaveLength(all);
    expect(new Set(rows.map((row) => row[6])).size).toBe(4);
    const statuses = (name: string) =>
      lines(watch.out())
        .map((row) => row.split(/ +/))
        .filter(([seen]) => seen === name)
        .map(([, ready, status]) => `${ready} ${status}`);
    for (const [name = ''] of rows) await eventually(() => statuses(name).at(-1)).toBe('1/1 Running');
    const fresh = rows.map(([name = '']) => statuses(name)).filter((seen) => seen.length > 1);
    expect(fresh).toHaveLength(many - book.front.replicas);
    for (const seen of fresh) expect(seen[0]).toBe('0/1 Pending');
    await watch.stop();
  });

  test('a host powered off and back', async () => {
    const lost = 'esxi-03.sandbox.lab';
    await setPower(ask, lost, 'Off');
    await ok('wait', '--for=condition=Ready=Unknown', `node/${lost}`, timeout);
    expect(await ok('get', 'node', lost, '--no-headers')).toMatch(/ NotReady /);
    expect(await rollout()).toBe(rolledOut());
    const running = async () =>
      (await podsOf('-o', 'wide')).filter((row) => / Running /.test(row) && !row.includes(lost)).length;
    await eventually(running).toBe(book.replicas - book.front.replicas + many);
    await setPower(ask, lost, 'On');
    await ok('wait', '--for=condition=Ready', `node/${lost}`, timeout);
    await eventually(async () => (await podsOf()).length).toBe(book.replicas - book.front.replicas + many);
  });

  test('set image, rollout status, rollout history, rollout undo', async () => {
    const before = await imageOf(front());
    const set = await ok('set', 'image', front(), `${book.front.container}=nginx:1.27`);
    expect(set).toBe(`deployment.apps/${book.front.name} image updated\n`);
    expect(await rollout()).toBe(rolledOut());
    const images = async () => {
      const template = '{range .items[*]}{.metadata.name} {.spec.containers[0].image}{"\\n"}{end}';
      const rows = lines(await ok('get', 'pods', '-o', `jsonpath=${template}`));
      return [
        ...new Set(
          rows.filter((row) => row.startsWith(`${book.front.name}-`)).map((row) => row.split(' ')[1]),
        ),
      ];
    };
    await eventually(images).toEqual(['nginx:1.27']);
    expect(await ok('rollout', 'history', front())).toMatch(/\n1 +<none>\n2 +<none>\n/);
    expect(await ok('rollout', 'undo', front())).toBe(`deployment.apps/${book.front.name} rolled back\n`);
    expect(await rollout()).toBe(rolledOut());
    expect(await imageOf(front())).toBe(before);
    await eventually(images).toEqual([before]);
  });

  test('a Service turned into a LoadBalancer, its address at the leaf inside a summary', async () => {
    const service = `service/${book.front.name}`;
    const patch = JSON.stringify({ spec: { type: 'LoadBalancer' } });
    expect(await ok('patch', service, '-p', patch)).toBe(`${service} patched\n`);
    const address = () => ok('get', service, '-o', 'jsonpath={.status.loadBalancer.ingress[0].ip}');
    await eventually(address).toMatch(/^10\.15\.8\.\d+$/);
    const given = await address();
    expect((await ok('get', service, '--no-headers')).split(/ +/).slice(0, 4)).toEqual([
      book.front.name,
      'LoadBalancer',
      expect.any(String),
      given,
    ]);
    await eventually(() => routesTo(ask, given)).toEqual({ atTier0: true, atLeaf: [24] });
  });

  test('delete -f, and all is gone', async () => {
    const address = await ok(
      'get',
      'service',
      book.front.name,
      '-o',
      'jsonpath={.status.loadBalancer.ingress[0].ip}',
    );
    const named = book.objects.map(({ kind, metadata }) =>
      kind === 'Service' ? `service "${metadata.name}"` : `deployment.apps "${metadata.name}"`,
    );
    // From 1.34 on it says from which namespace.
    const deleted = lines(await ok('delete', '-f', path)).map((line) =>
      line.replace(' from demo namespace', ''),
    );
    expect(deleted).toEqual(named.map((one) => `${one} deleted`));
    const all = async () => {
      const { code, out, err } = await kubectl.run(['get', 'all']);
      return { code, out, err };
    };
    await eventually(all).toEqual({ code: 0, out: '', err: 'No resources found in demo namespace.\n' });
    await eventually(async () => (await routesTo(ask, address)).atTier0).toBe(false);
  });
}
