import { describe, expect, it } from 'vitest';
import { get, list, mergePatch, send, worldOf } from '../../worlds/setup.ts';

const root = '/apis/flowcontrol.apiserver.k8s.io/v1';
const namesOf = (path: string) => list(worldOf(), `${root}/${path}`).map(({ metadata }) => metadata.name);

describe('flow control', () => {
  it('has what every API server keeps', () => {
    expect(namesOf('flowschemas')).toEqual([
      'catch-all',
      'endpoint-controller',
      'exempt',
      'global-default',
      'kube-controller-manager',
      'kube-scheduler',
      'kube-system-service-accounts',
      'probes',
      'service-accounts',
      'system-leader-election',
      'system-node-high',
      'system-nodes',
      'workload-leader-election',
    ]);
    expect(namesOf('prioritylevelconfigurations')).toEqual([
      'catch-all',
      'exempt',
      'global-default',
      'leader-election',
      'node-high',
      'system',
      'workload-high',
      'workload-low',
    ]);
    for (const { status } of list(worldOf(), `${root}/flowschemas`))
      expect(status).toMatchObject({ conditions: [{ type: 'Dangling', status: 'False', reason: 'Found' }] });
  });

  it('takes more, and says what is missing', () => {
    const world = worldOf();
    const flow = (level: string) => ({
      apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
      kind: 'FlowSchema',
      metadata: { name: level },
      spec: { priorityLevelConfiguration: { name: level } },
    });
    expect(send(world, 'POST', `${root}/flowschemas`, flow('none')).body.spec).toMatchObject({
      matchingPrecedence: 1_000,
    });
    expect(get(world, `${root}/flowschemas/none`).status).toMatchObject({
      conditions: [
        {
          status: 'True',
          reason: 'NotFound',
          message:
            'This FlowSchema references the PriorityLevelConfiguration object named "none" but there is no such object',
        },
      ],
    });
    expect(list(world, `${root}/flowschemas`)).toHaveLength(14);
    expect(send(world, 'DELETE', `${root}/flowschemas/probes`).status).toBe(200);
    expect(get(world, `${root}/flowschemas/probes`).metadata.name).toBe('probes');
    const wrong = send(world, 'POST', `${root}/flowschemas`, {
      ...flow('x'),
      spec: { matchingPrecedence: 10_001 },
    });
    expect(wrong.body.message).toBe(
      'FlowSchema.flowcontrol.apiserver.k8s.io "x" is invalid: [spec.matchingPrecedence: Invalid value: 10001: must not be greater than 10000, spec.priorityLevelConfiguration.name: Required value: must reference a priority level]',
    );
  });
});

it('takes a JSON patch of what it tells of its own', () => {
  const world = worldOf();
  const path = `${root}/flowschemas/probes/status`;
  const condition = { type: 'Mine', status: 'True', lastTransitionTime: '2024-01-01T00:00:00Z' };
  const operations = [
    { op: 'test', path: '/status/conditions/0/type', value: 'Dangling' },
    { op: 'add', path: '/status/conditions/-', value: condition },
  ];
  const { status, body } = send(world, 'PATCH', path, operations, 'application/json-patch+json');
  expect([status, body.status]).toMatchObject([
    200,
    { conditions: [{ type: 'Dangling' }, { type: 'Mine' }] },
  ]);
});

