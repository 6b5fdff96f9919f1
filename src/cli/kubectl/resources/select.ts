// What a command's arguments, files and selectors name: the plan of what to read. Source: cli-runtime pkg/resource/builder.go.
import { quoteGo } from '../../../std/go-quote.ts';
import type { Run } from '../../effect.ts';
import type { Client } from '../api/client.ts';
import type { Resource } from '../api/discovery.ts';
import { expandCategories, resourceNamed } from '../api/mapper.ts';
import { Failure, throwAll } from '../failure.ts';
import { builtResources, textOf } from './kustomize.ts';
import { manifestFiles, type ManifestFile } from './manifests.ts';

export interface Selection {
  readonly args?: readonly string[];
  readonly filenames?: readonly string[];
  readonly recursive?: boolean;
  /** The folder of -k, or empty. */
  readonly kustomize?: string;
  readonly selector?: string;
  readonly fieldSelector?: string;
  /** --all: every object of the type. */
  readonly all?: boolean;
  readonly allNamespaces?: boolean;
  /** A type alone means all its objects. */
  readonly bareType?: boolean;
  readonly namespace: string;
  /** The command line names the namespace: manifests must not name another. */
  readonly explicitNamespace?: boolean;
  readonly singleType?: boolean;
  readonly subresource?: string;
}

export type Source =
  | {
      readonly type: 'list';
      readonly resource: Resource;
      readonly namespace: string;
      readonly selector: string;
      readonly fieldSelector: string;
    }
  | {
      readonly type: 'object';
      readonly resource: Resource;
      readonly namespace: string;
      readonly name: string;
    }
  | { readonly type: 'file'; readonly file: ManifestFile };

export interface Plan {
  readonly sources: readonly Source[];
  /** Whether one object was asked for, so that it is shown without a list around it. */
  readonly single: boolean;
  /** Whether objects were named, rather than found. */
  readonly named: boolean;
}

export const nothingNamed = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

/** Words that commas join, each once. */
function splitTypes(word: string): readonly string[] {
  return [...new Set(word.split(','))];
}

/** `pods,services a b` is `pods/a pods/b services/a services/b`. */
function normalize(args: readonly string[]): readonly string[] {
  const [first = '', ...names] = args;
  const types = splitTypes(first);
  return args.length >= 2 && types.length > 1
    ? types.flatMap((type) => names.map((name) => `${type}/${name}`))
    : args;
}

export function isPair(word: string): boolean {
  return word.includes('/');
}

function pairOf(word: string): { readonly type: string; readonly name: string } {
  const [type = '', name = '', ...more] = word.split('/');
  if (more.length > 0) throw new Failure('arguments in resource/name form may not have more than one slash');
  if (type === '' || name === '' || splitTypes(type).length !== 1) {
    throw new Failure('arguments in resource/name form must have a single resource and name');
  }
  return { type, name };
}

/** Whether the arguments name objects, and not only types. */
export function namesObjects(args: readonly string[]): boolean {
  const normal = normalize(args);
  checkPairs(normal);
  return normal.some(isPair) || normal.length > 1;
}

function checkPairs(args: readonly string[]): void {
  const pairs = args.filter(isPair).length;
  if (pairs > 0 && pairs !== args.length) {
    throw new Failure(
      "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
    );
  }
}

/** Whoever names files names nothing else. */
function checkNoArguments(args: readonly string[]): void {
  if (args.length === 0) return;
  throw new Failure(
    args.some(isPair)
      ? 'resource/name arguments cannot be provided when a path is specified'
      : 'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
  );
}

