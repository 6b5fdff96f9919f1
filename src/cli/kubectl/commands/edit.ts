// kubectl edit: the object as text, into the page's editor and back. Source: kubectl pkg/cmd/util/editor/editoptions.go.
import { equal, type JsonObject } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { parseYaml } from '../../../std/yaml.ts';
import { edit as openEditor, err, type Run } from '../../effect.ts';
import type { Session } from '../../../shell/program.ts';
import { qualifiedName } from '../api/discovery.ts';
import { resourceOfKind } from '../api/mapper.ts';
import type { Call, Command } from '../command.ts';
import { completeObjects } from '../complete-objects.ts';
import { Failure, isExpected, SilentFailure, throwAll } from '../failure.ts';
import type { Flag } from '../flags/flag.ts';
import {
  fieldManagerFlag,
  filenameFlags,
  printFlags,
  recordFlag,
  validateFlag,
  subresourceFlag,
  saveConfigFlag,
} from '../flags/common.ts';
import { jsonOrYaml, noPrinter, withoutManagedFields, type Printer } from '../print/printer.ts';
import { isList, isObject, listAt, textAt } from '../json.ts';
import type { Info } from '../resources/info.ts';
import { noMatch, plan } from '../resources/select.ts';
import { infosOf } from '../resources/visit.ts';
import { selectionOf } from './object-selection.ts';
import { patching, type Reason, type Save, type Saved } from './edit-save.ts';
import { validationOf } from './writing.ts';

const header = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;

/** The most that the editor shows as the name of what is edited. */
const nameLengthMax = 60;
/** Rounds of correcting a text that the server refuses. */
const roundsMax = 100;

