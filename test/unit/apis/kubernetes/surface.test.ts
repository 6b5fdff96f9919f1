// What an API server has beside its resources: the list of its paths, its counts, watches by their old paths, documents by tag.
import { describe, expect, it } from 'vitest';
import type { World } from '../../../../src/world.ts';
import { worldOf } from '../../../worlds/setup.ts';
import { ask, configMap, maps, refused, watching } from './support.ts';

const pathsAt = (path: string): readonly string[] =>
  (ask(worldOf(), 'GET', path).body as unknown as { readonly paths: readonly string[] }).paths;

describe('the list of paths', () => {
  it('names what is served, in order, below / and /index.html', () => {
    const paths = pathsAt('/');
    expect(paths).toEqual([...paths].sort());
    expect(paths).toEqual(
      expect.arrayContaining(['/api/v1', '/apis', '/apis/apps', '/apis/apps/v1', '/livez/etcd', '/version']),
    );
    expect(pathsAt('/index.html')).toEqual(paths);
  });

  it('leads to answers', () => {
    const world = worldOf();
    for (const path of pathsAt('/')) expect(ask(world, 'GET', path).status, path).toBe(200);
  });
});

describe('watches by their old paths', () => {
  const names = ['a', 'b'];

  it.each([
    ['a namespace’s', '/api/v1/watch/namespaces/demo/configmaps', names],
    ['one object’s', '/api/v1/watch/namespaces/demo/configmaps/a', ['a']],
    ['everybody’s, as the query cannot undo', '/api/v1/watch/configmaps?watch=false', names],
  ])('are %s', (_, path, told) => {
    const world = worldOf();
    const { resourceVersion } = ask(world, 'GET', maps).body.metadata;
    const watch = watching(
      world,
      `${path}${path.includes('?') ? '&' : '?'}resourceVersion=${resourceVersion}`,
    );
    for (const name of names) ask(world, 'POST', maps, { body: configMap(name) });
    expect(watch.told()).toEqual(told.map((name) => `ADDED ${name}`));
  });

  it('are of groups and of namespaces, too', () => {
    const world = worldOf();
    expect(watching(world, '/apis/apps/v1/watch/deployments').told().length).toBeGreaterThan(0);
    expect(watching(world, '/api/v1/watch/namespaces/demo').told()).toEqual(['ADDED demo']);
  });

  it('may be allowed to watch only, and nothing else is asked of them', () => {
    const world = worldOf();
    const path = '/api/v1/watch/namespaces/demo/configmaps';
    const actor = { user: 'u', groups: [] };
    expect(refused(world, 'GET', path, { actor }).message).toContain('cannot watch resource "configmaps"');
    expect(refused(world, 'POST', path, { body: configMap('a') }).reason).toBe('MethodNotAllowed');
  });
});

describe('/metrics', () => {
  it('counts what was asked', () => {
    const world = worldOf();
    const lines = () => ask(world, 'GET', '/metrics').text.split('\n');
    ask(world, 'POST', maps, { body: configMap('a') });
    ask(world, 'GET', `${maps}/a`);
    ask(world, 'GET', `${maps}/none`);
    ask(world, 'GET', `${maps}/none`);
    ask(world, 'DELETE', `${maps}/a?dryRun=All`);
    const counted = (code: number, dryRun: string, scope: string, verb: string, times: number) =>
      `apiserver_request_total{code="${code}",component="apiserver",dry_run="${dryRun}",group="",resource="configmaps",` +
      `scope="${scope}",subresource="",verb="${verb}",version="v1"} ${times}`;
    expect(lines()).toEqual(
      expect.arrayContaining([
        '# TYPE apiserver_request_total counter',
        counted(201, '', 'resource', 'POST', 1),
        counted(200, '', 'resource', 'GET', 1),
        counted(404, '', 'resource', 'GET', 2),
        counted(200, 'All', 'resource', 'DELETE', 1),
      ]),
    );
    const { items } = ask(world, 'GET', '/apis/apps/v1/deployments').body;
    expect(lines()).toContain(`apiserver_storage_objects{resource="deployments.apps"} ${items.length}`);
  });

  it('knows which watches are open', () => {
    const world = worldOf();
    const open = () =>
      ask(world, 'GET', '/metrics').text.match(
        /^apiserver_longrunning_requests\{.*"configmaps".*\} (\d+)$/m,
      )?.[1];
    const watches = [watching(world, `${maps}?watch=1`), watching(world, `${maps}?watch=1`)];
    expect(open()).toBe('2');
    for (const watch of watches) watch.stop();
    expect(open()).toBe('0');
  });

  it('of health checks have one each', () => {
    expect(ask(worldOf(), 'GET', '/metrics/slis').text).toContain(
      'kubernetes_healthcheck{name="ping",type="livez"} 1\n',
    );
  });
});

