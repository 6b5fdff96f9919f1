/** What an administrator does to a vSphere Namespace: each an operation of the vSphere Automation API. */
import type { Access, Resources, Supervisor, VSphereNamespace } from '../../live/fabric.ts';
import { write } from '../../live/request.ts';
import { rights } from '../../live/rights.svelte.ts';
import type { MenuItem } from '../../parts/menu.ts';
import type { Action } from '../actions.ts';
import { dialogs } from '../dialogs.svelte.ts';

const base = '/api/vcenter/namespaces/instances';
const pathOf = (name: string): string => `${base}/${encodeURIComponent(name)}`;

export const configure = 'Namespaces.Configure';

/** The cluster that a Supervisor stands on: there namespaces are made. */
export const clusterOf = ({ spec }: Supervisor) => ({ type: 'ClusterComputeResource', value: spec.moid });

/** As permissions know a vSphere Namespace. */
export const entityOf = (name: string) => ({ type: 'Namespace', value: name });

const noManifest = { none: 'not a Kubernetes object' } as const;
const noCommand = { none: 'govc has no command for it' } as const;

export interface NewNamespace {
  readonly name: string;
  readonly description: string;
  /** The cluster's name, and its managed object. */
  readonly cluster: string;
  readonly moid: string;
}

export function createNamespace({ name, description, cluster, moid }: NewNamespace): Action {
  const body = { cluster: moid, namespace: name, ...(description === '' ? {} : { description }) };
  return {
    did: {
      what: `Created namespace ${name}`,
      cli: { text: `govc namespace.create -cluster ${cluster} ${name}` },
      rest: { text: `POST ${base} ${JSON.stringify(body)}` },
      yaml: noManifest,
    },
    send: () => write('POST', base, body),
  };
}

function removeNamespace(name: string): Action {
  return {
    did: {
      what: `Removed namespace ${name}`,
      cli: { text: `govc namespace.rm ${name}` },
      rest: { text: `DELETE ${pathOf(name)}` },
      yaml: noManifest,
    },
    send: () => write('DELETE', pathOf(name)),
  };
}

export function limitNamespace(name: string, resources: Resources): Action {
  const body = { resource_spec: resources };
  return {
    did: {
      what: `Changed the limits of namespace ${name}`,
      cli: noCommand,
      rest: { text: `PATCH ${pathOf(name)} ${JSON.stringify(body)}` },
      yaml: noManifest,
    },
    send: () => write('PATCH', pathOf(name), body),
  };
}

export type Associated = 'storage' | 'vmClasses' | 'contentLibraries';

export const vmClassesPath = '/api/vcenter/namespace-management/virtual-machine-classes';

export const associatedWords: Readonly<
  Record<
    Associated,
    { readonly title: string; readonly words: string; readonly help: string; readonly none: string }
  >
> = {
  storage: {
    title: 'Storage Policies',
    words: 'storage policies',
    help: 'Each becomes a storage class in the namespace.',
    none: 'No storage policy yet: create one first',
  },
  vmClasses: {
    title: 'VM Classes',
    words: 'VM classes',
    help: 'VMs and nodes of guest clusters in the namespace are made of these.',
    none: 'No VM class',
  },
  contentLibraries: {
    title: 'Content Libraries',
    words: 'content libraries',
    help: 'VM images in the namespace come from these.',
    none: 'No content library yet: create one first',
  },
};

/** @param limitOf a policy by its id, in MiB. */
export function associate(
  name: string,
  what: Associated,
  ids: readonly string[],
  limitOf: (id: string) => number | undefined,
): Action {
  const specOf = (policy: string) => {
    const limit = limitOf(policy);
    return { policy, ...(limit === undefined ? {} : { limit }) };
  };
  const body = {
    storage: { storage_specs: ids.map(specOf) },
    vmClasses: { vm_service_spec: { vm_classes: ids } },
    contentLibraries: { vm_service_spec: { content_libraries: ids } },
  }[what];
  const args =
    what === 'vmClasses'
      ? ids.map((id) => ` -vmclass=${id}`)
      : what === 'contentLibraries'
        ? ids.map((id) => ` -library=${id}`)
        : undefined;
  return {
    did: {
      what: `Changed the ${associatedWords[what].words} of namespace ${name}`,
      cli: args === undefined ? noCommand : { text: `govc namespace.update${args.join('')} ${name}` },
      rest: { text: `PATCH ${pathOf(name)} ${JSON.stringify(body)}` },
      yaml: noManifest,
    },
    send: () => write('PATCH', pathOf(name), body),
  };
}

