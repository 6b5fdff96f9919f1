// Content libraries: local ones, which may be published, and subscribed ones, which are synchronized. Source: vSphere Automation API,
// com.vmware.content.Library, LocalLibrary, SubscribedLibrary.
import { libraryItems, type LibraryItem } from '../../../kinds/vsphere/library-item.ts';
import { sourceAt } from '../../../kinds/vsphere/library-source.ts';
import { libraries, type Library } from '../../../kinds/vsphere/library.ts';
import type { VSphereNamespace } from '../../../kinds/vsphere/namespace.ts';
import { uuidFrom } from '../../../std/hash.ts';
import { string } from '../../../store/schema/infer.ts';
import { invalidArgument, notAllowed } from '../failure.ts';
import { list } from '../inventory/places.ts';
import { created, done, ok, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import {
  checkName,
  checkSource,
  librarySpec,
  storageFor,
  subscriptionFor,
  subscriptionInfo,
} from './asked.ts';
import { itemsOf, librariesOf, libraryModel, libraryOf, libraryOfType, startSync } from './found.ts';

type Type = Library['spec']['type'];

function create(call: Call, type: Type) {
  const asked = readBody(librarySpec, call.body);
  const { fabric, write } = call;
  const displayName = checkName(call, asked.name);
  if (asked.type !== undefined && asked.type !== type)
    throw invalidArgument(`Library type ${asked.type} is not ${type}.`, ['type']);
  const storage = storageFor(call, asked);
  const name = uuidFrom(write.revision, 'library', displayName);
  const subscription =
    type === 'SUBSCRIBED' ? subscriptionFor(call, asked.subscription_info ?? {}) : undefined;
  const object = {
    metadata: { name },
    spec: {
      displayName,
      type,
      ...storage,
      ...(asked.description === undefined ? {} : { description: asked.description }),
      ...(subscription === undefined ? {} : { subscription, syncAskedAt: fabric.now }),
      ...(type === 'LOCAL' && asked.publish_info?.published === true ? { published: true } : {}),
    },
    status: { modifiedAt: fabric.now, version: 1 },
  };
  write.create(libraries, object, type === 'LOCAL' ? 'Create Library' : 'Create Subscribed Library');
  if (subscription !== undefined)
    startSync(call, 'Sync Library', { kind: 'ContentLibrary', name: displayName, id: name });
  return created(name);
}

function update(call: Call, library: Library) {
  const asked = readBody(librarySpec, call.body);
  const name =
    asked.name === undefined ? library.spec.displayName : checkName(call, asked.name, library.metadata.name);
  const { subscription } = library.spec;
  const object = {
    ...library,
    spec: {
      ...library.spec,
      displayName: name,
      ...(asked.description === undefined ? {} : { description: asked.description }),
      ...(asked.publish_info?.published === undefined ? {} : { published: asked.publish_info.published }),
      ...(asked.subscription_info === undefined || subscription === undefined
        ? {}
        : { subscription: subscriptionFor(call, asked.subscription_info, subscription) }),
    },
    status: { ...library.status, modifiedAt: call.fabric.now, version: (library.status?.version ?? 1) + 1 },
  } as Library;
  call.write.update(libraries, object, 'Update Library');
  return done;
}

/** Items go with their library; one that namespaces use stays. */
function remove(call: Call, library: Library, force: boolean) {
  const { fabric, write } = call;
  const { name } = library.metadata;
  const users = list<VSphereNamespace>(fabric, 'namespaces').filter(({ spec: used }) =>
    [
      ...(used.contentLibraries ?? []),
      ...(used.libraries ?? []).map((each) => each.content_library),
    ].includes(name),
  );
  if (users.length > 0 && !force) {
    const names = users.map((namespace) => namespace.metadata.name).join(', ');
    throw notAllowed(`Library '${library.spec.displayName}' is used by vSphere Namespaces: ${names}.`, [
      name,
    ]);
  }
  write.remove(libraries, library, 'Delete Library');
  for (const item of itemsOf(fabric, name)) write.remove(libraryItems, item, 'Delete Library');
  return done;
}

function sync(call: Call) {
  const library = libraryOfType(call, 'SUBSCRIBED');
  const { displayName: name, subscription } = library.spec;
  checkSource(call, subscription?.url ?? '');
  startSync(call, 'Sync Library', { kind: 'ContentLibrary', name, id: library.metadata.name });
  const object = { ...library, spec: { ...library.spec, syncAskedAt: call.fabric.now } } as Library;
  call.write.update(libraries, object, 'Sync Library');
  return done;
}

/** Contents leave the datastore; what they are stays known. */
function evict(call: Call) {
  const library = libraryOfType(call, 'SUBSCRIBED');
  if (library.spec.subscription?.onDemand !== true)
    throw notAllowed(`Library '${library.spec.displayName}' does not store its items on demand.`, [
      library.metadata.name,
    ]);
  for (const item of itemsOf(call.fabric, library.metadata.name))
    if (item.status?.cached === true)
      call.write.update(
        libraryItems,
        { ...item, status: { ...item.status, cached: false } } as LibraryItem,
        'Evict Library',
      );
  return done;
}

function publish(call: Call) {
  const library = libraryOfType(call, 'LOCAL');
  if (library.spec.published !== true)
    throw notAllowed(`Library '${library.spec.displayName}' is not published.`, [library.metadata.name]);
  return done;
}

function probe(call: Call) {
  const schema = {
    type: 'object',
    required: ['subscription_info'],
    properties: { subscription_info: subscriptionInfo },
  } as const;
  const { subscription_url: url = '' } = readBody(schema, call.body).subscription_info;
  const isAddress = /^https?:\/\//.test(url);
  const status =
    sourceAt(call.fabric, url) !== undefined
      ? 'SUCCESS'
      : isAddress
        ? 'RESOURCE_INACCESSIBLE'
        : 'INVALID_URL';
  return ok({ status, error_messages: [] });
}

const findSchema = {
  type: 'object',
  properties: { name: string, type: { type: 'string', enum: ['LOCAL', 'SUBSCRIBED'] } },
} as const;

const read = { privilege: 'System.Read' } as const;
const idsOf = (found: readonly Library[]): readonly string[] => found.map(({ metadata }) => metadata.name);

/** What both types have. */
function ofType(
  path: string,
  type: Type,
  privileges: readonly [create: string, update: string, remove: string],
): readonly Operation[] {
  const one = `${path}/{library}`;
  return [
    {
      method: 'GET',
      path,
      ...read,
      unseen: [],
      answer: ({ fabric }) => ok(idsOf(librariesOf(fabric).filter((library) => library.spec.type === type))),
    },
    { method: 'POST', path, privilege: privileges[0], answer: (call) => create(call, type) },
    {
      method: 'GET',
      path: one,
      ...read,
      answer: (call) => ok(libraryModel(libraryOfType(call, type), call.fabric)),
    },
    {
      method: 'PATCH',
      path: one,
      privilege: privileges[1],
      answer: (call) => update(call, libraryOfType(call, type)),
    },
    {
      method: 'DELETE',
      path: one,
      privilege: privileges[2],
      answer: (call) => remove(call, libraryOfType(call, type), false),
    },
    {
      method: 'DELETE',
      path: one,
      action: 'force-delete',
      privilege: privileges[2],
      answer: (call) => remove(call, libraryOfType(call, type), true),
    },
  ];
}

const path = 'content/library';
const local = 'content/local-library';
const subscribed = 'content/subscribed-library';

export const libraryOperations: readonly Operation[] = [
  { method: 'GET', path, ...read, unseen: [], answer: ({ fabric }) => ok(idsOf(librariesOf(fabric))) },
  {
    method: 'POST',
    path,
    action: 'find',
    ...read,
    unseen: [],
    answer: (call) => {
      const { name, type } = readBody(findSchema, call.body);
      if (name === undefined && type === undefined)
        throw invalidArgument('At least one of name and type must be specified.', ['spec']);
      return ok(
        idsOf(
          librariesOf(call.fabric).filter(
            (library) =>
              (name === undefined || library.spec.displayName.toLowerCase() === name.toLowerCase()) &&
              (type === undefined || library.spec.type === type),
          ),
        ),
      );
    },
  },
  {
    method: 'GET',
    path: `${path}/{library}`,
    ...read,
    answer: ({ fabric, params: { library = '' } }) => ok(libraryModel(libraryOf(fabric, library), fabric)),
  },
  {
    method: 'PATCH',
    path: `${path}/{library}`,
    privilege: 'ContentLibrary.UpdateLibrary',
    answer: (call) => update(call, libraryOf(call.fabric, call.params['library'] ?? '')),
  },
  ...ofType(local, 'LOCAL', [
    'ContentLibrary.CreateLocalLibrary',
    'ContentLibrary.UpdateLocalLibrary',
    'ContentLibrary.DeleteLocalLibrary',
  ]),
  {
    method: 'POST',
    path: `${local}/{library}`,
    action: 'publish',
    privilege: 'ContentLibrary.PublishLibrary',
    answer: publish,
  },
  {
    method: 'POST',
    path: subscribed,
    action: 'probe',
    privilege: 'ContentLibrary.ProbeSubscription',
    answer: probe,
  },
  ...ofType(subscribed, 'SUBSCRIBED', [
    'ContentLibrary.CreateSubscribedLibrary',
    'ContentLibrary.UpdateSubscribedLibrary',
    'ContentLibrary.DeleteSubscribedLibrary',
  ]),
  {
    method: 'POST',
    path: `${subscribed}/{library}`,
    action: 'sync',
    privilege: 'ContentLibrary.SyncLibrary',
    answer: sync,
  },
  {
    method: 'POST',
    path: `${subscribed}/{library}`,
    action: 'evict',
    privilege: 'ContentLibrary.EvictSubscribedLibrary',
    answer: evict,
  },
];
