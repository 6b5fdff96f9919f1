/**
 * Checks manifests as applying them would: each by the server's own dry run with strict fields. What is refused is put at its line;
 * what is right shows what it would change.
 */
import type { Json, JsonObject } from '../../src/std/draft.ts';
import { printYaml } from '../../src/std/yaml-print.ts';
import { pathOf } from '../live/kinds.ts';
import type { Thing } from '../live/objects.ts';
import type { Problem } from '../live/problem.ts';
import { type Answer, getJson, write } from '../live/request.ts';
import { type DiffLine, diffLines, withContext } from './diff.ts';
import { fieldsInMessage, lineOfField } from './fields.ts';
import { type Manifest, type Mark, isMap, textAt } from './manifests.ts';

export type Verdict =
  | { readonly type: 'create'; readonly diff: readonly DiffLine[] }
  | { readonly type: 'replace'; readonly diff: readonly DiffLine[]; readonly changed: number }
  | { readonly type: 'same' }
  | { readonly type: 'refused'; readonly problem: Problem };

export interface Checked {
  readonly manifest: Manifest;
  readonly verdict: Verdict;
  readonly marks: readonly Mark[];
}

const query = '?fieldManager=supervisor-sandbox&fieldValidation=Strict';

/** What the server sets on every write and nobody edits. */
function comparable(object: JsonObject): string {
  const { metadata, status: _status, ...rest } = object;
  const kept = isMap(metadata)
    ? Object.fromEntries(
        Object.entries(metadata).filter(
          ([key]) =>
            !['managedFields', 'resourceVersion', 'generation', 'uid', 'creationTimestamp'].includes(key),
        ),
      )
    : metadata;
  return printYaml({ ...rest, ...(kept === undefined ? {} : { metadata: kept }) });
}

const linesOf = (text: string): readonly string[] => text.trimEnd().split('\n');

/** Creates the object, or puts it in the place of the one that is there. */
async function send(
  manifest: Manifest,
  dryRun: boolean,
): Promise<{ readonly live: JsonObject | undefined; readonly answer: Answer<JsonObject> }> {
  const { kind, namespace, value } = manifest;
  const name = textAt(value, 'metadata', 'name');
  const options = `${query}${dryRun ? '&dryRun=All' : ''}`;
  const live = name === '' ? undefined : await getJson<JsonObject>(pathOf(kind, namespace, name));
  if (live?.ok) {
    const answer = await write<JsonObject>('PUT', `${pathOf(kind, namespace, name)}${options}`, value);
    return { live: live.value, answer };
  }
  if (live !== undefined && live.problem.code !== 404) return { live: undefined, answer: live };
  return {
    live: undefined,
    answer: await write<JsonObject>('POST', `${pathOf(kind, namespace)}${options}`, value),
  };
}

function marksOf({ source, start, line }: Manifest, problem: Problem): readonly Mark[] {
  const found = [
    ...problem.causes.filter(({ field }) => field !== ''),
    ...fieldsInMessage(problem.message),
  ].map(({ field, message }) => ({
    line: start + lineOfField(source, field) - 1,
    message: message.includes(field) ? message : `${field}: ${message}`,
  }));
  return found.length > 0 ? found : [{ line, message: problem.message }];
}

/** One document by the server's dry run. */
export async function checkManifest(manifest: Manifest): Promise<Checked> {
  const { live, answer } = await send(manifest, true);
  if (!answer.ok)
    return {
      manifest,
      verdict: { type: 'refused', problem: answer.problem },
      marks: marksOf(manifest, answer.problem),
    };
  const after = linesOf(comparable(answer.value));
  if (live === undefined)
    return {
      manifest,
      verdict: { type: 'create', diff: after.map((text) => ({ sign: '+', text })) },
      marks: [],
    };
  const all = diffLines(linesOf(comparable(live)), after);
  const changed = all.filter(({ sign }) => sign !== ' ').length;
  return {
    manifest,
    verdict: changed === 0 ? { type: 'same' } : { type: 'replace', diff: withContext(all), changed },
    marks: [],
  };
}

/** One document for good. @returns the refusal; undefined when it is done. */
export async function applyManifest(manifest: Manifest): Promise<Problem | undefined> {
  const { answer } = await send(manifest, false);
  return answer.ok ? undefined : answer.problem;
}

/** An object's text to edit: without what only the server writes. */
export function editableText(object: Thing): string {
  const { metadata, status: _status, ...rest } = object as Thing & { readonly status?: unknown };
  const { managedFields: _managed, ...kept } = metadata as Thing['metadata'] & {
    readonly managedFields?: unknown;
  };
  return printYaml({ ...rest, metadata: kept } as unknown as Json);
}
