// Manifests: what -f names, read document by document, so that what precedes a mistake is still there.
// Source: cli-runtime pkg/resource/visitor.go, mapper.go.
import { canonicalJson } from '../../../std/canonical-json.ts';
import type { Json, JsonObject } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { roundingWarnings } from '../../../std/json-scan.ts';
import { parseYaml } from '../../../std/yaml.ts';
import { err, readAll, type Run } from '../../effect.ts';
import { resolvePath } from '../../../shell/files.ts';
import { isPattern, matches } from '../../../shell/glob.ts';
import { homeOf, type Session } from '../../../shell/program.ts';
import { Failure, Failures } from '../failure.ts';
import { isObject, textAt } from '../json.ts';
import { metadataTrouble, noObject } from './metadata-types.ts';

/** A file to read; `-` is standard input. */
export interface ManifestFile {
  /** As messages name it. */
  readonly source: string;
  readonly path: string;
  /** What it says, where it is no file but was made. */
  readonly text?: string;
}

const extensions = ['.json', '.yaml', '.yml'];
const filesMax = 500;

/** The files that -f means, or why they cannot be found. */
export function manifestFiles(
  names: readonly string[],
  recursive: boolean,
  session: Session,
): {
  readonly files: readonly ManifestFile[];
  readonly failures: readonly Failure[];
  readonly single: boolean;
} {
  const found: ManifestFile[] = [];
  const failures: Failure[] = [];
  let single = names.length === 1;
  for (const name of names) {
    if (name === '-') {
      if (found.some(({ path }) => path === '-')) {
        failures.push(new Failure('standard input cannot be used for multiple arguments'));
      }
      found.push({ source: 'STDIN', path: '-' });
      single = false;
      continue;
    }
    if (/^https?:\/\//.test(name)) {
      failures.push(
        new Failure(`${name} cannot be read: this terminal has no way to the internet, drop the file here`),
      );
      continue;
    }
    const path = resolvePath(name, session.folder, homeOf(session));
    if (session.files.read(path) !== undefined) found.push({ source: name, path });
    else if (session.files.isFolder(path)) {
      const inside = folderFiles(name, path, recursive, session);
      if (inside.length !== 1) single = false;
      if (inside.length === 0 && found.length === 0) {
        failures.push(
          new Failure(`error reading [${name}]: recognized file extensions are [${extensions.join(' ')}]`),
        );
      }
      found.push(...inside);
    } else {
      const fitting = filesLike(name, session);
      if (fitting.length !== 1) single = false;
      if (fitting.length === 0) failures.push(new Failure(`the path ${quoteGo(name)} does not exist`));
      found.push(...fitting);
    }
  }
  return { files: found, failures, single: single && found.length === 1 };
}

/** The files of a folder whose names fit a pattern that the shell left as it was. */
function filesLike(name: string, session: Session): readonly ManifestFile[] {
  const slash = name.lastIndexOf('/') + 1;
  const text = name.slice(slash);
  const pattern = { text, live: '*'.repeat(text.length) };
  if (!isPattern(pattern)) return [];
  const folder = resolvePath(name.slice(0, slash) || '.', session.folder, homeOf(session));
  return (session.files.list(folder) ?? [])
    .filter((entry) => matches(entry, pattern))
    .map((entry) => ({ source: name.slice(0, slash) + entry, path: `${folder}/${entry}` }))
    .filter(({ path }) => session.files.read(path) !== undefined);
}

function folderFiles(
  name: string,
  path: string,
  recursive: boolean,
  session: Session,
): readonly ManifestFile[] {
  const result: ManifestFile[] = [];
  for (const entry of session.files.list(path) ?? []) {
    const inner = `${path === '/' ? '' : path}/${entry}`;
    const source = joined(name, entry);
    if (session.files.isFolder(inner)) {
      if (recursive) result.push(...folderFiles(source, inner, recursive, session));
    } else if (extensions.some((extension) => entry.endsWith(extension)))
      result.push({ source, path: inner });
    if (result.length > filesMax) break;
  }
  return result;
}

/** Go's filepath.Join of a folder's name and what lies in it. */
function joined(folder: string, entry: string): string {
  const parts = folder.split('/').filter((part) => part !== '' && part !== '.');
  return `${folder.startsWith('/') ? '/' : ''}${[...parts, entry].join('/')}`;
}

/** Calls for each document of a file; what is wrong with the text ends it with a failure. */
export function* eachDocument(
  { source, path, text: made }: ManifestFile,
  session: Session,
  onDocument: (value: Json) => Run<void>,
): Run<void> {
  const text = made ?? (path === '-' ? yield* readAll() : (session.files.read(path) ?? ''));
  const whole = parseYaml(text, { takesJson: true });
  if ('documents' in whole) {
    for (const { value, rounded } of whole.documents) {
      // Bounds in definitions are no integers to Kubernetes either.
      const isBound = isObject(value) && textAt(value, 'kind') === 'CustomResourceDefinition';
      for (const warning of isBound ? [] : roundingWarnings(rounded)) yield* err(`Warning: ${warning}\n`);
      yield* onDocument(value);
    }
    return;
  }
  // What comes before the mistake is done; the mistake's line counts from the last separator.
  for (const piece of text.split(/^---.*\n?/m)) {
    const parsed = parseYaml(piece, { takesJson: true });
    if ('error' in parsed) break;
    for (const { value } of parsed.documents) yield* onDocument(value);
  }
  throw new Failure(`error parsing ${source}: ${whole.error.message}`);
}

/** Checks that a document can be an object at all, as validation does before anything is asked of the server. */
export function validateShape(value: Json, source: string): void {
  const causes: string[] = [];
  if (!isObject(value)) causes.push('invalid object to validate');
  else {
    if (textAt(value, 'apiVersion') === '') causes.push('apiVersion not set');
    if (textAt(value, 'kind') === '') causes.push('kind not set');
  }
  if (causes.length === 0) return;
  throw invalidData(source, causes.length === 1 ? (causes[0] as string) : `[${causes.join(', ')}]`);
}

/** What validation finds before anything is asked of the server. */
export function invalidData(source: string, said: string): Failure {
  return new Failure(
    `error validating ${quoteGo(source)}: error validating data: ${said}; if you choose to ignore these errors, turn validation off with --validate=false`,
  );
}

/** The document as an object: with a kind, and with metadata of the right types. */
export function decodeDocument(value: Json, source: string): JsonObject {
  const refuse = (why: string) => new Failure(`unable to decode ${quoteGo(source)}: ${why}`);
  if (!isObject(value)) {
    throw refuse(noObject(value));
  }
  if (textAt(value, 'kind') === '') throw refuse(`Object 'Kind' is missing in '${canonicalJson(value)}'`);
  const trouble = metadataTrouble(value['metadata'] ?? null);
  if (trouble !== undefined) throw refuse(trouble);
  return value;
}

/** Several failures of one file, as one. */
export function gathered(failures: readonly Error[]): Error {
  return failures.length === 1 ? (failures[0] as Error) : new Failures(failures);
}
