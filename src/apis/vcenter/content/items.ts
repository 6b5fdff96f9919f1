// Items of content libraries. Source: vSphere Automation API, com.vmware.content.library.Item, SubscribedItem.
import { libraryItems, type LibraryItem } from '../../../kinds/vsphere/library-item.ts';
import { boolean, integer, string } from '../../../store/schema/infer.ts';
import { Failure, invalidArgument, notAllowed } from '../failure.ts';
import { created, done, ok, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
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
  },
} as const;

const idsOf = (items: readonly LibraryItem[]): readonly string[] =>
  items.map(({ metadata }) => metadata.name);

function create(call: Call) {
  const { name, library_id: library, type = '', description } = readBody(itemSchema, call.body);
  if (library === undefined) throw invalidArgument("Missing required field 'library_id'.", ['library_id']);
  if (name === undefined || name.trim() === '')
    throw invalidArgument("Missing required field 'name'.", ['name']);
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
      if (library === undefined)
        throw invalidArgument("Missing required parameter 'library_id'.", ['library_id']);
      return ok(idsOf(itemsOf(fabric, libraryOf(fabric, library).metadata.name)));
    },
  },
  { method: 'POST', path, privilege: 'ContentLibrary.AddLibraryItem', answer: create },
  { method: 'POST', path, action: 'find', ...read, unseen: [], answer: find },
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
