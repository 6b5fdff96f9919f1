// Every filter of the scheduler, in a line: the nodes, who runs there, who asks, and what each node says to it.
import { describe, expect, it } from 'vitest';
import { countReasons, noneAvailable } from '../../../../src/agents/scheduler/unschedulable.ts';
import { courtOf, podOf, type NodeCase, type PodCase } from './court.ts';

const zones: readonly NodeCase[] = [
  { name: 'a1', labels: { zone: 'a', size: '4' } },
  { name: 'a2', labels: { zone: 'a', size: '16' } },
  { name: 'b1', labels: { zone: 'b' } },
  { name: 'x1' },
];

const ok = '';
const affinity = "node(s) didn't match Pod's node affinity/selector";
const spread = "node(s) didn't match pod topology spread constraints";
const together = "node(s) didn't match pod affinity rules";
const apart = "node(s) didn't match pod anti-affinity rules";
const existing = "node(s) didn't satisfy existing pods anti-affinity rules";
const ports = "node(s) didn't have free ports for the requested pod ports";

type Requirement = { key: string; operator: string; values?: string[] };
const requires = (...matchExpressions: Requirement[]): PodCase => ({
  spec: {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] },
      },
    },
  },
});
const named = (...values: string[]): PodCase => ({
  spec: {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values }] }],
        },
      },
    },
  },
});
const web = { matchLabels: { app: 'web' } };
const near = (topologyKey: string, rest: object = {}): PodCase => ({
  spec: {
    affinity: {
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: web, topologyKey, ...rest }],
      },
    },
  },
});
const far = (topologyKey: string, rest: object = {}): PodCase => ({
  spec: {
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: web, topologyKey, ...rest }],
      },
    },
  },
});
const even = (topologyKey: string, rest: object = {}): PodCase => ({
  labels: { app: 'web' },
  spec: {
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey, whenUnsatisfiable: 'DoNotSchedule', labelSelector: web, ...rest },
    ],
  },
});
const port = (hostPort: number, rest: object = {}): PodCase => ({
  spec: { containers: [{ name: 'main', ports: [{ containerPort: 80, hostPort, ...rest }] }] },
});
const webOn = (on: string, rest: PodCase = {}): PodCase => ({ labels: { app: 'web' }, on, ...rest });

interface Case {
  readonly name: string;
  readonly nodes?: readonly NodeCase[];
  readonly running?: readonly PodCase[];
  readonly namespaces?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly asks: PodCase;
  readonly says: readonly string[];
}