describe('what is wrong with flows and levels', () => {
  const causesOf = (kind: string, spec: object): readonly string[] => {
    const body = { apiVersion: 'flowcontrol.apiserver.k8s.io/v1', kind, metadata: { name: 'a' }, spec };
    const said = send(worldOf(), 'POST', `${root}/${kind.toLowerCase()}s`, body).body as {
      details?: { causes?: readonly { field: string; message: string }[] };
    };
    return (said.details?.causes ?? []).map(({ field, message }) => `${field}: ${message}`);
  };
  const level = { name: 'system' };

  it.each<[object, readonly string[]]>([
    [
      { matchingPrecedence: 1, distinguisherMethod: { type: 'X' } },
      [
        "spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1",
        'spec.distinguisherMethod.type: Unsupported value: flowcontrol.FlowDistinguisherMethod{Type:"X"}: supported values: "ByNamespace", "ByUser"',
        'spec.priorityLevelConfiguration.name: Required value: must reference a priority level',
      ],
    ],
    [
      {
        priorityLevelConfiguration: level,
        rules: [
          { subjects: [] },
          {
            subjects: [
              { kind: 'User', group: { name: 'a' } },
              { kind: 'ServiceAccount', serviceAccount: { name: '*', namespace: '' } },
            ],
            resourceRules: [{ verbs: ['see'], apiGroups: ['*', 'a'], resources: [], namespaces: ['A'] }],
            nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['a', '/a*'] }],
          },
        ],
      },
      [
        'spec.rules[0].subjects: Required value: subjects must contain at least one value',
        'spec.rules[0]: Required value: at least one of resourceRules and nonResourceRules has to be non-empty',
        "spec.rules[1].subjects[0].user: Required value: user is required when subject kind is 'User'",
        "spec.rules[1].subjects[0].group: Forbidden: group is forbidden when subject kind is not 'Group'",
        'spec.rules[1].subjects[1].serviceAccount.namespace: Required value: must specify namespace for service account',
        'spec.rules[1].resourceRules[0].verbs: Unsupported value: []string{"see"}: supported values: "create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"',
        `spec.rules[1].resourceRules[0].apiGroups: Invalid value: []string{"*", "a"}: if '*' is present, must not specify other api groups`,
        'spec.rules[1].resourceRules[0].resources: Required value: resource rules must supply at least one resource',
        `spec.rules[1].resourceRules[0].namespaces[0]: Invalid value: "A": each member of this list must be '*' or a DNS-1123 label; a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`,
        'spec.rules[1].nonResourceRules[0].nonResourceURLs[0]: Invalid value: "a": must start with slash',
        'spec.rules[1].nonResourceRules[0].nonResourceURLs[1]: Invalid value: "/a*": wildcard can only do suffix matching',
      ],
    ],
  ])('FlowSchema %j', (spec, causes) => {
    expect(causesOf('FlowSchema', spec)).toEqual(causes);
  });

  const limited = (more: object) => ({
    type: 'Limited',
    limited: { limitResponse: { type: 'Queue' }, ...more },
  });
  it.each<[object, readonly string[]]>([
    [
      { type: 'Exempt' },
      [`spec.type: Invalid value: "Exempt": type must be 'Exempt' if and only if name is 'exempt'`],
    ],
    [
      limited({ nominalConcurrencyShares: -1, lendablePercent: 101, borrowingLimitPercent: -1 }),
      [
        'spec.limited.nominalConcurrencyShares: Invalid value: -1: must be a non-negative integer',
        'spec.limited.lendablePercent: Invalid value: 101: must be between 0 and 100, inclusive',
        'spec.limited.limitResponse.queuing: Required value: must not be empty if limited.limitResponse.type is Limited',
        'spec.limited.borrowingLimitPercent: Invalid value: -1: if specified, must be a non-negative integer',
      ],
    ],
    [
      limited({ limitResponse: { type: 'Queue', queuing: { queues: 1024, handSize: 8 } } }),
      [
        'spec.limited.limitResponse.queuing.handSize: Invalid value: 8: required entropy bits of deckSize 1024 and handSize 8 should not be greater than 60',
      ],
    ],
    [
      limited({ limitResponse: { type: 'Reject', queuing: {} } }),
      [
        'spec.limited.limitResponse.queuing: Forbidden: must be nil if limited.limitResponse.type is not Limited',
      ],
    ],
  ])('PriorityLevelConfiguration %j', (spec, causes) => {
    expect(causesOf('PriorityLevelConfiguration', spec)).toEqual(causes);
  });

  it.each(['flowschemas', 'prioritylevelconfigurations'])('keeps what others say of %s', (plural) => {
    const world = worldOf();
    const path = `${root}/${plural}/global-default`;
    const condition = { type: 'Checked', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' };
    const said = { status: { conditions: [condition] } };
    expect(send(world, 'PATCH', `${path}/status`, said, mergePatch).status).toBe(200);
    const { conditions } = get(world, path).status as { readonly conditions: readonly unknown[] };
    expect(conditions.at(-1)).toMatchObject(condition);
  });
});
