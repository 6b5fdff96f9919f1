// kubectl get. Source: kubectl pkg/cmd/get/get.go.
import type { JsonObject } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { err, now, out, type Run } from '../../effect.ts';
import { tableAccept, type Ask } from '../api/client.ts';
import type { Resource } from '../api/discovery.ts';
import { usageFailure, type Call, type Command } from '../command.ts';
import { completeObjects } from '../complete-objects.ts';
import { Failure, isNotFound, throwAll, throwList } from '../failure.ts';
import {
  allNamespacesFlag,
  chunkSizeFlag,
  fieldSelectorFlag,
  filenameFlags,
  outputFormats,
  printFlags,
  selectorFlag,
  subresourceFlag,
} from '../flags/common.ts';
import type { Flag } from '../flags/flag.ts';
import { columnsPrinter } from '../print/columns.ts';
import { jsonOrYaml, namePrinter, noPrinter, templatePrinter, type Printer } from '../print/printer.ts';
import { getRaw } from './raw.ts';
import { sortObjects, sortTable } from '../print/sort-by.ts';
import { TablePrinter, type TableOptions } from '../print/table.ts';
import { TabWriter, tableTabs } from '../print/tab-writer.ts';
import type { Info } from '../resources/info.ts';
import { plan, type Selection } from '../resources/select.ts';
import { infosOf, type Visit } from '../resources/visit.ts';
import { watchObjects } from './get-watch.ts';
import { namesFiles, sourcesOf } from './object-selection.ts';

const formats = [...outputFormats, 'custom-columns', 'custom-columns-file', 'wide'];

const flags: readonly Flag[] = [
  ...printFlags.map((flag) => (flag.name === 'output' ? { ...flag, choices: formats } : flag)),
  ...filenameFlags,
  allNamespacesFlag,
  chunkSizeFlag,
  fieldSelectorFlag,
  selectorFlag,
  {
    name: 'ignore-not-found',
    type: 'bool',
    value: 'false',
    help: 'end with success when an object is missing',
  },
  { name: 'label-columns', short: 'L', type: 'list', help: 'labels to show as columns' },
  { name: 'no-headers', type: 'bool', value: 'false', help: 'leave the header line out' },
  { name: 'output-watch-events', type: 'bool', value: 'false', help: 'show what kind of event each line is' },
  { name: 'raw', type: 'string', help: 'path of the API server to get as it is' },
  { name: 'server-print', type: 'bool', value: 'true', help: 'let the server make the table' },
  { name: 'show-kind', type: 'bool', value: 'false', help: 'show the kind before each name' },
  { name: 'show-labels', type: 'bool', value: 'false', help: 'show all labels in a last column' },
  { name: 'sort-by', type: 'string', help: 'JSONPath of the field to sort by' },
  subresourceFlag('get'),
  { name: 'watch', short: 'w', type: 'bool', value: 'false', help: 'show changes as they come' },
  { name: 'watch-only', type: 'bool', value: 'false', help: 'show only changes' },
];

/** How this call shows objects. */
export interface GetView {
  readonly call: Call;
  readonly selection: Selection;
  /** For tables; undefined where objects are printed one by one. */
  readonly table: ((resource: Resource, withKind: boolean) => TablePrinter) | undefined;
  readonly printer: () => Printer;
  readonly ask: Partial<Ask>;
  readonly sortBy: string;
}

function isHuman(call: Call): boolean {
  const format = call.flags.text('output');
  return (format === '' && call.flags.text('template') === '') || format === 'wide';
}

function genericPrinter(call: Call): Printer {
  const { flags: values, session } = call;
  const asked = values.text('output');
  const template = values.text('template');
  const format = asked === '' && template !== '' ? 'go-template' : asked;
  const found =
    templatePrinter(values, session, format) ??
    jsonOrYaml(values, format) ??
    columnsPrinter(format, template, values.is('no-headers'), session) ??
    namePrinter(format, '');
  if (found === undefined) throw noPrinter(asked, formats);
  return found;
}

function tableOptions(call: Call, resource: Resource, withKind: boolean): TableOptions {
  const { flags: values } = call;
  const kind =
    resource.group === '' ? resource.kind.toLowerCase() : `${resource.kind.toLowerCase()}.${resource.group}`;
  return {
    kind: withKind || values.is('show-kind') ? kind : '',
    noHeaders: values.is('no-headers'),
    wide: values.text('output') === 'wide',
    withNamespace: values.is('all-namespaces') && resource.namespaced,
    columnLabels: values.list('label-columns'),
    showLabels: values.is('show-labels'),
  };
}

function viewOf(call: Call): GetView {
  const { flags: values, client } = call;
  const { explicitNamespace } = client.effective();
  const human = isHuman(call);
  const sortBy = values.text('sort-by');
  const asTable = human && values.is('server-print');
  return {
    call,
    selection: {
      args: call.args,
      ...sourcesOf(call),
      selector: values.text('selector'),
      fieldSelector: values.text('field-selector'),
      allNamespaces: values.is('all-namespaces'),
      bareType: true,
      explicitNamespace: explicitNamespace && !values.is('all-namespaces'),
      subresource: values.text('subresource'),
    },
    table: human
      ? (resource, withKind) => new TablePrinter(tableOptions(call, resource, withKind))
      : undefined,
    printer: () => genericPrinter(call),
    ask: {
      ...(asTable ? { accept: `${tableAccept},application/json` } : {}),
      ...(asTable && sortBy !== '' ? { query: { includeObject: 'Object' } } : {}),
    },
    sortBy,
  };
}

