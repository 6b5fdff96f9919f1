// What a quota refuses, charges and gives back, in the API server's words.
import { describe, expect, it } from 'vitest';
import type { World } from '../../../../../src/world.ts';
import { ask, mergePatch } from '../support.ts';
import { demo, inDemo, pod, post, quota, said, settle } from './support.ts';

const quotas = inDemo('resourcequotas');
const pods = inDemo('pods');

function limited(hard: Readonly<Record<string, string>>, spec: object = {}): World {
  const world = demo();
  post(world, quotas, quota('q', { hard, ...spec }));
  return world;
}

const used = (world: World, name = 'q') =>
  (ask(world, 'GET', `${quotas}/${name}`).body.status as { used?: Record<string, string> }).used;

const asks = (cpu: string, memory?: string) => {
  const amounts = { cpu, ...(memory === undefined ? {} : { memory }) };
  return { requests: amounts, limits: amounts };
};

describe('a quota', () => {
  it('counts what is there when it comes', () => {
    const world = demo();
    post(world, pods, pod('a', asks('100m', '1Gi')));
    post(world, quotas, quota('q', { hard: { pods: '5', cpu: '1', 'limits.memory': '4Gi', secrets: '9' } }));
    expect(used(world)).toEqual({ cpu: '100m', 'limits.memory': '1Gi', pods: '1', secrets: '0' });
  });

  it('is charged at once, and refuses what is more than is left', () => {
    const world = limited({ pods: '2', 'requests.cpu': '300m' });
    expect(said(world, pods, pod('a', asks('100m')))).toBe('created');
    expect(used(world)).toEqual({ pods: '1', 'requests.cpu': '100m' });
    expect(said(world, pods, pod('b', asks('250m')))).toBe(
      'pods "b" is forbidden: exceeded quota: q, requested: requests.cpu=250m, used: requests.cpu=100m, limited: requests.cpu=300m',
    );
    expect(said(world, pods, pod('b', asks('200m')))).toBe('created');
    expect(said(world, pods, pod('c', asks('1')))).toBe(
      'pods "c" is forbidden: exceeded quota: q, requested: pods=1,requests.cpu=1, used: pods=2,requests.cpu=300m, limited: pods=2,requests.cpu=300m',
    );
  });

  it('is charged by no dry run and by nothing that is refused', () => {
    const world = limited({ pods: '2' });
    ask(world, 'POST', `${pods}?dryRun=All`, { body: pod('a') });
    ask(world, 'POST', pods, { body: pod('A') });
    expect(used(world)).toEqual({ pods: '0' });
  });

  it('gets back what goes', () => {
    const world = limited({ pods: '1', 'count/configmaps': '9' });
    post(world, pods, pod('a'));
    const maps = used(world)?.['count/configmaps'];
    ask(world, 'DELETE', `${pods}/a?gracePeriodSeconds=0`);
    settle(world, 60_000);
    expect(used(world)).toEqual({ pods: '0', 'count/configmaps': maps });
    expect(said(world, pods, pod('b'))).toBe('created');
  });

  it('that grows is counted again', () => {
    const world = limited({ pods: '1' });
    post(world, pods, pod('a'));
    ask(world, 'PATCH', `${quotas}/q`, { type: mergePatch, body: { spec: { hard: { pods: '3' } } } });
    settle(world);
    expect(ask(world, 'GET', `${quotas}/q`).body.status).toEqual({
      hard: { pods: '3' },
      used: { pods: '1' },
    });
  });

  it('of cpu or memory wants every container to say what it takes', () => {
    const world = limited({ 'limits.cpu': '2', 'requests.memory': '2Gi' });
    const both = pod('a', {}, { initContainers: [{ name: 'init', image: 'busybox' }] });
    expect(said(world, pods, both)).toBe(
      'pods "a" is forbidden: failed quota: q: must specify limits.cpu for: init,main; requests.memory for: init,main',
    );
  });

  it('that is not counted yet refuses', () => {
    const world = demo();
    ask(world, 'POST', quotas, { body: quota('q', { hard: { pods: '1', services: '1' } }) });
    expect(ask(world, 'POST', pods, { body: pod('a') }).body.message).toBe(
      'pods "a" is forbidden: status unknown for quota: q, resources: pods',
    );
  });

  const sidecar = { name: 'side', image: 'x', restartPolicy: 'Always', resources: asks('50m') };
  const init = { name: 'init', image: 'x', resources: asks('400m') };
  it.each([
    ['the sum of containers', [], {}, '100m'],
    ['the most of its init containers', [init], {}, '400m'],
    ['sidecars beside what comes after them', [sidecar, init], {}, '450m'],
    ['sidecars beside its containers', [sidecar], {}, '150m'],
  ])('counts of a Pod %s', (_what, initContainers, spec, cpu) => {
    const world = limited({ 'requests.cpu': '4' });
    post(world, pods, pod('a', asks('100m'), { ...spec, initContainers }));
    expect(used(world)).toEqual({ 'requests.cpu': cpu });
  });

  it('counts extended resources, huge pages and local storage', () => {
    const world = limited({
      'requests.example.com/gpu': '2',
      'hugepages-2Mi': '8Mi',
      'requests.ephemeral-storage': '2Gi',
    });
    const resources = { 'example.com/gpu': '1', 'hugepages-2Mi': '4Mi', 'ephemeral-storage': '1Gi' };
    post(world, pods, pod('a', { requests: { cpu: '1', ...resources }, limits: resources }));
    expect(used(world)).toEqual({
      'requests.example.com/gpu': '1',
      'hugepages-2Mi': '4Mi',
      'requests.ephemeral-storage': '1Gi',
    });
  });

  it('counts services by what they take', () => {
    const world = limited({ services: '3', 'services.nodeports': '3', 'services.loadbalancers': '1' });
    const service = (name: string, type: string) => ({
      metadata: { name },
      spec: {
        type,
        ports: [
          { name: 'a', port: 80 },
          { name: 'b', port: 81 },
        ],
      },
    });
    const services = inDemo('services');
    expect(said(world, services, service('lb', 'LoadBalancer'))).toBe('created');
    expect(said(world, services, service('np', 'NodePort'))).toBe(
      'services "np" is forbidden: exceeded quota: q, requested: services.nodeports=2, used: services.nodeports=2, limited: services.nodeports=3',
    );
    expect(said(world, services, service('ip', 'ClusterIP'))).toBe('created');
    const body = { spec: { type: 'LoadBalancer' } };
    const grown = ask(world, 'PATCH', `${services}/ip`, { type: mergePatch, body });
    expect(grown.body.message).toMatch(
      /exceeded quota: q, requested: services.loadbalancers=1,services.nodeports=2, used:/,
    );
    expect(used(world)).toEqual({ services: '2', 'services.nodeports': '2', 'services.loadbalancers': '1' });
  });

  it('counts objects of any kind', () => {
    const world = limited({ 'count/deployments.apps': '1', configmaps: '2' });
    const deployment = (name: string) => ({
      metadata: { name },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'x' }] } },
      },
    });
    const deployments = inDemo('deployments', 'apis/apps/v1');
    expect(said(world, deployments, deployment('a'))).toBe('created');
    expect(said(world, deployments, deployment('b'))).toBe(
      'deployments.apps "b" is forbidden: exceeded quota: q, requested: count/deployments.apps=1, used: count/deployments.apps=1, limited: count/deployments.apps=1',
    );
    expect(said(world, inDemo('configmaps'), { metadata: { name: 'one' } })).toBe('created');
    expect(said(world, inDemo('configmaps'), { metadata: { name: 'two' } })).toBe(
      'configmaps "two" is forbidden: exceeded quota: q, requested: configmaps=1, used: configmaps=2, limited: configmaps=2',
    );
  });

  const exists = (scopeName: string) => ({ scopes: [scopeName] });
  const selects = (operator: string, ...values: string[]) => ({
    scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator, values }] },
  });
  it.each([
    ['BestEffort', exists('BestEffort'), { plain: '1', asking: '0' }],
    ['NotBestEffort', exists('NotBestEffort'), { plain: '0', asking: '1' }],
    ['Terminating', exists('Terminating'), { plain: '0', ending: '1' }],
    ['NotTerminating', exists('NotTerminating'), { plain: '1', ending: '0' }],
    ['a priority class', selects('In', 'system-node-critical'), { plain: '0', critical: '1' }],
    ['no priority class', selects('DoesNotExist'), { plain: '1', critical: '0' }],
  ])('in scope of %s counts only that', (_what, spec, expected) => {
    for (const [form, count] of Object.entries(expected)) {
      const world = limited({ pods: '5' }, spec);
      const more = {
        plain: {},
        asking: {},
        ending: { activeDeadlineSeconds: 60 },
        critical: { priorityClassName: 'system-node-critical' },
      }[form];
      post(world, pods, pod('a', form === 'asking' ? asks('1') : {}, more));
      expect([form, used(world)]).toEqual([form, { pods: count }]);
    }
  });

  it('stops a ReplicaSet, which says why', () => {
    const world = limited({ pods: '1' });
    const set = {
      metadata: { name: 'web' },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'x' }] } },
      },
    };
    post(world, inDemo('replicasets', 'apis/apps/v1'), set);
    settle(world, 1_000);
    expect(used(world)).toEqual({ pods: '1' });
    const status = ask(world, 'GET', inDemo('replicasets/web', 'apis/apps/v1')).body.status;
    expect(JSON.stringify(status)).toContain(
      'exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1',
    );
  });
});

