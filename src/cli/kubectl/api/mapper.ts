// Finds the resource that a word of the command line means: plural, singular, short name, with group and version or not.
// Source: client-go restmapper (shortcut.go), apimachinery pkg/api/meta/restmapper.go.
import { err, type Run } from '../../effect.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { Failure, isExpected } from '../failure.ts';
import type { Client } from './client.ts';
import { discover, type Resource } from './discovery.ts';

interface Asked {
  readonly resource: string;
  readonly version?: string;
  readonly group: string;
}

/** The readings of `a.b.c`: resource, version and group; then resource and group. */
function readings(word: string): readonly Asked[] {
  const [resource = '', ...rest] = word.split('.');
  const [version, ...group] = rest;
  const short: Asked = { resource, group: rest.join('.') };
  return version === undefined || group.length === 0
    ? [short]
    : [{ resource, version, group: group.join('.') }, short];
}

function named(resource: Resource, name: string): boolean {
  const lower = name.toLowerCase();
  return resource.plural === lower || resource.singular === lower || resource.shortNames.includes(name);
}

function find(resources: readonly Resource[], word: string): Resource | undefined {
  for (const { resource, version, group } of readings(word)) {
    const found = resources.find(
      (each) =>
        named(each, resource) &&
        (group === '' ||
          each.group === group ||
          ((version === undefined || each.shortNames.includes(resource)) && each.group.startsWith(group))) &&
        // Of a short name kubectl forgets the version.
        (version === undefined || each.version === version || each.shortNames.includes(resource)),
    );
    if (found !== undefined) return found;
  }
  const [kind = '', ...group] = word.split('.');
  return resources.find(
    (each) => each.kind === kind && (group.length === 0 || each.group === group.join('.')),
  );
}

/** Every resource that a word may mean, of all groups. */
export function* resourcesNamed(client: Client, word: string): Run<readonly Resource[]> {
  return (yield* discover(client, { tries: triesOfName })).filter((resource) => named(resource, word));
}

/** Asked with the short name and as it is; of a builder's word also as a kind. */
const triesOfName = 2;
const triesOfKind = 2;

/**
 * The resource, or undefined where the server has none of that name.
 * @param tries as of `Discovering`
 */
export function* lookUpResource(
  client: Client,
  word: string,
  tries = triesOfName,
): Run<Resource | undefined> {
  return (
    find(yield* discover(client, { tries }), word) ??
    find(yield* discover(client, { fresh: true, tries }), word)
  );
}

export function* resourceNamed(
  client: Client,
  word: string,
  tries = readings(word).length * triesOfName + triesOfKind,
): Run<Resource> {
  const found = yield* lookUpResource(client, word, tries);
  if (found === undefined) {
    throw new Failure(`the server doesn't have a resource type ${quoteGo(word.split('.')[0] ?? '')}`);
  }
  yield* warnOfOthers(client, word, found);
  return found;
}

/** Says which resources share a short name with the one that it means. */
function* warnOfOthers(client: Client, word: string, found: Resource): Run<void> {
  if (word.includes('.') || !found.shortNames.includes(word)) return;
  const names = new Set(
    (yield* discover(client))
      .filter(({ group, plural, shortNames }) => {
        const isSame = group === found.group && plural === found.plural;
        return shortNames.includes(word) && !isSame;
      })
      .map(({ group, plural }) => (group === '' ? plural : `${plural}.${group}`)),
  );
  for (const name of names)
    yield* err(`Warning: short name ${quoteGo(word)} could also match lower priority resource ${name}\n`);
}

/** The resource of a kind, or undefined. */
export function* resourceOfKind(client: Client, apiVersion: string, kind: string): Run<Resource | undefined> {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  const version = apiVersion.slice(slash + 1);
  const match = (each: Resource) => each.group === group && each.version === version && each.kind === kind;
  return (yield* discover(client)).find(match) ?? (yield* discover(client, { fresh: true })).find(match);
}

/** Words with their categories replaced: `all` becomes the resources that count themselves to it. Where that is not told they stay. */
export function* expandCategories(client: Client, word: string): Run<string> {
  const words = word.split(',');
  let resources: readonly Resource[];
  try {
    resources = yield* discover(client, { tries: words.length });
  } catch (failure) {
    if (isExpected(failure)) return word;
    throw failure;
  }
  return words
    .map((part) => {
      const members = resources.filter(({ categories }) => categories.includes(part));
      return members.length === 0
        ? part
        : members.map(({ plural, group }) => (group === '' ? plural : `${plural}.${group}`)).join(',');
    })
    .join(',');
}
