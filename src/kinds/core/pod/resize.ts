// `pods/resize`: what the containers of a Pod that runs ask for is changed, and nothing else of it.
// Source: kubernetes pkg/registry/core/pod/strategy.go, podResizeStrategy; pkg/apis/core/validation, ValidatePodResize.
import type { Container, ContainerStatus, ResourceRequirements } from '#types';
import { copy, equal, type Draft } from '../../../std/draft.ts';
import { compareQuantities, parseQuantity } from '../../../std/quantity.ts';
import type { Causes } from '../../../store/causes.ts';
import { isSidecar } from './container-status.ts';
import { fillPod } from './defaults.ts';
import type { Pod } from './pod.ts';
import { qosOf } from './resources.ts';

const resizable = ['cpu', 'memory'];
const lists = ['containers', 'initContainers'] as const;

type Quantities = Readonly<Record<string, string>>;

/** The amounts that can be changed, and those that cannot. */
function parted(quantities: Quantities = {}): { readonly can: object; readonly cannot: object } {
  const entries = Object.entries(quantities);
  return {
    can: Object.fromEntries(entries.filter(([name]) => resizable.includes(name))),
    cannot: Object.fromEntries(entries.filter(([name]) => !resizable.includes(name))),
  };
}

/** What of a container's resources can be changed, as it stands. */
export function resizableOf({ limits, requests }: ResourceRequirements = {}): object {
  return { limits: parted(limits).can, requests: parted(requests).can };
}

/** Keeps all of the Pod but its containers' resources; what they ran with before is noted with their statuses. */
export function prepareResize(next: Draft<Pod>, prev: Pod): void {
  const asked = new Map(
    lists.flatMap((list) => (next.spec?.[list] ?? []).map(({ name, resources }) => [name, resources])),
  );
  Object.assign(next, copy({ ...prev, metadata: undefined }), { metadata: next.metadata });
  const spec = next.spec as Draft<Pod['spec']>;
  for (const list of lists)
    for (const container of spec[list] ?? [])
      if (asked.has(container.name)) container.resources = asked.get(container.name) ?? {};
  fillPod(spec);
  const before = new Map(
    lists.flatMap((list) => (prev.spec[list] ?? []).map(({ name, resources }) => [name, resources ?? {}])),
  );
  const noted = (statuses: Draft<ContainerStatus>[] | undefined): void => {
    for (const status of statuses ?? [])
      if (status.state?.running !== undefined) status.resources ??= copy(before.get(status.name) ?? {});
  };
  noted(next.status?.containerStatuses);
  noted(next.status?.initContainerStatuses);
}

const isRemoved = (next: Quantities = {}, prev: Quantities = {}): boolean =>
  Object.keys(prev).some((name) => next[name] === undefined);

function checkContainer(next: Container, prev: Container, field: string, causes: Causes): void {
  const { limits, requests } = next.resources ?? {};
  if (isRemoved(requests, prev.resources?.requests))
    causes.forbidden(`${field}.requests`, 'resource requests cannot be removed');
  if (isRemoved(limits, prev.resources?.limits))
    causes.forbidden(`${field}.limits`, 'resource limits cannot be removed');
  const policy = prev.resizePolicy?.find(({ resourceName }) => resourceName === 'memory')?.restartPolicy;
  const [after, before] = [limits?.['memory'], prev.resources?.limits?.['memory']].map((text) =>
    parseQuantity(text ?? ''),
  );
  if (policy === 'RestartContainer' || after === undefined || before === undefined) return;
  if (compareQuantities(after, before) < 0) {
    const why = 'memory limits cannot be decreased unless resizePolicy is RestartContainer';
    causes.forbidden(`${field}.limits[memory]`, why);
  }
}

export function checkResize(next: Pod, prev: Pod, causes: Causes): void {
  // A path of nothing, which Go prints so.
  if (prev.spec.os?.name === 'windows') return causes.forbidden('[]', 'windows pods cannot be resized');
  const qosClass = prev.status?.qosClass ?? qosOf(prev.spec);
  if (qosOf(next.spec) !== qosClass)
    causes.invalid('spec', qosClass, 'Pod QOS Class may not change as a result of resizing');
  for (const list of lists) {
    for (const [index, before] of (prev.spec[list] ?? []).entries()) {
      const after = next.spec[list]?.[index];
      if (after === undefined) continue;
      const field = `spec.${list}[${index}].resources`;
      if (list === 'containers' || isSidecar(before)) checkContainer(after, before, field, causes);
      else if (!equal(after.resources, before.resources))
        causes.forbidden('spec', 'resources for non-sidecar init containers are immutable');
      const fixed = ({ limits, requests }: ResourceRequirements = {}) => [
        parted(limits).cannot,
        parted(requests).cannot,
      ];
      if (!equal(fixed(after.resources), fixed(before.resources)))
        causes.forbidden('spec', 'only cpu and memory resources are mutable');
    }
  }
}
