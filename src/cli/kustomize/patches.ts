// Patches of a kustomization, and the objects that they are for. Source: kustomize api/internal/builtins/PatchTransformer.go.
import { RE2JS } from 're2js';
import { matchesLabels, parseLabelSelector } from '../../apis/kubernetes/wire-selectors.ts';
import type { Json, JsonObject } from '../../std/draft.ts';
import { quoteGo } from '../../std/go-quote.ts';
import { applyJsonPatch } from '../../std/json-patch.ts';
import { printYaml } from '../../std/yaml-print.ts';
import { parseYaml } from '../../std/yaml.ts';
import { Failure } from '../kubectl/failure.ts';
import { at, isObject, objectAt, textAt, textsAt } from '../kubectl/json.ts';
import { mergePatch } from './merge.ts';
import {
  effectiveNamespace,
  identitiesOf,
  identityOf,
  identityText,
  isSame,
  originOf,
  remember,
  type Resource,
} from './resource.ts';

/** What `target` of a patch and `select` of a replacement say. */
export type Target = JsonObject;

function matches(pattern: string, text: string): boolean {
  return pattern === '' || RE2JS.compile(`^(?:${pattern})$`).matcher(text).find();
}

function selects(selector: string, texts: Json | undefined): boolean {
  if (selector === '') return true;
  const parsed = parseLabelSelector(selector);
  if ('error' in parsed) throw new Failure(parsed.error);
  return matchesLabels(parsed.requirements, Object.fromEntries(textsAt(texts)));
}

export function selected(resources: readonly Resource[], target: Target): readonly Resource[] {
  const want = (member: string): string => textAt(target, member);
  return resources.filter((resource) => {
    const { object } = resource;
    const current = identityOf(object);
    const known = [originOf(resource), current];
    return (
      known.some((identity) => matches(want('namespace'), effectiveNamespace(identity))) &&
      known.some(({ name }) => matches(want('name'), name)) &&
      (['group', 'version', 'kind'] as const).every((part) => matches(want(part), current[part])) &&
      selects(want('labelSelector'), at(object, 'metadata', 'labels')) &&
      selects(want('annotationSelector'), at(object, 'metadata', 'annotations'))
    );
  });
}

export interface PatchEntry {
  /** As messages name it. */
  readonly source: string;
  readonly text: string;
  readonly target: Target | undefined;
  readonly options: JsonObject;
  /** The entry itself, which messages show. */
  readonly config: JsonObject;
}

/** What stands before a complaint about an entry that cannot be a patch. */
export function troubleWith(config: JsonObject): string {
  return `trouble configuring builtin PatchTransformer with config: \`\n${printYaml(config)}\`: `;
}

function merge(resource: Resource, patch: JsonObject, options: JsonObject): boolean {
  const { object } = resource;
  const before = identityOf(object);
  if (options['allowNameChange'] === true || options['allowKindChange'] === true) remember(resource);
  const merged = mergePatch(object, patch);
  if (merged === undefined || Object.keys(merged).length === 0) return false;
  const name = options['allowNameChange'] === true ? textAt(merged, 'metadata', 'name') : before.name;
  const { namespace: _namespace, ...metadata } = objectAt(merged, 'metadata');
  resource.object = {
    ...merged,
    kind: options['allowKindChange'] === true ? textAt(merged, 'kind') : before.kind,
    apiVersion: textAt(object, 'apiVersion'),
    metadata: { ...metadata, name, ...(before.namespace === '' ? {} : { namespace: before.namespace }) },
  };
  return true;
}

function mergeAll(resources: Resource[], patches: readonly JsonObject[], entry: PatchEntry): Resource[] {
  const gone = new Set<Resource>();
  const apply = (resource: Resource, patch: JsonObject) => {
    if (!merge(resource, patch, entry.options)) gone.add(resource);
  };
  if (entry.target !== undefined) {
    if (patches.length > 1) {
      throw new Failure(
        `Multiple Strategic-Merge Patches in one \`patches\` entry is not allowed to set \`patches.target\` field: ${entry.source}`,
      );
    }
    for (const resource of selected(resources, entry.target)) apply(resource, patches[0] ?? {});
  } else {
    for (const patch of patches) {
      const wanted = identityOf(patch);
      const found = resources.filter((each) => identitiesOf(each).some((known) => isSame(known, wanted)));
      const [first] = found;
      if (first === undefined || found.length > 1) {
        const why = found.length === 0 ? 'no matches for Id' : 'multiple matches for Id';
        throw new Failure(
          `no resource matches strategic merge patch ${quoteGo(identityText(wanted))}: ${why} ${identityText(wanted)}; failed to find unique target for patch ${identityText(wanted)}`,
        );
      }
      apply(first, patch);
    }
  }
  return resources.filter((resource) => !gone.has(resource));
}

function applyOperations(
  resources: Resource[],
  operations: Json,
  { target, source }: PatchEntry,
): Resource[] {
  if (target === undefined) throw new Failure(`must specify a target for JSON patch ${source}`);
  for (const resource of selected(resources, target)) {
    remember(resource);
    const result = applyJsonPatch(resource.object, operations);
    if ('error' in result) throw new Failure(result.error);
    resource.object = isObject(result.value) ? result.value : {};
  }
  return resources;
}

/** The resources with a patch applied. */
export function patched(resources: Resource[], entry: PatchEntry): Resource[] {
  const parsed = parseYaml(entry.text);
  const values =
    'error' in parsed ? [] : parsed.documents.map(({ value }) => value).filter((each) => each !== null);
  const [first] = values;
  if (values.length === 1 && Array.isArray(first)) return applyOperations(resources, first as Json, entry);
  const objects = values.filter(isObject);
  const isMerge = objects.length > 0 && objects.length === values.length;
  if (!isMerge || objects.some((object) => textAt(object, 'kind') === ''))
    throw new Failure(`${troubleWith(entry.config)}unable to parse SM or JSON patch from ${entry.source}`);
  return mergeAll(resources, objects, entry);
}
