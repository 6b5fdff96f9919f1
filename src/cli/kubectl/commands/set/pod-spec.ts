// Where kinds keep the spec of their Pods, and their containers. Source: kubectl pkg/polymorphichelpers/updatepodspec.go,
// pkg/cmd/set/helper.go.
import type { Json, JsonObject } from '../../../../std/draft.ts';
import { Failure } from '../../failure.ts';
import { at, isObject, listAt, objectAt, textAt } from '../../json.ts';
import type { Resource } from '../../api/discovery.ts';

const template = ['spec', 'template', 'spec'];
const paths: Readonly<Record<string, readonly string[]>> = {
  '/Pod': ['spec'],
  '/ReplicationController': template,
  'apps/DaemonSet': template,
  'apps/Deployment': template,
  'apps/ReplicaSet': template,
  'apps/StatefulSet': template,
  'batch/CronJob': ['spec', 'jobTemplate', ...template],
  'batch/Job': template,
};

/** The object with its Pods' spec changed; throws where its kind has none. */
export function withPodSpec(
  { group, version, kind }: Resource,
  object: JsonObject,
  change: (spec: JsonObject) => JsonObject,
): JsonObject {
  const path = paths[`${group}/${kind}`];
  if (path === undefined)
    throw new Failure(`the object is not a pod or does not have a pod template: *${version}.${kind}`);
  return withMember(object, path, change(objectAt(object, ...path)));
}

function withMember(object: JsonObject, path: readonly string[], value: Json): JsonObject {
  const [key = '', ...rest] = path;
  return { ...object, [key]: rest.length === 0 ? value : withMember(objectAt(object, key), rest, value) };
}

/** A spec with each of its containers changed that fits, and how many did. */
export function withContainers(
  spec: JsonObject,
  fits: (name: string) => boolean,
  change: (container: JsonObject) => JsonObject,
): { readonly spec: JsonObject; readonly count: number } {
  let count = 0;
  const changed: { [key: string]: Json } = {};
  for (const member of ['containers', 'initContainers']) {
    if (at(spec, member) === undefined) continue;
    changed[member] = listAt(spec, member).map((container) => {
      if (!isObject(container) || !fits(textAt(container, 'name'))) return container;
      count += 1;
      return change(container);
    });
  }
  return { spec: { ...spec, ...changed }, count };
}

/** Whether a name is what `--containers` says, where `*` stands for any text. */
export function fitsPattern(pattern: string): (name: string) => boolean {
  const parts = pattern.split('*');
  return (name) => {
    const [first = ''] = parts;
    if (parts.length === 1) return name === pattern;
    if (!name.startsWith(first)) return false;
    let from = first.length;
    for (const part of parts.slice(1, -1)) {
      const found = name.indexOf(part, from);
      if (found < 0) return false;
      from = found + part.length;
    }
    const last = parts.at(-1) ?? '';
    return name.length - from >= last.length && name.endsWith(last);
  };
}
