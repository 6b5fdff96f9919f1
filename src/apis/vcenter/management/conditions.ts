// How far a Supervisor's configuring is, as vCenter tells it: conditions, messages, what its Kubernetes lacks. Source: vSphere Automation API,
// com.vmware.vcenter.namespace_management.Supervisors.Conditions, Clusters.Message.
import type { Supervisor, SupervisorCondition } from '../../../kinds/vsphere/supervisor.ts';
import { controlPlaneVmsOf } from '../../../kinds/vsphere/machine.ts';
import { isMember, isOn } from '../../../kinds/vsphere/virtual-machine.ts';
import { supervisorConditions } from '../../../releases/supervisor-conditions.ts';
import { getOwn } from '../../../std/own.ts';
import { formatMilliTime } from '../../../std/time.ts';
import type { ReadView } from '../../../store/view.ts';

export const localizable = (id: string, message: string, args: readonly string[] = []) => ({
  id,
  default_message: message,
  args,
});

const idOf = (condition: SupervisorCondition): string =>
  `vcenter.wcp.condition.${condition.type}${condition.reason === undefined ? '' : `.${condition.reason}`}`;

function messageOf(condition: SupervisorCondition) {
  const { message, severity = 'INFO' } = condition;
  return message === undefined ? [] : [{ severity, details: localizable(idOf(condition), message) }];
}

/** All conditions, in the order of the steps. */
export function conditionsOf({ status }: Supervisor) {
  return (status?.conditions ?? []).map((condition) => ({
    type: condition.type,
    description: localizable(
      `vcenter.wcp.condition.${condition.type}`,
      getOwn(supervisorConditions, condition.type as keyof typeof supervisorConditions) ?? condition.type,
    ),
    status: condition.status,
    last_transition_time: formatMilliTime(condition.changedAt),
    // Both are required of every condition: clients with bindings refuse one that lacks them.
    reason: condition.reason ?? '',
    severity: condition.severity ?? 'INFO',
    messages: messageOf(condition),
  }));
}

/** What the configuring waits for. */
export function messagesOf({ status }: Supervisor) {
  return (status?.conditions ?? []).flatMap(messageOf);
}

/** Why Kubernetes is not as it should be. Source of its words: what a Supervisor told whose nodes were away, as people have published it. */
export function kubernetesMessages(supervisor: Supervisor, fabric: ReadView) {
  const { spec, status } = supervisor;
  if (status?.kubernetesStatus === 'READY') return [];
  const off = controlPlaneVmsOf(supervisor, fabric).filter((vm) => isMember(vm) && !isOn(vm));
  const silent = 'Kubelet stopped posting node status.';
  const nodes = off.map(() => ({
    severity: 'ERROR',
    details: localizable(
      'vcenter.wcp.node.kubenotready',
      `Node is not healthy and is not accepting pods. Details ${silent}.`,
      [silent],
    ),
  }));
  if (status?.apiServes === true) return nodes;
  const { floatingIp } = spec.management;
  const [at, health] = [`${floatingIp}:6443`, `https://${floatingIp}:6443/healthz?timeout=5s`];
  const details = `Get ${health}: dial tcp ${at}: connect: no route to host`;
  const endpoint = localizable(
    'vcenter.wcp.cluster.k8s.health.endpoint.problem',
    `Kubernetes cluster health endpoint problem at ${floatingIp}. Details: ${details}`,
    [floatingIp, details],
  );
  return [...nodes, { severity: 'WARNING', details: endpoint }];
}
