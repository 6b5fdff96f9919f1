// LimitRanges, priority classes, runtime classes and service accounts: what a Pod gets, and what it may not have.
import { describe, expect, it } from 'vitest';
import type { World } from '../../../../../src/world.ts';
import { ask, mergePatch } from '../support.ts';
import { demo, inDemo, pod, post, said } from './support.ts';

const pods = inDemo('pods');

interface Spec {
  readonly [member: string]: unknown;
  readonly containers: readonly { readonly resources: unknown }[];
}

const specOf = (world: World, name: string) => ask(world, 'GET', `${pods}/${name}`).body.spec as Spec;

function ranged(...limits: readonly object[]): World {
  const world = demo();
  post(world, inDemo('limitranges'), { metadata: { name: 'range' }, spec: { limits } });
  return world;
}

describe('a limit range', () => {
  it('fills in its own defaults', () => {
    const world = ranged({
      type: 'Container',
      max: { cpu: '2' },
      min: { memory: '64Mi' },
      default: { memory: '1Gi' },
    });
    expect(ask(world, 'GET', inDemo('limitranges/range')).body.spec).toEqual({
      limits: [
        {
          type: 'Container',
          max: { cpu: '2' },
          min: { memory: '64Mi' },
          default: { cpu: '2', memory: '1Gi' },
          defaultRequest: { cpu: '2', memory: '1Gi' },
        },
      ],
    });
  });

  it('gives a Pod what it does not say, and says so', () => {
    const world = ranged({
      type: 'Container',
      default: { cpu: '500m' },
      defaultRequest: { cpu: '100m', memory: '64Mi' },
    });
    const { body } = post(
      world,
      pods,
      pod('a', { requests: { memory: '1Gi' } }, { initContainers: [{ name: 'i', image: 'x' }] }),
    );
    expect(specOf(world, 'a').containers[0]?.resources).toEqual({
      limits: { cpu: '500m' },
      requests: { cpu: '100m', memory: '1Gi' },
    });
    expect(body.metadata.annotations?.['kubernetes.io/limit-ranger']).toBe(
      'LimitRanger plugin set: cpu request for container main; cpu limit for container main; ' +
        'cpu, memory request for init container i; cpu limit for init container i',
    );
    expect(body.status).toMatchObject({ qosClass: 'Burstable' });
  });

  const given = (requests: object, limits: object = {}) => ({ requests, limits }) as never;
  it.each([
    [
      { min: { memory: '100Mi' } },
      given({ memory: '50Mi' }, { memory: '1Gi' }),
      'minimum memory usage per Container is 100Mi, but request is 50Mi',
    ],
    [{ max: { cpu: '1' } }, given({}, { cpu: '2' }), 'maximum cpu usage per Container is 1, but limit is 2'],
    [
      { max: { 'ephemeral-storage': '1Gi' }, default: { 'ephemeral-storage': '1Gi' } },
      given({}, { 'ephemeral-storage': '2Gi' }),
      'maximum ephemeral-storage usage per Container is 1Gi, but limit is 2Gi',
    ],
    [
      { maxLimitRequestRatio: { cpu: '2' } },
      given({ cpu: '100m' }, { cpu: '300m' }),
      'cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000',
    ],
    [
      { maxLimitRequestRatio: { cpu: '2' } },
      given({}),
      'cpu max limit to request ratio per Container is 2, but no request is specified or request is 0',
    ],
    [
      { type: 'Pod', max: { memory: '1Gi' } },
      given({}),
      'maximum memory usage per Pod is 1Gi.  No limit is specified',
    ],
    [
      { type: 'Pod', min: { memory: '1Gi' } },
      given({}),
      'minimum memory usage per Pod is 1Gi.  No request is specified',
    ],
  ])('of %o refuses', (item, resources, why) => {
    const world = ranged({ type: 'Container', ...item });
    expect(said(world, pods, pod('a', resources))).toBe(`pods "a" is forbidden: ${why}`);
  });

  it('says everything that is out of range', () => {
    const world = ranged({ type: 'Container', max: { cpu: '1', memory: '1Gi' } });
    expect(said(world, pods, pod('a', given({}, { cpu: '2', memory: '2Gi' })))).toBe(
      'pods "a" is forbidden: [maximum cpu usage per Container is 1, but limit is 2, maximum memory usage per Container is 1Gi, but limit is 2Gi]',
    );
  });

  it.each([
    [
      { type: 'Node' },
      'spec.limits[0].type: Invalid value: "Node": must be a standard limit type or fully qualified',
    ],
    [
      { type: 'Pod', default: { cpu: '1' } },
      "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'",
    ],
    [
      { type: 'Pod', min: { cpu: '2' }, max: { cpu: '1' } },
      'spec.limits[0].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1',
    ],
    [
      { type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '2' } },
      'spec.limits[0].defaultRequest[cpu]: Invalid value: "2": default request value 2 is greater than default limit value 1',
    ],
    [
      { type: 'PersistentVolumeClaim', max: { cpu: '1' } },
      'spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided',
    ],
    [
      { type: 'Pod', maxLimitRequestRatio: { cpu: '500m' } },
      'spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "500m": ratio 500m is less than 1',
    ],
  ])('of %o is refused itself', (item, why) => {
    const world = demo();
    const range = { metadata: { name: 'range' }, spec: { limits: [item] } };
    expect(said(world, inDemo('limitranges'), range)).toBe(`LimitRange "range" is invalid: ${why}`);
  });
});