const cases: readonly Case[] = [
  { name: 'nothing asked', asks: {}, says: [ok, ok, ok, ok] },
  { name: 'a selector', asks: { spec: { nodeSelector: { zone: 'a' } } }, says: [ok, ok, affinity, affinity] },
  {
    name: 'In',
    asks: requires({ key: 'zone', operator: 'In', values: ['b', 'c'] }),
    says: [affinity, affinity, ok, affinity],
  },
  {
    name: 'NotIn also without the label',
    asks: requires({ key: 'zone', operator: 'NotIn', values: ['a'] }),
    says: [affinity, affinity, ok, ok],
  },
  { name: 'Exists', asks: requires({ key: 'zone', operator: 'Exists' }), says: [ok, ok, ok, affinity] },
  {
    name: 'DoesNotExist',
    asks: requires({ key: 'zone', operator: 'DoesNotExist' }),
    says: [affinity, affinity, affinity, ok],
  },
  {
    name: 'Gt by number',
    asks: requires({ key: 'size', operator: 'Gt', values: ['5'] }),
    says: [affinity, ok, affinity, affinity],
  },
  {
    name: 'Lt by number',
    asks: requires({ key: 'size', operator: 'Lt', values: ['5'] }),
    says: [ok, affinity, affinity, affinity],
  },
  { name: 'no requirement means no node', asks: requires(), says: [affinity, affinity, affinity, affinity] },
  {
    name: 'a node by its name leaves the others out before anything else is asked',
    nodes: [zones[0] as NodeCase, { name: 'a2', spec: { unschedulable: true } }],
    asks: named('a1', 'nobody'),
    says: [ok, "node(s) didn't satisfy plugin(s) [NodeAffinity]"],
  },
  {
    name: 'a cordon before taints, taints in their order',
    nodes: [
      { name: 'a', spec: { unschedulable: true, taints: [{ key: 'k', effect: 'NoSchedule' }] } },
      {
        name: 'b',
        spec: {
          taints: [
            { key: 'soft', effect: 'PreferNoSchedule' },
            { key: 'k', value: 'v', effect: 'NoExecute' },
          ],
        },
      },
      { name: 'c', spec: { taints: [{ key: 'soft', effect: 'PreferNoSchedule' }] } },
    ],
    asks: {},
    says: ['node(s) were unschedulable', 'node(s) had untolerated taint {k: v}', ok],
  },
  {
    name: 'what is tolerated',
    nodes: [
      { name: 'a', spec: { taints: [{ key: 'k', value: 'v', effect: 'NoSchedule' }] } },
      { name: 'b', spec: { taints: [{ key: 'k', value: 'other', effect: 'NoSchedule' }] } },
      { name: 'c', spec: { unschedulable: true } },
    ],
    asks: {
      spec: {
        tolerations: [
          { key: 'k', value: 'v' },
          { key: 'node.kubernetes.io/unschedulable', operator: 'Exists' },
        ],
      },
    },
    says: [ok, 'node(s) had untolerated taint {k: other}', ok],
  },
  {
    name: 'everything tolerated',
    nodes: [{ name: 'a', spec: { unschedulable: true, taints: [{ key: 'k', effect: 'NoExecute' }] } }],
    asks: { spec: { tolerations: [{ operator: 'Exists' }] } },
    says: [ok],
  },
  {
    name: 'cores, memory and devices together',
    nodes: [{ name: 'a' }, { name: 'b', allocatable: { 'example.com/gpu': '2' } }],
    running: [{ on: 'b', requests: { 'example.com/gpu': '1' } }],
    asks: { requests: { cpu: '5', memory: '9Gi', 'example.com/gpu': '2' } },
    says: [
      'Insufficient cpu, Insufficient memory, Insufficient example.com/gpu',
      'Insufficient cpu, Insufficient memory, Insufficient example.com/gpu',
    ],
  },
  {
    name: 'a full node takes a Pod that asks for nothing, until it has too many',
    nodes: [{ name: 'a' }, { name: 'b', allocatable: { pods: '1' } }],
    running: [{ on: 'a', requests: { cpu: '4' } }, { on: 'b' }],
    asks: {},
    says: [ok, 'Too many pods'],
  },
  {
    name: 'a Pod that has ended takes no room',
    nodes: [{ name: 'a' }],
    running: [{ on: 'a', requests: { cpu: '4' }, status: { phase: 'Succeeded' } }],
    asks: { requests: { cpu: '4' } },
    says: [ok],
  },
  {
    name: 'a port of the host by protocol and address',
    nodes: [{ name: 'a' }, { name: 'b' }, { name: 'c' }, { name: 'd' }],
    running: [
      { on: 'a', ...port(8080) },
      { on: 'b', ...port(8080, { protocol: 'UDP' }) },
      { on: 'c', ...port(8080, { hostIP: '10.0.0.1' }) },
      { on: 'd', ...port(8080, { hostIP: '10.0.0.2' }) },
    ],
    asks: port(8080, { hostIP: '10.0.0.1' }),
    says: [ports, ok, ports, ok],
  },
  {
    name: 'near: by the domain, not by the node',
    running: [webOn('a1')],
    asks: near('zone'),
    says: [ok, ok, together, together],
  },
  { name: 'near: nobody to join', asks: near('zone'), says: [together, together, together, together] },
  {
    name: 'near: the first of its own kind, where there is a domain',
    asks: { ...near('zone'), labels: { app: 'web' } },
    says: [ok, ok, ok, together],
  },
  {
    name: 'near: Pods of other namespaces do not count',
    running: [webOn('a1', { namespace: 'other' })],
    asks: near('zone'),
    says: [together, together, together, together],
  },
  {
    name: 'near: namespaces by name',
    running: [webOn('a1', { namespace: 'other' })],
    asks: near('zone', { namespaces: ['other'] }),
    says: [ok, ok, together, together],
  },
  {
    name: 'near: namespaces by label',
    running: [webOn('a1', { namespace: 'other' }), webOn('b1', { namespace: 'third' })],
    namespaces: { demo: {}, other: { team: 'x' }, third: {} },
    asks: near('zone', { namespaceSelector: { matchLabels: { team: 'x' } } }),
    says: [ok, ok, together, together],
  },
  {
    name: 'near: any namespace',
    running: [webOn('b1', { namespace: 'third' })],
    namespaces: { demo: {}, third: {} },
    asks: near('zone', { namespaceSelector: {} }),
    says: [together, together, ok, together],
  },
  {
    name: 'near: no selector means nobody',
    running: [webOn('a1')],
    asks: near('zone', { labelSelector: undefined }),
    says: [together, together, together, together],
  },
  {
    name: 'far: by the node',
    running: [webOn('a1')],
    asks: far('kubernetes.io/hostname'),
    says: [apart, ok, ok, ok],
  },
  {
    name: 'far: by the domain; a node in none may take it',
    running: [webOn('a1')],
    asks: far('zone'),
    says: [apart, apart, ok, ok],
  },
  {
    name: 'far: a Pod on its way out still counts',
    running: [webOn('a1', { deleting: true })],
    asks: far('zone'),
    says: [apart, apart, ok, ok],
  },
  {
    name: 'who runs already keeps others off',
    running: [{ on: 'b1', ...far('zone') }],
    asks: { labels: { app: 'web' } },
    says: [ok, ok, existing, ok],
  },
  {
    name: 'who runs already does not mind others',
    running: [{ on: 'b1', ...far('zone') }],
    asks: {},
    says: [ok, ok, ok, ok],
  },
  {
    name: 'spread: the fuller domain has to wait, a node in none may never',
    running: [webOn('a1'), webOn('b1'), webOn('b1')],
    asks: even('zone'),
    says: [ok, ok, spread, `${spread} (missing required label)`],
  },
  {
    name: 'spread: by the node',
    running: [webOn('a1')],
    asks: even('kubernetes.io/hostname'),
    says: [spread, ok, ok, ok],
  },
  {
    name: 'spread: a larger skew',
    running: [webOn('a1'), webOn('a2')],
    asks: even('zone', { maxSkew: 3 }),
    says: [ok, ok, ok, `${spread} (missing required label)`],
  },
  {
    name: 'spread: who does not count itself may come where all are even',
    running: [webOn('a1')],
    asks: { ...even('zone'), labels: { app: 'other' } },
    says: [ok, ok, ok, `${spread} (missing required label)`],
  },
  {
    name: 'spread: Pods on their way out do not count',
    running: [webOn('a1', { deleting: true })],
    asks: even('zone'),
    says: [ok, ok, ok, `${spread} (missing required label)`],
  },
  {
    name: 'spread: fewer domains than there should be',
    running: [webOn('a1'), webOn('b1')],
    asks: even('zone', { minDomains: 3 }),
    says: [spread, spread, spread, `${spread} (missing required label)`],
  },
  {
    name: 'spread: nodes that the Pod does not select are no domain',
    running: [webOn('a1')],
    asks: { ...even('zone'), spec: { ...even('zone').spec, nodeSelector: { zone: 'a' } } },
    says: [ok, ok, affinity, affinity],
  },
  {
    name: 'spread: unless they shall count',
    running: [webOn('a1')],
    asks: {
      ...even('zone'),
      spec: { ...even('zone', { nodeAffinityPolicy: 'Ignore' }).spec, nodeSelector: { zone: 'a' } },
    },
    says: [spread, spread, affinity, affinity],
  },
  {
    name: 'spread: tainted nodes count',
    nodes: [
      zones[0] as NodeCase,
      { name: 'b1', labels: { zone: 'b' }, spec: { taints: [{ key: 'k', effect: 'NoSchedule' }] } },
    ],
    running: [webOn('a1')],
    asks: even('zone'),
    says: [spread, 'node(s) had untolerated taint {k: }'],
  },
  {
    name: 'spread: unless they shall not',
    nodes: [
      zones[0] as NodeCase,
      { name: 'b1', labels: { zone: 'b' }, spec: { taints: [{ key: 'k', effect: 'NoSchedule' }] } },
    ],
    running: [webOn('a1')],
    asks: even('zone', { nodeTaintsPolicy: 'Honor' }),
    says: [ok, 'node(s) had untolerated taint {k: }'],
  },
  {
    name: 'spread: each revision by itself',
    running: [webOn('a1', { labels: { app: 'web', rev: '1' } })],
    asks: { ...even('zone', { matchLabelKeys: ['rev'] }), labels: { app: 'web', rev: '2' } },
    says: [ok, ok, ok, `${spread} (missing required label)`],
  },
  {
    name: 'what is only wished filters nothing',
    running: [webOn('a1')],
    asks: even('zone', { whenUnsatisfiable: 'ScheduleAnyway' }),
    says: [ok, ok, ok, ok],
  },
];

