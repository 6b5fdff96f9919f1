// Prometheus' text of a kubelet: `/metrics/resource`, `/metrics/cadvisor`, `/metrics/probes` and `/metrics`.
// Source: kubernetes pkg/kubelet/metrics/{collectors/resource_metrics,metrics}.go, pkg/kubelet/prober; google/cadvisor metrics/prometheus.go.
// Deliberately absent: file systems, networks, pressure, swap, and how long anything took, which are not simulated.
import type { Container } from '#types';
import type { Node } from '../../../kinds/core/node.ts';
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import { qosOf } from '../../../kinds/core/pod/resources.ts';
import { crxOf } from '../../../kinds/vsphere/machine.ts';
import { probeCounts } from '../../../containers/probes/counts.ts';
import { parseQuantity } from '../../../std/quantity.ts';
import type { ReadView } from '../../../store/view.ts';
import { exposition, type Labels, type Metric, type Sample } from '../exposition.ts';
import { found } from '../subresources/container.ts';
import type { WireResponse } from '../wire.ts';
import { amountOf, type Used, type UsedByContainer, type UsedByNode, type UsedByPod } from './usage.ts';

type Measure = (used: Used) => number;

/** To the microsecond, which is what a counter of a processor resolves. */
const cpuSeconds: Measure = ({ cpuNanoSeconds }) => Math.floor(cpuNanoSeconds / 1_000) / 1_000_000;
const memory: Measure = ({ memoryBytes }) => memoryBytes;
const start: Measure = ({ startedAt }) => startedAt / 1_000;

const podLabels = ({ metadata: { namespace = '', name } }: Pod): Labels => ({ namespace, pod: name });

/** `/metrics/resource`: what a metrics server reads. */
export function resourceMetrics(used: UsedByNode, now: number): WireResponse {
  const containers = used.pods.flatMap(({ pod, at, containers: all }) =>
    all.map((each) => ({ each, at, labels: { container: each.name, ...podLabels(pod) } })),
  );
  const ofContainers = (measure: Measure): readonly Sample[] =>
    containers.map(({ each, at, labels }) => [labels, measure(each), at]);
  const ofPods = (measure: Measure): readonly Sample[] =>
    used.pods.map((each) => [podLabels(each.pod), measure(each), each.at]);
  const ofNode = (measure: Measure): readonly Sample[] => [[{}, measure(used), now]];
  const told = (name: string, type: Metric['type'], help: string, series: readonly Sample[]): Metric => ({
    name,
    type,
    help: `[STABLE] ${help}`,
    series,
  });
  const cpu = (what: string) => `Cumulative cpu time consumed by the ${what} in core-seconds`;
  const set = (what: string) => `Current working set of the ${what} in bytes`;
  return exposition([
    told('container_cpu_usage_seconds_total', 'counter', cpu('container'), ofContainers(cpuSeconds)),
    told('container_memory_working_set_bytes', 'gauge', set('container'), ofContainers(memory)),
    told(
      'container_start_time_seconds',
      'gauge',
      'Start time of the container since unix epoch in seconds',
      ofContainers(start),
    ),
    told('node_cpu_usage_seconds_total', 'counter', cpu('node'), ofNode(cpuSeconds)),
    told('node_memory_working_set_bytes', 'gauge', set('node'), ofNode(memory)),
    told('pod_cpu_usage_seconds_total', 'counter', cpu('pod'), ofPods(cpuSeconds)),
    told('pod_memory_working_set_bytes', 'gauge', set('pod'), ofPods(memory)),
    told(
      'resource_scrape_error',
      'gauge',
      '1 if there was an error while getting container metrics, 0 otherwise',
      [[{}, 0]],
    ),
  ]);
}

/** The control group of a Pod, and of one of its containers. */
function groupOf(pod: Pod, containerId?: string): string {
  const quality = qosOf(pod.spec).toLowerCase();
  const parts = ['/kubepods', ...(quality === 'guaranteed' ? [] : [quality]), `pod${pod.metadata.uid}`];
  return [...parts, ...(containerId === undefined ? [] : [containerId])].join('/');
}

interface Seen {
  readonly used: Used;
  readonly at: number;
  readonly labels: Labels;
  readonly container?: Container | undefined;
}

function seenOf(pod: Pod, at: number, used: UsedByContainer): Seen {
  const { containerID = '', imageID } = used.status;
  const name = containerID.slice(containerID.lastIndexOf('/') + 1);
  return {
    used,
    at,
    container: found(pod, used.name)?.container,
    labels: { container: used.name, id: groupOf(pod, name), image: imageID, name, ...podLabels(pod) },
  };
}

function seenOn({ pods, ...used }: UsedByNode, now: number): readonly Seen[] {
  const bare = { container: '', image: '', name: '' };
  const { container, ...rest } = bare;
  const of = (pod: UsedByPod): Seen => ({
    used: pod,
    at: pod.at,
    labels: { container, id: groupOf(pod.pod), ...rest, ...podLabels(pod.pod) },
  });
  const root = { container, id: '/', ...rest, namespace: '', pod: '' };
  return [
    { used, at: now, labels: root },
    ...pods.flatMap((pod) => [of(pod), ...pod.containers.map((each) => seenOf(pod.pod, pod.at, each))]),
  ];
}

const periodMicros = 100_000;
const nanoOf = (text: string | undefined): number => Number(parseQuantity(text ?? '')?.nano ?? 0n);

