/** A text of manifests read as kubectl reads YAML: each document with its kind and its place, or what keeps it from being sent, at its line. */
import type { Json, JsonObject } from '../../src/std/draft.ts';
import { limits } from '../../src/std/limits.ts';
import { parseYaml } from '../../src/std/yaml.ts';
import { type KindInfo, apiVersionOf } from '../live/kinds.ts';
import { documentStarts, lineOfField } from './fields.ts';

export interface Mark {
  /** From 1, in the whole text. */
  readonly line: number;
  /** From 1; the line's first letter unless given. */
  readonly column?: number;
  readonly message: string;
}

export interface Manifest {
  /** `deployment.apps/web`. */
  readonly name: string;
  readonly line: number;
  readonly source: string;
  /** First line of its part of the text. */
  readonly start: number;
  readonly value: JsonObject;
  readonly kind: KindInfo;
  readonly namespace: string;
}

export type Read =
  | { readonly ok: true; readonly manifests: readonly Manifest[] }
  | { readonly ok: false; readonly marks: readonly Mark[] };

/** Documents of a text that are checked one by one; a longer text is for the terminal. */
const documentsMax = 50;

export const isMap = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const textAt = (value: JsonObject, ...path: readonly string[]): string => {
  let at: Json | undefined = value;
  for (const key of path) at = isMap(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  return typeof at === 'string' ? at : '';
};

/** Reads the text; everything that keeps a document from being sent is marked. */
export function readManifests(text: string, kinds: readonly KindInfo[], namespace: string): Read {
  const parsed = parseYaml(text, { bytesMax: limits.yamlBytesMax });
  if ('error' in parsed) return { ok: false, marks: [parsed.error] };
  const { documents } = parsed;
  if (documents.length > documentsMax) {
    const message = `${documents.length} documents: at most ${documentsMax} at once here; kubectl apply in the terminal takes more`;
    return { ok: false, marks: [{ line: 1, message }] };
  }
  const starts = documentStarts(text);
  const marks: Mark[] = [];
  const manifests: Manifest[] = [];
  for (const { value, line, source, duplicates } of documents) {
    const start = starts.findLast((first) => first <= line) ?? 1;
    const mark = (field: string, message: string): void => {
      marks.push({ line: start + lineOfField(source, field) - 1, message });
    };
    for (const [, at, message = ''] of duplicates.matchAll(/line (\d+): (.*)/g)) {
      marks.push({ line: start + Number(at) - 1, message });
    }
    if (!isMap(value)) {
      marks.push({ line, message: 'a manifest is a mapping with apiVersion, kind and metadata' });
      continue;
    }
    const apiVersion = textAt(value, 'apiVersion');
    const kindName = textAt(value, 'kind');
    const name = textAt(value, 'metadata', 'name') || textAt(value, 'metadata', 'generateName');
    const kind = kinds.find((known) => known.kind === kindName && apiVersionOf(known) === apiVersion);
    if (apiVersion === '') mark('apiVersion', 'apiVersion not set');
    else if (kindName === '') mark('kind', 'kind not set');
    else if (kind === undefined)
      mark(
        'kind',
        `no matches for kind ${JSON.stringify(kindName)} in version ${JSON.stringify(apiVersion)}`,
      );
    else if (name === '') mark('metadata', 'resource name may not be empty');
    else
      manifests.push({
        name: `${kind.group === '' ? kind.singular : `${kind.singular}.${kind.group}`}/${name}`,
        line,
        start,
        source,
        value,
        kind,
        namespace: kind.namespaced ? textAt(value, 'metadata', 'namespace') || namespace : '',
      });
  }
  return marks.length > 0 ? { ok: false, marks } : { ok: true, manifests };
}