export const askAssociated = (namespace: string, what: Associated): void =>
  dialogs.show({ kind: 'associate', namespace, what });

const accessPath = (name: string, { domain, subject, type }: Omit<Access, 'role'>): string =>
  `${pathOf(name)}/access/${encodeURIComponent(domain)}/${encodeURIComponent(subject)}?type=${type}`;

export function grant(name: string, { role, ...who }: Access, isNew: boolean): Action {
  const path = accessPath(name, who);
  const method = isNew ? 'POST' : 'PUT';
  return {
    did: {
      what: `${who.subject}@${who.domain} has role ${role} on namespace ${name}`,
      cli: noCommand,
      rest: { text: `${method} ${path} ${JSON.stringify({ role })}` },
      yaml: noManifest,
    },
    send: () => write(method, path, { role }),
  };
}

function revoke(name: string, who: Access): Action {
  const path = accessPath(name, who);
  return {
    did: {
      what: `Took ${who.subject}@${who.domain} off namespace ${name}`,
      cli: noCommand,
      rest: { text: `DELETE ${path}` },
      yaml: noManifest,
    },
    send: () => write('DELETE', path),
  };
}

export const askNewNamespace = (): void => dialogs.show({ kind: 'namespace' });

function askRemoval(name: string): void {
  dialogs.show({
    kind: 'confirm',
    title: `Remove namespace ${name}?`,
    verb: 'Remove',
    text: 'Everything in it goes with it.',
    points: [
      'Its vSphere Pods, volumes and services on the Supervisor.',
      'Its segments, its Tier-1 gateway and its addresses in NSX.',
      'Its resource pool and its permissions in vCenter.',
    ],
    danger: true,
    action: removeNamespace(name),
  });
}

/** Of a vSphere Namespace: in its header, its row, its place in a tree. */
export function namespaceActions({ metadata: { name }, spec }: VSphereNamespace): MenuItem[] {
  const reason = spec.removed === true ? 'it is being removed' : undefined;
  return rights.guard(configure, entityOf(name), [
    {
      label: 'Resource limits…',
      icon: 'edit',
      section: 'vSphere Namespace',
      reason,
      onselect: () => dialogs.show({ kind: 'limits', namespace: name }),
    },
    {
      label: 'Edit storage…',
      icon: 'storage-policy',
      reason,
      onselect: () => askAssociated(name, 'storage'),
    },
    {
      label: 'Add permission…',
      icon: 'users',
      reason,
      onselect: () => dialogs.show({ kind: 'permission', namespace: name }),
    },
    { label: 'Remove…', icon: 'remove', reason, onselect: () => askRemoval(name) },
  ]);
}

export function permissionActions(namespace: string, access: Access): MenuItem[] {
  const who = `${access.subject}@${access.domain}`;
  return rights.guard(configure, entityOf(namespace), [
    {
      label: 'Change role…',
      icon: 'edit',
      onselect: () => dialogs.show({ kind: 'permission', namespace, access }),
    },
    {
      label: 'Remove…',
      icon: 'remove',
      onselect: () =>
        dialogs.show({
          kind: 'confirm',
          title: `Take ${who} off ${namespace}?`,
          verb: 'Remove',
          text: 'The role binding on the Supervisor goes at once; a session keeps its name, not its rights.',
          points: [],
          danger: true,
          action: revoke(namespace, access),
        }),
    },
  ]);
}
