// Storage policies as the storage policy service tells them: what it is, its profiles, what they demand, which datastores satisfy them. Source:
// PBM, PbmServiceInstance, PbmProfileProfileManager, PbmPlacementSolver.
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import type { StoragePolicy } from '../../../kinds/vsphere/storage-policy.ts';
import { vcenterIn } from '../../../kinds/vsphere/vcenter.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Json } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { list } from '../inventory/places.ts';
import { defaultDescription } from '../inventory/storage.ts';
import { vsanNamespace } from '../inventory/policies.ts';
import { listArg } from './arguments.ts';
import { invalidParameter, member, reference, type VimCall, type VimMethod } from './method.ts';

const manager = 'PbmProfileProfileManager';
const privilege = 'StorageProfile.View';

function content({ fabric }: VimCall): Json {
  const { version = '', instanceUuid = '' } = vcenterIn(fabric)?.spec ?? {};
  return {
    _typeName: 'PbmServiceInstanceContent',
    aboutInfo: { _typeName: 'PbmAboutInfo', name: 'PBM', version, instanceUuid },
    sessionManager: reference('PbmSessionManager', 'SessionManager'),
    capabilityMetadataManager: reference('PbmCapabilityMetadataManager', 'CapabilityMetadataManager'),
    profileManager: reference(manager, 'ProfileManager'),
    complianceManager: reference('PbmComplianceManager', 'complianceManager'),
    placementSolver: reference('PbmPlacementSolver', 'placementSolver'),
  };
}

const policies = ({ fabric }: VimCall): readonly StoragePolicy[] => list(fabric, 'storagepolicies');

const profileId = ({ spec }: StoragePolicy): Json => ({ _typeName: 'PbmProfileId', uniqueId: spec.id });

/** The one whose id a value has. */
function policyAt(call: VimCall, id: Json | undefined, name: string): StoragePolicy {
  const found = policies(call).find(({ spec }) => spec.id === member(id, 'uniqueId'));
  if (found === undefined) throw invalidParameter(name);
  return found;
}

/** The rules of a policy; the default of vSAN tolerates one failure. */
function capabilities({ spec }: StoragePolicy): Json[] {
  const rules = spec.rules ?? [
    { namespace: vsanNamespace, id: 'hostFailuresToTolerate', values: ['1'] },
    { namespace: vsanNamespace, id: 'stripeWidth', values: ['1'] },
  ];
  return rules.map(({ namespace, id, values }) => ({
    _typeName: 'PbmCapabilityInstance',
    id: { _typeName: 'PbmCapabilityMetadataUniqueId', namespace, id },
    constraint: [
      {
        _typeName: 'PbmCapabilityConstraintInstance',
        propertyInstance: [
          { _typeName: 'PbmCapabilityPropertyInstance', id, value: valueOf(namespace, values) },
        ],
      },
    ],
  }));
}

/** Of tags a set of them; of vSAN a number. */
function valueOf(namespace: string, values: readonly string[]): Json {
  const [first = ''] = values;
  if (namespace === vsanNamespace && /^\d+$/.test(first)) return { _typeName: 'int', _value: Number(first) };
  if (namespace === vsanNamespace) return { _typeName: 'string', _value: first };
  return {
    _typeName: 'PbmCapabilityDiscreteSet',
    values: values.map((value) => ({ _typeName: 'string', _value: value })),
  };
}

function profile(policy: StoragePolicy): Json {
  const { metadata, spec } = policy;
  return {
    _typeName: 'PbmCapabilityProfile',
    profileId: profileId(policy),
    name: spec.displayName,
    description: spec.description ?? defaultDescription,
    creationTime: metadata.creationTimestamp,
    createdBy: 'Temporary user handle',
    lastUpdatedTime: metadata.creationTimestamp,
    lastUpdatedBy: 'Temporary user handle',
    profileCategory: 'REQUIREMENT',
    resourceType: { _typeName: 'PbmProfileResourceType', resourceType: 'STORAGE' },
    constraints: {
      _typeName: 'PbmCapabilitySubProfileConstraints',
      subProfiles: [
        { _typeName: 'PbmCapabilitySubProfile', name: 'Rule-Set 1', capability: capabilities(policy) },
      ],
    },
    generationId: 0,
    isDefault: false,
    ...(spec.rules === undefined ? { systemCreatedProfileType: 'VsanDefaultProfile' } : {}),
    lineOfService: 'PERSISTENCE',
  };
}

