// `nodes/proxy`: what the kubelet of a node says of itself at its own port. Source: kubernetes pkg/kubelet/server.
// Deliberately absent: its own logs, Prometheus' text, running commands by this way.
import { readyStatus, type Node } from '../../../kinds/core/node.ts';
import { pods as podKind, type Pod } from '../../../kinds/core/pod/pod.ts';
import { nodeMetrics } from '../../../kinds/metrics/metrics.ts';
import { UsageReader } from '../../../kinds/metrics/usage.ts';
import { parseQuantity, quantityValue } from '../../../std/quantity.ts';
import { formatTime } from '../../../std/time.ts';
import { projected } from '../showing.ts';
import { json, pageNotFound, text } from '../answer.ts';
import { methodNotAllowed } from '../generic.ts';
import { Query } from '../query.ts';
import type { Target } from '../read.ts';
import type { WireAnswer } from '../wire.ts';
import type { WriteCall, WriteTools } from '../write.ts';
import { kubeletConfig } from './kubelet-config.ts';
import { log } from './log.ts';

const kubeletPort = '10250';
const healthChecks = ['', '/ping', '/log', '/syncloop'];

/** Why the kubelet of a node cannot be reached, if it cannot. */
export function kubeletUnreached(node: Node, port: string): string | undefined {
  const address = node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
  const at = `dial tcp ${address ?? node.metadata.name}:${port === '' ? kubeletPort : port}: connect:`;
  if (address === undefined || readyStatus(node) !== 'True') return `${at} no route to host`;
  return port === '' || port === kubeletPort ? undefined : `${at} connection refused`;
}

interface Used {
  readonly cpuNano: number;
  readonly memoryBytes: number;
}

const stats = (time: string, { cpuNano, memoryBytes }: Used) => ({
  cpu: { time, usageNanoCores: cpuNano },
  memory: { time, usageBytes: memoryBytes, workingSetBytes: memoryBytes },
});

function usedBy(node: Node, { view }: Target): Used {
  const { cpu = '0', memory = '0' } = nodeMetrics.computed?.get(view, '', node.metadata.name).usage ?? {};
  const cpuNano = Number(parseQuantity(cpu)?.nano ?? 0n);
  const bytes = parseQuantity(memory);
  return { cpuNano, memoryBytes: bytes === undefined ? 0 : quantityValue(bytes) };
}

/** `/stats/summary`: what the node and each of its Pods use. */
function summary(node: Node, pods: readonly Pod[], target: Target): WireAnswer {
  const { view } = target;
  const reader = new UsageReader(view);
  const told = pods.flatMap((pod) => {
    const usage = reader.of(pod);
    if (usage === undefined) return [];
    const time = formatTime(usage.at);
    const { name, namespace, uid } = pod.metadata;
    const containers = usage.containers.map((used) => ({ name: used.name, ...stats(time, used) }));
    const sum = (member: keyof Used): number => usage.containers.reduce((all, each) => all + each[member], 0);
    const together = stats(time, { cpuNano: sum('cpuNano'), memoryBytes: sum('memoryBytes') });
    return [{ podRef: { name, namespace, uid }, startTime: pod.status?.startTime, containers, ...together }];
  });
  const self = {
    nodeName: node.metadata.name,
    startTime: node.metadata.creationTimestamp,
    ...stats(formatTime(view.now), usedBy(node, target)),
  };
  return json(200, { node: self, pods: told });
}

/** `/containerLogs/<namespace>/<pod>/<container>`. */
function containerLogs(
  tools: WriteTools,
  call: WriteCall,
  parts: readonly string[],
  search: string,
): WireAnswer {
  const [namespace = '', name = '', container = ''] = parts;
  const query = new Query(`container=${encodeURIComponent(container)}&${search}`);
  return log(tools, { ...call, query, target: { ...call.target, kind: podKind, namespace, name } }, 'get');
}

/** What a reachable kubelet answers; `path` is what follows `/proxy`, with its query. */
export function askKubelet(tools: WriteTools, call: WriteCall, node: Node, path: string): WireAnswer {
  const { target, request } = call;
  const [address = '', search = ''] = path.split('?');
  const [root, ...rest] = address.split('/').filter((part) => part !== '');
  if (root === 'healthz') {
    return healthChecks.includes(address.slice('/healthz'.length)) ? text(200, 'ok') : pageNotFound();
  }
  if (request.method !== 'GET') throw methodNotAllowed();
  if (root === 'containerLogs' && rest.length === 3) return containerLogs(tools, call, rest, search);
  const mine = target.view.list<Pod>('core/pods', { index: ['node', node.metadata.name] });
  if (root === 'stats' && rest.join() === 'summary') return summary(node, mine, target);
  if (root === 'configz' && rest.length === 0) return json(200, kubeletConfig(node, target.view));
  if (root !== 'pods' || rest.length > 0) return pageNotFound();
  const items = mine.map((pod) => projected({ ...target, kind: podKind }, pod));
  return json(200, { kind: 'PodList', apiVersion: 'v1', metadata: {}, items });
}