describe('a node says', () => {
  it.each(cases.map((each) => [each.name, each] as const))(
    '%s',
    (_, { nodes = zones, running, namespaces, asks, says }) => {
      const { filters, ledger } = courtOf(nodes, running, namespaces);
      const before = ledger.snapshot();
      const verdicts = filters.filter(podOf(asks)).verdicts;
      expect(verdicts.map((verdict) => verdict?.reasons.join(', ') ?? '')).toEqual(says);
      expect(ledger.snapshot()).toEqual(before);
    },
  );
});

describe('counts of Pods', () => {
  it('stay in step with who comes, changes and goes', () => {
    const { filters, ledger } = courtOf(zones);
    const says = () => filters.filter(podOf(far('zone'))).verdicts.map((verdict) => verdict === undefined);
    expect(says()).toEqual([true, true, true, true]);
    const there = podOf({ name: 'w', ...webOn('b1') });
    ledger.fold('core/pods', undefined, there);
    expect(says()).toEqual([true, true, false, true]);
    const renamed = podOf({ name: 'w', on: 'b1', labels: { app: 'other' } });
    ledger.fold('core/pods', there, renamed);
    expect(says()).toEqual([true, true, true, true]);
    ledger.fold('core/pods', renamed, there);
    ledger.fold('core/pods', there, podOf({ name: 'w', ...webOn('b1'), status: { phase: 'Failed' } }));
    expect(says()).toEqual([true, true, true, true]);
  });
});

describe('the sentence', () => {
  it('counts each reason, in the order of what is said', () => {
    const { filters } = courtOf([...zones, { name: 'z', spec: { unschedulable: true } }], [webOn('a1')]);
    const verdicts = filters.filter(
      podOf({ ...far('kubernetes.io/hostname'), requests: { cpu: '5' } }),
    ).verdicts;
    expect(noneAvailable(verdicts.length, countReasons(verdicts))).toBe(
      '0/5 nodes are available: 1 node(s) were unschedulable, 4 Insufficient cpu.',
    );
    expect(noneAvailable(0, [])).toBe('no nodes available to schedule pods');
  });
});