function withHash(text: string): string {
  return text.replace(/\n(?=[^#])/g, '\n# ');
}

function reasonText({ head, others }: Reason): string {
  const first = `# ${withHash(head)}${others.length > 0 ? ':' : ''}\n`;
  return `${first}${others.map((other) => `# * ${withHash(other)}\n`).join('')}#\n`;
}

function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s*#(?!!)/.test(line))
    .join('\n');
}

/** Whether two texts say the same, comments and writing aside. */
function saysSame(a: string, b: string): boolean {
  const [left, right] = [parseYaml(a), parseYaml(b)];
  if ('error' in left || 'error' in right) return withoutComments(a) === withoutComments(b);
  return equal(
    left.documents.map(({ value }) => value),
    right.documents.map(({ value }) => value),
  );
}

function objectsIn(text: string): readonly JsonObject[] | { readonly error: string } {
  const parsed = parseYaml(text);
  if ('error' in parsed) return { error: `error parsing edited-file: ${parsed.error.message}` };
  return parsed.documents
    .map(({ value }) => value)
    .filter(isObject)
    .flatMap((object) =>
      isList(object) && textAt(object, 'kind').endsWith('List')
        ? listAt(object, 'items').filter(isObject)
        : [object],
    );
}

function shapeTrouble(text: string): string | undefined {
  const parsed = parseYaml(text);
  if ('error' in parsed) return parsed.error.message;
  const value = parsed.documents[0]?.value ?? null;
  if (value === null) return 'EOF';
  if (!isObject(value)) return undefined;
  const causes = [value, ...(isList(value) ? listAt(value, 'items') : [])].flatMap((object) =>
    ['apiVersion', 'kind']
      .filter((member) => textAt(object, member) === '')
      .map((member) => `${member} not set`),
  );
  return causes.length === 0 ? undefined : causes.length === 1 ? causes[0] : `[${causes.join(', ')}]`;
}

/** Writes what the person typed to a file of its own, and gives its name. */
function keep(session: Session, text: string, extension: string): string {
  const { files } = session;
  if (!files.isFolder('/tmp')) files.makeFolder('/tmp');
  let number = 1;
  const path = () => `/tmp/kubectl-edit-${number}${extension}`;
  while (files.read(path()) !== undefined) number += 1;
  files.write(path(), text);
  return path();
}

function* stored(session: Session, text: string, extension: string): Run<void> {
  yield* err(`A copy of your changes has been stored to ${quoteGo(keep(session, text, extension))}\n`);
}

/** Why the objects cannot be told apart: one is of a kind that the server does not know. */
function* unknownKind({ client }: Call, objects: readonly JsonObject[]): Run<string | undefined> {
  for (const object of objects) {
    const [apiVersion, kind] = [textAt(object, 'apiVersion'), textAt(object, 'kind')];
    if ((yield* resourceOfKind(client, apiVersion, kind)) === undefined) return noMatch(apiVersion, kind);
  }
  return undefined;
}

/** Saves the objects; whatever stops that for good leaves the text in a file. */
function* saveOrKeep(
  call: Call,
  infos: readonly Info[],
  edited: string,
  extension: string,
  save: Save,
): Run<readonly Reason[]> {
  const { session } = call;
  const objects = objectsIn(edited);
  const trouble = 'error' in objects ? objects.error : yield* unknownKind(call, objects);
  if ('error' in objects || trouble !== undefined)
    return [{ head: `The edited file had a syntax error: ${trouble}`, others: [] }];
  let saved: Saved;
  try {
    saved = yield* save(call, infos, objects);
  } catch (failure) {
    if (isExpected(failure)) yield* stored(session, edited, extension);
    throw failure;
  }
  if (saved.retryable > 0) {
    const path = keep(session, edited, extension);
    yield* err(`You can run \`kubectl replace -f ${path}\` to try this update again.\n`);
    throw new SilentFailure();
  }
  if (saved.missing > 0) {
    const path = keep(session, edited, extension);
    yield* err(`The edits you made on deleted resources have been saved to ${quoteGo(path)}\n`);
    throw new SilentFailure();
  }
  return saved.reasons;
}

/** What shows the objects in the editor: nothing but JSON and YAML can be read again. */
export function editPrinter({ flags }: Call): Printer {
  const format = flags.text('output');
  const print = jsonOrYaml(flags, format || 'yaml');
  if (print === undefined) throw noPrinter(format, ['json', 'yaml']);
  return print;
}

/** Lets the person change the objects, until the server takes them or they are left alone. */
export function* editObjects(call: Call, found: readonly Info[], save: Save = patching()): Run<void> {
  const { flags } = call;
  const print = editPrinter(call);
  // What is not shown is not compared with what comes back either.
  const infos = flags.is('show-managed-fields')
    ? found
    : found.map((info) => ({ ...info, object: withoutManagedFields(info.object) }));
  const asJson = flags.text('output') === 'json';
  const [only] = infos;
  const list: JsonObject = {
    apiVersion: 'v1',
    kind: 'List',
    metadata: {},
    items: infos.map(({ object }) => object),
  };
  const printed = print(infos.length === 1 && only !== undefined ? only.object : list);
  const title = asJson ? '' : header;
  const extension = asJson ? '.json' : '.yaml';
  const name = `${infos
    .map(({ resource, name: each }) => `${resource.singular}-${each}`)
    .join('-')
    .slice(0, nameLengthMax)}${extension}`;
  let reasons: readonly Reason[] = [];
  let previous: string | undefined;
  for (let round = 0; round < roundsMax; round++) {
    const body = previous === undefined ? printed : withoutComments(previous);
    const edited = yield* openEditor(name, title + reasons.map(reasonText).join('') + body);
    if (edited === undefined || (previous !== undefined && saysSame(previous, edited))) {
      if (previous !== undefined) {
        yield* stored(call.session, edited ?? previous, extension);
        throw new Failure('Edit cancelled, no valid changes were saved.');
      }
      yield* err('Edit cancelled, no changes made.\n');
      return;
    }
    const trouble = validationOf(call) === 'Ignore' ? undefined : shapeTrouble(edited);
    if (trouble !== undefined) {
      const [first] = infos;
      const subject = first === undefined ? '' : `${qualifiedName(first.resource)} ${quoteGo(first.name)} `;
      yield* err(`error: ${subject}is invalid\n`);
      reasons = [{ head: `The edited file failed validation`, others: [trouble] }];
      previous = edited;
      continue;
    }
    if (saysSame(printed, edited)) {
      yield* err('Edit cancelled, no changes made.\n');
      return;
    }
    if (!edited.split('\n').some((line) => line.trim() !== '' && !line.trim().startsWith('#'))) {
      yield* err('Edit cancelled, saved file was empty.\n');
      return;
    }
    reasons = yield* saveOrKeep(call, infos, edited, extension, save);
    if (reasons.length === 0) return;
    previous = edited;
  }
}

function* run(call: Call): Run<void> {
  editPrinter(call);
  const selection = {
    ...selectionOf(call, { bareType: true }),
    subresource: call.flags.text('subresource'),
  };
  const chosen = yield* plan(call.client, selection);
  const { infos, failures } = yield* infosOf(call.client, chosen, { selection, latest: true });
  throwAll(failures);
  if (infos.length === 0) throw new Failure('edit cancelled, no objects found');
  yield* editObjects(call, infos);
}

export const windowsLineEndingsFlag: Flag = {
  name: 'windows-line-endings',
  type: 'bool',
  value: 'false',
  help: 'CR before each line break (no effect here)',
};

const outputPatchFlag: Flag = {
  name: 'output-patch',
  type: 'bool',
  value: 'false',
  help: 'show what is sent',
};

/** Flags of a command that opens the editor; `manager` owns what it changes. */
export const editFlags = (manager: string): readonly Flag[] => [
  ...filenameFlags,
  ...printFlags,
  recordFlag,
  validateFlag,
  fieldManagerFlag(manager),
  windowsLineEndingsFlag,
];

export const edit: Command = {
  name: 'edit',
  summary: 'change an object in the editor',
  usage: '(TYPE/NAME | -f FILENAME)',
  flags: [...editFlags('kubectl-edit'), outputPatchFlag, saveConfigFlag, subresourceFlag('edit')],
  run,
  complete: completeObjects,
};
