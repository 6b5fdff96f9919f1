// What a library is asked to be, read and checked: its name, its datastore, the address that it subscribes to.
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import { sourceAt } from '../../../kinds/vsphere/library-source.ts';
import type { Library } from '../../../kinds/vsphere/library.ts';
import { boolean, string, type Infer } from '../../../store/schema/infer.ts';
import { alreadyExists, Failure, invalidArgument, missingField, notFound } from '../failure.ts';
import { list } from '../inventory/places.ts';
import type { Call } from '../operation.ts';
import { librariesOf } from './found.ts';

const publishInfo = {
  type: 'object',
  properties: {
    published: boolean,
    authentication_method: { type: 'string', enum: ['NONE', 'BASIC'] },
    persist_json_enabled: boolean,
    publish_url: string,
    user_name: string,
    password: string,
    current_password: string,
  },
} as const;

export const subscriptionInfo = {
  type: 'object',
  properties: {
    subscription_url: string,
    authentication_method: { type: 'string', enum: ['NONE', 'BASIC'] },
    automatic_sync_enabled: boolean,
    on_demand: boolean,
    user_name: string,
    password: string,
    ssl_thumbprint: string,
    ssl_certificate: string,
    source_info: { type: 'object', properties: { source_library: string, subscription: string } },
  },
} as const;

const members = {
  name: string,
  description: string,
  type: { type: 'string', enum: ['LOCAL', 'SUBSCRIBED'] },
  storage_backings: {
    type: 'array',
    items: {
      type: 'object',
      properties: {
        type: { type: 'string', enum: ['DATASTORE', 'OTHER'] },
        datastore_id: string,
        storage_uri: string,
      },
    },
  },
  publish_info: publishInfo,
  subscription_info: subscriptionInfo,
  optimization_info: { type: 'object', properties: { optimize_remote_publishing: boolean } },
  id: string,
  server_guid: string,
  version: string,
  creation_time: string,
  last_modified_time: string,
  last_sync_time: string,
  security_policy_id: string,
  unset_security_policy_id: boolean,
  state_info: { type: 'object', properties: { state: string } },
} as const;

export const librarySpec = { type: 'object', properties: members } as const;

type Asked = Infer<typeof librarySpec>;

export function checkName({ fabric }: Call, name: string | undefined, own?: string): string {
  if (name === undefined || name.trim() === '') throw missingField('name');
  const isTaken = librariesOf(fabric).some(
    (library) => library.metadata.name !== own && library.spec.displayName === name,
  );
  if (isTaken) throw alreadyExists(`A library with the name '${name}' already exists.`, [name]);
  return name;
}

/** Where its items lie: on a datastore, or in a file system that vCenter reaches by itself. */
export function storageFor(
  { fabric }: Call,
  { storage_backings: backings = [] }: Asked,
): Pick<Library['spec'], 'datastore' | 'storageUri'> {
  const [backing] = backings;
  if (backing === undefined || backings.length > 1)
    throw invalidArgument('A library needs exactly one storage backing.', ['storage_backings']);
  const { type = 'DATASTORE', datastore_id: id = '', storage_uri: uri = '' } = backing;
  if (type === 'OTHER') {
    if (!/^(nfs|smb|file):\/\/\S+$/.test(uri))
      throw invalidArgument(`The storage URI '${uri}' is none of nfs://, smb:// and file://.`, [
        'storage_uri',
      ]);
    return { storageUri: uri };
  }
  if (!list<Datastore>(fabric, 'datastores').some((datastore) => datastore.spec.moid === id))
    throw notFound('Datastore', id);
  return { datastore: id };
}

/** Refused where nobody publishes anything at the address. */
export function checkSource({ fabric }: Call, url: string): void {
  if (!/^https?:\/\/\S+\/lib\.json$/.test(url))
    throw invalidArgument(`The subscription URL '${url}' does not name a lib.json of a published library.`, [
      url,
    ]);
  if (sourceAt(fabric, url) !== undefined) return;
  throw new Failure(
    'RESOURCE_INACCESSIBLE',
    'com.vmware.vdcs.cls-main.subscription_url_inaccessible',
    `The subscription URL '${url}' is not accessible.`,
    [url],
  );
}

export function subscriptionFor(
  call: Call,
  info: NonNullable<Asked['subscription_info']>,
  before?: Library['spec']['subscription'],
) {
  const url = info.subscription_url ?? before?.url;
  if (url === undefined) throw missingField('subscription_info.subscription_url');
  if (url !== before?.url) checkSource(call, url);
  const thumbprint = info.ssl_thumbprint ?? before?.sslThumbprint;
  const userName = info.user_name ?? before?.userName;
  return {
    url,
    onDemand: info.on_demand ?? before?.onDemand ?? true,
    automaticSync: info.automatic_sync_enabled ?? before?.automaticSync ?? false,
    ...(userName === undefined ? {} : { userName }),
    ...(thumbprint === undefined ? {} : { sslThumbprint: thumbprint }),
  };
}