/** Finds out what is meant; throws when that is nothing, too much or contradictory. */
export function* plan(client: Client, selection: Selection): Run<Plan> {
  const { args = [], filenames = [], recursive = false, kustomize = '' } = selection;
  if (kustomize !== '' && filenames.length > 0) throw new Failure('only one of -f or -k can be specified');
  if (kustomize !== '' && recursive) throw new Failure("the -k flag can't be used with -f or -R");
  const { files: named, failures, single } = manifestFiles(filenames, recursive, client.session);
  throwAll(failures);
  const normal = normalize(args);
  checkPairs(normal);
  if (named.length > 0 || kustomize !== '') checkNoArguments(normal);
  const files: readonly ManifestFile[] =
    kustomize === ''
      ? named
      : [
          {
            source: kustomize,
            path: '',
            text: textOf(yield* builtResources(client.session, kustomize)),
          },
        ];
  const pairs = normal.some(isPair) ? normal.map(pairOf) : [];
  const [typeWord, ...names] = pairs.length > 0 ? [] : normal;
  const types = typeWord === undefined ? [] : splitTypes(yield* expandCategories(client, typeWord));
  const { selector = '', fieldSelector = '', all = false } = selection;
  if (all && (selector.trim() !== '' || fieldSelector.trim() !== '')) {
    throw new Failure("setting 'all' parameter but found a non empty selector. ");
  }
  const selects =
    selector.trim() !== '' ||
    fieldSelector.trim() !== '' ||
    all ||
    (selection.bareType === true && normal.length === 1 && pairs.length === 0);
  if (files.length > 0)
    return { sources: files.map((file) => ({ type: 'file', file })), single, named: true };
  if (selects) return yield* planLists(client, selection, types, names, pairs.length > 0);
  if (pairs.length > 0) return yield* planPairs(client, selection, pairs);
  if (names.length > 0) return yield* planNames(client, selection, types, names);
  if (types.length > 0) {
    for (const type of types) yield* resourceNamed(client, type);
    throw new Failure('resource(s) were provided, but no name was specified');
  }
  throw new Failure(nothingNamed);
}

function* planLists(
  client: Client,
  selection: Selection,
  types: readonly string[],
  names: readonly string[],
  pairs: boolean,
): Run<Plan> {
  if (names.length > 0) throw new Failure('name cannot be provided when a selector is specified');
  if (pairs) {
    throw new Failure('selectors and the all flag cannot be used when passing resource/name arguments');
  }
  if (types.length === 0) throw new Failure('at least one resource must be specified to use a selector');
  if ((selection.subresource ?? '') !== '') {
    throw new Failure('subresource cannot be used when bulk resources are specified');
  }
  const resources = yield* resourcesOf(client, selection, types);
  const { selector = '', fieldSelector = '', allNamespaces = false, namespace } = selection;
  return {
    sources: resources.map((resource) => ({
      type: 'list',
      resource,
      namespace: allNamespaces || !resource.namespaced ? '' : namespace,
      selector: selector.trim(),
      fieldSelector: fieldSelector.trim(),
    })),
    single: false,
    named: false,
  };
}

function* resourcesOf(
  client: Client,
  selection: Selection,
  types: readonly string[],
): Run<readonly Resource[]> {
  if (types.length > 1 && selection.singleType === true) {
    throw new Failure('you may only specify a single resource type');
  }
  const resources: Resource[] = [];
  for (const type of types) {
    const resource = yield* resourceNamed(client, type);
    if (!resources.includes(resource)) resources.push(resource);
  }
  return resources;
}

function namespaceOf(selection: Selection, resource: Resource): string {
  if (!resource.namespaced) return '';
  if (selection.allNamespaces === true) {
    throw new Failure('a resource cannot be retrieved by name across all namespaces');
  }
  if (selection.namespace === '')
    throw new Failure('namespace may not be empty when retrieving a resource by name');
  return selection.namespace;
}

function* planPairs(
  client: Client,
  selection: Selection,
  pairs: readonly { readonly type: string; readonly name: string }[],
): Run<Plan> {
  const found = new Map<string, Resource>();
  for (const { type } of pairs) if (!found.has(type)) found.set(type, yield* resourceNamed(client, type));
  if (selection.singleType === true && new Set(found.values()).size > 1) {
    throw new Failure('you may only specify a single resource type');
  }
  const sources = pairs.map(({ type, name }): Source => {
    const resource = found.get(type) as Resource;
    return { type: 'object', resource, namespace: namespaceOf(selection, resource), name };
  });
  return { sources, single: pairs.length === 1, named: true };
}

function* planNames(
  client: Client,
  selection: Selection,
  types: readonly string[],
  names: readonly string[],
): Run<Plan> {
  if (types.length > 1) throw new Failure('you must specify only one resource');
  const [type = ''] = types;
  const resource = yield* resourceNamed(client, type);
  const namespace = namespaceOf(selection, resource);
  return {
    sources: names.map((name) => ({ type: 'object', resource, namespace, name })),
    single: names.length === 1,
    named: true,
  };
}

/** What `kind` in `apiVersion` means to somebody whose server does not have it. */
export function noMatch(apiVersion: string, kind: string): string {
  return `no matches for kind ${quoteGo(kind)} in version ${quoteGo(apiVersion)}`;
}
