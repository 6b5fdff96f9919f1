// Nodes and Pods for tables of the scheduler: only what a case says, on a ledger of their own.
import type { NodeSpec, PodSpec } from '#types';
import type { Namespace } from '../../../../src/kinds/core/namespace.ts';
import type { Node } from '../../../../src/kinds/core/node.ts';
import type { Pod } from '../../../../src/kinds/core/pod/pod.ts';
import { Filters } from '../../../../src/agents/scheduler/filters.ts';
import { NodeLedger } from '../../../../src/agents/scheduler/nodes.ts';

type Labels = Readonly<Record<string, string>>;

export interface NodeCase {
  readonly name: string;
  readonly labels?: Labels;
  readonly spec?: NodeSpec;
  readonly allocatable?: Labels;
}

export interface PodCase {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly spec?: Partial<PodSpec>;
  readonly requests?: Labels;
  readonly on?: string;
  readonly status?: Pod['status'];
  readonly deleting?: boolean;
}

const meta = { resourceVersion: '1', creationTimestamp: '2023-04-18T00:00:00Z' };

export function nodeOf({ name, labels = {}, spec = {}, allocatable = {} }: NodeCase): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { ...meta, name, uid: name, labels: { 'kubernetes.io/hostname': name, ...labels } },
    spec,
    status: { allocatable: { cpu: '4', memory: '8Gi', pods: '10', ...allocatable } },
  };
}

export function podOf(each: PodCase): Pod {
  const { name = 'asked', namespace = 'demo', labels, spec, requests, on, status, deleting } = each;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...meta,
      name,
      namespace,
      uid: name,
      ...(labels === undefined ? {} : { labels }),
      ...(deleting === true ? { deletionTimestamp: meta.creationTimestamp } : {}),
    },
    spec: {
      containers: [{ name: 'main', ...(requests === undefined ? {} : { resources: { requests } }) }],
      ...(on === undefined ? {} : { nodeName: on }),
      ...spec,
    },
    ...(status === undefined ? {} : { status }),
  };
}

export function courtOf(
  nodes: readonly NodeCase[],
  running: readonly PodCase[] = [],
  namespaces: Readonly<Record<string, Labels>> = {},
) {
  const ledger = new NodeLedger();
  for (const node of nodes) ledger.fold('core/nodes', undefined, nodeOf(node));
  for (const [name, labels] of Object.entries(namespaces)) {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { ...meta, name, uid: name, labels } };
    ledger.fold('core/namespaces', undefined, namespace as unknown as Namespace);
  }
  for (const [index, pod] of running.entries())
    ledger.fold('core/pods', undefined, podOf({ name: `running-${index}`, ...pod }));
  return { ledger, filters: new Filters(ledger) };
}
