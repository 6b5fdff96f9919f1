// `nodes/proxy`: what the kubelet of a node says of itself at its own port. Source: kubernetes pkg/kubelet/server.
// Deliberately absent: running commands by this way, profiles, what it traces.
import { readyStatus, type Node } from '../../../kinds/core/node.ts';
import { pods as podKind, type Pod } from '../../../kinds/core/pod/pod.ts';
import { json, pageNotFound, text } from '../answer.ts';
import type { Labels, Metric } from '../exposition.ts';
import { methodNotAllowed } from '../generic.ts';
import { buildInfo } from '../metrics.ts';
import { Query } from '../query.ts';
import { projected } from '../showing.ts';
import { log } from '../subresources/log.ts';
import type { WireAnswer } from '../wire.ts';
import type { WriteCall, WriteTools } from '../write.ts';
import { kubeletConfig } from './config.ts';
import { nodeLogs } from './logs.ts';
import { cadvisorMetrics, kubeletMetrics, probeMetrics, resourceMetrics } from './metrics.ts';
import { summary } from './summary.ts';
import { usageOf } from './usage.ts';

const kubeletPort = '10250';
const healthChecks = ['', '/ping', '/log', '/syncloop'];

/** Why the kubelet of a node cannot be reached, if it cannot. */
export function kubeletUnreached(node: Node, port: string): string | undefined {
  const address = node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
  const at = `dial tcp ${address ?? node.metadata.name}:${port === '' ? kubeletPort : port}: connect:`;
  if (address === undefined || readyStatus(node) !== 'True') return `${at} no route to host`;
  return port === '' || port === kubeletPort ? undefined : `${at} connection refused`;
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

/** A Pod as the runtime knows it: what runs of it. */
function running({ metadata, spec, status }: Pod): readonly object[] {
  const containers = spec.containers.filter(({ name }) =>
    status?.containerStatuses?.some((each) => each.name === name && each.state?.running !== undefined),
  );
  if (containers.length === 0) return [];
  const { name, namespace, uid } = metadata;
  const bare = containers.map((each) => ({ name: each.name, image: each.image, resources: {} }));
  return [{ metadata: { name, namespace, uid }, spec: { containers: bare }, status: {} }];
}

const podList = (items: readonly object[]): object => ({
  kind: 'PodList',
  apiVersion: 'v1',
  metadata: {},
  items,
});

/** A kubelet is built with its API server, or before it. */
function buildOf({ status }: Node, version: Labels): Metric {
  const gitVersion = status?.nodeInfo?.kubeletVersion ?? '';
  const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(gitVersion) ?? [];
  return buildInfo({ ...version, major, minor, gitVersion });
}

/** What a reachable kubelet answers; `path` is what follows `/proxy`, with its query. */
export function askKubelet(tools: WriteTools, call: WriteCall, node: Node, path: string): WireAnswer {
  const { target, request } = call;
  const { view, scope } = target;
  const [address = '', search = ''] = path.split('?');
  const parts = address.split('/').filter((part) => part !== '');
  const [root, ...rest] = parts;
  if (root === 'healthz') {
    return healthChecks.includes(address.slice('/healthz'.length)) ? text(200, 'ok') : pageNotFound();
  }
  if (request.method !== 'GET') throw methodNotAllowed();
  if (root === 'containerLogs' && rest.length === 3) return containerLogs(tools, call, rest, search);
  const mine = view.list<Pod>('core/pods', { index: ['node', node.metadata.name] });
  if (root === 'logs') return nodeLogs(view, mine, address.slice('/logs'.length));
  const used = () => usageOf(node, view, tools.cpuTotals);
  switch (parts.join('/')) {
    case 'configz':
      return json(200, kubeletConfig(node, view));
    case 'metrics':
      return kubeletMetrics(node, mine, buildOf(node, tools.version(scope.name)));
    case 'metrics/cadvisor':
      return cadvisorMetrics(node, used(), view.now);
    case 'metrics/probes':
      return probeMetrics(mine, view);
    case 'metrics/resource':
      return resourceMetrics(used(), view.now);
    case 'pods':
      return json(200, podList(mine.map((pod) => projected({ ...target, kind: podKind }, pod))));
    case 'runningpods':
      return json(200, podList(mine.flatMap(running)));
    case 'stats/summary':
      return json(200, summary(node, used(), view.now));
    default:
      return pageNotFound();
  }
}
