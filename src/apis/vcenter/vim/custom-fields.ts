// Custom attributes and their values. Source: vim25 CustomFieldsManager, ExtensibleManagedObject.
import { customFields, type CustomField } from '../../../kinds/vsphere/custom-field.ts';
import type { Json } from '../../../std/draft.ts';
import { limits } from '../../../std/limits.ts';
import type { ReadView } from '../../../store/view.ts';
import { entityOf } from '../authorization/entity.ts';
import { list } from '../inventory/places.ts';
import { numberArg, referenceArg, textArg } from './arguments.ts';
import { invalidParameter, invalidState, VimFault, type VimCall, type VimMethod } from './method.ts';

const fieldsOf = (fabric: ReadView): readonly CustomField[] =>
  list<CustomField>(fabric, 'customfields').toSorted((a, b) => a.spec.key - b.spec.key);

/** Types that an attribute may be of. */
const types: ReadonlySet<string> = new Set([
  'ClusterComputeResource',
  'ComputeResource',
  'Datacenter',
  'Datastore',
  'DistributedVirtualPortgroup',
  'DistributedVirtualSwitch',
  'Folder',
  'HostSystem',
  'Network',
  'ResourcePool',
  'VirtualMachine',
  'VmwareDistributedVirtualSwitch',
]);

const fits = ({ spec: { objectType } }: CustomField, type: string): boolean =>
  objectType === undefined || type.endsWith(objectType);

const defOf = ({ spec: { key, name, objectType } }: CustomField): Json => ({
  _typeName: 'CustomFieldDef',
  key,
  name,
  type: 'string',
  ...(objectType === undefined ? {} : { managedObjectType: objectType }),
});

/** Attributes that an object may have a value of. */
export const availableFields = (fabric: ReadView, id: string): Json =>
  fieldsOf(fabric)
    .filter((field) => fits(field, entityOf(id).type))
    .map(defOf);

/** Those that it has one of. */
export const valuesOf = (fabric: ReadView, id: string): Json =>
  fieldsOf(fabric).flatMap(({ spec: { key, values } }) =>
    values
      .filter(({ object }) => object === id)
      .map(({ value }) => ({ _typeName: 'CustomFieldStringValue', key, value })),
  );

function fieldOf({ fabric, body }: VimCall): CustomField {
  const key = numberArg(body, 'key');
  const found = fieldsOf(fabric).find(({ spec }) => spec.key === key);
  if (found === undefined) throw invalidParameter('key');
  return found;
}

function checkName({ fabric }: VimCall, name: string): void {
  if (fieldsOf(fabric).some(({ spec }) => spec.name === name))
    throw new VimFault('DuplicateName', `The name '${name}' already exists.`, { name });
}

const firstKey = 1;

function add(call: VimCall): Json {
  const { fabric, write, body } = call;
  const name = textArg(body, 'name');
  const { moType = '' } = body;
  if (typeof moType !== 'string' || (moType !== '' && !types.has(moType))) throw invalidParameter('moType');
  checkName(call, name);
  const known = fieldsOf(fabric);
  if (known.length >= limits.customFieldsMax)
    throw invalidState(`there are ${limits.customFieldsMax} custom attributes, which is the most`);
  const key = Math.max(firstKey - 1, ...known.map(({ spec }) => spec.key)) + 1;
  const spec = { key, name, values: [], ...(moType === '' ? {} : { objectType: moType }) };
  const metadata = { name: `customfield-${write.revision + 1}` };
  write.create(customFields, { metadata, spec }, 'Add custom attribute');
  return defOf({ metadata, spec } as unknown as CustomField);
}

/** An empty value is none. */
function setValue(call: VimCall, field: CustomField, object: string): undefined {
  const value = call.body['value'];
  if (typeof value !== 'string') throw invalidParameter('value');
  if (!fits(field, entityOf(object).type)) throw invalidParameter('key');
  const others = field.spec.values.filter((each) => each.object !== object);
  const values = value === '' ? others : [...others, { object, value }];
  const spec = { ...field.spec, values };
  call.write.update(customFields, { ...field, spec } as CustomField, 'Set custom attribute value');
  return undefined;
}

const type = 'CustomFieldsManager';
const manage = 'Global.ManageCustomFields';
const set = 'Global.SetCustomField';

export const customFieldMethods: readonly VimMethod[] = [
  { type, name: 'field', privilege: 'System.View', answer: ({ fabric }) => fieldsOf(fabric).map(defOf) },
  { type, name: 'AddCustomFieldDef', privilege: manage, answer: add },
  {
    type,
    name: 'RemoveCustomFieldDef',
    privilege: manage,
    answer: (call) => {
      call.write.remove(customFields, fieldOf(call), 'Remove custom attribute');
      return undefined;
    },
  },
  {
    type,
    name: 'RenameCustomFieldDef',
    privilege: manage,
    answer: (call) => {
      const field = fieldOf(call);
      const name = textArg(call.body, 'name');
      if (name !== field.spec.name) checkName(call, name);
      const spec = { ...field.spec, name };
      call.write.update(customFields, { ...field, spec } as CustomField, 'Rename custom attribute');
      return undefined;
    },
  },
  {
    type,
    name: 'SetField',
    privilege: set,
    on: ({ body }) => referenceArg(body, 'entity').value,
    answer: (call) => setValue(call, fieldOf(call), referenceArg(call.body, 'entity').value),
  },
  // The object's own, by the attribute's name.
  ...[...types].map((owner): VimMethod => ({
    type: owner,
    name: 'SetCustomValue',
    privilege: set,
    answer: (call) => {
      const name = textArg(call.body, 'key');
      const field = fieldsOf(call.fabric).find(({ spec }) => spec.name === name);
      if (field === undefined) throw invalidParameter('key');
      return setValue(call, field, call.moid);
    },
  })),
];
