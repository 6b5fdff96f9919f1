// WCP on a Supervisor, the last steps of configuring: every host of the cluster is a node that is ready, and what runs in the system
// namespaces is available.
import { isServiceStopped, vcentersKind } from '../../kinds/vsphere/vcenter.ts';
import { nobody, type Loop, type Outcome } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import type { Deployment } from '../../kinds/apps/deployment/deployment.ts';
import { readyStatus, type Node } from '../../kinds/core/node.ts';
import { isRunning, type Host } from '../../kinds/vsphere/host.ts';
import { hostsKind } from '../../kinds/vsphere/machine.ts';
import {
  fabricScope,
  standsOn,
  supervisorOf,
  supervisors,
  supervisorsKind,
  type Supervisor,
} from '../../kinds/vsphere/supervisor.ts';
import { supervisorVersion } from '../../releases/release.ts';
import { isReached, withCondition, type Lack } from './conditions.ts';
import { hasHostNodes } from './content/index.ts';

/** The loop's only key. */
const all = 'all';

const nodesKind = 'core/nodes';
const deploymentsKind = 'apps/deployments';

function isSystem(namespace = ''): boolean {
  return namespace === 'kube-system' || namespace.startsWith('vmware-system-');
}

function lackOfNodes(supervisor: Supervisor, view: View): Lack | undefined {
  if (!hasHostNodes(supervisor, view.in(fabricScope))) return undefined;
  const spherelet = supervisorVersion(supervisor.spec.version)?.spherelet;
  const waiting = view
    .in(fabricScope)
    .list<Host>(hostsKind)
    .filter((host) => standsOn(supervisor, host.spec.cluster) && isRunning(host))
    .map(({ metadata: { name } }) => ({ name, node: view.get<Node>(nodesKind, name) }))
    .filter(
      ({ node }) =>
        node === undefined ||
        readyStatus(node) !== 'True' ||
        (spherelet !== undefined && node.status?.nodeInfo?.kubeletVersion !== spherelet),
    );
  if (waiting.length === 0) return undefined;
  const names = waiting.map(({ name }) => name).join(', ');
  return { reason: 'WaitForNodeUpgrade', message: `Waiting for the Kubernetes Node Agent on ${names}.` };
}

/** They are spread over the whole control plane, and reached through the load balancer. */
function lackOfServices(supervisor: Supervisor, view: View): Lack | undefined {
  const before = ['ControlPlaneVMsConfigured', 'KubernetesAPIServerLoadBalancerConfigured'] as const;
  const missing = before.find((type) => !isReached(supervisor, type));
  if (missing !== undefined)
    return { reason: 'WaitForControlPlane', message: `Waiting for condition ${missing}.` };
  const waiting = view
    .list<Deployment>(deploymentsKind)
    .filter(
      ({ metadata, spec, status }) =>
        isSystem(metadata.namespace) && (status?.availableReplicas ?? 0) < (spec.replicas ?? 1),
    )
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  if (waiting.length === 0) return undefined;
  return { reason: 'WaitForDeployments', message: `Waiting for ${waiting.join(', ')}.` };
}

export const readiness: Loop = {
  name: 'wcp-readiness',
  observes: {
    [nodesKind]: () => [all],
    [hostsKind]: () => [all],
    [supervisorsKind]: () => [all],
    [deploymentsKind]: (prev, next) => (isSystem((next ?? prev)?.metadata.namespace) ? [all] : nobody),
  },
  consults: [vcentersKind],
  run(_key, view): Outcome | undefined {
    const supervisor = supervisorOf(view);
    if (supervisor?.status?.configStatus !== 'CONFIGURING' || isServiceStopped(view.in(fabricScope), 'wcp'))
      return undefined;
    const withNodes = withCondition(
      supervisor,
      'NodeAgentsInstalled',
      lackOfNodes(supervisor, view),
      view.now,
    );
    const object = withCondition(
      withNodes,
      'CoreSupervisorServicesConfigured',
      lackOfServices(supervisor, view),
      view.now,
    );
    if (object === supervisor) return undefined;
    return { writes: [{ verb: 'update', kind: supervisors, in: fabricScope, object, why: 'how far it is' }] };
  },
};
