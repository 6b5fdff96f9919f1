/**
 * What can be done from the page: each action is a request that any client could have sent, and the command line, the REST form and
 * the YAML in which it could have been said. Who performs one records it for "You just did".
 */
import { formatTime } from '../../src/std/time.ts';
import { mediaTypes } from '../../src/apis/kubernetes/wire.ts';
import { lastAction } from '../live/did.svelte.ts';
import { type KindInfo, kinds, pathOf, resourceOf, supervisorScope } from '../live/kinds.ts';
import type { Problem } from '../live/problem.ts';
import { type Answer, write } from '../live/request.ts';
import { rights } from '../live/rights.svelte.ts';
import { world } from '../live/world.svelte.ts';
import type { Did } from '../parts/did.ts';
import type { MenuItem } from '../parts/menu.ts';
import { dialogs } from './dialogs.svelte.ts';
import { hrefOfObject } from './places.ts';
import { podHref } from './route.ts';
import { router } from './router.svelte.ts';

type Place = Pick<KindInfo, 'scope' | 'group' | 'version' | 'plural'>;

export interface Action {
  readonly did: Did;
  readonly send: () => Promise<Answer<unknown>>;
}

/** @returns why it was refused; undefined when it is done. */
export async function perform({ did, send }: Action): Promise<Problem | undefined> {
  const answer = await send();
  if (!answer.ok) return answer.problem;
  lastAction.record(did);
  return undefined;
}

/** `deployment/web` as a command line says it. */
function argumentOf({ plural, group }: Place, name: string): string {
  const singular = plural.replace(/sses$/, 'ss').replace(/ies$/, 'y').replace(/s$/, '');
  return `${group === '' || group === 'apps' ? singular : `${singular}.${group}`}/${name}`;
}

const flag = (namespace: string): string => (namespace === '' ? '' : ` -n ${namespace}`);

export function scale(what: Place, namespace: string, name: string, from: number, to: number): Action {
  const path = `${pathOf(what, namespace, name)}/scale`;
  const body = { spec: { replicas: to } };
  const target = argumentOf(what, name);
  return {
    did: {
      what: `Scaled ${target} from ${from} to ${to}`,
      cli: { text: `kubectl${flag(namespace)} scale ${target} --replicas=${to}` },
      rest: { text: `PATCH ${path} ${JSON.stringify(body)}` },
      yaml: { text: `spec: { replicas: ${to} }` },
    },
    send: () => write('PATCH', path, body, mediaTypes.mergePatch),
  };
}

export function restartRollout(namespace: string, name: string): Action {
  const path = pathOf(kinds.deployments, namespace, name);
  const annotations = { 'kubectl.kubernetes.io/restartedAt': formatTime(world.now) };
  const body = { spec: { template: { metadata: { annotations } } } };
  return {
    did: {
      what: `Restarted the rollout of deployment/${name}`,
      cli: { text: `kubectl${flag(namespace)} rollout restart deployment/${name}` },
      rest: { text: `PATCH ${path} ${JSON.stringify(body)}` },
      yaml: { text: `spec.template.metadata.annotations: ${JSON.stringify(annotations)}` },
    },
    send: () => write('PATCH', path, body, mediaTypes.strategicMergePatch),
  };
}

export function changeServiceType(namespace: string, name: string, from: string, to: string): Action {
  const path = pathOf(kinds.services, namespace, name);
  const body = { spec: { type: to } };
  return {
    did: {
      what: `Changed service/${name} from ${from} to ${to}`,
      cli: { text: `kubectl${flag(namespace)} patch service/${name} -p '${JSON.stringify(body)}'` },
      rest: { text: `PATCH ${path} ${JSON.stringify(body)}` },
      yaml: { text: `spec: { type: ${to} }` },
    },
    send: () => write('PATCH', path, body, mediaTypes.strategicMergePatch),
  };
}

function removal(what: Place, namespace: string, name: string): Action {
  const path = pathOf(what, namespace, name);
  const target = argumentOf(what, name);
  return {
    did: {
      what: `Deleted ${target}`,
      cli: { text: `kubectl${flag(namespace)} delete ${target}` },
      rest: { text: `DELETE ${path}` },
      yaml: { none: 'a deletion has no manifest' },
    },
    send: () => write('DELETE', path),
  };
}

