// HostDatastoreSystem as far as shares of NFS servers go, and their end. Source: vim25 HostDatastoreSystem, Datastore.
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import type { Host } from '../../../kinds/vsphere/host.ts';
import type { Json } from '../../../std/draft.ts';
import { checkName, list, titleOf } from '../inventory/places.ts';
import {
  createOn,
  isMountedOn,
  mountOn,
  nasDatastoresLike,
  unmountFrom,
} from '../inventory/nas-datastores.ts';
import { objectOf, referenceArg, textArg } from './arguments.ts';
import { hostIdOf, hostOfManager } from './host-config/settings.ts';
import {
  gone,
  invalidParameter,
  notSupported,
  reference,
  startTask,
  VimFault,
  type VimCall,
  type VimMethod,
} from './method.ts';

const type = 'HostDatastoreSystem';
const privilege = 'Host.Config.Storage';

/** As ESXi takes names of volumes. */
const nameLengthMax = 42;

function create(call: VimCall): Json {
  const spec = objectOf(call.body['spec'], 'spec');
  const [server, path, title] = ['remoteHost', 'remotePath', 'localPath'].map((name) =>
    textArg(spec, name),
  ) as [string, string, string];
  if (!path.startsWith('/')) throw invalidParameter('spec.remotePath');
  if (title.length > nameLengthMax) throw invalidParameter('spec.localPath');
  const mode = spec['accessMode'] ?? 'readWrite';
  if (mode !== 'readWrite' && mode !== 'readOnly') throw invalidParameter('spec.accessMode');
  if (!/^nfs(?:41)?$/i.test(String(spec['type'] ?? 'NFS')))
    throw notSupported(`volumes of type ${String(spec['type'])}`);
  checkName('Datastore', title, []);
  const { fabric, write } = call;
  const host = hostOfManager(call);
  const share = { server, path, ...(mode === 'readOnly' ? { isReadOnly: true } : {}) };
  const [known] = nasDatastoresLike(fabric, host, title, share);
  if (known === undefined) return reference('Datastore', createOn(fabric, write, host, title, share));
  const { nas, moid } = known.spec;
  const isSame = titleOf(known) === title && nas?.server === server && nas.path === path;
  if (!isSame)
    throw new VimFault('DuplicateName', `The name '${titleOf(known)}' already exists.`, {
      name: titleOf(known),
      object: reference('Datastore', moid),
    });
  if (isMountedOn(known, host))
    throw new VimFault('AlreadyExists', `The specified key, name, or identifier '${title}' already exists.`, {
      name: title,
    });
  mountOn(write, host, known.metadata.name);
  return reference('Datastore', moid);
}

function storeOf({ fabric }: VimCall, moid: string): Datastore {
  const found = list<Datastore>(fabric, 'datastores').find(({ spec }) => spec.moid === moid);
  if (found === undefined) throw gone('Datastore', moid);
  if (found.spec.type !== 'NFS') throw notSupported(`removing datastores of type ${found.spec.type}`);
  return found;
}

function remove(call: VimCall): undefined {
  const store = storeOf(call, referenceArg(call.body, 'datastore').value);
  const host = hostOfManager(call);
  if (!isMountedOn(store, host)) throw gone('Datastore', store.spec.moid);
  unmountFrom(call.fabric, call.write, store, host);
  return undefined;
}

/** Off every host that has it. */
function destroy(call: VimCall): string {
  const store = storeOf(call, call.moid);
  for (const host of list<Host>(call.fabric, 'hosts'))
    if (isMountedOn(store, host)) unmountFrom(call.fabric, call.write, store, host);
  return titleOf(store);
}

export const nasDatastoreMethods: readonly VimMethod[] = [
  { type, name: 'CreateNasDatastore', privilege, on: hostIdOf, answer: create },
  { type, name: 'RemoveDatastore', privilege, on: hostIdOf, answer: remove },
  {
    type: 'Datastore',
    name: 'DestroyDatastore',
    privilege: 'Datastore.Delete',
    answer: (call) => void destroy(call),
  },
  {
    type: 'Datastore',
    name: 'Destroy_Task',
    privilege: 'Datastore.Delete',
    answer: (call) =>
      startTask(call, { words: 'Delete', target: { kind: 'Datastore', name: destroy(call), id: call.moid } }),
  },
];
