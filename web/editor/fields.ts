/** From a field's path in a refusal (`spec.containers[0].image`) to its line in the text that was refused. */
import { LineCounter, type ParsedNode, isMap, isScalar, isSeq, parseDocument } from 'yaml';

/** Names and indexes of a path; `metadata.labels[a.b/c]` has the key whole. */
export function pathOf(field: string): readonly (string | number)[] {
  const parts: (string | number)[] = [];
  for (const [, name, inside] of field.matchAll(/([^.[\]]+)|\[([^\]]*)\]/g)) {
    if (name !== undefined) parts.push(name);
    else if (inside !== undefined) parts.push(/^\d+$/.test(inside) ? Number(inside) : inside);
  }
  return parts;
}

/** The line, from 1, of a field within one document's text; where the field is not there, of what it should be in. */
export function lineOfField(source: string, field: string): number {
  const counter = new LineCounter();
  const document = parseDocument(source, { lineCounter: counter, logLevel: 'silent', schema: 'failsafe' });
  let node = document.contents as ParsedNode | null;
  let at = node?.range?.[0] ?? 0;
  for (const part of pathOf(field)) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part));
      if (pair === undefined) break;
      at = (pair.key as ParsedNode).range?.[0] ?? at;
      node = pair.value as ParsedNode | null;
    } else if (isSeq(node) && typeof part === 'number') {
      const item = node.items[part] as ParsedNode | undefined;
      if (item === undefined) break;
      at = item.range?.[0] ?? at;
      node = item;
    } else break;
  }
  return counter.linePos(at).line;
}

/** Where each document of a text begins, lines from 1: cut at `---` as kubectl cuts. */
export function documentStarts(text: string): readonly number[] {
  const starts = [1];
  text.split('\n').forEach((line, index) => {
    if (line.startsWith('---')) starts.push(index + 2);
  });
  return starts;
}

/** Fields that a message names as unknown or twice: `unknown field "spec.replicass"`. */
export function fieldsInMessage(
  message: string,
): readonly { readonly field: string; readonly message: string }[] {
  return [...message.matchAll(/((?:unknown|duplicate) field) "([^"]+)"/g)].map(([words, , field]) => ({
    field: field ?? '',
    message: words,
  }));
}