describe('a quota that is wrong', () => {
  const invalid = (spec: object) => {
    const world = demo();
    return said(world, quotas, quota('q', spec));
  };
  const field = 'ResourceQuota "q" is invalid: ';
  it.each([
    [
      { hard: { bogus: '1' } },
      `${field}[spec.hard[bogus]: Invalid value: bogus: must be a standard resource type or fully qualified, spec.hard[bogus]: Invalid value: bogus: must be a standard resource for quota]`,
    ],
    [
      { hard: { pods: '-1' } },
      `${field}spec.hard[pods]: Invalid value: "-1": must be greater than or equal to 0`,
    ],
    [
      { hard: { pods: '1500m' } },
      `${field}spec.hard[pods]: Invalid value: resource.Quantity{i:resource.int64Amount{value:1500, scale:-3}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"1500m", Format:"DecimalSI"}: must be an integer`,
    ],
    [
      { hard: { 'requests.storage': '1Gi' }, scopes: ['BestEffort'] },
      `${field}spec.scopes: Invalid value: []core.ResourceQuotaScope{"BestEffort"}: unsupported scope applied to resource`,
    ],
    [
      { hard: { pods: '1' }, scopes: ['Terminating', 'NotTerminating'] },
      `${field}spec.scopes: Invalid value: []core.ResourceQuotaScope{"Terminating", "NotTerminating"}: conflicting scopes`,
    ],
    [
      {
        hard: { pods: '1' },
        scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In' }] },
      },
      `${field}spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when \`operator\` is 'In' or 'NotIn' for scope selector`,
    ],
  ])('is refused: %o', (spec, message) => {
    expect(invalid(spec)).toBe(message);
  });

  it('keeps its scopes', () => {
    const world = limited({ pods: '1' }, { scopes: ['Terminating'] });
    const changed = ask(world, 'PATCH', `${quotas}/q`, {
      type: mergePatch,
      body: { spec: { scopes: ['BestEffort'] } },
    });
    expect(changed.body.message).toBe(
      'ResourceQuota "q" is invalid: spec.scopes: Invalid value: []core.ResourceQuotaScope{"BestEffort"}: field is immutable',
    );
  });
});
