// Tags on objects. Source: vSphere Automation API, com.vmware.cis.tagging.TagAssociation.
import { networksIn, switchesIn } from '../../../kinds/vsphere/network.ts';
import { tags, type Tag } from '../../../kinds/vsphere/tag.ts';
import { string, strings } from '../../../store/schema/infer.ts';
import type { ReadView } from '../../../store/view.ts';
import { invalidArgument, notFound } from '../failure.ts';
import { folders, list, rootFolder } from '../inventory/places.ts';
import { resolvePolicies } from '../inventory/policies.ts';
import { pools } from '../inventory/pools.ts';
import { done, ok, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import { categoryOf, tagOf, tagsIn } from './found.ts';

const base = 'cis/tagging/tag-association';
const attachPrivilege = 'InventoryService.Tagging.AttachTag';

type Target = Tag['spec']['on'][number];

const objectSchema = {
  type: 'object',
  required: ['id', 'type'],
  properties: { id: string, type: string },
} as const;

/** Where objects of a type are found, by their plural; they have their id in their spec, VMs as their name. */
const plurals: Readonly<Record<string, string>> = {
  Datacenter: 'datacenters',
  ClusterComputeResource: 'clusters',
  HostSystem: 'hosts',
  Datastore: 'datastores',
};

function exists(fabric: ReadView, { type, id }: Target): boolean {
  const plural = plurals[type];
  if (plural !== undefined)
    return list<{ metadata: { name: string }; spec: { moid: string } }>(fabric, plural).some(
      ({ spec }) => spec.moid === id,
    );
  switch (type) {
    case 'VirtualMachine':
      return fabric.get('vsphere.sandbox/virtualmachines', id) !== undefined;
    case 'Folder':
      return id === rootFolder || folders(fabric).some(({ folder }) => folder === id);
    case 'ResourcePool':
      return pools(fabric).some(({ resource_pool: pool }) => pool === id);
    case 'DistributedVirtualSwitch':
    case 'VmwareDistributedVirtualSwitch':
      return switchesIn(fabric).some((known) => known.id === id);
    case 'Network':
    case 'OpaqueNetwork':
    case 'DistributedVirtualPortgroup':
      return networksIn(fabric).some((known) => known.id === id);
    default:
      return false;
  }
}

const isOn = (tag: Tag, { type, id }: Target): boolean =>
  tag.spec.on.some((target) => target.type === type && target.id === id);

/** Whether a category's tags go on such objects; one that names no type takes all. */
const takesType = (types: readonly string[], { type }: Target): boolean =>
  types.length === 0 || types.includes(type);

/** Tags of the same category that are on the object, itself among them. */
const siblingsOn = (fabric: ReadView, { spec: { category } }: Tag, target: Target): readonly Tag[] =>
  tagsIn(fabric).filter((other) => other.spec.category === category && isOn(other, target));

/** Puts a tag on an object; one of a category that gives objects one tag takes the place of no other. */
function attach({ fabric, write }: Call, tag: Tag, target: Target): void {
  if (!exists(fabric, target)) throw notFound(target.type, target.id);
  if (isOn(tag, target)) return;
  const { displayName, cardinality, types } = categoryOf(fabric, tag.spec.category).spec;
  if (!takesType(types, target))
    throw invalidArgument(
      `Tags of category '${displayName}' cannot be attached to objects of type ${target.type}.`,
      [target.type],
    );
  if (cardinality === 'SINGLE' && siblingsOn(fabric, tag, target).length > 0)
    throw invalidArgument(
      `Category '${displayName}' allows one tag on an object, and '${target.id}' has one.`,
      [target.id],
    );
  const on = [...tag.spec.on, target];
  write.update(tags, { ...tag, spec: { ...tag.spec, on } } as Tag, 'Assign tag');
}

/** Whether the tag could be put there beside those that are. */
function mayTake(fabric: ReadView, tag: Tag, target: Target): boolean {
  const { cardinality, types } = categoryOf(fabric, tag.spec.category).spec;
  const isTaken = cardinality === 'SINGLE' ? siblingsOn(fabric, tag, target).length > 0 : isOn(tag, target);
  return !isTaken && takesType(types, target);
}

function detach({ write }: Call, tag: Tag, target: Target): void {
  if (!isOn(tag, target)) return;
  const on = tag.spec.on.filter(({ type, id }) => type !== target.type || id !== target.id);
  write.update(tags, { ...tag, spec: { ...tag.spec, on } } as Tag, 'Remove tag');
}

const onObject = {
  type: 'object',
  required: ['object_id'],
  properties: { object_id: objectSchema },
} as const;

const ofPath = (call: Call): Tag => tagOf(call.fabric, call.params['tag'] ?? '');

function single(action: 'attach' | 'detach'): Operation {
  return {
    method: 'POST',
    path: `${base}/{tag}`,
    action,
    privilege: attachPrivilege,
    answer: (call) => {
      const { object_id: target } = readBody(onObject, call.body);
      (action === 'attach' ? attach : detach)(call, ofPath(call), target);
      resolvePolicies(call);
      return done;
    },
  };
}

/** Tries each by itself and says which could not be done. */
function batch(
  call: Call,
  pairs: readonly (readonly [tag: string, target: Target])[],
  change: typeof attach,
) {
  const errors: { id: string; default_message: string; args: string[] }[] = [];
  for (const [tag, target] of pairs) {
    try {
      change(call, tagOf(call.fabric, tag), target);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      errors.push({ id: 'com.vmware.cis.tagging.batch', default_message: error.message, args: [target.id] });
    }
  }
  resolvePolicies(call);
  return ok({ success: errors.length === 0, error_messages: errors });
}

const manyTags = {
  type: 'object',
  required: ['object_id', 'tag_ids'],
  properties: { object_id: objectSchema, tag_ids: strings },
} as const;

const manyObjects = {
  type: 'object',
  required: ['object_ids'],
  properties: { object_ids: { type: 'array', items: objectSchema } },
} as const;

const tagsOn = (fabric: ReadView, target: Target): string[] =>
  tagsIn(fabric)
    .filter((tag) => isOn(tag, target))
    .map(({ metadata }) => metadata.name);

const changes = { attach, detach } as const;

export const associationOperations: readonly Operation[] = [
  single('attach'),
  single('detach'),
  ...(['attach', 'detach'] as const).flatMap((verb): Operation[] => [
    {
      method: 'POST',
      path: base,
      action: `${verb}-multiple-tags-${verb === 'attach' ? 'to' : 'from'}-object`,
      privilege: attachPrivilege,
      answer: (call) => {
        const { object_id: target, tag_ids: ids } = readBody(manyTags, call.body);
        return batch(
          call,
          ids.map((id) => [id, target] as const),
          changes[verb],
        );
      },
    },
    {
      method: 'POST',
      path: `${base}/{tag}`,
      action: `${verb}-tag-${verb === 'attach' ? 'to' : 'from'}-multiple-objects`,
      privilege: attachPrivilege,
      answer: (call) => {
        const id = ofPath(call).metadata.name;
        const { object_ids: targets } = readBody(manyObjects, call.body);
        return batch(
          call,
          targets.map((target) => [id, target] as const),
          changes[verb],
        );
      },
    },
  ]),
  {
    method: 'POST',
    path: `${base}/{tag}`,
    action: 'list-attached-objects',
    answer: (call) => ok(ofPath(call).spec.on.map(({ id, type }) => ({ id, type }))),
  },
  {
    method: 'POST',
    path: base,
    action: 'list-attached-tags',
    answer: (call) => ok(tagsOn(call.fabric, readBody(onObject, call.body).object_id)),
  },
  {
    method: 'POST',
    path: base,
    action: 'list-attachable-tags',
    answer: (call) => {
      const { object_id: target } = readBody(onObject, call.body);
      if (!exists(call.fabric, target)) throw notFound(target.type, target.id);
      return ok(
        tagsIn(call.fabric)
          .filter((tag) => mayTake(call.fabric, tag, target))
          .map(({ metadata }) => metadata.name),
      );
    },
  },
  {
    method: 'GET',
    path: 'vcenter/tagging/associations',
    answer: ({ fabric, authority }) => {
      const pairs = tagsIn(fabric).flatMap(({ metadata, spec }) =>
        spec.on.map(({ id, type }) => ({ tag: metadata.name, object: { id, type } })),
      );
      // All of them at once: a vCenter here has no more tags than one page takes.
      const associations = pairs.filter(({ object }) => authority.holds('System.Read', object.id));
      return ok({ associations, status: 'END_OF_DATA' });
    },
  },
  {
    method: 'POST',
    path: base,
    action: 'list-attached-tags-on-objects',
    answer: (call) =>
      ok(
        readBody(manyObjects, call.body).object_ids.flatMap((object_id) => {
          const tag_ids = tagsOn(call.fabric, object_id);
          return tag_ids.length === 0 ? [] : [{ object_id, tag_ids }];
        }),
      ),
  },
  {
    method: 'POST',
    path: base,
    action: 'list-attached-objects-on-tags',
    answer: (call) => {
      const schema = { type: 'object', required: ['tag_ids'], properties: { tag_ids: strings } } as const;
      return ok(
        readBody(schema, call.body).tag_ids.map((id) => {
          const { metadata, spec } = tagOf(call.fabric, id);
          return { tag_id: metadata.name, object_ids: spec.on.map((target) => ({ ...target })) };
        }),
      );
    },
  },
];
