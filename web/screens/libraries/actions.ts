/** What an administrator does to content libraries and their items: each an operation of the vSphere Automation API. */
import type { Library, LibraryItem } from '../../live/fabric.ts';
import { write } from '../../live/request.ts';
import { rights } from '../../live/rights.svelte.ts';
import type { MenuItem } from '../../parts/menu.ts';
import { perform, type Action } from '../actions.ts';
import { rootFolder } from '../administration/vim.ts';
import { dialogs } from '../dialogs.svelte.ts';

const noManifest = { none: 'not a Kubernetes object' } as const;

/** Libraries lie below the root of vCenter, and nowhere else in its inventory. */
export const librariesFolder = rootFolder;
const lacks = (operation: string): string | undefined =>
  rights.lacks(`ContentLibrary.${operation}`, librariesFolder);

const segment = ({ spec }: Library): string =>
  spec.type === 'LOCAL' ? 'local-library' : 'subscribed-library';
const pathOf = (library: Library): string => `/api/content/${segment(library)}/${library.metadata.name}`;

function posted(what: string, path: string, body: object | undefined, command: string): Action {
  return {
    did: {
      what,
      cli: { text: command },
      rest: { text: `POST ${path}${body === undefined ? '' : ` ${JSON.stringify(body)}`}` },
      yaml: noManifest,
    },
    send: () => write('POST', path, body),
  };
}

export interface NewLibrary {
  readonly name: string;
  readonly description: string;
  readonly datastore: string;
  /** Empty for a local one. */
  readonly url: string;
  readonly onDemand: boolean;
  readonly published: boolean;
}

export function createLibrary({
  name,
  description,
  datastore,
  url,
  onDemand,
  published,
}: NewLibrary): Action {
  const common = {
    name,
    ...(description === '' ? {} : { description }),
    storage_backings: [{ type: 'DATASTORE', datastore_id: datastore }],
  };
  if (url === '') {
    const body = { ...common, type: 'LOCAL', publish_info: { published, authentication_method: 'NONE' } };
    return posted(
      `Created library ${name}`,
      '/api/content/local-library',
      body,
      `govc library.create ${name}`,
    );
  }
  const subscription_info = {
    subscription_url: url,
    authentication_method: 'NONE',
    automatic_sync_enabled: true,
    on_demand: onDemand,
  };
  const body = { ...common, type: 'SUBSCRIBED', subscription_info };
  return posted(
    `Subscribed library ${name}`,
    '/api/content/subscribed-library',
    body,
    `govc library.create -sub ${url} -sub-ondemand=${onDemand} ${name}`,
  );
}

function removeLibrary(library: Library): Action {
  const path = pathOf(library);
  return {
    did: {
      what: `Deleted library ${library.spec.displayName}`,
      cli: { text: `govc library.rm ${library.spec.displayName}` },
      rest: { text: `DELETE ${path}` },
      yaml: noManifest,
    },
    send: () => write('DELETE', path),
  };
}

export function libraryActions(library: Library): MenuItem[] {
  const { displayName: name, type } = library.spec;
  const reason = type === 'LOCAL' ? 'it is not subscribed' : lacks('SyncLibrary');
  return [
    {
      label: 'Synchronize',
      icon: 'refresh',
      reason,
      onselect: () =>
        void perform(
          posted(
            `Synchronized library ${name}`,
            `${pathOf(library)}?action=sync`,
            undefined,
            `govc library.sync ${name}`,
          ),
        ),
    },
    {
      label: 'Delete…',
      icon: 'remove',
      section: true,
      reason: lacks(type === 'LOCAL' ? 'DeleteLocalLibrary' : 'DeleteSubscribedLibrary'),
      onselect: () =>
        dialogs.show({
          kind: 'confirm',
          title: `Delete library ${name}?`,
          verb: 'Delete',
          text: 'Its items go with it. A library that vSphere Namespaces use stays.',
          points: [],
          danger: true,
          action: removeLibrary(library),
        }),
    },
  ];
}

export function itemActions(item: LibraryItem, library: Library): MenuItem[] {
  const { displayName: name } = item.spec;
  const path = `/api/content/library/subscribed-item/${item.metadata.name}`;
  const isLocal = library.spec.type === 'LOCAL' ? 'it is of a local library' : undefined;
  const isOnDemand =
    library.spec.subscription?.onDemand === true ? undefined : 'its library keeps all contents';
  return [
    {
      label: 'Synchronize item',
      icon: 'refresh',
      reason: isLocal ?? lacks('SyncLibraryItem'),
      onselect: () =>
        void perform(
          posted(
            `Synchronized ${name}`,
            `${path}?action=sync`,
            { force_sync_content: true },
            `govc library.sync ${library.spec.displayName}/${name}`,
          ),
        ),
    },
    {
      label: 'Evict content',
      reason: isLocal ?? isOnDemand ?? lacks('EvictLibraryItem'),
      onselect: () =>
        void perform(
          posted(
            `Evicted ${name}`,
            `${path}?action=evict`,
            undefined,
            `govc library.evict ${library.spec.displayName}/${name}`,
          ),
        ),
    },
  ];
}
