// kubectl api-resources and api-versions. Source: kubectl pkg/cmd/apiresources.
import { out, type Run } from '../../effect.ts';
import { apiVersionOf, discover, qualifiedName, type Resource } from '../api/discovery.ts';
import { usageFailure, type Call, type Command } from '../command.ts';
import { Failure, isExpected } from '../failure.ts';
import { inColumns, tableTabs } from '../print/tab-writer.ts';

function checkNoArguments(call: Call): void {
  if (call.args.length > 0) throw usageFailure(call, `unexpected arguments: [${call.args.join(' ')}]`);
}

function row(resource: Resource, wide: boolean): string {
  const cells = [
    resource.plural,
    resource.shortNames.join(','),
    apiVersionOf(resource),
    String(resource.namespaced),
    resource.kind,
    ...(wide ? [resource.verbs.join(','), resource.categories.join(',')] : []),
  ];
  return `${cells.join('\t')}\n`;
}

/** Each resource once, in the version that its group prefers of those that have it: they stand in that order. */
function preferred(resources: readonly Resource[]): readonly Resource[] {
  const found = new Map<string, Resource>();
  for (const resource of resources) {
    const name = qualifiedName(resource);
    if (!found.has(name)) found.set(name, resource);
  }
  return [...found.values()];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function* runResources(call: Call): Run<void> {
  const { flags, client } = call;
  checkNoArguments(call);
  const output = flags.text('output');
  if (!['', 'wide', 'name'].includes(output)) throw new Failure(`--output ${output} is not available`);
  const sortBy = flags.text('sort-by');
  if (!['', 'name', 'kind'].includes(sortBy)) throw new Failure('--sort-by accepts only name or kind');
  const all = (list: readonly string[], wanted: readonly string[]) =>
    wanted.every((each) => list.includes(each));
  const wide = output === 'wide';
  const titles = [
    'NAME',
    'SHORTNAMES',
    'APIVERSION',
    'NAMESPACED',
    'KIND',
    ...(wide ? ['VERBS', 'CATEGORIES'] : []),
  ];
  const head = flags.is('no-headers') || output === 'name' ? '' : `${titles.join('\t')}\n`;
  let found: readonly Resource[];
  try {
    found = yield* discover(client, { fresh: !flags.is('cached') });
  } catch (failure) {
    if (isExpected(failure)) yield* out(inColumns(head, tableTabs));
    throw failure;
  }
  const shown = preferred(found)
    .filter(({ verbs }) => verbs.length > 0)
    .filter(({ group }) => !flags.has('api-group') || group === flags.text('api-group'))
    .filter(({ namespaced }) => !flags.has('namespaced') || namespaced === flags.is('namespaced'))
    .filter(({ verbs }) => all(verbs, flags.list('verbs')))
    .filter(({ categories }) => all(categories, flags.list('categories')));
  const key = ({ plural, kind, group }: Resource) =>
    sortBy === 'name' ? plural : sortBy === 'kind' ? kind : group;
  const sorted = shown.toSorted((a, b) => compare(key(a), key(b)) || compare(a.plural, b.plural));
  if (output === 'name') {
    yield* out(sorted.map((resource) => `${qualifiedName(resource)}\n`).join(''));
    return;
  }
  yield* out(inColumns(head + sorted.map((resource) => row(resource, wide)).join(''), tableTabs));
}

export const apiResources: Command = {
  name: 'api-resources',
  summary: 'show what kinds of objects the server has',
  flags: [
    { name: 'api-group', type: 'string', help: 'only of this group' },
    { name: 'cached', type: 'bool', value: 'false', help: 'what is remembered will do' },
    { name: 'categories', type: 'list', help: 'only of these categories' },
    { name: 'namespaced', type: 'bool', value: 'true', help: 'only those in namespaces, or only the others' },
    { name: 'no-headers', type: 'bool', value: 'false', help: 'leave the header line out' },
    { name: 'output', short: 'o', type: 'string', choices: ['wide', 'name'], help: 'wide or name' },
    { name: 'sort-by', type: 'string', choices: ['name', 'kind'], help: 'name or kind' },
    { name: 'verbs', type: 'list', help: 'only those with these verbs' },
  ],
  run: runResources,
};

function* runVersions(call: Call): Run<void> {
  checkNoArguments(call);
  let found: readonly Resource[];
  try {
    found = yield* discover(call.client, { fresh: true });
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
    throw new Failure(`couldn't get available api versions from server: ${failure.message}`);
  }
  const versions = new Set(found.map(apiVersionOf));
  yield* out(
    [...versions]
      .sort()
      .map((version) => `${version}\n`)
      .join(''),
  );
}

export const apiVersions: Command = {
  name: 'api-versions',
  summary: 'show the groups and versions that the server has',
  run: runVersions,
};
