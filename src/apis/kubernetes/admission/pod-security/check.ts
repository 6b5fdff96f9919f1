// What a check of the Pod security standards is, and what its sentences are made of. Source: k8s.io/pod-security-admission policy.
import type { Container, PodSpec, SecurityContext } from '#types';

export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

/** What checks read of a Pod's metadata. */
export interface Annotated {
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Check {
  readonly id: string;
  /** The minor version of Kubernetes from which it is made in this form. */
  readonly since: number;
  /** The minor version from which another form takes its place. */
  readonly until?: number;
  /** The check of the weaker level that this one says better. */
  readonly instead?: string;
  readonly violation: (spec: PodSpec, metadata: Annotated) => Violation | undefined;
}

export function containersOf(spec: PodSpec): readonly Container[] {
  return [
    ...(spec.initContainers ?? []),
    ...spec.containers,
    ...((spec.ephemeralContainers ?? []) as readonly Container[]),
  ];
}

/** Names of the containers whose security context is not as it should be. */
export function badContainers(
  spec: PodSpec,
  isBad: (context: SecurityContext | undefined, container: Container) => boolean,
): readonly string[] {
  return containersOf(spec)
    .filter((container) => isBad(container.securityContext, container))
    .map(({ name }) => name);
}

export function joinQuote(items: readonly string[]): string {
  return items.map((item) => `"${item}"`).join(', ');
}

export function plural(items: readonly unknown[], one: string, more = `${one}s`): string {
  return items.length === 1 ? one : more;
}

/** `container "a"`, `containers "a", "b"`. */
export function containersText(names: readonly string[]): string {
  return `${plural(names, 'container')} ${joinQuote(names)}`;
}

/** `pod and container "a"`: who said what may not be said. */
export function settersText(pod: boolean, names: readonly string[]): string {
  return [...(pod ? ['pod'] : []), ...(names.length > 0 ? [containersText(names)] : [])].join(' and ');
}

export function sorted(items: Iterable<string>): readonly string[] {
  return [...new Set(items)].sort();
}
