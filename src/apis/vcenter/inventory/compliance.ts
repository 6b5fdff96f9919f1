// Which storage policies VMs have, and whether their disks lie where these say. Source: vSphere Automation API, com.vmware.vcenter.vm.storage.Policy,
// com.vmware.vcenter.storage.policies.VM.
import { virtualMachines, type VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { StoragePolicy } from '../../../kinds/vsphere/storage-policy.ts';
import { formatMilliTime } from '../../../std/time.ts';
import { string } from '../../../store/schema/infer.ts';
import type { ReadView } from '../../../store/view.ts';
import { notFound } from '../failure.ts';
import { checkChoices, passes } from '../filter.ts';
import { done, ok, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import { machineOf, ownMachineOf } from './machines/machine.ts';
import { list } from './places.ts';

const read = { privilege: 'System.Read' } as const;

function policyNamed(fabric: ReadView, id: string): StoragePolicy {
  const found = list<StoragePolicy>(fabric, 'storagepolicies').find(({ spec }) => spec.id === id);
  if (found === undefined) throw notFound('Storage policy', id);
  return found;
}

/** What is placed by a policy: a VM's home and its disks. */
function placed({ spec: { hardware } }: VirtualMachine) {
  if (hardware === undefined) return { home: undefined, disks: [] };
  return { home: hardware, disks: hardware.disks };
}

interface Placed {
  readonly datastore: string;
  readonly storagePolicy?: string;
}

function complianceOf(fabric: ReadView, { datastore, storagePolicy }: Placed) {
  // It is looked at whenever it is asked.
  const check_time = formatMilliTime(fabric.now);
  if (storagePolicy === undefined) return { status: 'NOT_APPLICABLE', check_time, failure_cause: [] };
  const policy = list<StoragePolicy>(fabric, 'storagepolicies').find(({ spec }) => spec.id === storagePolicy);
  const status = policy?.spec.datastores.includes(datastore) === true ? 'COMPLIANT' : 'NON_COMPLIANT';
  return { status, check_time, failure_cause: [], policy: storagePolicy };
}

/** What has a policy, and all of it in one word. */
function statusesOf(fabric: ReadView, vm: VirtualMachine) {
  const { home, disks } = placed(vm);
  const ofHome = home === undefined ? undefined : complianceOf(fabric, home);
  const ofDisks = disks.map((disk) => [disk.key, complianceOf(fabric, disk)] as const);
  const statuses = [...(ofHome === undefined ? [] : [ofHome]), ...ofDisks.map(([, each]) => each)].map(
    ({ status }) => status,
  );
  return {
    overall: ['NON_COMPLIANT', 'COMPLIANT'].find((status) => statuses.includes(status)) ?? 'NOT_APPLICABLE',
    ofHome: ofHome?.policy === undefined ? undefined : ofHome,
    ofDisks: ofDisks.filter(([, { policy }]) => policy !== undefined),
  };
}

function toldOf({ fabric, keyed }: Call, vm: VirtualMachine) {
  const { overall, ofHome, ofDisks } = statusesOf(fabric, vm);
  return {
    overall_compliance: overall,
    ...(ofHome === undefined ? {} : { vm_home: ofHome }),
    disks: keyed(ofDisks),
  };
}

const compliance = (call: Call) => ok(toldOf(call, machineOf(call)));

/** VMs whose compliance is one of those that are asked for; all, where none is. Of home and disks it says the status alone. */
function complianceOfAll(call: Call) {
  checkChoices(call, {
    status: ['COMPLIANT', 'NON_COMPLIANT', 'UNKNOWN_COMPLIANCE', 'NOT_APPLICABLE', 'OUT_OF_DATE'],
  });
  const told = list<VirtualMachine>(call.fabric, 'virtualmachines').flatMap((vm) => {
    const { name } = vm.metadata;
    const { overall, ofHome, ofDisks } = statusesOf(call.fabric, vm);
    const isMeant = passes(call, { status: overall, vms: name }) && call.authority.holds('System.Read', name);
    const told = {
      ...(ofHome === undefined ? {} : { vm_home: ofHome.status }),
      disks: call.keyed(ofDisks.map(([key, { status }]) => [key, status] as const)),
    };
    return isMeant ? [[name, told] as const] : [];
  });
  return ok(call.keyed(told));
}

/** Gives the home and disks policies; what lies elsewhere than they say is not compliant. */
function change(call: Call) {
  const policy = {
    type: 'object',
    required: ['type'],
    properties: {
      type: { type: 'string', enum: ['USE_SPECIFIED_POLICY', 'USE_DEFAULT_POLICY'] },
      policy: string,
    },
  } as const;
  const schema = {
    type: 'object',
    properties: { vm_home: policy, disks: { type: 'object', additionalProperties: policy } },
  } as const;
  const asked = readBody(schema, call.body);
  const vm = ownMachineOf(call);
  const { hardware } = vm.spec;
  const given = (wanted: { readonly policy?: string } | undefined, before: string | undefined) => {
    if (wanted === undefined) return before === undefined ? {} : { storagePolicy: before };
    return wanted.policy === undefined
      ? {}
      : { storagePolicy: policyNamed(call.fabric, wanted.policy).spec.id };
  };
  const disks = hardware.disks.map(({ storagePolicy, ...disk }) => ({
    ...disk,
    ...given(asked.disks?.[disk.key], storagePolicy),
  }));
  const { storagePolicy, ...rest } = hardware;
  const spec = { ...vm.spec, hardware: { ...rest, disks, ...given(asked.vm_home, storagePolicy) } };
  call.write.update(virtualMachines, { ...vm, spec } as VirtualMachine, 'Edit VM storage policies');
  return done;
}

export const complianceOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: 'vcenter/vm/{vm}/storage/policy',
    ...read,
    answer: (call) => {
      const { home, disks } = placed(machineOf(call));
      const own = disks.flatMap(({ key, storagePolicy }) =>
        storagePolicy === undefined ? [] : [[key, storagePolicy] as const],
      );
      const ofHome = home?.storagePolicy;
      return ok({ ...(ofHome === undefined ? {} : { vm_home: ofHome }), disks: call.keyed(own) });
    },
  },
  {
    method: 'PATCH',
    path: 'vcenter/vm/{vm}/storage/policy',
    privilege: 'StorageProfile.Apply',
    answer: change,
  },
  { method: 'GET', path: 'vcenter/vm/{vm}/storage/policy/compliance', ...read, answer: compliance },
  {
    method: 'POST',
    path: 'vcenter/vm/{vm}/storage/policy/compliance',
    action: 'check',
    ...read,
    answer: compliance,
  },
  // Before the one of a policy, whose id it would be.
  {
    method: 'GET',
    path: 'vcenter/storage/policies/compliance/vm',
    filters: ['status', 'vms'],
    answer: complianceOfAll,
  },
  {
    method: 'GET',
    path: 'vcenter/storage/policies/{policy}/vm',
    ...read,
    answer: ({ fabric, keyed, params: { policy = '' } }) => {
      const { id } = policyNamed(fabric, policy).spec;
      const using = list<VirtualMachine>(fabric, 'virtualmachines').flatMap((vm) => {
        const { home, disks } = placed(vm);
        const vm_home = home?.storagePolicy === id;
        const mine = disks.filter(({ storagePolicy }) => storagePolicy === id).map(({ key }) => key);
        return vm_home || mine.length > 0 ? [[vm.metadata.name, { vm_home, disks: mine }] as const] : [];
      });
      return ok(keyed(using));
    },
  },
];
