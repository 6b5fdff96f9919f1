// Replacements: a field of one object copied into fields of others. Source: kustomize api/filters/replacement.
import type { Json, JsonObject } from '../../std/draft.ts';
import { parseYaml } from '../../std/yaml.ts';
import { Failure } from '../kubectl/failure.ts';
import { isObject, listAt, objectAt, textAt } from '../kubectl/json.ts';
import type { Folder } from './kustomization.ts';
import { selected } from './patches.ts';
import { identitiesOf, type Resource } from './resource.ts';

/** Dots part a path, but in brackets and behind a backslash. */
function stepsOf(path: string): readonly string[] {
  const steps = path.match(/(?:\\.|\[[^\]]*\]|[^.[\]])+/g) ?? [];
  return steps
    .flatMap((step) => step.match(/\[[^\]]*\]|(?:\\.|[^[])+/g) ?? [])
    .map((step) => step.replace(/\\(.)/g, '$1'));
}

/** The places of the items that a step such as `[name=web]`, `0`, `*` or `-` means. */
function places(list: readonly Json[], step: string, creates: boolean): readonly number[] {
  const pair = /^\[([^=\]]+)=(.*)\]$/.exec(step);
  if (pair !== null) {
    const [, key = '', value = ''] = pair;
    return list.flatMap((item, at) => (isObject(item) && String(item[key]) === value ? [at] : []));
  }
  if (step === '*') return list.map((_, at) => at);
  if (step === '-') return creates ? [list.length] : list.length === 0 ? [] : [list.length - 1];
  const index = Number(step);
  return Number.isInteger(index) && (index < list.length || creates) ? [index] : [];
}

function readAt(value: Json | undefined, steps: readonly string[]): Json | undefined {
  let current = value;
  for (const step of steps) {
    if (Array.isArray(current)) {
      const list = current as readonly Json[];
      const [place] = places(list, step, false);
      current = place === undefined ? undefined : list[place];
    } else current = isObject(current) && Object.hasOwn(current, step) ? current[step] : undefined;
  }
  return current;
}

interface Written {
  readonly value: Json;
  readonly count: number;
}

function writeAt(
  value: Json | undefined,
  steps: readonly string[],
  creates: boolean,
  set: (before: Json | undefined) => Json,
): Written | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return { value: set(value), count: 1 };
  if (Array.isArray(value) || (value === undefined && creates && /^\[|^\d+$|^-$/.test(step))) {
    const list = [...((value ?? []) as readonly Json[])];
    let found = places(list, step, creates);
    const pair = /^\[([^=\]]+)=(.*)\]$/.exec(step);
    if (found.length === 0 && creates && pair !== null) {
      list.push({ [pair[1] ?? '']: pair[2] ?? '' });
      found = [list.length - 1];
    }
    let count = 0;
    for (const place of found) {
      const written = writeAt(list[place], rest, creates, set);
      if (written === undefined) continue;
      list[place] = written.value;
      count += written.count;
    }
    return count === 0 ? undefined : { value: list, count };
  }
  const object = isObject(value) ? value : value === undefined && creates ? {} : undefined;
  if (object === undefined || (!creates && !Object.hasOwn(object, step))) return undefined;
  const written = writeAt(Object.hasOwn(object, step) ? object[step] : undefined, rest, creates, set);
  return written === undefined
    ? undefined
    : { value: { ...object, [step]: written.value }, count: written.count };
}

/** A part of a text, where a delimiter parts it. */
function partOf(value: Json, options: JsonObject): Json {
  const delimiter = textAt(options, 'delimiter');
  if (delimiter === '' || typeof value !== 'string') return value;
  return value.split(delimiter)[Number(options['index'] ?? 0)] ?? '';
}

function placed(before: Json | undefined, value: Json, options: JsonObject): Json {
  const delimiter = textAt(options, 'delimiter');
  if (delimiter === '' || typeof before !== 'string') return value;
  const parts = before.split(delimiter);
  const index = Number(options['index'] ?? 0);
  if (index < 0) return [String(value), ...parts].join(delimiter);
  if (index >= parts.length) return [...parts, String(value)].join(delimiter);
  parts[index] = String(value);
  return parts.join(delimiter);
}

/** Sources name their object exactly, by any name it has had. */
function sourceOf(resources: readonly Resource[], source: JsonObject): Resource {
  const found = resources.filter((resource) =>
    identitiesOf(resource).some((known) =>
      (['group', 'version', 'kind', 'name', 'namespace'] as const).every(
        (part) => textAt(source, part) === '' || textAt(source, part) === known[part],
      ),
    ),
  );
  const [first] = found;
  const text = `${textAt(source, 'kind') || '[noKind]'}.${textAt(source, 'version') || '[noVer]'}.${textAt(source, 'group') || '[noGrp]'}/${textAt(source, 'name') || '[noName]'}.${textAt(source, 'namespace') || '[noNs]'}`;
  if (first === undefined) throw new Failure(`nothing selected by ${text}`);
  if (found.length > 1) throw new Failure(`multiple matches for selector ${text}`);
  return first;
}

function replaceOne(resources: readonly Resource[], entry: JsonObject): void {
  const source = objectAt(entry, 'source');
  const path = textAt(source, 'fieldPath') || 'metadata.name';
  const fixed = entry['sourceValue'];
  const found = typeof fixed === 'string' ? fixed : readAt(sourceOf(resources, source).object, stepsOf(path));
  if (found === undefined) throw new Failure(`fieldPath \`${path}\` is missing for replacement source`);
  const value = partOf(found, objectAt(source, 'options'));
  for (const target of listAt(entry, 'targets').filter(isObject)) {
    const rejected = new Set(
      listAt(target, 'reject')
        .filter(isObject)
        .flatMap((each) => selected(resources, each)),
    );
    const options = objectAt(target, 'options');
    const creates = options['create'] === true;
    const paths = listAt(target, 'fieldPaths').map(String);
    for (const resource of selected(resources, objectAt(target, 'select'))) {
      if (rejected.has(resource)) continue;
      for (const fieldPath of paths.length === 0 ? ['metadata.name'] : paths) {
        const set = (before: Json | undefined) => placed(before, value, options);
        const written = writeAt(resource.object, stepsOf(fieldPath), creates, set);
        if (written === undefined)
          throw new Failure(`unable to find field \`${fieldPath}\` in replacement target`);
        resource.object = objectAt({ object: written.value }, 'object');
      }
    }
  }
}

export function replaceAll(resources: readonly Resource[], content: JsonObject, folder: Folder): void {
  for (const entry of listAt(content, 'replacements').filter(isObject)) {
    const path = textAt(entry, 'path');
    if (path === '') {
      replaceOne(resources, entry);
      continue;
    }
    const parsed = parseYaml(folder.read(path) ?? '');
    if ('error' in parsed) throw new Failure(parsed.error.message);
    const values = parsed.documents.flatMap(({ value }) =>
      Array.isArray(value) ? (value as readonly Json[]) : [value],
    );
    for (const value of values.filter(isObject)) replaceOne(resources, value);
  }
}
