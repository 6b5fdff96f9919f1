// PodMetrics and NodeMetrics: what is used, as a metrics server tells it. Read only; computed when asked for, never stored. A Pod
// whose containers run for less than a scrape, or a node that is not ready, is not there yet.
// Source: kubernetes-sigs/metrics-server pkg/api, pkg/storage; k8s.io/metrics pkg/apis/metrics/v1beta1.
import { roll } from '../../std/hash.ts';
import { formatQuantity, parseQuantity, quantityValue } from '../../std/quantity.ts';
import { formatGoDuration, formatTime } from '../../std/time.ts';
import type { Column, Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import { notFound } from '../../store/refusal.ts';
import { string, type Infer } from '../../store/schema/infer.ts';
import type { Definitions, Schema } from '../../store/schema/schema.ts';
import type { ReadView } from '../../store/view.ts';
import { nameColumn } from '../age.ts';
import { readyStatus, type Node } from '../core/node.ts';
import type { Pod } from '../core/pod/pod.ts';
import { kubernetesPlanes } from '../kubernetes-kind.ts';
import { lastScrape, type Scrape } from './scrape.ts';
import { UsageReader } from './usage.ts';

const group = 'metrics.k8s.io';
const version = 'v1beta1';
const definitionsPrefix = 'io.k8s.metrics.pkg.apis.metrics.v1beta1';

const quantities = {
  type: 'object',
  additionalProperties: { type: 'string' },
} as const satisfies Schema;

const container = {
  type: 'object',
  required: ['name', 'usage'],
  properties: { name: string, usage: quantities },
} as const satisfies Schema;

const looks = {
  apiVersion: string,
  kind: string,
  metadata: { $ref: 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
  timestamp: { type: 'string', format: 'date-time' },
  window: string,
} as const;

const podMetricsSchema = {
  type: 'object',
  required: ['timestamp', 'window', 'containers'],
  properties: { ...looks, containers: { type: 'array', items: container } },
  'x-kubernetes-group-version-kind': [{ group, version, kind: 'PodMetrics' }],
} as const satisfies Schema;

const nodeMetricsSchema = {
  type: 'object',
  required: ['timestamp', 'window', 'usage'],
  properties: { ...looks, usage: quantities },
  'x-kubernetes-group-version-kind': [{ group, version, kind: 'NodeMetrics' }],
} as const satisfies Schema;

/** What Kubernetes' own definitions do not hold. */
export const metricsDefinitions: Definitions = {
  [`${definitionsPrefix}.PodMetrics`]: podMetricsSchema,
  [`${definitionsPrefix}.NodeMetrics`]: nodeMetricsSchema,
};

type PodMetrics = StoredObject & Omit<Infer<typeof podMetricsSchema>, keyof StoredObject>;
type NodeMetrics = StoredObject & Omit<Infer<typeof nodeMetricsSchema>, keyof StoredObject>;

type Amounts = Readonly<Record<string, string>>;

function amounts(cpuNano: number, memoryBytes: number): Amounts {
  const kibibytes = BigInt(Math.floor(memoryBytes / 1024)) * 1024n;
  return {
    cpu: formatQuantity({ nano: BigInt(Math.floor(cpuNano)), format: 'DecimalSI' }),
    memory: formatQuantity({ nano: kibibytes * 1_000_000_000n, format: 'BinarySI' }),
  };
}

interface Looked extends StoredObject {
  readonly timestamp: string;
  readonly window: string;
}

/** An object as a metrics server makes one: of this moment, without uid or revision. */
function metricsOf(kind: string, { metadata }: StoredObject, { at, windowMs }: Scrape, now: number): Looked {
  const { name, namespace, labels } = metadata;
  return {
    kind,
    apiVersion: `${group}/${version}`,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      creationTimestamp: formatTime(now),
      ...(labels === undefined ? {} : { labels }),
    } as StoredObject['metadata'],
    timestamp: formatTime(at),
    window: formatGoDuration(windowMs),
  };
}

function podMetricsOf(pod: Pod, reader: UsageReader, now: number): PodMetrics | undefined {
  const usage = reader.of(pod);
  if (usage === undefined) return undefined;
  const containers = usage.containers.map(({ name, cpuNano, memoryBytes }) => ({
    name,
    usage: amounts(cpuNano, memoryBytes),
  }));
  return { ...metricsOf('PodMetrics', pod, usage, now), containers };
}

/** What a node spends on itself: its kubelet, its runtime, its kernel, by its size. */
function ownUsage(node: Node): readonly [cpuNano: number, memoryBytes: number] {
  const { cpu = '1', memory = '1Gi' } = node.status?.capacity ?? {};
  const size = (text: string): number => {
    const quantity = parseQuantity(text);
    return quantity === undefined ? 0 : quantityValue(quantity);
  };
  const own = (purpose: string): number => 900 + roll(0, 201, node.metadata.uid, purpose);
  const cpuNano = (45_000_000 + size(cpu) * 6_000_000) * own('cpu');
  const memoryBytes = (512 * 1024 * 1024 + size(memory) * 0.03) * own('memory');
  return [Math.floor(cpuNano / 1_000), Math.floor(memoryBytes / 1_000)];
}

function nodeMetricsOf(node: Node, view: ReadView, reader: UsageReader): NodeMetrics | undefined {
  if (readyStatus(node) !== 'True') return undefined;
  let [cpuNano, memoryBytes] = ownUsage(node);
  for (const pod of view.list<Pod>('core/pods', { index: ['node', node.metadata.name] })) {
    for (const used of reader.of(pod)?.containers ?? []) {
      cpuNano += used.cpuNano;
      memoryBytes += used.memoryBytes;
    }
  }
  const usage = amounts(cpuNano, memoryBytes);
  const scrape = lastScrape(node.metadata.name, view.now);
  return { ...metricsOf('NodeMetrics', node, scrape, view.now), usage };
}

const isThere = <T>(value: T | undefined): value is T => value !== undefined;

function total(rows: readonly Amounts[], resource: string): string {
  const nano = rows.reduce((sum, row) => sum + (parseQuantity(row[resource] ?? '0')?.nano ?? 0n), 0n);
  return formatQuantity({ nano, format: resource === 'memory' ? 'BinarySI' : 'DecimalSI' });
}

const columnsFor = <T extends PodMetrics | NodeMetrics>(
  rowsOf: (metrics: T) => readonly Amounts[],
): readonly Column<T>[] => [
  nameColumn as Column<T>,
  { name: 'cpu', format: 'quantity', cell: (metrics) => total(rowsOf(metrics), 'cpu') },
  { name: 'memory', format: 'quantity', cell: (metrics) => total(rowsOf(metrics), 'memory') },
  { name: 'Window', format: 'duration', cell: ({ window }) => window },
];

const common = { group, version, planes: kubernetesPlanes, verbs: ['get', 'list'], singular: '' } as const;

export const podMetrics: Kind<PodMetrics> = {
  ...common,
  kind: 'PodMetrics',
  plural: 'pods',
  namespaced: true,
  schema: `${definitionsPrefix}.PodMetrics`,
  columns: columnsFor(({ containers }) => containers.map(({ usage }) => usage)),
  computed: {
    list(view, namespace) {
      const reader = new UsageReader(view);
      const pods = view.list<Pod>('core/pods', namespace === '' ? undefined : { namespace });
      return pods.map((pod) => podMetricsOf(pod, reader, view.now)).filter(isThere);
    },
    get(view, namespace, name) {
      const pod = view.get<Pod>('core/pods', name, namespace);
      if (pod === undefined) throw notFound({ group: '', plural: 'pods' }, name);
      const found = podMetricsOf(pod, new UsageReader(view), view.now);
      if (found === undefined) throw notFound({ group, plural: 'podmetrics' }, `${namespace}/${name}`);
      return found;
    },
  },
};

export const nodeMetrics: Kind<NodeMetrics> = {
  ...common,
  kind: 'NodeMetrics',
  plural: 'nodes',
  namespaced: false,
  schema: `${definitionsPrefix}.NodeMetrics`,
  columns: columnsFor(({ usage }) => [usage]),
  computed: {
    list(view) {
      const reader = new UsageReader(view);
      return view
        .list<Node>('core/nodes')
        .map((node) => nodeMetricsOf(node, view, reader))
        .filter(isThere);
    },
    get(view, _namespace, name) {
      const node = view.get<Node>('core/nodes', name);
      if (node === undefined) throw notFound({ group: '', plural: 'nodes' }, name);
      const found = nodeMetricsOf(node, view, new UsageReader(view));
      if (found === undefined) throw notFound({ group, plural: 'nodemetrics' }, name);
      return found;
    },
  },
};