describe('a document that a client has', () => {
  const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

  it.each([
    ['/api', aggregated],
    ['/apis', aggregated],
    ['/openapi/v3', ''],
    ['/openapi/v3/apis/apps/v1', ''],
  ])('%s is not sent again', (path, accept) => {
    const world = worldOf();
    const first = ask(world, 'GET', path, { accept });
    expect(first.status).toBe(200);
    const headers = { 'if-none-match': String(first.headers['etag']) };
    expect(headers['if-none-match']).toMatch(/^"[0-9A-F]+"$/);
    expect(ask(world, 'GET', path, { accept, headers })).toMatchObject({ status: 304, text: '' });
    expect(ask(world, 'GET', path, { accept, headers: { 'if-none-match': '"other"' } }).status).toBe(200);
  });

  it('by an old hash has moved, by its own stays', () => {
    const world = worldOf();
    const { paths } = ask(world, 'GET', '/openapi/v3').body as unknown as {
      paths: Record<string, { serverRelativeURL: string }>;
    };
    const address = paths['apis/apps/v1']?.serverRelativeURL ?? '';
    const { status, headers } = ask(world, 'GET', '/openapi/v3/apis/apps/v1?hash=OLD');
    expect([status, headers['location']]).toEqual([301, address]);
    expect(ask(world, 'GET', address).headers).toMatchObject({
      'cache-control': 'public, immutable',
      expires: 'Wed, 17 Apr 2024 09:00:00 GMT',
    });
  });
});

describe('the flow of a request', () => {
  const flows = '/apis/flowcontrol.apiserver.k8s.io/v1';
  const uidOf = (world: World, path: string) => ask(world, 'GET', `${flows}/${path}`).body.metadata.uid;
  const account = { user: 'system:serviceaccount:demo:default', groups: ['system:serviceaccounts'] };

  it.each([
    [{ user: 'a', groups: ['system:masters'] }, '/api/v1/nodes', 'exempt', 'exempt'],
    [{ user: 'u', groups: ['system:unauthenticated'] }, '/healthz', 'probes', 'exempt'],
    [{ user: 'u', groups: ['system:authenticated'] }, '/api/v1/nodes', 'global-default', 'global-default'],
    [account, maps, 'service-accounts', 'workload-low'],
  ])('of %j to %s is %s', (actor, path, flow, level) => {
    const world = worldOf();
    expect(ask(world, 'GET', path, { actor }).headers).toMatchObject({
      'x-kubernetes-pf-flowschema-uid': uidOf(world, `flowschemas/${flow}`),
      'x-kubernetes-pf-prioritylevel-uid': uidOf(world, `prioritylevelconfigurations/${level}`),
    });
  });

  it('is one that somebody added, from then on', () => {
    const world = worldOf();
    const asked = () => ask(world, 'GET', maps, { actor: account }).headers['x-kubernetes-pf-flowschema-uid'];
    const before = asked();
    const subjects = [{ kind: 'ServiceAccount', serviceAccount: { name: 'default', namespace: 'demo' } }];
    const resourceRules = [
      { verbs: ['list'], apiGroups: [''], resources: ['configmaps'], namespaces: ['demo'] },
    ];
    const spec = {
      matchingPrecedence: 50,
      priorityLevelConfiguration: { name: 'workload-high' },
      rules: [{ subjects, resourceRules }],
    };
    const body = {
      apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
      kind: 'FlowSchema',
      metadata: { name: 'm' },
      spec,
    };
    const made = ask(world, 'POST', `${flows}/flowschemas`, { body }).body.metadata.uid;
    expect(made).not.toBe(before);
    expect(asked()).toBe(made);
  });
});