/** Changes a Tier-0 gateway's summarization or route map by a merge patch of its spec. */
export function patchTier0(name: string, what: string, spec: object): Action {
  const path = pathOf(kinds.tier0s, '', name);
  return {
    did: {
      what,
      cli: { none: 'not an object of the Supervisor' },
      rest: { text: `PATCH ${path} ${JSON.stringify({ spec })}` },
      yaml: { text: `spec: ${JSON.stringify(spec)}` },
    },
    send: () => write('PATCH', path, { spec }, mediaTypes.mergePatch),
  };
}

export function askRestart(namespace: string, name: string): void {
  dialogs.show({
    kind: 'confirm',
    title: `Restart the rollout of ${name}?`,
    verb: 'Restart',
    text: 'All of its vSphere Pods are replaced, as many at a time as its strategy allows.',
    points: [],
    danger: false,
    action: restartRollout(namespace, name),
  });
}

export function askDelete(what: Place, namespace: string, name: string): void {
  const points: Readonly<Record<string, readonly string[]>> = {
    pods: ['A Pod with a controller is replaced by a new one.'],
    deployments: ['Its Replica Sets and vSphere Pods go with it.'],
    replicasets: ['Its vSphere Pods go with it; a Deployment above makes it anew.'],
    services: ['Its addresses go back to their pools.'],
    namespaces: ['Everything in it goes with it.'],
  };
  dialogs.show({
    kind: 'confirm',
    title: `Delete ${argumentOf(what, name)}?`,
    verb: 'Delete',
    text: namespace === '' ? '' : `It is in namespace ${namespace}.`,
    points: (Object.hasOwn(points, what.plural) ? points[what.plural] : undefined) ?? [],
    danger: true,
    action: removal(what, namespace, name),
  });
}

export function editObject(what: Place, namespace: string, name: string): void {
  dialogs.show({
    kind: 'editor',
    editing: {
      type: 'object',
      title: `${argumentOf(what, name)}${namespace === '' ? '' : ` in ${namespace}`}`,
      path: pathOf(what, namespace, name),
      namespace,
    },
  });
}

export function newManifest(namespace: string, text = '', title = 'New from YAML'): void {
  dialogs.show({ kind: 'editor', editing: { type: 'manifest', title, namespace, text } });
}

/** What can be done to an object of the Supervisor, for its header, its row, its place in a tree. */
export function rowActions(what: Place, namespace: string, name: string): MenuItem[] {
  const resource = resourceOf(what);
  const items: MenuItem[] = [
    { label: 'Open', icon: 'open', onselect: () => router.go(hrefOfObject(what, namespace, name)) },
  ];
  return [...items, ...objectActions(what, namespace, name, resource)];
}

export function objectActions(
  what: Place,
  namespace: string,
  name: string,
  resource = resourceOf(what),
): MenuItem[] {
  const items: MenuItem[] = [];
  if (resource === 'deployments.apps' || resource === 'replicasets.apps')
    items.push({
      label: 'Scale…',
      reason: rights.cannot('patch', what, namespace, 'scale'),
      onselect: () => dialogs.show({ kind: 'scale', what, namespace, name }),
    });
  if (resource === 'deployments.apps')
    items.push({
      label: 'Restart rollout…',
      reason: rights.cannot('patch', what, namespace),
      onselect: () => askRestart(namespace, name),
    });
  if (resource === 'pods')
    items.push(
      { label: 'Why on this host', onselect: () => router.go(podHref(namespace, name, 'placement')) },
      { label: 'Logs', icon: 'logs', onselect: () => router.go(podHref(namespace, name, 'logs')) },
    );
  items.push({
    label: 'View YAML',
    icon: 'yaml',
    section: true,
    onselect: () => router.go(hrefOfObject(what, namespace, name, 'yaml')),
  });
  if (what.scope !== supervisorScope || resource === 'events') return items;
  items.push(
    {
      label: 'Edit YAML…',
      icon: 'edit',
      reason: rights.cannot('update', what, namespace),
      onselect: () => editObject(what, namespace, name),
    },
    {
      label: 'Delete…',
      icon: 'remove',
      section: true,
      reason: rights.cannot('delete', what, namespace),
      onselect: () => askDelete(what, namespace, name),
    },
  );
  return items;
}
