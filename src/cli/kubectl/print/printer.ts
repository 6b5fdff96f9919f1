// How a command shows an object: as YAML, JSON, by a template, or in a line that names it and says what happened to it.
// Source: cli-runtime pkg/genericclioptions/print_flags.go and its neighbours.
import type { JsonObject } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { printYaml } from '../../../std/yaml-print.ts';
import { resolvePath } from '../../../shell/files.ts';
import { homeOf, type Session } from '../../../shell/program.ts';
import { builtInOrder } from '../../../apis/kubernetes/wire-order.ts';
import { outputFormats } from '../flags/common.ts';
import type { FlagValues } from '../flags/flag.ts';
import { Failure } from '../failure.ts';
import { isList, isObject, listAt, textAt } from '../json.ts';
import { goJson, goPrint, goSyntax, structJson } from '../../../std/go-value.ts';
import { parseTemplate } from './go-template/parse.ts';
import { runTemplate, TemplateTrouble } from './go-template/run.ts';
import { findResults, printResults, type JsonPathOptions } from '../../../std/json-path/evaluate.ts';
import { parseJsonPath } from '../../../std/json-path/parse.ts';
import { JsonPathTrouble } from '../../../std/json-path/syntax.ts';

/** The text of an object; printers count what they print, since YAML documents are kept apart. */
export type Printer = (object: JsonObject) => string;

/**
 * The printer that --output asks for, or the one that says what was done.
 * @param operation `created`, with what a dry run adds
 */
export function printerFor(flags: FlagValues, session: Session, operation: string): Printer {
  const asked = flags.text('output');
  const format = asked === '' && flags.text('template') !== '' ? 'go-template' : asked;
  const found =
    jsonOrYaml(flags, format) ?? namePrinter(format, operation) ?? templatePrinter(flags, session, format);
  if (found === undefined) throw noPrinter(asked, outputFormats);
  return found;
}

/** The same for an object that kubectl holds as a struct: its JSON has the members in the order of the fields. */
export function structPrinterFor(flags: FlagValues, session: Session, operation: string): Printer {
  const print = printerFor(flags, session, operation);
  if (flags.text('output').toLowerCase() !== 'json') return print;
  return (object) => {
    const shown = flags.is('show-managed-fields') ? object : withoutManagedFields(object);
    const struct = builtInOrder(shown);
    return struct === undefined ? print(object) : `${structJson(struct, '    ')}\n`;
  };
}

export function noPrinter(format: string, formats: readonly string[]): Failure {
  return new Failure(
    `unable to match a printer suitable for the output format ${quoteGo(format)}, allowed formats are: ${formats.toSorted().join(',')}`,
  );
}

export function jsonOrYaml(flags: FlagValues, format: string): Printer | undefined {
  const shown = flags.is('show-managed-fields') ? (object: JsonObject) => object : withoutManagedFields;
  if (format.toLowerCase() === 'json') return (object) => `${goJson(shown(object), '    ')}\n`;
  if (format.toLowerCase() !== 'yaml') return undefined;
  let printed = 0;
  return (object) => {
    printed += 1;
    return `${printed > 1 ? '---\n' : ''}${printYaml(shown(object))}`;
  };
}

export function withoutManagedFields(object: JsonObject): JsonObject {
  if (isList(object)) {
    return {
      ...object,
      items: listAt(object, 'items').map((item) => (isObject(item) ? withoutManagedFields(item) : item)),
    };
  }
  const { metadata } = object;
  if (!isObject(metadata) || !('managedFields' in metadata)) return object;
  const { managedFields: _managed, ...rest } = metadata;
  return { ...object, metadata: rest };
}

/** `deployment.apps/web`. */
export function nameOf(object: JsonObject): string {
  const apiVersion = textAt(object, 'apiVersion');
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : `.${apiVersion.slice(0, slash)}`;
  return `${textAt(object, 'kind').toLowerCase()}${group}/${textAt(object, 'metadata', 'name') || '<unknown>'}`;
}

export function namePrinter(format: string, operation: string): Printer | undefined {
  const short = format.toLowerCase() === 'name';
  if (!short && format !== '') return undefined;
  const behind = short || operation === '' ? '' : ` ${operation}`;
  const print = (object: JsonObject): string =>
    isList(object)
      ? listAt(object, 'items')
          .map((item) => (isObject(item) ? print(item) : ''))
          .join('')
      : `${nameOf(object)}${behind}\n`;
  return print;
}

const jsonPaths = ['jsonpath', 'jsonpath-file', 'jsonpath-as-json'];
const goTemplates = ['template', 'go-template', 'go-template-file', 'templatefile'];

/** The printer of a template's format, `jsonpath={.spec}` among them; undefined for other formats. */
export function templatePrinter(flags: FlagValues, session: Session, format: string): Printer | undefined {
  const equals = format.indexOf('=');
  const argument = flags.text('template');
  const name = argument === '' && equals >= 0 ? format.slice(0, equals) : format;
  const given = argument === '' && equals >= 0 ? format.slice(equals + 1) : argument;
  const isPath = jsonPaths.includes(name);
  if (!isPath && !goTemplates.includes(name)) return undefined;
  if (given === '') throw new Failure('template format specified but no template given');
  const fromFile = name.endsWith('file');
  const template = fromFile ? fileText(given, session) : given;
  const allowMissing = flags.is('allow-missing-template-keys');
  return isPath
    ? jsonPathPrinter(template, { allowMissing, asJson: name === 'jsonpath-as-json' })
    : goTemplatePrinter(template, allowMissing);
}

function fileText(name: string, session: Session): string {
  const text = session.files.read(resolvePath(name, session.folder, homeOf(session)));
  if (text === undefined) {
    throw new Failure(`error reading --template ${name}, open ${name}: no such file or directory`);
  }
  return text;
}

function jsonPathPrinter(template: string, options: JsonPathOptions): Printer {
  const nodes = orFailure(
    () => parseJsonPath(template),
    (message) => `error parsing jsonpath ${template}, ${message}`,
  );
  return (object) =>
    orFailure(
      () => printResults(findResults(nodes, object, options), options),
      (message) =>
        `error executing jsonpath ${quoteGo(template)}: Error executing template: ${message}. Printing more information for debugging the template:\n` +
        `\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(object)}\n\n\n`,
    );
}

/** Does the work; where that fails, the failure's words, and what is printed beside it. */
function orFailure<T>(
  work: () => T,
  words: (message: string) => string,
  shown: (message: string) => string = () => '',
): T {
  try {
    return work();
  } catch (trouble) {
    if (trouble instanceof TemplateTrouble)
      throw new Failure(words(trouble.message), trouble.printed + shown(trouble.message));
    if (trouble instanceof JsonPathTrouble) throw new Failure(words(trouble.message));
    throw trouble;
  }
}

function goTemplatePrinter(template: string, allowMissing: boolean): Printer {
  const nodes = orFailure(
    () => parseTemplate(template),
    (message) => `error parsing template ${template}, ${message}`,
  );
  return (object) =>
    orFailure(
      () => runTemplate(nodes, object, allowMissing),
      (message) => `error executing template ${quoteGo(template)}: ${message}`,
      (message) =>
        `Error executing template: ${message}. Printing more information for debugging the template:\n` +
        `\ttemplate was:\n\t\t${template}\n\traw data was:\n\t\t${goJson(object)}\n` +
        `\tobject given to template engine was:\n\t\t${goPrint(object)}\n\n`,
    );
}