/** VMs whose home or disks are placed by a policy. */
function machinesOf(call: VimCall): Json {
  const { spec } = policyAt(call, getOwn(call.body, 'profile'), 'profile');
  return list<VirtualMachine>(call.fabric, 'virtualmachines')
    .filter(
      ({ spec: { hardware } }) =>
        hardware?.storagePolicy === spec.id || hardware?.disks.some((disk) => disk.storagePolicy === spec.id),
    )
    .map(({ metadata }) => ({
      _typeName: 'PbmServerObjectRef',
      objectType: 'virtualMachine',
      key: metadata.name,
    }));
}

/** The policy that a VM's home is placed by, or one of its disks: `vm-51:2000`. */
function policiesOf(call: VimCall): Json {
  const entity = getOwn(call.body, 'entity');
  const [vm = '', disk] = String(member(entity, 'key') ?? '').split(':');
  const hardware = call.fabric.get<VirtualMachine>('vsphere.sandbox/virtualmachines', vm)?.spec.hardware;
  if (hardware === undefined) throw invalidParameter('entity');
  const placed =
    disk === undefined
      ? hardware.storagePolicy
      : hardware.disks.find(({ key }) => key === disk)?.storagePolicy;
  return policies(call)
    .filter(({ spec }) => spec.id === placed)
    .map(profileId);
}

/** Each datastore, with a fault where it does not satisfy the policies. */
function compatibility(call: VimCall): Json {
  const asked = listArg(call.body, 'placementSubjectRequirement').map((each) =>
    policyAt(call, member(each, 'profileId'), 'placementSubjectRequirement.profileId'),
  );
  const hubs = listArg(call.body, 'hubsToSearch').map((hub) => member(hub, 'hubId'));
  return list<Datastore>(call.fabric, 'datastores')
    .filter(({ spec }) => hubs.length === 0 || hubs.includes(spec.moid))
    .map(({ metadata, spec }) => {
      const isMet = asked.every((policy) => policy.spec.datastores.includes(metadata.name));
      return {
        _typeName: 'PbmPlacementCompatibilityResult',
        hub: { _typeName: 'PbmPlacementHub', hubType: 'Datastore', hubId: spec.moid },
        ...(isMet
          ? {}
          : {
              error: [
                {
                  _typeName: 'LocalizedMethodFault',
                  fault: {
                    _typeName: 'PbmCompatibilityCheckFault',
                    hub: { hubType: 'Datastore', hubId: spec.moid },
                  },
                  localizedMessage: 'The datastore does not satisfy the policy.',
                },
              ],
            }),
      };
    });
}

export const profileMethods: readonly VimMethod[] = [
  { type: 'PbmServiceInstance', name: 'PbmRetrieveServiceContent', answer: content },
  { type: manager, name: 'PbmQueryProfile', privilege, answer: (call) => policies(call).map(profileId) },
  {
    type: manager,
    name: 'PbmRetrieveContent',
    privilege,
    answer: (call) => listArg(call.body, 'profileIds').map((id) => profile(policyAt(call, id, 'profileIds'))),
  },
  { type: manager, name: 'PbmQueryAssociatedEntity', privilege, answer: machinesOf },
  { type: manager, name: 'PbmQueryAssociatedProfile', privilege, answer: policiesOf },
  { type: 'PbmPlacementSolver', name: 'PbmCheckRequirements', privilege, answer: compatibility },
];