function validate(call: Call): void {
  const { flags: values } = call;
  const format = values.text('output');
  if (values.is('show-labels') && format !== '' && format !== 'wide') {
    throw new Failure(`--show-labels option cannot be used with ${format} printer`);
  }
  const watches = values.is('watch') || values.is('watch-only');
  if (values.is('output-watch-events') && !watches) {
    throw new Failure('--output-watch-events option can only be used with --watch or --watch-only');
  }
  if (values.text('raw') !== '' && (watches || values.text('selector') !== '')) {
    throw new Failure(
      '--raw may not be specified with other flags that filter the server request or alter the output',
    );
  }
  if (values.text('raw') !== '' && format !== '')
    throw new Failure('--raw and --output are mutually exclusive');
}

function* run(call: Call): Run<void> {
  const { flags: values } = call;
  const raw = values.text('raw');
  const watches = values.is('watch') || values.is('watch-only');
  if (raw !== '' && call.args.length > 0)
    throw new Failure('arguments may not be passed when --raw is specified');
  if (values.is('watch') && values.text('sort-by') !== '') {
    yield* err('warning: --watch requested, --sort-by will be ignored for watch events received\n');
  } else if (values.is('watch-only') && values.text('sort-by') !== '') {
    yield* err('warning: --watch-only requested, --sort-by will be ignored\n');
  } else if (!watches && raw === '' && call.args.length === 0 && !namesFiles(call)) {
    yield* err(
      'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n',
    );
    throw usageFailure(
      call,
      'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
    );
  }
  validate(call);
  if (raw !== '') {
    if (!raw.startsWith('/')) {
      throw new Failure(`--raw must be a valid URL path: parse ${quoteGo(raw)}: invalid URI for request`);
    }
    yield* getRaw(call, raw);
    return;
  }
  const view = viewOf(call);
  if (watches) {
    yield* watchObjects(view);
    return;
  }
  const found = yield* plan(call.client, view.selection);
  const visiting: Visit = {
    selection: view.selection,
    ask: view.ask,
    limit: view.sortBy === '' ? values.number('chunk-size') : 0,
    latest: true,
    ignore: (failure) => values.is('ignore-not-found') && isNotFound(failure),
  };
  if (view.table === undefined) {
    yield* printGeneric(view, found.single, yield* infosOf(call.client, found, visiting));
  } else yield* printTables(view, yield* infosOf(call.client, found, visiting));
}

interface Outcome {
  readonly infos: readonly Info[];
  readonly failures: readonly Error[];
}

function* printGeneric(view: GetView, single: boolean, { infos, failures }: Outcome): Run<void> {
  if (single && failures.length > 0) throwAll(failures);
  if (infos.length === 0 && view.call.flags.is('ignore-not-found')) {
    throwAll(failures);
    return;
  }
  const printer = view.printer();
  const objects = infos.map(({ object }) => object);
  const sorted = view.sortBy === '' ? objects : sortObjects(objects, view.sortBy);
  const [only] = sorted;
  const list: JsonObject = {
    apiVersion: 'v1',
    kind: 'List',
    metadata: { resourceVersion: '' },
    items: sorted,
  };
  yield* out(printer(single && only !== undefined && sorted.length === 1 ? only : list));
  throwAll(failures);
}

function* printTables(view: GetView, { infos, failures }: Outcome): Run<void> {
  const { call, sortBy } = view;
  const withKind = new Set(infos.map(({ resource }) => resource)).size > 1;
  const at = yield* now();
  const writer = new TabWriter(tableTabs);
  let printer: TablePrinter | undefined;
  let last: Resource | undefined;
  let written = false;
  let separates = false;
  const flush = function* (): Run<void> {
    const text = writer.flush();
    if (text === '') return;
    yield* out(separates ? `\n${text}` : text);
    separates = false;
    written = true;
  };
  // Several tables are sorted as wholes, which hardly ever have the field: so kubectl has it.
  const tables = infos.map(({ object }) => object);
  const ordered = sortBy === '' ? tables : sortObjects(tables, sortBy);
  for (const object of ordered) {
    const { resource } = infos[tables.indexOf(object)] as Info;
    if (printer === undefined || resource !== last) {
      yield* flush();
      writer.forget();
      if (last !== undefined && !call.flags.is('no-headers') && written) separates = true;
      printer = view.table?.(resource, withKind);
      last = resource;
    }
    const table = sortBy === '' || infos.length > 1 ? object : sortTable(object, sortBy);
    writer.write(printer?.print(table, at) ?? '');
  }
  yield* flush();
  if (!written && failures.length === 0 && !call.flags.is('ignore-not-found')) {
    const within = !call.flags.is('all-namespaces') && infos.every(({ resource }) => resource.namespaced);
    const { namespace } = call.client.effective();
    yield* err(within ? `No resources found in ${namespace} namespace.\n` : 'No resources found\n');
  }
  throwList(failures);
}

export const get: Command = {
  name: 'get',
  summary: 'show objects, one or many',
  usage: '(TYPE [NAME | -l LABEL] | TYPE/NAME ...) [options]',
  suggestedFor: ['list', 'ps'],
  flags,
  examples: ['kubectl get pods -o wide', 'kubectl get deploy,svc', 'kubectl get pods -l app=web -w'],
  run,
  complete: completeObjects,
};
