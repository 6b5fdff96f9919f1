// Objects that kubectl applied client-side before it applies them server-side. Its annotation says what was kubectl's, so that
// this is no conflict, and follows what is applied now. Only for the manager "kubectl": others have nothing to do with it.
// Source: apimachinery, pkg/util/managedfields/internal, lastappliedmanager.go and lastappliedupdater.go.
import { setOwn } from '../../std/own.ts';
import { scanJson } from '../../std/json-scan.ts';
import { limits } from '../../std/limits.ts';
import { utf8Length } from '../../std/utf8.ts';
import { check } from './check.ts';
import { compare } from './compare.ts';
import { difference, has, type FieldSet } from './field-set.ts';
import { goJson } from './go-json.ts';
import { toFieldSet } from './to-field-set.ts';
import type { Typed } from './typed.ts';
import type { Conflict } from './updater.ts';
import { isMap, memberNames, type Members } from './value.ts';

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

function annotationsOf(object: unknown): Members | undefined {
  const metadata = isMap(object) ? object['metadata'] : undefined;
  const annotations = isMap(metadata) ? metadata['annotations'] : undefined;
  return isMap(annotations) ? annotations : undefined;
}

function lastAppliedOf(object: unknown): string | undefined {
  const value = annotationsOf(object)?.[annotation];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What the annotation states and the object still has so: kubectl's own, whatever the managers say. */
function ownByAnnotation(live: Typed): FieldSet | undefined {
  const text = lastAppliedOf(live.value);
  const scanned = text === undefined ? undefined : scanJson(text);
  if (scanned === undefined || 'error' in scanned || !isMap(scanned.value) || !isMap(live.value)) {
    return undefined;
  }
  const { type } = live;
  if (scanned.value['apiVersion'] !== live.value['apiVersion']) return undefined;
  if (check(type, scanned.value, false).length > 0) return undefined;
  const { added, modified, removed } = compare(type, scanned.value, live.value);
  const stated = toFieldSet({ type, value: scanned.value });
  return difference(difference(difference(stated, modified), added), removed);
}

/** The conflicts that remain; none of them means that kubectl may have its way. */
export function withoutOwn(live: Typed, conflicts: readonly Conflict[]): readonly Conflict[] {
  const own = ownByAnnotation(live);
  return own === undefined ? conflicts : conflicts.filter(({ path }) => !has(own, path));
}

/** The object with its annotation, if it has one, saying what is applied now; without it where that is too large. */
export function withLastApplied(object: Members, configuration: Members): Members {
  if (lastAppliedOf(object) === undefined) return object;
  const annotations: Record<string, unknown> = { ...annotationsOf(object) };
  annotations[annotation] = textOf(configuration);
  if (bytesOf(annotations) > limits.annotationsBytesMax) delete annotations[annotation];
  return { ...object, metadata: { ...(object['metadata'] as Members), annotations } };
}

function textOf(configuration: Members): string {
  const annotations = annotationsOf(configuration);
  if (annotations === undefined) return `${goJson(configuration)}\n`;
  const others: Record<string, unknown> = {};
  for (const name of memberNames(annotations)) {
    if (name !== annotation) setOwn(others, name, annotations[name]);
  }
  const metadata = { ...(configuration['metadata'] as Members), annotations: others };
  return `${goJson({ ...configuration, metadata })}\n`;
}

function bytesOf(annotations: Members): number {
  let bytes = 0;
  for (const name of memberNames(annotations)) {
    bytes += utf8Length(name) + utf8Length(String(annotations[name]));
  }
  return bytes;
}