const classes = '/apis/scheduling.k8s.io/v1/priorityclasses';

describe('a priority class', () => {
  it('gives its Pods their priority', () => {
    const world = demo();
    post(world, classes, { metadata: { name: 'high' }, value: 1000, preemptionPolicy: 'Never' });
    post(world, pods, pod('a', {}, { priorityClassName: 'high' }));
    expect(specOf(world, 'a')).toMatchObject({ priority: 1000, preemptionPolicy: 'Never' });
    post(world, pods, pod('b'));
    expect(specOf(world, 'b')).toMatchObject({ priority: 0, preemptionPolicy: 'PreemptLowerPriority' });
    expect(specOf(world, 'b')).not.toHaveProperty('priorityClassName');
  });

  it('is everybody’s if it says so, and only one', () => {
    const world = demo();
    const everybodys = (name: string) => ({ metadata: { name }, value: 7, globalDefault: true });
    expect(said(world, classes, everybodys('usual'))).toBe('created');
    expect(said(world, classes, everybodys('other'))).toBe(
      'priorityclasses.scheduling.k8s.io "other" is forbidden: PriorityClass usual is already marked as default. Only one default can exist',
    );
    post(world, pods, pod('a'));
    expect(specOf(world, 'a')).toMatchObject({ priority: 7, priorityClassName: 'usual' });
  });

  it.each([
    [{ priorityClassName: 'no' }, 'no PriorityClass with name no was found'],
    [
      { priority: 5 },
      'the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
    ],
    [
      { preemptionPolicy: 'Never' },
      'the string value of PreemptionPolicy (Never) must not be provided in pod spec; priority admission controller computed PreemptLowerPriority from the given PriorityClass name',
    ],
  ])('that a Pod cannot have: %o', (spec, why) => {
    expect(said(demo(), pods, pod('a', {}, spec))).toBe(`pods "a" is forbidden: ${why}`);
  });

  const invalid = (name: string) => `PriorityClass.scheduling.k8s.io "${name}" is invalid: `;
  it.each([
    [
      'big',
      { value: 1_000_000_001 },
      `${invalid('big')}value: Forbidden: maximum allowed value of a user defined priority is 1000000000`,
    ],
    [
      'system-mine',
      { value: 1 },
      `${invalid('system-mine')}metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-mine is not a known system priority class`,
    ],
    [
      'odd',
      { value: 1, preemptionPolicy: 'Maybe' },
      `${invalid('odd')}preemptionPolicy: Unsupported value: "Maybe": supported values: "PreemptLowerPriority", "Never"`,
    ],
  ])('%s is refused', (name, rest, message) => {
    expect(said(demo(), classes, { metadata: { name }, ...rest })).toBe(message);
  });

  it('keeps its value, and the system’s own stay', () => {
    const world = demo();
    post(world, classes, { metadata: { name: 'high' }, value: 1000 });
    const changed = ask(world, 'PATCH', `${classes}/high`, { type: mergePatch, body: { value: 2 } });
    expect(changed.body.message).toBe(`${invalid('high')}value: Forbidden: may not be changed in an update.`);
    expect(ask(world, 'DELETE', `${classes}/system-node-critical`).body.message).toBe(
      'priorityclasses.scheduling.k8s.io "system-node-critical" is forbidden: this is a system priority class and cannot be deleted',
    );
  });
});

