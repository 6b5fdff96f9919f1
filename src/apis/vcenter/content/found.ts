// Libraries and items by their ids, as the Automation API tells them. Source: vSphere Automation API, com.vmware.content.LibraryModel,
// com.vmware.content.library.ItemModel.
import { libraryItemsKind, type LibraryItem } from '../../../kinds/vsphere/library-item.ts';
import { publishUrl } from '../../../kinds/vsphere/library-source.ts';
import { librariesKind, type Library } from '../../../kinds/vsphere/library.ts';
import { vcenterIn } from '../../../kinds/vsphere/vcenter.ts';
import { bytesPerMiB } from '../../../std/mebibyte.ts';
import { formatMilliTime } from '../../../std/time.ts';
import type { ReadView } from '../../../store/view.ts';
import { beginTask, type Begun } from '../begin-task.ts';
import { Failure, notFound } from '../failure.ts';
import type { Call } from '../operation.ts';

export function librariesOf(fabric: ReadView): readonly Library[] {
  return fabric.list<Library>(librariesKind);
}

export function libraryOf(fabric: ReadView, id: string): Library {
  const found = fabric.get<Library>(librariesKind, id);
  if (found === undefined) throw notFound('Library', id);
  return found;
}

/** The library of an operation that is for one type alone. */
export function libraryOfType(call: Call, type: Library['spec']['type']): Library {
  const id = call.params['library'] ?? '';
  const found = libraryOf(call.fabric, id);
  if (found.spec.type === type) return found;
  throw new Failure(
    'INVALID_ELEMENT_TYPE',
    'com.vmware.vdcs.cls-main.invalid_library_type',
    `The library ${id} is of type ${found.spec.type}, and not of type ${type}.`,
    [id],
  );
}

/** Items of a subscribed library are its source's. */
export function checkOwn({ fabric }: Call, library: string): void {
  const { spec } = libraryOf(fabric, library);
  if (spec.type === 'LOCAL') return;
  throw new Failure(
    'INVALID_ELEMENT_TYPE',
    'com.vmware.vdcs.cls-main.invalid_library_type',
    `The library ${library} is of type SUBSCRIBED: its items are those of its source.`,
    [library],
  );
}

export function itemsOf(fabric: ReadView, library: string): readonly LibraryItem[] {
  return fabric.list<LibraryItem>(libraryItemsKind, { index: ['library', library] });
}

export function itemOf(fabric: ReadView, id: string): LibraryItem {
  const found = fabric.get<LibraryItem>(libraryItemsKind, id);
  if (found === undefined) throw notFound('Library item', id);
  return found;
}

export const backingOf = ({ datastore = '', storageUri }: Library['spec']) =>
  storageUri === undefined
    ? { type: 'DATASTORE', datastore_id: datastore }
    : { type: 'OTHER', storage_uri: storageUri };

export function libraryModel({ metadata, spec, status }: Library, fabric: ReadView) {
  const { displayName: name, description = '', type, subscription, published = false } = spec;
  const created = `${metadata.creationTimestamp.slice(0, -1)}.000Z`;
  const { syncedAt, modifiedAt } = status ?? {};
  return {
    id: metadata.name,
    name,
    description,
    type,
    creation_time: created,
    last_modified_time: modifiedAt === undefined ? created : formatMilliTime(modifiedAt),
    ...(syncedAt === undefined ? {} : { last_sync_time: formatMilliTime(syncedAt) }),
    version: String(status?.version ?? 1),
    server_guid: vcenterIn(fabric)?.spec.instanceUuid ?? '',
    storage_backings: [backingOf(spec)],
    state_info: { state: 'ACTIVE' },
    ...(type === 'LOCAL'
      ? {
          publish_info: {
            published,
            authentication_method: 'NONE',
            persist_json_enabled: false,
            ...(published ? { publish_url: publishUrl(fabric, metadata.name) } : {}),
          },
          optimization_info: { optimize_remote_publishing: false },
        }
      : {}),
    ...(subscription === undefined
      ? {}
      : {
          subscription_info: {
            subscription_url: subscription.url,
            authentication_method: subscription.userName === undefined ? 'NONE' : 'BASIC',
            automatic_sync_enabled: subscription.automaticSync,
            on_demand: subscription.onDemand,
            ...(subscription.userName === undefined ? {} : { user_name: subscription.userName }),
            ...(subscription.sslThumbprint === undefined
              ? {}
              : { ssl_thumbprint: subscription.sslThumbprint }),
          },
        }),
  };
}

export const filesBytes = (files: LibraryItem['spec']['files'] = []): number =>
  files.reduce((sum, { bytes }) => sum + bytes, 0);

/** What is on the datastore of an item: nothing until its content is there. */
export function bytesOf({ spec, status }: LibraryItem): number {
  if (status?.cached !== true) return 0;
  return spec.files === undefined ? (spec.sizeMiB ?? 0) * bytesPerMiB : filesBytes(spec.files);
}

export function itemModel(item: LibraryItem) {
  const { metadata, spec, status } = item;
  const created = `${metadata.creationTimestamp.slice(0, -1)}.000Z`;
  const { modifiedAt, syncedAt, cached = false, contentVersion = 1 } = status ?? {};
  return {
    id: metadata.name,
    library_id: spec.library,
    name: spec.displayName,
    description: spec.description ?? '',
    type: spec.type,
    size: bytesOf(item),
    cached,
    version: String(contentVersion),
    content_version: String(contentVersion),
    metadata_version: '1',
    creation_time: created,
    last_modified_time: modifiedAt === undefined ? created : formatMilliTime(modifiedAt),
    ...(syncedAt === undefined ? {} : { last_sync_time: formatMilliTime(syncedAt) }),
    security_compliance: true,
  };
}

/** A task that runs until the library or the item is as its source was. */
export function startSync(call: Call, words: string, target: Begun['target']): void {
  beginTask(call, { words, target, awaits: 'Synchronization' });
}
