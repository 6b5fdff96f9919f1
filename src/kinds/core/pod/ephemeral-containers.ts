// Containers for debugging that are put into a Pod while it runs. Source: kubernetes pkg/apis/core/validation,
// validateEphemeralContainers and ValidatePodEphemeralContainersUpdate.
import type { Container, EphemeralContainer, PodSpec } from '#types';
import { equal } from '../../../std/draft.ts';
import { isDns1123Label } from '../../../std/names.ts';
import type { Causes } from '../../../store/causes.ts';

const at = 'spec.ephemeralContainers';

/** What a container for debugging cannot have. */
const absent = [
  'lifecycle',
  'livenessProbe',
  'ports',
  'readinessProbe',
  'resources',
  'startupProbe',
] as const;

function hasSomething(value: unknown): boolean {
  if (value === undefined) return false;
  return typeof value !== 'object' || value === null || Object.keys(value).length > 0;
}

/** What is wrong with them beyond what may be wrong with any container. */
export function checkEphemeral(spec: PodSpec, causes: Causes): void {
  const mains = [...spec.containers, ...(spec.initContainers ?? [])].map(({ name }) => name);
  const names = new Set(mains);
  for (const [index, container] of (spec.ephemeralContainers ?? []).entries()) {
    const place = `${at}[${index}]`;
    const { name, targetContainerName } = container;
    if (!name) causes.required(`${place}.name`);
    else causes.invalidEach(`${place}.name`, name, isDns1123Label(name));
    if (names.has(name)) causes.duplicate(`${place}.name`, name);
    names.add(name);
    if (targetContainerName && !mains.includes(targetContainerName))
      causes.notFound(`${place}.targetContainerName`, targetContainerName);
    for (const field of absent) {
      if (hasSomething(container[field]))
        causes.forbidden(`${place}.${field}`, 'cannot be set for an Ephemeral Container');
    }
  }
}

/** They come and never go, nor change. */
export function checkEphemeralUpdate(next: PodSpec, prev: PodSpec, causes: Causes): void {
  for (const old of prev.ephemeralContainers ?? []) {
    const now = next.ephemeralContainers?.find(({ name }) => name === old.name);
    if (now === undefined)
      causes.forbidden(at, `existing ephemeral containers ${JSON.stringify(old.name)} may not be removed\n`);
    else if (!equal(now, old))
      causes.forbidden(at, `existing ephemeral containers ${JSON.stringify(old.name)} may not be changed\n`);
  }
}

/** As the container that it is to whoever runs it. */
export function asContainer(container: EphemeralContainer): Container {
  return container;
}
