// On a Supervisor that spans zones people run VMs and guest clusters, no vSphere Pods of their own. Source: vSphere with Tanzu Concepts, three-zone
// deployment; its words are a best guess.
import type { Namespace } from '../../../kinds/core/namespace.ts';
import { supervisorOf } from '../../../kinds/vsphere/supervisor.ts';
import type { Admission } from '../../../store/pipeline.ts';
import { Refusal } from '../../../store/refusal.ts';
import { isMain } from './request.ts';

export const stretchedSupervisor: Admission = {
  name: 'stretched-supervisor',
  kinds: ['core/pods'],
  validate({ verb, next, context }) {
    if (verb !== 'create' || !isMain(context) || next === undefined) return;
    const { view } = context;
    if (supervisorOf(view)?.spec.zones === undefined) return;
    const { namespace = '', name = '' } = next.metadata;
    const labels = view.get<Namespace>('core/namespaces', namespace)?.metadata.labels;
    if (labels?.['vSphereClusterID'] === undefined) return;
    const message = `pods "${name}" is forbidden: vSphere Pods are not supported on a Supervisor that is deployed on three vSphere Zones`;
    throw new Refusal(403, 'Forbidden', message, { name, kind: 'pods' });
  },
};
