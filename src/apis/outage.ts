// Why a Supervisor's API does not answer: etcd without a majority of its members; no control plane VM that runs at all.
import { controlPlaneVmsOf } from '../kinds/vsphere/machine.ts';
import { isMember, isOn } from '../kinds/vsphere/virtual-machine.ts';
import { fabricScope, supervisorOf } from '../kinds/vsphere/supervisor.ts';
import { Refusal } from '../store/refusal.ts';
import type { ReadView } from '../store/view.ts';

/** What a request to the view's scope comes back with; undefined where the API serves. */
export function outageOf(view: ReadView): Refusal | undefined {
  if (view.scope === fabricScope) return undefined;
  const supervisor = supervisorOf(view);
  if (supervisor?.status?.apiServes !== false) return undefined;
  const runs = controlPlaneVmsOf(supervisor, view.in(fabricScope)).some((vm) => isMember(vm) && isOn(vm));
  return runs
    ? new Refusal(500, '', 'etcdserver: request timed out')
    : new Refusal(503, 'ServiceUnavailable', 'the server is currently unable to handle the request');
}
