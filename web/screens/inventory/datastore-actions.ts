/** Datastores on shares of NFS servers: mounted on hosts and taken off them, host by host, as vCenter has it in VI/JSON alone. */
import { titleOf, type Cluster, type Datastore, type Host } from '../../live/fabric.ts';
import { kinds, pathOf } from '../../live/kinds.ts';
import { getJson } from '../../live/request.ts';
import { rights } from '../../live/rights.svelte.ts';
import type { MenuItem } from '../../parts/menu.ts';
import type { Action } from '../actions.ts';
import { dialogs } from '../dialogs.svelte.ts';
import { hostEntity } from '../hosts/actions.ts';
import { nameField } from './create.ts';
import type { FormField } from './form.ts';
import { ask, vim } from './requests.ts';

const type = 'HostDatastoreSystem';

/** A host's managers have its number. */
const systemOf = ({ spec }: Host): string => `datastoreSystem-${spec.moid.slice(spec.moid.indexOf('-') + 1)}`;

const namesOf = (hosts: readonly Host[]): string => hosts.map(({ metadata }) => metadata.name).join(' ');

/** The same on one host after another; it ends with the first that refuses. What is shown is what the first is asked. */
function onEach(hosts: readonly Host[], what: (host: Host) => Action): Action {
  const actions = hosts.map(what);
  const [first] = actions;
  if (first === undefined) throw new Error('no host to ask');
  return {
    did: first.did,
    send: async () => {
      let answer = await first.send();
      for (const { send } of actions.slice(1)) if (answer.ok) answer = await send();
      return answer;
    },
  };
}

const field = (id: string, label: string, help: string, check: FormField['check']): FormField => ({
  id,
  label,
  type: 'text',
  value: '',
  required: true,
  help,
  ...(check === undefined ? {} : { check }),
});

function newDatastore(where: string, hosts: readonly Host[]): void {
  dialogs.show({
    kind: 'form',
    form: {
      title: `New NFS Datastore on ${where}`,
      verb: 'Finish',
      fields: [
        nameField(),
        field('folder', 'Folder', 'E.g.: /vols/vol0/datastore-001', (text) =>
          text.startsWith('/') ? undefined : 'It begins with /',
        ),
        field('server', 'Server', 'E.g.: nas, nas.it.com or 192.168.0.1', undefined),
        { id: 'readOnly', label: 'Mount NFS as read-only', type: 'check', value: 'false' },
      ],
      action: ({ name = '', folder = '', server = '', readOnly }) => {
        const accessMode = readOnly === 'true' ? 'readOnly' : 'readWrite';
        const spec = { remoteHost: server, remotePath: folder, localPath: name, accessMode, type: 'NFS' };
        const govc = `govc datastore.create -type nfs -mode ${accessMode} -name ${name} -remote-host ${server} -remote-path ${folder} ${namesOf(hosts)}`;
        return onEach(hosts, (host) =>
          vim(`Created datastore ${name}`, type, systemOf(host), 'CreateNasDatastore', { spec }, govc),
        );
      },
    },
  });
}

/** Hosts as they are now. */
async function withHosts(
  isMeant: (host: Host) => boolean,
  then: (hosts: readonly Host[]) => void,
): Promise<void> {
  const answer = await getJson<{ readonly items: readonly Host[] }>(pathOf(kinds.hosts, ''));
  if (answer.ok) then(answer.value.items.filter(isMeant));
}

const icon = 'datastore';
const label = 'New Datastore…';

export function clusterDatastoreItems(cluster: Cluster): MenuItem[] {
  const { name } = cluster.metadata;
  const isMember = ({ spec }: Host): boolean => spec.cluster === name;
  return rights.guard('Host.Config.Storage', { type: 'ClusterComputeResource', value: cluster.spec.moid }, [
    {
      label,
      icon,
      onselect: () =>
        void withHosts(isMember, (hosts) => {
          if (hosts.length > 0) newDatastore(titleOf(cluster), hosts);
        }),
    },
  ]);
}

export const hostDatastoreItems = (host: Host): MenuItem[] =>
  rights.guard('Host.Config.Storage', hostEntity(host.spec.moid), [
    { label, icon, section: 'Storage', onselect: () => newDatastore(host.metadata.name, [host]) },
  ]);

export function unmountItems(datastore: Datastore): MenuItem[] {
  const { metadata, spec } = datastore;
  if (spec.type !== 'NFS') return [];
  const title = titleOf(datastore);
  const body = { datastore: { _typeName: 'ManagedObjectReference', type: 'Datastore', value: spec.moid } };
  const askOn = (hosts: readonly Host[]): void =>
    ask(
      {
        title: `Unmount datastore ${title}?`,
        verb: 'Unmount',
        text: `From all hosts that have it: ${hosts.map((host) => host.metadata.name).join(', ')}. With the last of them it leaves the inventory.`,
        danger: true,
      },
      onEach(hosts, (host) =>
        vim(
          `Unmounted datastore ${title}`,
          type,
          systemOf(host),
          'RemoveDatastore',
          body,
          `govc datastore.remove -ds ${title} ${namesOf(hosts)}`,
        ),
      ),
    );
  const has = (host: Host): boolean => host.spec.datastores?.includes(metadata.name) === true;
  return rights.guard('Datastore.Delete', { type: 'Datastore', value: spec.moid }, [
    {
      label: 'Unmount Datastore…',
      icon: 'remove',
      onselect: () =>
        void withHosts(has, (hosts) => {
          if (hosts.length > 0) askOn(hosts);
        }),
    },
  ]);
}