/** `/metrics/cadvisor`: every control group. */
export function cadvisorMetrics(node: Node, used: UsedByNode, now: number): WireResponse {
  const { capacity = {}, nodeInfo } = node.status ?? {};
  const seen = seenOn(used, now);
  const each = (measure: Measure, more: Labels = {}): readonly Sample[] =>
    seen.map(({ used: own, at, labels: { container = '', ...labels } }) => [
      { container, ...more, ...labels },
      measure(own),
      at,
    ]);
  const gauge = (name: string, help: string, series: readonly Sample[]): Metric => ({
    name,
    type: 'gauge',
    help,
    series,
  });
  /** Of containers that have a limit of the resource. */
  const limited = (resource: string, measure: (limit: string) => number): readonly Sample[] =>
    seen.flatMap(({ container, at, labels }): readonly Sample[] => {
      const limit = container?.resources?.limits?.[resource];
      return limit === undefined ? [] : [[labels, measure(limit), at]];
    });
  const quota = (limit: string): number => Math.round((nanoOf(limit) * periodMicros) / 1e9);
  return exposition([
    gauge(
      'cadvisor_version_info',
      "A metric with a constant '1' value labeled by kernel version, OS version, docker version, cadvisor version & cadvisor revision.",
      [
        [
          {
            cadvisorRevision: '',
            cadvisorVersion: '',
            dockerVersion: '',
            kernelVersion: nodeInfo?.kernelVersion ?? '',
            osVersion: nodeInfo?.osImage ?? '',
          },
          1,
        ],
      ],
    ),
    {
      name: 'container_cpu_usage_seconds_total',
      type: 'counter',
      help: 'Cumulative cpu time consumed in seconds.',
      series: each(cpuSeconds, { cpu: 'total' }),
    },
    gauge(
      'container_last_seen',
      'Last time a container was seen by the exporter',
      seen.map(({ at, labels }) => [labels, Math.floor(at / 1_000), at]),
    ),
    gauge('container_memory_rss', 'Size of RSS in bytes.', each(memory)),
    gauge(
      'container_memory_usage_bytes',
      'Current memory usage in bytes, including all memory regardless of when it was accessed',
      each(memory),
    ),
    gauge('container_memory_working_set_bytes', 'Current working set in bytes.', each(memory)),
    gauge(
      'container_spec_cpu_period',
      'CPU period of the container.',
      limited('cpu', () => periodMicros),
    ),
    gauge('container_spec_cpu_quota', 'CPU quota of the container.', limited('cpu', quota)),
    gauge(
      'container_spec_memory_limit_bytes',
      'Memory limit for the container.',
      limited('memory', amountOf),
    ),
    gauge(
      'container_start_time_seconds',
      'Start time of the container since unix epoch in seconds.',
      each(start),
    ),
    gauge('machine_cpu_cores', 'Number of logical CPU cores.', [[{}, amountOf(capacity['cpu'])]]),
    gauge('machine_memory_bytes', 'Amount of memory installed on the machine.', [
      [{}, amountOf(capacity['memory'])],
    ]),
    gauge('machine_scrape_error', '1 if there was an error while getting machine metrics, 0 otherwise.', [
      [{}, 0],
    ]),
  ]);
}

/** `/metrics/probes`: how often probes were asked in the runs that are under way, and what they said. */
export function probeMetrics(pods: readonly Pod[], view: ReadView): WireResponse {
  const series = pods.flatMap((pod) =>
    probeCounts(pod, crxOf(pod, view)?.status?.probes ?? [], view.now).map(
      ({ container, probe, result, count }): Sample => {
        const { name, namespace = '', uid } = pod.metadata;
        return [{ container, namespace, pod: name, pod_uid: uid, probe_type: probe, result }, count];
      },
    ),
  );
  const help =
    '[BETA] Cumulative number of a liveness, readiness or startup probe for a container by result.';
  return exposition([{ name: 'prober_probe_total', type: 'counter', help, series }]);
}

/** `/metrics`: the kubelet of itself. */
export function kubeletMetrics(node: Node, pods: readonly Pod[], build: Metric): WireResponse {
  const states = new Map<string, number>();
  let running = 0;
  for (const { status } of pods) {
    const {
      containerStatuses = [],
      initContainerStatuses = [],
      ephemeralContainerStatuses = [],
    } = status ?? {};
    const all = [...containerStatuses, ...initContainerStatuses, ...ephemeralContainerStatuses];
    if (all.some(({ state }) => state?.running !== undefined)) running += 1;
    for (const { state } of all) {
      const name =
        state?.running !== undefined ? 'running' : state?.terminated !== undefined ? 'exited' : 'created';
      states.set(name, (states.get(name) ?? 0) + 1);
    }
  }
  const gauge = (name: string, help: string, series: readonly Sample[]): Metric => ({
    name,
    type: 'gauge',
    help: `[ALPHA] ${help}`,
    series,
  });
  return exposition([
    gauge('kubelet_node_name', "The node's name. The count is always 1.", [
      [{ node: node.metadata.name }, 1],
    ]),
    gauge(
      'kubelet_running_containers',
      'Number of containers currently running',
      [...states].map(([state, count]) => [{ container_state: state }, count]),
    ),
    gauge('kubelet_running_pods', 'Number of pods that have a running pod sandbox', [[{}, running]]),
    build,
  ]);
}
