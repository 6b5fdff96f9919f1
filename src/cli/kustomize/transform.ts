// What a kustomization does to the objects it has gathered, in the order in which kustomize does it. Source: kustomize
// api/internal/target/kusttarget_configplugin.go.
import type { Json, JsonObject } from '../../std/draft.ts';
import { Failure } from '../kubectl/failure.ts';
import { isObject, listAt, objectAt, textAt, textsAt } from '../kubectl/json.ts';
import {
  commonAnnotations,
  commonLabels,
  metadataLabels,
  namespaceFields,
  replicaCounts,
  templateLabels,
} from './field-specs.ts';
import { changeFields, type FieldSpec } from './fields.ts';
import { withImages } from './images.ts';
import type { Folder } from './kustomization.ts';
import { patched, troubleWith, type PatchEntry } from './patches.ts';
import { replaceAll } from './replacements.ts';
import {
  identitiesOf,
  identityOf,
  isClusterScoped,
  originOf,
  remember,
  rename,
  type Resource,
} from './resource.ts';

function readPatch(folder: Folder, path: string, config: JsonObject): string {
  const text = folder.read(path);
  if (text !== undefined) return text;
  const whole = `${folder.path}/${path}`;
  throw new Failure(
    `${troubleWith(config)}failed to get the patch file from path(${path}): evalsymlink failure on '${whole}' : lstat ${whole}: no such file or directory`,
  );
}

/** Entries of `patches`, with what they patch by. */
function patchEntries(content: JsonObject, folder: Folder): readonly PatchEntry[] {
  return listAt(content, 'patches')
    .filter(isObject)
    .map((entry) => {
      const [patch, path] = [textAt(entry, 'patch').trim(), textAt(entry, 'path')];
      if (patch === '' && path === '') throw new Failure('must specify one of patch and path');
      if (patch !== '' && path !== '') throw new Failure("patch and path can't be set at the same time");
      const target = entry['target'];
      return {
        source: patch === '' ? `[path: ${JSON.stringify(path)}]` : `[patch: ${JSON.stringify(patch)}]`,
        text: patch === '' ? readPatch(folder, path, entry) : patch,
        target: isObject(target) ? target : undefined,
        options: objectAt(entry, 'options'),
        config: patch === '' ? entry : { ...entry, patch },
      };
    });
}

function oldMergeEntries(content: JsonObject, folder: Folder): readonly PatchEntry[] {
  return listAt(content, 'patchesStrategicMerge')
    .map(String)
    .map((path) => {
      const file = folder.read(path);
      return {
        source: `[path: ${JSON.stringify(path)}]`,
        text: file ?? path,
        target: undefined,
        options: {},
        config: { paths: [path] },
      };
    });
}

function oldJsonEntries(content: JsonObject, folder: Folder): readonly PatchEntry[] {
  return listAt(content, 'patchesJson6902')
    .filter(isObject)
    .map((entry) => {
      const path = textAt(entry, 'path');
      const text = path === '' ? textAt(entry, 'patch') : readPatch(folder, path, entry);
      const anchored = Object.entries(objectAt(entry, 'target'));
      return {
        source: `[path: ${JSON.stringify(path)}]`,
        text,
        target: Object.fromEntries(anchored),
        options: {},
        config: entry,
      };
    });
}

function setNamespace(resource: Resource, namespace: string): void {
  remember(resource);
  const { object } = resource;
  const identity = identityOf(object);
  let changed = object;
  if (identity.kind === 'Namespace' && identity.group === '' && identity.version === 'v1')
    changed = { ...object, metadata: { ...objectAt(object, 'metadata'), name: namespace } };
  else if (!isClusterScoped(identity))
    changed = { ...object, metadata: { ...objectAt(object, 'metadata'), namespace } };
  if (['RoleBinding', 'ClusterRoleBinding'].includes(identity.kind) && Array.isArray(changed['subjects'])) {
    const subjects = listAt(changed, 'subjects').map((subject): Json =>
      isObject(subject) && textAt(subject, 'name') === 'default' ? { ...subject, namespace } : subject,
    );
    changed = { ...changed, subjects };
  }
  resource.object = changeFields(changed, namespaceFields, () => namespace, '');
}

