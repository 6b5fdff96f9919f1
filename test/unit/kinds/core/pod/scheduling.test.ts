// What the API server says of rules for a Pod's placement that make no sense, and of gates.
import { describe, expect, it } from 'vitest';
import { get, mergePatch, pass, paths, podSpec, send, worldOf } from '../../../../worlds/setup.ts';

const pod = (spec: object, labels: object = { app: 'web' }) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a', labels },
  spec: { ...podSpec(), ...spec },
});

const nodeTerm = (term: object) => ({
  affinity: {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } },
  },
});
const required =
  'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms';
const spread = (rest: object) => ({
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 'web' } },
      ...rest,
    },
  ],
});

describe('refused', () => {
  it.each<[object, string]>([
    [
      {
        affinity: {
          nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } },
        },
      },
      `${required}: Required value: must have at least one node selector term`,
    ],
    [
      nodeTerm({ matchExpressions: [{ key: 'zone', operator: 'In' }] }),
      `${required}[0].matchExpressions[0].values: Required value: must be specified when \`operator\` is 'In' or 'NotIn'`,
    ],
    [
      nodeTerm({ matchExpressions: [{ key: 'zone', operator: 'Gt', values: ['1', '2'] }] }),
      `${required}[0].matchExpressions[0].values: Required value: must be specified single value when \`operator\` is 'Lt' or 'Gt'`,
    ],
    [
      nodeTerm({ matchExpressions: [{ key: 'zone', operator: 'Is', values: ['a'] }] }),
      `${required}[0].matchExpressions[0].operator: Invalid value: "Is": not a valid selector operator`,
    ],
    [
      nodeTerm({ matchFields: [{ key: 'spec.x', operator: 'In', values: ['a'] }] }),
      `${required}[0].matchFields[0].key: Invalid value: "spec.x": not a valid field selector key`,
    ],
    [
      {
        affinity: {
          nodeAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 101, preference: {} }],
          },
        },
      },
      'spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 101: must be in the range 1-100',
    ],
    [
      { tolerations: [{ value: 'v' }] },
      'spec.tolerations[0].operator: Invalid value: "": operator must be Exists when `key` is empty, which means "match all values and all keys"',
    ],
    [
      { tolerations: [{ key: 'k', operator: 'Exists', value: 'v' }] },
      'spec.tolerations[0].operator: Invalid value: "v": value must be empty when `operator` is \'Exists\'',
    ],
    [
      { tolerations: [{ key: 'k', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 5 }] },
      'spec.tolerations[0].effect: Invalid value: "NoSchedule": effect must be \'NoExecute\' when `tolerationSeconds` is set',
    ],
    [
      { tolerations: [{ key: 'k', operator: 'Exists', effect: 'Never' }] },
      'spec.tolerations[0].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
    ],
    [
      spread({ maxSkew: 0 }),
      'spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero',
    ],
    [
      spread({ whenUnsatisfiable: 'Never' }),
      'spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "Never": supported values: "DoNotSchedule", "ScheduleAnyway"',
    ],
    [
      spread({ whenUnsatisfiable: 'ScheduleAnyway', minDomains: 2 }),
      'spec.topologySpreadConstraints[0].minDomains: Invalid value: 2: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway',
    ],
    [
      spread({ matchLabelKeys: ['app'] }),
      'spec.topologySpreadConstraints[0].matchLabelKeys[0]: Invalid value: "app": exists in both matchLabelKeys and labelSelector',
    ],
    [
      { schedulingGates: [{ name: 'example.com/a' }], nodeName: 'n' },
      'spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared',
    ],
    [
      { schedulingGates: [{ name: 'example.com/a' }, { name: 'example.com/a' }] },
      'spec.schedulingGates[1]: Duplicate value: "example.com/a"',
    ],
  ])('%j', (spec, why) => {
    const { status, body } = send(worldOf(), 'POST', paths.pods, pod(spec));
    expect([status, body.message]).toEqual([422, `Pod "a" is invalid: ${why}`]);
  });
});

describe('gates', () => {
  const gated = { schedulingGates: [{ name: 'example.com/a' }, { name: 'example.com/b' }] };

  it('hold a Pod back until the last is gone; none may be added', () => {
    const world = worldOf();
    const path = `${paths.pods}/a`;
    const scheduled = () =>
      (get(world, path).status!['conditions'] as { type: string; reason?: string; status: string }[]).find(
        ({ type }) => type === 'PodScheduled',
      );
    const { body } = send(world, 'POST', paths.pods, pod(gated));
    expect(body.status?.['conditions']).toEqual([
      {
        type: 'PodScheduled',
        lastProbeTime: null,
        lastTransitionTime: '2023-04-18T09:00:00Z',
        status: 'False',
        reason: 'SchedulingGated',
        message: 'Scheduling is blocked due to non-empty scheduling gates',
      },
    ]);
    pass(world, 60);
    expect(scheduled()?.reason).toBe('SchedulingGated');
    const patch = (spec: object) => send(world, 'PATCH', path, { spec }, mergePatch);
    expect(
      patch({ schedulingGates: [...gated.schedulingGates, { name: 'example.com/c' }] }).body.message,
    ).toBe(
      'Pod "a" is invalid: spec.schedulingGates[2].name: Forbidden: only deletion is allowed, but found new scheduling gate \'example.com/c\'',
    );
    expect(patch({ schedulingGates: [{ name: 'example.com/b' }] }).status).toBe(200);
    expect(patch({ nodeSelector: { 'kubernetes.io/hostname': 'esxi-02.sandbox.lab' } }).status).toBe(200);
    expect(patch({ nodeSelector: { 'kubernetes.io/hostname': 'esxi-03.sandbox.lab' } }).body.message).toBe(
      'Pod "a" is invalid: spec.nodeSelector: Invalid value: map[string]string{"kubernetes.io/hostname":"esxi-03.sandbox.lab"}: only additions to spec.nodeSelector are allowed (no mutations or deletions)',
    );
    pass(world, 10);
    expect(get(world, path).spec['nodeName']).toBeUndefined();
    expect(patch({ schedulingGates: null }).status).toBe(200);
    pass(world, 10);
    expect(get(world, path).spec['nodeName']).toBe('esxi-02.sandbox.lab');
    expect(scheduled()?.status).toBe('True');
  });
});

describe('keys of labels', () => {
  it('become part of the selector of Pod affinity', () => {
    const term = {
      topologyKey: 'kubernetes.io/hostname',
      labelSelector: { matchLabels: { app: 'web' } },
      matchLabelKeys: ['revision'],
    };
    const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
    const { body } = send(worldOf(), 'POST', paths.pods, pod({ affinity }, { app: 'web', revision: '3' }));
    expect(body.spec['affinity']).toEqual({
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          {
            ...term,
            labelSelector: {
              ...term.labelSelector,
              matchExpressions: [{ key: 'revision', operator: 'In', values: ['3'] }],
            },
          },
        ],
      },
    });
  });
});
