// Object metadata on its way into the store: what the server fills in, keeps, and refuses.
// Source of rules and words: apimachinery pkg/api/validation/objectmeta.go, apiserver pkg/registry/rest.
import type { Draft } from '../std/draft.ts';
import { limits } from '../std/limits.ts';
import {
  isDns1123Label,
  isDns1123Subdomain,
  isQualifiedName,
  isValidLabelValue,
  maskTrailingDash,
} from '../std/names.ts';
import { utf8Length } from '../std/utf8.ts';
import type { Causes } from './causes.ts';
import type { Kind } from './kind.ts';
import type { StoredMeta } from './object.ts';
import { goTime, goValue, type GoSyntax } from './go-types.ts';
import { conflict, type Refusal } from './refusal.ts';

export const foregroundFinalizer = 'foregroundDeletion';
export const orphanFinalizer = 'orphan';

const plainFinalizers = new Set([foregroundFinalizer, orphanFinalizer, 'kubernetes']);

/** True of a finalizer's name that says nothing of whose it is. */
export function isUnqualifiedFinalizer(name: string): boolean {
  return !name.includes('/') && !plainFinalizers.has(name);
}

/** Groups whose kinds take any finalizer, as custom resources do: their servers know the machinery alone. */
const lenientGroups = [
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'coordination.k8s.io',
];

const takesAnyFinalizer = ({ group, custom }: Kind): boolean =>
  custom !== undefined || lenientGroups.includes(group);

type Labels = Readonly<Record<string, string>>;

export function checkLabels(labels: Labels | undefined, field: string, causes: Causes): void {
  if (!labels) return;
  for (const [key, value] of Object.entries(labels)) {
    causes.invalidEach(field, key, isQualifiedName(key));
    causes.invalidEach(field, value, isValidLabelValue(value));
  }
}

export function checkAnnotations(annotations: Labels | undefined, field: string, causes: Causes): void {
  if (!annotations) return;
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations)) {
    causes.invalidEach(field, key, isQualifiedName(key.toLowerCase()));
    bytes += utf8Length(key) + utf8Length(value);
  }
  if (bytes > limits.annotationsBytesMax) causes.tooLong(field, limits.annotationsBytesMax);
}

function checkOwners(meta: StoredMeta, causes: Causes): void {
  if (!meta.ownerReferences) return;
  const field = 'metadata.ownerReferences';
  let controller: string | undefined;
  for (const owner of meta.ownerReferences) {
    if (!owner.apiVersion) causes.invalid(`${field}.apiVersion`, '', 'version must not be empty');
    if (!owner.kind) causes.invalid(`${field}.kind`, '', 'kind must not be empty');
    if (!owner.name) causes.invalid(`${field}.name`, '', 'name must not be empty');
    if (!owner.uid) causes.invalid(`${field}.uid`, '', 'uid must not be empty');
    if (owner.apiVersion === 'v1' && owner.kind === 'Event') {
      causes.invalid(
        field,
        goValue('v1.OwnerReference', owner),
        '/v1, Kind=Event is disallowed from being an owner',
      );
    }
    if (owner.controller !== true) continue;
    const found = `${owner.kind}/${owner.name}`;
    if (controller === undefined) controller = found;
    else {
      causes.invalid(
        field,
        goValue('[]v1.OwnerReference', meta.ownerReferences),
        `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${found}`,
      );
    }
  }
}

function checkFinalizers(kind: Kind, meta: StoredMeta, prev: StoredMeta | undefined, causes: Causes): void {
  const field = 'metadata.finalizers';
  if (!meta.finalizers && prev?.deletionTimestamp === undefined) return;
  const finalizers = meta.finalizers ?? [];
  for (const [index, name] of finalizers.entries()) {
    causes.invalidEach(field, name, isQualifiedName(name));
    if (!takesAnyFinalizer(kind) && isUnqualifiedFinalizer(name)) {
      causes.invalid(
        `${field}[${index}]`,
        name,
        'name is neither a standard finalizer name nor is it fully qualified',
      );
    }
  }
  if (finalizers.includes(foregroundFinalizer) && finalizers.includes(orphanFinalizer)) {
    causes.invalid(
      field,
      goValue('[]string', finalizers),
      `finalizer ${orphanFinalizer} and ${foregroundFinalizer} cannot be both set`,
    );
  }
  if (prev?.deletionTimestamp === undefined) return;
  const extra = finalizers.filter((name) => !(prev.finalizers ?? []).includes(name)).sort();
  if (extra.length === 0) return;
  const listed = extra.map((name) => JSON.stringify(name)).join(', ');
  causes.forbidden(
    field,
    `no new finalizers can be added if the object is being deleted, found new finalizers []string{${listed}}`,
  );
}

