// One look at a world: every list is asked for once, however many invariants read it.
import type { World } from '../../../src/world.ts';
import { list, type Body } from '../setup.ts';

export class Look {
  readonly world: World;
  readonly #listed = new Map<string, readonly Body[]>();

  constructor(world: World) {
    this.world = world;
  }

  list(path: string): readonly Body[] {
    let items = this.#listed.get(path);
    if (items === undefined) {
      items = list(this.world, path);
      this.#listed.set(path, items);
    }
    return items;
  }
}

/** On a distributed switch only the system's namespaces and those of Supervisor Services have Pods. */
export function mayHavePods(look: Look, namespace = ''): boolean {
  const [supervisor] = look.list(fabric('vsphere.sandbox', 'supervisors'));
  const { vsphere } = (supervisor?.spec['workloads'] ?? {}) as { readonly vsphere?: unknown };
  return vsphere === undefined || /^(kube-|vmware-system-|svc-)/.test(namespace);
}

export function check(holds: boolean, what: () => string): void {
  if (!holds) throw new Error(`invariant: ${what()}`);
}

export const fabric = (group: string, plural: string): string => `/scopes/fabric/apis/${group}/v1/${plural}`;

/** The address that a Pod holds now: an ended one gave it back, one of the host's network has none of its own. */
export const podIp = (pod: Body): string | undefined =>
  pod.status?.['phase'] === 'Failed' ||
  pod.status?.['phase'] === 'Succeeded' ||
  pod.spec['hostNetwork'] === true
    ? undefined
    : (pod.status?.['podIP'] as string | undefined);
