// Where people have no vSphere Pods of their own: on a Supervisor that spans zones they run VMs and guest clusters, on one that stands on a
// distributed switch alone too, where only Supervisor Services have Pods. Source: vSphere with Tanzu Concepts, three-zone deployment; vSphere
// with Tanzu Services and Workloads, vSphere Pods. The words are a best guess.
import type { Namespace } from '../../../kinds/core/namespace.ts';
import { fabricScope, isServiceNamespace, supervisorOf } from '../../../kinds/vsphere/supervisor.ts';
import { releaseOfWorld } from '../../../kinds/vsphere/vcenter.ts';
import type { Admission } from '../../../store/admission.ts';
import { Refusal } from '../../../store/refusal.ts';
import type { ReadView } from '../../../store/view.ts';
import { isMain } from './request.ts';

function isSystem(namespace: string): boolean {
  return (
    namespace.startsWith('kube-') || namespace.startsWith('vmware-system-') || isServiceNamespace(namespace)
  );
}

/** Why a Pod cannot be in the namespace; undefined where it can. */
function reason(namespace: string, view: ReadView): string | undefined {
  const supervisor = supervisorOf(view);
  if (supervisor === undefined) return undefined;
  const { zones, workloads } = supervisor.spec;
  const labels = view.get<Namespace>('core/namespaces', namespace)?.metadata.labels;
  if (zones !== undefined && labels?.['vSphereClusterID'] !== undefined)
    return 'a Supervisor that is deployed on three vSphere Zones';
  if (workloads.vsphere === undefined || isSystem(namespace)) return undefined;
  const { supervisorWord } = releaseOfWorld(view.in(fabricScope));
  return `a ${supervisorWord} that is configured with the vSphere Distributed Switch (VDS) networking stack`;
}

export const vspherePods: Admission = {
  name: 'vsphere-pods',
  kinds: ['core/pods'],
  validate({ verb, next, context }) {
    if (verb !== 'create' || !isMain(context) || next === undefined) return;
    const { namespace = '', name = '' } = next.metadata;
    const where = reason(namespace, context.view);
    if (where === undefined) return;
    const message = `pods "${name}" is forbidden: vSphere Pods are not supported on ${where}`;
    throw new Refusal(403, 'Forbidden', message, { name, kind: 'pods' });
  },
};