/** Checks the metadata of a new object, or of a new version of `prev`. */
export function checkMeta(kind: Kind, meta: StoredMeta, prev: StoredMeta | undefined, causes: Causes): void {
  const nameCauses = kind.nameCauses ?? isDns1123Subdomain;
  if (prev === undefined) {
    if (meta.generateName) {
      causes.invalidEach(
        'metadata.generateName',
        meta.generateName,
        nameCauses(maskTrailingDash(meta.generateName)),
      );
    }
    if (!meta.name) causes.required('metadata.name', 'name or generateName is required');
    else causes.invalidEach('metadata.name', meta.name, nameCauses(meta.name));
    if (!kind.namespaced) {
      if (meta.namespace) causes.forbidden('metadata.namespace', 'not allowed on this type');
    } else if (!meta.namespace) causes.required('metadata.namespace');
    else causes.invalidEach('metadata.namespace', meta.namespace, isDns1123Label(meta.namespace));
  }
  checkLabels(meta.labels, 'metadata.labels', causes);
  checkAnnotations(meta.annotations, 'metadata.annotations', causes);
  checkOwners(meta, causes);
  checkFinalizers(kind, meta, prev, causes);
}

const kept = [
  'name',
  'namespace',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
] as const;

/** Kinds that etcd has under another name than their resource's. Source: kubernetes pkg/kubeapiserver/default_storage_factory_builder.go. */
const registryNames: Readonly<Record<string, string>> = {
  endpoints: 'services/endpoints',
  ingresses: 'ingress',
  nodes: 'minions',
  replicationcontrollers: 'controllers',
  services: 'services/specs',
};

/** Where an API server would keep the object in etcd. */
export function registryKey({ group, plural, custom }: Kind, { metadata }: { metadata: StoredMeta }): string {
  const resource = custom === undefined ? (registryNames[plural] ?? plural) : `${group}/${plural}`;
  const { namespace, name } = metadata;
  return `/registry/${resource}/${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** A write is for an object of another identity, or of another version, than the one that is stored: the storage's own words. */
export function failedPrecondition(
  kind: Kind,
  stored: { readonly metadata: StoredMeta },
  what: 'UID' | 'ResourceVersion',
  wanted: string,
): Refusal {
  const { name, uid, resourceVersion } = stored.metadata;
  const found = what === 'UID' ? uid : resourceVersion;
  const why =
    `StorageError: invalid object, Code: 4, Key: ${registryKey(kind, stored)}, ResourceVersion: 0, ` +
    `AdditionalErrorMsg: Precondition failed: ${what} in precondition: ${wanted}, ${what} in object meta: ${found}`;
  return conflict(kind, name, why);
}

/** A time prints itself in Go's own way. */
function immutableValue(field: string, value: string | number): GoSyntax | string | number {
  return field.endsWith('Timestamp') ? goTime(String(value)) : value;
}

/** What a client may not change once it is there, said in Kubernetes' words; absent fields are filled from `prev`. */
export function keepMeta(next: Partial<Draft<StoredMeta>>, prev: StoredMeta, causes: Causes): void {
  for (const field of kept) {
    const before = prev[field];
    if (next[field] !== undefined && next[field] !== null && next[field] !== '' && next[field] !== before) {
      causes.invalid(`metadata.${field}`, immutableValue(field, next[field]), 'field is immutable');
    }
    if (before === undefined) delete next[field];
    else Object.assign(next, { [field]: before });
  }
  delete next.selfLink;
  if (prev.generateName !== undefined && next.generateName === undefined)
    next.generateName = prev.generateName;
}
