// -o custom-columns: a table whose columns are JSONPath expressions. Source: kubectl pkg/cmd/get/customcolumn.go.
import type { JsonObject } from '../../../std/draft.ts';
import { resolvePath } from '../../../shell/files.ts';
import { homeOf, type Session } from '../../../shell/program.ts';
import { Failure } from '../failure.ts';
import { isList, isObject, listAt } from '../json.ts';
import { goPrint } from '../../../std/go-value.ts';
import { findResults } from '../../../std/json-path/evaluate.ts';
import { parseJsonPath } from '../../../std/json-path/parse.ts';
import { JsonPathTrouble, type Node } from '../../../std/json-path/syntax.ts';
import type { Printer } from './printer.ts';
import { inColumns, tableTabs } from './tab-writer.ts';
import { escapeTerminal } from './terminal.ts';

interface Column {
  readonly header: string;
  readonly path: readonly Node[];
}

/** `metadata.name`, `.metadata.name` and `{.metadata.name}` alike, as a template. */
export function relaxedPath(expression: string): string {
  if (expression === '') return expression;
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(expression);
  if (match === null) {
    throw new Failure(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    );
  }
  return `{.${match[1] ?? match[2]}}`;
}

/** Reads a path; a mistake in it becomes the command's failure. */
export function pathFrom(template: string): readonly Node[] {
  try {
    return parseJsonPath(template);
  } catch (trouble) {
    if (trouble instanceof JsonPathTrouble) throw new Failure(trouble.message);
    throw trouble;
  }
}

function columnsOf(spec: string): readonly Column[] {
  return spec.split(',').map((part) => {
    const colon = part.indexOf(':');
    if (colon < 0) {
      throw new Failure(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    }
    return { header: part.slice(0, colon), path: pathFrom(relaxedPath(part.slice(colon + 1))) };
  });
}

function columnsOfFile(name: string, session: Session): readonly Column[] {
  const text = session.files.read(resolvePath(name, session.folder, homeOf(session)));
  if (text === undefined) {
    throw new Failure(`error reading template ${name}, open ${name}: no such file or directory\n`);
  }
  const [headers, specs] = text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split(/\s+/).filter((word) => word !== ''));
  if (headers === undefined || specs === undefined) {
    const part = text === '' ? 'header' : 'spec';
    throw new Failure(
      `invalid template, missing ${part} line. Expected format is one line of space separated headers, one line of space separated column specs.`,
    );
  }
  if (headers.length !== specs.length) {
    throw new Failure(
      `number of headers (${headers.length}) and field specifications (${specs.length}) don't match`,
    );
  }
  return headers.map((header, at) => ({ header, path: pathFrom(relaxedPath(specs[at] ?? '')) }));
}

function cell(object: JsonObject, path: readonly Node[]): string {
  try {
    const found = findResults(path, object, { allowMissing: true });
    const texts = found.flat().map((value) => escapeTerminal(goPrint(value)));
    return (found[0]?.length ?? 0) === 0 ? ['<none>', ...texts].join(',') : texts.join(',');
  } catch (trouble) {
    if (trouble instanceof JsonPathTrouble) throw new Failure(trouble.message);
    throw trouble;
  }
}

/** The printer of `custom-columns=...`, `custom-columns-file=...`; undefined for other formats. */
export function columnsPrinter(
  format: string,
  template: string,
  noHeaders: boolean,
  session: Session,
): Printer | undefined {
  const equals = format.indexOf('=');
  const name = template === '' && equals >= 0 ? format.slice(0, equals) : format;
  const spec = template === '' && equals >= 0 ? format.slice(equals + 1) : template;
  if (name !== 'custom-columns' && name !== 'custom-columns-file') return undefined;
  if (spec === '') throw new Failure('custom-columns format specified but no custom columns given');
  const columns = name === 'custom-columns' ? columnsOf(spec) : columnsOfFile(spec, session);
  let headed = noHeaders && name === 'custom-columns';
  return (object) => {
    const objects = isList(object) ? listAt(object, 'items').filter(isObject) : [object];
    const rows = objects.map((each) => columns.map(({ path }) => cell(each, path)).join('\t'));
    if (!headed) rows.unshift(columns.map(({ header }) => header).join('\t'));
    headed = true;
    return inColumns(rows.map((row) => `${row}\n`).join(''), tableTabs);
  };
}
