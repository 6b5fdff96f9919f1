// Storage policies by rules, which only the storage policy service makes and deletes. Source: PBM, PbmProfileProfileManager.
import { storagePolicies, type StoragePolicy } from '../../../kinds/vsphere/storage-policy.ts';
import type { VSphereNamespace } from '../../../kinds/vsphere/namespace.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import { fnv1a32, uuidFrom } from '../../../std/hash.ts';
import type { Json } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { checkName, list } from '../inventory/places.ts';
import { resolve, tagNamespace, vsanNamespace } from '../inventory/policies.ts';
import { invalidParameter, member, VimFault, type VimCall, type VimMethod } from './method.ts';

type Rule = NonNullable<StoragePolicy['spec']['rules']>[number];

const type = 'PbmProfileProfileManager';

const items = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : [];

/** A value as it comes: bare, or as a boxed primitive. */
function textsOf(value: Json | undefined): readonly string[] {
  const set = member(value, 'values');
  if (set !== undefined) return items(set).flatMap(textsOf);
  const plain = member(value, '_value') ?? value;
  return typeof plain === 'string' || typeof plain === 'number' ? [String(plain)] : [];
}

function ruleOf(capability: Json): Rule {
  const id = member(capability, 'id');
  const [namespace, name] = [member(id, 'namespace'), member(id, 'id')];
  if (typeof name !== 'string' || (namespace !== tagNamespace && namespace !== vsanNamespace))
    throw invalidParameter('createSpec.constraints');
  const values = items(member(capability, 'constraint')).flatMap((constraint) =>
    items(member(constraint, 'propertyInstance')).flatMap((property) => textsOf(member(property, 'value'))),
  );
  if (values.length === 0) throw invalidParameter('createSpec.constraints');
  return { namespace, id: name, values };
}

/** A name that a Supervisor can call its storage class: lower case letters, digits and dashes. */
const className = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');

function create(call: VimCall): Json {
  const { fabric, write } = call;
  const spec = getOwn(call.body, 'createSpec');
  const title = member(spec, 'name');
  const description = member(spec, 'description') ?? '';
  if (typeof title !== 'string') throw invalidParameter('createSpec.name');
  if (typeof description !== 'string') throw invalidParameter('createSpec.description');
  const known = list<StoragePolicy>(fabric, 'storagepolicies');
  checkName(
    'Storage policy',
    title,
    known.map((policy) => policy.spec.displayName),
  );
  const rules = items(member(member(spec, 'constraints'), 'subProfiles')).flatMap((profile) =>
    items(member(profile, 'capability')).map(ruleOf),
  );
  if (rules.length === 0) throw invalidParameter('createSpec.constraints');
  const id = uuidFrom(fnv1a32(title), String(write.revision));
  const name = className(title);
  if (name === '' || known.some(({ metadata }) => metadata.name === name))
    throw invalidParameter('createSpec.name');
  const datastores = [...resolve(fabric, rules)];
  const object = { metadata: { name }, spec: { id, displayName: title, description, datastores, rules } };
  write.create(storagePolicies, object as unknown as Json, 'Create VM storage policy');
  return { _typeName: 'PbmProfileId', uniqueId: id };
}

function isUsedBy({ fabric }: VimCall, id: string): boolean {
  return (
    list<VSphereNamespace>(fabric, 'namespaces').some(({ spec }) =>
      spec.storage?.some(({ policy }) => policy === id),
    ) ||
    list<VirtualMachine>(fabric, 'virtualmachines').some(
      ({ spec: { hardware } }) =>
        hardware?.storagePolicy === id || hardware?.disks.some(({ storagePolicy }) => storagePolicy === id),
    )
  );
}

/** What could be deleted is; of the rest it is said why not. */
function remove(call: VimCall): Json {
  const ids = items(getOwn(call.body, 'profileId')).map((each) => member(each, 'uniqueId'));
  if (ids.length === 0) throw invalidParameter('profileId');
  return ids.flatMap((id): Json[] => {
    const profileId = { _typeName: 'PbmProfileId', uniqueId: String(id) };
    const policy = list<StoragePolicy>(call.fabric, 'storagepolicies').find(({ spec }) => spec.id === id);
    const isUsed = policy !== undefined && isUsedBy(call, policy.spec.id);
    if (policy !== undefined && policy.spec.rules !== undefined && !isUsed) {
      call.write.remove(storagePolicies, policy, 'Delete VM storage policy');
      return [];
    }
    const fault = new VimFault(
      isUsed ? 'ResourceInUse' : 'InvalidArgument',
      `Storage policy '${String(id)}' cannot be deleted.`,
    );
    return [{ _typeName: 'PbmProfileOperationOutcome', profileId, fault: fault.body }];
  });
}

export const policyMethods: readonly VimMethod[] = [
  { type, name: 'PbmCreate', privilege: 'StorageProfile.Update', answer: create },
  { type, name: 'PbmDelete', privilege: 'StorageProfile.Update', answer: remove },
];