describe('a runtime class', () => {
  it('adds its overhead, its nodes and what they are tainted with', () => {
    const world = demo();
    post(world, '/apis/node.k8s.io/v1/runtimeclasses', {
      metadata: { name: 'vm' },
      handler: 'vm',
      overhead: { podFixed: { cpu: '250m' } },
      scheduling: { nodeSelector: { kind: 'vm' }, tolerations: [{ key: 'vm', operator: 'Exists' }] },
    });
    post(world, pods, pod('a', {}, { runtimeClassName: 'vm' }));
    expect(specOf(world, 'a')).toMatchObject({ overhead: { cpu: '250m' }, nodeSelector: { kind: 'vm' } });
    expect(specOf(world, 'a')['tolerations']).toContainEqual({ key: 'vm', operator: 'Exists' });
    const conflicting = pod('b', {}, { runtimeClassName: 'vm', nodeSelector: { kind: 'other' } });
    expect(said(world, pods, conflicting)).toBe(
      'pods "b" is forbidden: conflict: runtimeClass.scheduling.nodeSelector = [kind=vm]; pod.spec.nodeSelector = [kind=other]',
    );
  });

  it.each([
    [{ runtimeClassName: 'no' }, 'pod rejected: RuntimeClass "no" not found'],
    [
      { overhead: { cpu: '1' } },
      'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead',
    ],
  ])('that is not there refuses %o', (spec, why) => {
    expect(said(demo(), pods, pod('a', {}, spec))).toBe(`pods "a" is forbidden: ${why}`);
  });
});

describe('a service account', () => {
  const account = (rest: object) => ({ metadata: { name: 'robot' }, ...rest });
  it('that is not there refuses its Pods', () => {
    expect(said(demo(), pods, pod('a', {}, { serviceAccountName: 'robot' }))).toBe(
      'pods "a" is forbidden: error looking up service account demo/robot: serviceaccount "robot" not found',
    );
  });

  it('gives its pull secrets, and no token if it does not want to', () => {
    const world = demo();
    post(
      world,
      inDemo('serviceaccounts'),
      account({ imagePullSecrets: [{ name: 'pull' }], automountServiceAccountToken: false }),
    );
    post(world, pods, pod('a', {}, { serviceAccountName: 'robot' }));
    expect(specOf(world, 'a')).toMatchObject({ imagePullSecrets: [{ name: 'pull' }] });
    expect(specOf(world, 'a')).not.toHaveProperty('volumes');
  });

  it.each([
    [
      { volumes: [{ name: 'v', secret: { secretName: 's' } }] },
      'volume with secret.secretName="s" is not allowed because service account robot does not reference that secret',
    ],
    [
      { imagePullSecrets: [{ name: 's' }] },
      'imagePullSecrets[0].name="s" is not allowed because service account robot does not reference that imagePullSecret',
    ],
  ])('that lists its secrets refuses others: %o', (spec, why) => {
    const world = demo();
    const annotations = { 'kubernetes.io/enforce-mountable-secrets': 'true' };
    post(world, inDemo('serviceaccounts'), { metadata: { name: 'robot', annotations } });
    expect(said(world, pods, pod('a', {}, { serviceAccountName: 'robot', ...spec }))).toBe(
      `pods "a" is forbidden: ${why}`,
    );
  });
});
