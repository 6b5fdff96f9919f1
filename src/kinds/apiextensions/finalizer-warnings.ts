// What a custom resource's finalizers are warned of: any name will do, and one that says whose it is is better.
// Source: apiextensions-apiserver pkg/registry/customresource/validator.go, validateKubeFinalizerName.
import { isQualifiedName } from '../../std/names.ts';
import { quote } from '../../store/causes.ts';
import { isUnqualifiedFinalizer } from '../../store/meta.ts';
import type { StoredObject } from '../../store/object.ts';

function warningsOf(name: string): readonly string[] {
  const path = name.includes('.') ? ' including a path (/)' : '';
  const better = `prefer a domain-qualified finalizer name${path} to avoid accidental conflicts with other finalizer writers`;
  return [...isQualifiedName(name), ...(isUnqualifiedFinalizer(name) ? [better] : [])];
}

/** Of the names that were not there before. */
export function finalizerWarnings({ metadata }: StoredObject, prev: StoredObject | undefined): string[] {
  const before = prev?.metadata.finalizers ?? [];
  return [...new Set(metadata.finalizers)]
    .filter((name) => !before.includes(name))
    .sort()
    .flatMap((name) => warningsOf(name).map((why) => `metadata.finalizers: ${quote(name)}: ${why}`));
}
