// What a client writes into a Pod's status. Source: kubernetes pkg/apis/core/validation, ValidatePodStatusUpdate.
// Left out: devices that are allocated to containers, users of containers.
import type { ContainerStatus, PodStatus } from '#types';
import { isDns1123Subdomain, isQualifiedName } from '../../../std/names.ts';
import type { Causes } from '../../../store/causes.ts';
import { goValue } from '../../../store/go-types.ts';
import { addressCauses, parseAddress } from '../../networking/address.ts';
import type { Pod } from './pod.ts';

const systemConditions = ['PodScheduled', 'Ready', 'Initialized'];

/** Containers that ended for good stay so. */
function checkTransitions(
  next: readonly ContainerStatus[] = [],
  prev: readonly ContainerStatus[] = [],
  field: string,
  restartPolicy: string,
  mayRestart: (name: string) => boolean,
  causes: Causes,
): void {
  if (restartPolicy === 'Always') return;
  for (const [index, { name, state }] of prev.entries()) {
    const ended = state?.terminated;
    if (ended === undefined || (ended.exitCode !== 0 && restartPolicy === 'OnFailure')) continue;
    if (mayRestart(name)) continue;
    for (const now of next)
      if (now.name === name && now.state?.terminated === undefined)
        causes.forbidden(`${field}[${index}].state`, 'may not be transitioned to non-terminated state');
  }
}

/** Of each family one at most. */
function checkAddresses(list: readonly { readonly ip?: string }[], field: string, causes: Causes): void {
  for (const [index, { ip = '' }] of list.entries())
    causes.invalidEach(`${field}[${index}]`, ip, addressCauses(ip));
  const families = new Set(list.map(({ ip = '' }) => parseAddress(ip)?.family));
  if (list.length > 1 && (families.size !== 2 || list.length > 2)) {
    const type = field.endsWith('podIPs') ? '[]core.PodIP' : '[]core.HostIP';
    causes.invalid(field, goValue(type, list), 'may specify no more than one IP for each IP family');
  }
}

export function checkPodStatus(next: Pod, prev: Pod, causes: Causes): void {
  const status: PodStatus = next.status ?? {};
  const before: PodStatus = prev.status ?? {};
  const { conditions = [], nominatedNodeName, qosClass = '' } = status;
  for (const [index, condition] of conditions.entries()) {
    const at = `status.conditions[${index}]`;
    if (!systemConditions.includes(condition.type))
      causes.invalidEach(`${at}.Type`, condition.type, isQualifiedName(condition.type));
  }
  if (nominatedNodeName && nominatedNodeName !== before.nominatedNodeName)
    causes.invalidEach('status.nominatedNodeName', nominatedNodeName, isDns1123Subdomain(nominatedNodeName));
  if (qosClass !== (before.qosClass ?? '')) causes.invalid('status.qosClass', qosClass, 'field is immutable');
  const { restartPolicy = 'Always', initContainers = [] } = prev.spec;
  const isSidecar = (name: string): boolean =>
    initContainers.find((container) => container.name === name)?.restartPolicy === 'Always';
  const never = (): boolean => false;
  for (const [member, policy, mayRestart] of [
    ['containerStatuses', restartPolicy, never],
    ['initContainerStatuses', restartPolicy, isSidecar],
    ['ephemeralContainerStatuses', 'Never', never],
  ] as const)
    checkTransitions(status[member], before[member], `status.${member}`, policy, mayRestart, causes);
  checkAddresses(status.podIPs ?? [], 'status.podIPs', causes);
  const { hostIP = '', hostIPs = [] } = status;
  if (hostIPs.length > 0 && hostIPs[0]?.ip !== hostIP)
    causes.invalid('status.hostIPs[0].ip', hostIPs[0]?.ip, 'must be equal to `hostIP`');
  checkAddresses(hostIPs, 'status.hostIPs', causes);
}