/** Kinds whose names stay as they are. */
const fixedNames = ['CustomResourceDefinition', 'APIService', 'Namespace'];

function addAffixes(resources: readonly Resource[], prefix: string, suffix: string): void {
  for (const resource of resources) {
    if (fixedNames.includes(originOf(resource).kind)) continue;
    const add = (text: string, list: string[], name: string) => {
      if (text === '') return;
      list.push(text);
      remember(resource);
      rename(resource, name);
    };
    const current = () => textAt(resource.object, 'metadata', 'name');
    add(prefix, resource.prefixes, prefix + current());
    add(suffix, resource.suffixes, current() + suffix);
  }
}

function setTexts(
  resources: readonly Resource[],
  specs: readonly FieldSpec[],
  pairs: Json | undefined,
): void {
  for (const resource of resources) {
    for (const [key, text] of textsAt(pairs)) {
      const set = (value: Json): Json => ({ ...(isObject(value) ? value : {}), [key]: text });
      resource.object = changeFields(resource.object, specs, set, {});
    }
  }
}

function ownSpecs(label: JsonObject): readonly FieldSpec[] {
  return listAt(label, 'fields')
    .filter(isObject)
    .map((field) => ({
      path: textAt(field, 'path'),
      kind: textAt(field, 'kind'),
      group: textAt(field, 'group'),
      version: textAt(field, 'version'),
      create: field['create'] === true,
    }));
}

function setLabels(resources: readonly Resource[], content: JsonObject): void {
  for (const label of listAt(content, 'labels').filter(isObject)) {
    const builtIn =
      label['includeSelectors'] === true
        ? commonLabels
        : label['includeTemplates'] === true
          ? templateLabels
          : metadataLabels;
    setTexts(resources, [...ownSpecs(label), ...builtIn], label['pairs']);
  }
  setTexts(resources, commonLabels, content['commonLabels']);
}

function setReplicas(resources: readonly Resource[], content: JsonObject): void {
  for (const entry of listAt(content, 'replicas').filter(isObject)) {
    const name = textAt(entry, 'name');
    const found = resources.filter((resource) =>
      identitiesOf(resource).some(
        (known) => known.name === name && replicaCounts.some(({ kind }) => kind === known.kind),
      ),
    );
    if (found.length === 0) {
      const kinds = replicaCounts.map(({ kind }) => `${kind}.[noVer].[noGrp]`).join(' ');
      throw new Failure(
        `resource with name ${name} does not match a config with the following GVK [${kinds}]`,
      );
    }
    for (const resource of found)
      resource.object = changeFields(resource.object, replicaCounts, () => entry['count'] ?? 0, 0);
  }
}

export function transformed(given: readonly Resource[], content: JsonObject, folder: Folder): Resource[] {
  let resources = [...given];
  for (const entry of [...oldMergeEntries(content, folder), ...patchEntries(content, folder)])
    resources = patched(resources, entry);
  const namespace = textAt(content, 'namespace');
  if (namespace !== '') for (const resource of resources) setNamespace(resource, namespace);
  addAffixes(resources, textAt(content, 'namePrefix'), textAt(content, 'nameSuffix'));
  setLabels(resources, content);
  setTexts(resources, commonAnnotations, content['commonAnnotations']);
  for (const entry of oldJsonEntries(content, folder)) resources = patched(resources, entry);
  setReplicas(resources, content);
  for (const image of listAt(content, 'images').filter(isObject)) {
    for (const resource of resources)
      resource.object = objectAt({ object: withImages(resource.object, image) }, 'object');
  }
  replaceAll(resources, content, folder);
  return resources;
}
