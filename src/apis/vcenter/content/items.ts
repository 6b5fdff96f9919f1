// Items of content libraries. Source: vSphere Automation API, com.vmware.content.library.Item, SubscribedItem.
import { libraryItems, type LibraryItem } from '../../../kinds/vsphere/library-item.ts';
import { boolean, integer, string } from '../../../store/schema/infer.ts';
import { Failure, missingField, notAllowed, unsupported } from '../failure.ts';
import { created, done, ok, type Call, type Operation } from '../operation.ts';
import { notSupportedHere, readBody } from '../reading.ts';
import { addItem } from './add-item.ts';
import { removeTemplate } from './vm-templates.ts';
import { checkOwn, itemModel, itemOf, itemsOf, librariesOf, libraryOf, startSync } from './found.ts';
import { fileOperations } from './files.ts';
import { sessionOperations } from './sessions.ts';

const path = 'content/library/item';
const read = { privilege: 'System.Read' } as const;

const itemSchema = {
  type: 'object',
  properties: {
    name: string,
    library_id: string,
    type: string,
    description: string,
    id: string,
    cached: boolean,
    size: integer,
    version: string,
    content_version: string,
    metadata_version: string,
    source_id: string,
    creation_time: string,
    last_modified_time: string,
    last_sync_time: string,
    security_compliance: boolean,
    certificate_verification_info: notSupportedHere,
  },
} as const;

const idsOf = (items: readonly LibraryItem[]): readonly string[] =>
  items.map(({ metadata }) => metadata.name);

function create(call: Call) {
  const { name, library_id: library, type = '', description } = readBody(itemSchema, call.body);
  if (library === undefined) throw missingField('library_id');
  if (name === undefined || name.trim() === '') throw missingField('name');
  return created(addItem(call, { library, displayName: name, type, files: [], description }));
}

function asked(call: Call): LibraryItem {
  return itemOf(call.fabric, call.params['item'] ?? '');
}

function update(call: Call) {
  const item = asked(call);
  checkOwn(call, item.spec.library);
  const { name, description, type } = readBody(itemSchema, call.body);
  const spec = {
    ...item.spec,
    ...(name === undefined ? {} : { displayName: name }),
    ...(description === undefined ? {} : { description }),
    ...(type === undefined ? {} : { type }),
  };
  const object = { ...item, spec, status: { ...item.status, modifiedAt: call.fabric.now } } as LibraryItem;
  call.write.update(libraryItems, object, 'Update Library Item');
  return done;
}

const findSchema = {
  type: 'object',
  properties: { name: string, library_id: string, type: string, cached: boolean, source_id: string },
} as const;

function find(call: Call) {
  const wanted = readBody(findSchema, call.body);
  const from =
    wanted.library_id === undefined ? librariesOf(call.fabric) : [libraryOf(call.fabric, wanted.library_id)];
  const found = from
    .flatMap(({ metadata }) => itemsOf(call.fabric, metadata.name))
    .filter(
      ({ spec, status }) =>
        (wanted.name === undefined || spec.displayName.toLowerCase() === wanted.name.toLowerCase()) &&
        (wanted.type === undefined || spec.type.toLowerCase() === wanted.type.toLowerCase()) &&
        (wanted.cached === undefined || (status?.cached ?? false) === wanted.cached),
    );
  return ok(idsOf(found));
}

/** One whose content comes from elsewhere. */
function subscribedItem(call: Call): LibraryItem {
  const item = asked(call);
  if (libraryOf(call.fabric, item.spec.library).spec.type === 'SUBSCRIBED') return item;
  throw new Failure(
    'INVALID_ELEMENT_TYPE',
    'com.vmware.vdcs.cls-main.invalid_library_type',
    `Item ${item.metadata.name} is not of a subscribed library.`,
    [item.metadata.name],
  );
}

function syncItem(call: Call) {
  const item = subscribedItem(call);
  const target = { kind: 'ContentLibraryItem', name: item.spec.displayName, id: item.metadata.name };
  startSync(call, 'Sync Library Item', target);
  const object = { ...item, spec: { ...item.spec, syncAskedAt: call.fabric.now } } as LibraryItem;
  call.write.update(libraryItems, object, 'Sync Library Item');
  return done;
}

