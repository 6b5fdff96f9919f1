/** What is done to files of datastores; a VM is registered by its configuration file. */
import type { Datacenter, Host } from '../../live/fabric.ts';
import type { Action } from '../actions.ts';
import { dialogs } from '../dialogs.svelte.ts';
import { vmFolderOf } from './places.ts';
import { ask, request, vim } from './requests.ts';

/** Tells whoever shows the files that they are others now. */
const then = (action: Action, again: () => void): Action => ({
  ...action,
  send: async () => {
    const answer = await action.send();
    again();
    return answer;
  },
});

const govcPath = (path: string): string => {
  const [, store = '', rest = ''] = /^\[([^\]]+)\] (.*)$/.exec(path) ?? [];
  return `-ds ${store} '${rest}'`;
};

export function newFolder(inside: string, again: () => void): void {
  dialogs.show({
    kind: 'form',
    form: {
      title: `New Folder in ${inside.trim()}`,
      verb: 'Create',
      fields: [
        {
          id: 'name',
          label: 'Folder name',
          type: 'text',
          value: '',
          required: true,
          check: (value) => (/^[^/[\]]+$/.test(value) ? undefined : 'A name without slashes and brackets'),
        },
      ],
      action: ({ name = '' }) => {
        const path = `${inside}${name}`;
        const body = { name: path, createParentDirectories: false };
        const govc = `govc datastore.mkdir ${govcPath(path)}`;
        return then(
          vim(`Made the folder ${path}`, 'FileManager', 'FileManager', 'MakeDirectory', body, govc),
          again,
        );
      },
    },
  });
}

export function deleteFile(path: string, again: () => void): void {
  const govc = `govc datastore.rm ${govcPath(path)}`;
  const act = vim(
    `Deleted ${path}`,
    'FileManager',
    'FileManager',
    'DeleteDatastoreFile_Task',
    { name: path },
    govc,
  );
  ask(
    {
      title: `Delete ${path}?`,
      verb: 'Delete',
      text: 'Of a folder all that is in it goes too; what VMs and libraries use is locked, and stays.',
      danger: true,
    },
    then(act, again),
  );
}

export function registerMachine(
  path: string,
  datacenter: Datacenter | undefined,
  hosts: readonly Host[],
  again: () => void,
): void {
  const usual = /([^/]+)\.vmx$/.exec(path)?.[1] ?? '';
  dialogs.show({
    kind: 'form',
    form: {
      title: `Register ${path}`,
      verb: 'Register',
      fields: [
        { id: 'name', label: 'Virtual machine name', type: 'text', value: usual, required: true },
        {
          id: 'host',
          label: 'Host',
          type: 'select',
          value: hosts[0]?.spec.moid ?? '',
          required: true,
          options: hosts.map((host) => ({ value: host.spec.moid, label: host.metadata.name })),
        },
      ],
      action: ({ name = '', host = '' }) => {
        const folder = datacenter === undefined ? '' : vmFolderOf(datacenter.spec.moid);
        const body = { datastore_path: path, name, placement: { folder, host } };
        const on = hosts.find(({ spec }) => spec.moid === host);
        const govc = `govc vm.register -host ${on?.metadata.name ?? host} -name ${name} ${govcPath(path)}`;
        return then(
          request(`Registered ${name}`, 'POST', '/api/vcenter/vm?action=register', body, govc),
          again,
        );
      },
    },
  });
}
