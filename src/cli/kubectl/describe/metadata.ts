// Labels, annotations, taints, tolerations, owners: what descriptions of many kinds begin with.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { at, listAt, numberAt, objectAt, textAt, textsAt } from '../json.ts';
import { lastAppliedKey } from '../commands/last-applied.ts';
import type { Description } from './description.ts';

const annotationLineMax = 140;

/** Lines under a title, the first beside it; `<none>` where there are none. */
export function writeLines(description: Description, title: string, lines: readonly string[]): void {
  description.write(0, `${title}:\t`);
  if (lines.length === 0) description.write(0, '<none>\n');
  lines.forEach((line, index) => {
    if (index > 0) description.write(0, '\t');
    description.write(0, `${line}\n`);
  });
}

/** Members of a dictionary, one `key=value` a line. */
export function writeTexts(description: Description, title: string, value: Json | undefined): void {
  writeLines(
    description,
    title,
    textsAt(value).map(([key, text]) => `${key}=${text}`),
  );
}

export function writeAnnotations(
  description: Description,
  title: string,
  annotations: Json | undefined,
): void {
  const shown = textsAt(annotations).filter(([key]) => key !== lastAppliedKey);
  description.write(0, `${title}:\t`);
  if (shown.length === 0) description.write(0, '<none>\n');
  shown.forEach(([key, text], index) => {
    if (index > 0) description.write(0, '\t');
    const value = text.replace(/\n$/, '');
    if (value.length + key.length + 2 <= annotationLineMax && !value.includes('\n')) {
      description.write(0, `${key}: ${value}\n`);
      return;
    }
    description.write(0, `${key}:\n`);
    for (const line of value.split('\n'))
      description.write(0, `\t  ${shorten(line, annotationLineMax - 2)}\n`);
  });
}

function shorten(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max)}...` : text;
}

/** Name, namespace, labels and annotations. */
export function writeHead(description: Description, object: JsonObject, namespaced = true): void {
  const metadata = objectAt(object, 'metadata');
  description.field(0, 'Name', textAt(metadata, 'name'));
  if (namespaced) description.field(0, 'Namespace', textAt(metadata, 'namespace'));
  writeTexts(description, 'Labels', metadata['labels']);
  writeAnnotations(description, 'Annotations', metadata['annotations']);
}

/** `ReplicaSet/web-5d9c7b6f4` of the owner that controls the object, or empty. */
export function controllerOf(object: JsonObject): string {
  const owner = controllerReference(object);
  return owner === undefined ? '' : `${textAt(owner, 'kind')}/${textAt(owner, 'name')}`;
}

export function controllerReference(object: JsonObject): Json | undefined {
  return listAt(object, 'metadata', 'ownerReferences').find((owner) => at(owner, 'controller') === true);
}

export function writeTaints(description: Description, taints: readonly Json[]): void {
  const sorted = taints
    .map((taint) => ({
      key: textAt(taint, 'key'),
      value: textAt(taint, 'value'),
      effect: textAt(taint, 'effect'),
    }))
    .toSorted((a, b) => (`${a.effect},${a.key}` < `${b.effect},${b.key}` ? -1 : 1));
  writeLines(
    description,
    'Taints',
    sorted.map(({ key, value, effect }) => {
      if (effect === '') return value === '' ? key : `${key}=${value}:`;
      return value === '' ? `${key}:${effect}` : `${key}=${value}:${effect}`;
    }),
  );
}

export function writeTolerations(
  description: Description,
  title: string,
  tolerations: readonly Json[],
): void {
  const sorted = tolerations.toSorted((a, b) => {
    const [left, right] = [textAt(a, 'key'), textAt(b, 'key')];
    return left < right ? -1 : left > right ? 1 : 0;
  });
  writeLines(
    description,
    title,
    sorted.map((toleration) => {
      const [key, value, effect] = ['key', 'value', 'effect'].map((member) => textAt(toleration, member));
      let line = key ?? '';
      if (value !== '') line += `=${value}`;
      if (effect !== '') line += `:${effect}`;
      if (textAt(toleration, 'operator') === 'Exists' && value === '')
        line += line === '' ? 'op=Exists' : ' op=Exists';
      return at(toleration, 'tolerationSeconds') === undefined
        ? line
        : `${line} for ${numberAt(toleration, 'tolerationSeconds')}s`;
    }),
  );
}

/** A label selector as kubectl writes it: `app=web,tier in (a,b)`. */
export function selectorText(selector: Json | undefined): string {
  const labels = textsAt(selector, 'matchLabels').map(([key, value]) => ({ key, text: `${key}=${value}` }));
  const expressions = listAt(selector, 'matchExpressions').map((expression) => {
    const key = textAt(expression, 'key');
    const values = listAt(expression, 'values').map(String).sort().join(',');
    const operator = textAt(expression, 'operator');
    const texts: Readonly<Record<string, string>> = {
      In: `${key} in (${values})`,
      NotIn: `${key} notin (${values})`,
      Exists: key,
      DoesNotExist: `!${key}`,
    };
    return { key, text: texts[operator] ?? key };
  });
  return [...labels, ...expressions]
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ text }) => text)
    .join(',');
}