function evictItem(call: Call) {
  const item = subscribedItem(call);
  if (libraryOf(call.fabric, item.spec.library).spec.subscription?.onDemand !== true)
    throw notAllowed('The library does not store its items on demand.', [item.metadata.name]);
  const object = { ...item, status: { ...item.status, cached: false } };
  call.write.update(libraryItems, object as LibraryItem, 'Evict Library Item');
  return done;
}

/** A new item of a library with the files of another, and with what a VM is made of that is deployed from it. */
function copy(call: Call) {
  const schema = {
    type: 'object',
    properties: { ...itemSchema.properties, destination_create_spec: itemSchema, client_token: string },
  } as const;
  const { destination_create_spec: inside, ...outside } = readBody(schema, call.body);
  const { library_id: library, name, description } = inside ?? outside;
  const source = asked(call);
  if (source.spec.template !== undefined)
    throw unsupported(
      `Library item '${source.spec.displayName}' is a VM template: deploy a VM from it and make a template of that.`,
      [source.spec.displayName],
    );
  if (library === undefined) throw missingField('library_id');
  const { type, files = [], machine } = source.spec;
  return created(
    addItem(
      call,
      {
        library,
        displayName: name ?? source.spec.displayName,
        type,
        files,
        ...(machine === undefined ? {} : { machine }),
        description: description ?? source.spec.description,
      },
      'Copy Library Item',
    ),
  );
}

/** To who subscribes: they come for it by themselves. */
function publish(call: Call) {
  const schema = {
    type: 'object',
    properties: { force_sync_content: boolean, subscriptions: { type: 'array', items: {} } },
  } as const;
  readBody(schema, call.body);
  const { library, displayName } = asked(call).spec;
  checkOwn(call, library);
  if (libraryOf(call.fabric, library).spec.published !== true)
    throw notAllowed(`The library of item '${displayName}' is not published.`, [displayName]);
  return done;
}

const withItem = `${path}/{item}`;
const subscribed = 'content/library/subscribed-item/{item}';

export const itemOperations: readonly Operation[] = [
  ...fileOperations,
  ...sessionOperations,
  {
    method: 'GET',
    path,
    query: ['library_id'],
    ...read,
    unseen: [],
    answer: ({ fabric, query }) => {
      const [library] = query('library_id');
      if (library === undefined) throw missingField('library_id');
      return ok(idsOf(itemsOf(fabric, libraryOf(fabric, library).metadata.name)));
    },
  },
  { method: 'POST', path, privilege: 'ContentLibrary.AddLibraryItem', answer: create },
  { method: 'POST', path, action: 'find', ...read, unseen: [], answer: find },
  {
    method: 'POST',
    path: withItem,
    action: 'copy',
    privilege: 'ContentLibrary.AddLibraryItem',
    answer: copy,
  },
  {
    method: 'POST',
    path: withItem,
    action: 'publish',
    privilege: 'ContentLibrary.PublishLibraryItem',
    answer: publish,
  },
  { method: 'GET', path: withItem, ...read, answer: (call) => ok(itemModel(asked(call))) },
  { method: 'PATCH', path: withItem, privilege: 'ContentLibrary.UpdateLibraryItem', answer: update },
  {
    method: 'DELETE',
    path: withItem,
    privilege: 'ContentLibrary.DeleteLibraryItem',
    answer: (call) => {
      const item = asked(call);
      checkOwn(call, item.spec.library);
      removeTemplate(call, item);
      call.write.remove(libraryItems, item, 'Delete Library Item');
      return done;
    },
  },
  {
    method: 'POST',
    path: subscribed,
    action: 'sync',
    privilege: 'ContentLibrary.SyncLibraryItem',
    answer: syncItem,
  },
  {
    method: 'POST',
    path: subscribed,
    action: 'evict',
    privilege: 'ContentLibrary.EvictLibraryItem',
    answer: evictItem,
  },
];
