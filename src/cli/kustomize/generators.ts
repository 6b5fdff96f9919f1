// Config maps and secrets that a kustomization makes of files and literals. Source: kustomize api/internal/generators, api/kv.
import type { Json, JsonObject } from '../../std/draft.ts';
import { setOwn } from '../../std/own.ts';
import { base64Of } from '../base64.ts';
import { Failure } from '../kubectl/failure.ts';
import { listAt, objectAt, textAt } from '../kubectl/json.ts';
import { newResource, type Resource } from './resource.ts';

/** Base64 in lines, where it is longer than one. */
const lineLength = 70;

function wrapped(text: string): string {
  const encoded = base64Of(text);
  if (Math.floor(encoded.length / lineLength) === 0) return encoded;
  return (encoded.match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? []).map((line) => `${line}\n`).join('');
}

function unquoted(text: string): string {
  return text.length > 1 && /^(['"])[^]*\1$/.test(text) ? text.slice(1, -1) : text;
}

/** Does something with sources of one kind; what is wrong with them says which they are. */
function from(what: string, sources: readonly string[], take: (source: string) => void): void {
  for (const source of sources) {
    try {
      take(source);
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      throw new Failure(`loading KV pairs: ${what} [${sources.join(' ')}]: ${failure.message}`);
    }
  }
}

function pairsOf(args: JsonObject, read: (path: string) => string): readonly (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  const add = (key: string, value: string) => {
    if (pairs.some(([known]) => known === key))
      throw new Failure(`configmap ${textAt(args, 'name')} illegally repeats the key \`${key}\``);
    pairs.push([key, value]);
  };
  const single = textAt(args, 'env');
  const files = [...listAt(args, 'envs').map(String), ...(single === '' ? [] : [single])];
  from('env source files:', files, (file) => {
    for (const line of read(file).split('\n')) {
      const trimmed = line.replace(/\r$/, '').trimStart();
      if (trimmed === '' || trimmed.startsWith('#')) continue;
      const equals = trimmed.indexOf('=');
      if (equals !== 0)
        add(equals < 0 ? trimmed : trimmed.slice(0, equals), equals < 0 ? '' : trimmed.slice(equals + 1));
    }
  });
  from('file sources:', listAt(args, 'files').map(String), (source) => {
    const parts = source.split('=');
    const [first = '', path = first] = parts;
    if (parts.length > 2) throw new Failure(`key names or file paths cannot contain '='`);
    if (parts.length === 2 && first === '')
      throw new Failure(`missing key name for file path "${path}" in source "${source}"`);
    if (parts.length === 2 && path === '')
      throw new Failure(`missing file path for key name "${first}" in source "${source}"`);
    const key = parts.length === 2 ? first : (path.split('/').at(-1) ?? path);
    add(key, read(path));
  });
  from('literal sources', listAt(args, 'literals').map(String), (source) => {
    const equals = source.indexOf('=');
    if (equals < 1) throw new Failure(`invalid literal source ${source}, expected key=value`);
    add(source.slice(0, equals), unquoted(source.slice(equals + 1)));
  });
  return pairs;
}

export type Behavior = 'create' | 'merge' | 'replace';

export interface Generated {
  readonly resource: Resource;
  readonly behavior: Behavior;
}

/**
 * @param args an entry of configMapGenerator or secretGenerator
 * @param common what generatorOptions say for all
 */
export function generated(
  kind: 'ConfigMap' | 'Secret',
  args: JsonObject,
  common: JsonObject,
  read: (path: string) => string,
): Generated {
  const name = textAt(args, 'name');
  if (name === '') throw new Failure('a configmap must have a name');
  const own = objectAt(args, 'options');
  const data: { [key: string]: Json } = {};
  for (const [key, value] of pairsOf(args, read))
    setOwn(data, key, kind === 'Secret' ? wrapped(value) : value);
  const notes = (member: string): JsonObject => {
    const merged = { ...objectAt(own, member), ...objectAt(common, member) };
    return Object.keys(merged).length === 0 ? {} : { [member]: merged };
  };
  const is = (member: string) => own[member] === true || common[member] === true;
  const namespace = textAt(args, 'namespace');
  const object: JsonObject = {
    apiVersion: 'v1',
    kind,
    metadata: {
      name,
      ...(namespace === '' ? {} : { namespace }),
      ...notes('labels'),
      ...notes('annotations'),
    },
    ...(kind === 'Secret' ? { type: textAt(args, 'type') || 'Opaque' } : {}),
    ...(Object.keys(data).length === 0 ? {} : { data }),
    ...(is('immutable') ? { immutable: true } : {}),
  };
  const behavior = textAt(args, 'behavior').toLowerCase();
  return {
    resource: newResource(object, !is('disableNameSuffixHash')),
    behavior: behavior === 'merge' || behavior === 'replace' ? behavior : 'create',
  };
}
