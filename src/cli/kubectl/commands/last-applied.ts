// The annotation in which kubectl keeps what was last applied. Source: kubectl pkg/util/apply.go.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { scanJson } from '../../../std/json-scan.ts';
import { setOwn } from '../../../std/own.ts';
import { goJson, structJson } from '../../../std/go-value.ts';
import { Failure } from '../failure.ts';
import { isObject, objectAt, textAt } from '../json.ts';

export const lastAppliedKey = 'kubectl.kubernetes.io/last-applied-configuration';

/** The object with these annotations. */
export function withAnnotations(object: JsonObject, annotations: JsonObject): JsonObject {
  return { ...object, metadata: { ...objectAt(object, 'metadata'), annotations } };
}

function annotationsOf(object: JsonObject): { [key: string]: Json } {
  const annotations: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(objectAt(object, 'metadata', 'annotations')))
    setOwn(annotations, key, value);
  return annotations;
}

/** The object without the annotation itself. */
export function withoutLastApplied(object: JsonObject): JsonObject {
  const annotations = annotationsOf(object);
  delete annotations[lastAppliedKey];
  return withAnnotations(object, annotations);
}

/** The text that says what is applied. */
export function configurationOf(object: JsonObject): string {
  return `${goJson(withoutLastApplied(object))}\n`;
}

/** The object with the annotation that says what it was when it was applied. */
export function annotated(object: JsonObject): JsonObject {
  return withAnnotations(object, { ...annotationsOf(object), [lastAppliedKey]: configurationOf(object) });
}

/** The same of an object that kubectl made itself: its members stand as its type declares them. */
export function annotatedAsMade(object: JsonObject): JsonObject {
  const own = annotationsOf(object);
  return withAnnotations(object, { ...own, [lastAppliedKey]: `${structJson(object)}\n` });
}

/** What was last applied, or undefined where nobody has. */
export function lastAppliedOf(object: JsonObject): string | undefined {
  return textAt(object, 'metadata', 'annotations', lastAppliedKey) || undefined;
}

/** The configuration that was last applied; empty where none was. */
export function appliedBefore(live: JsonObject): JsonObject {
  const scanned = scanJson(lastAppliedOf(live) ?? '{}');
  if ('error' in scanned) throw new Failure(scanned.error.message);
  return isObject(scanned.value) ? scanned.value : {};
}
