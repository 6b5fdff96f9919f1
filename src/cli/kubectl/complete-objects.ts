// Completion of `TYPE NAME...` and `TYPE/NAME`: resource types first, then names of objects that the server has.
import type { Run } from '../effect.ts';
import type { Candidate } from '../../shell/program.ts';
import type { Client } from './api/client.ts';
import { sendJson } from './api/client.ts';
import { collectionPath, discover, type Resource } from './api/discovery.ts';
import { lookUpResource } from './api/mapper.ts';
import { isExpected } from './failure.ts';
import { listAt, textAt } from './json.ts';

const namesMax = 500;

/** Plurals and short names. */
export function* completeTypes(client: Client): Run<readonly Candidate[]> {
  const resources = yield* discover(client);
  const words = resources
    .filter(({ verbs }) => verbs.includes('list'))
    .flatMap(({ plural, shortNames }) => [plural, ...shortNames]);
  return [...new Set(words)].map((text) => ({ text }));
}

export function* completeNames(client: Client, resource: Resource): Run<readonly Candidate[]> {
  try {
    const { namespace } = client.effective();
    const path = collectionPath(resource, resource.namespaced ? namespace : '');
    const list = yield* sendJson(client, { path, query: { limit: String(namesMax) } });
    return listAt(list, 'items').map((item) => ({ text: textAt(item, 'metadata', 'name') }));
  } catch (failure) {
    if (isExpected(failure)) return [];
    throw failure;
  }
}

/** Names of objects of a type that the command fixes. */
export function completeNamesOf(type: string) {
  return function* (_words: readonly string[], client: Client): Run<readonly Candidate[]> {
    const resource = yield* lookUpResource(client, type);
    return resource === undefined ? [] : yield* completeNames(client, resource);
  };
}

/** @param words the arguments that are neither flags nor their values; the last is being typed */
export function* completeObjects(words: readonly string[], client: Client): Run<readonly Candidate[]> {
  const word = words.at(-1) ?? '';
  const slash = word.indexOf('/');
  const type = slash >= 0 ? word.slice(0, slash) : words.length > 1 ? (words[0] ?? '') : undefined;
  if (type === undefined) {
    const listed = word.slice(0, word.lastIndexOf(',') + 1);
    return (yield* completeTypes(client)).map(({ text }) => ({ text: listed + text }));
  }
  const resource = yield* lookUpResource(client, type);
  if (resource === undefined) return [];
  const names = yield* completeNames(client, resource);
  return slash < 0 ? names : names.map(({ text }) => ({ text: `${type}/${text}` }));
}
