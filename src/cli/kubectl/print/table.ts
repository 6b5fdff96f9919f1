// Tables that the server made, as kubectl shows them: wide columns left out, namespace, kind and labels added.
// Source: cli-runtime pkg/printers/tableprinter.go.
import { equal, type Json, type JsonObject } from '../../../std/draft.ts';
import { humanDuration, parseTime } from '../../../std/time.ts';
import { isList, isObject, listAt, textAt, textsAt } from '../json.ts';
import { goPrint } from '../../../std/go-value.ts';
import { escapeTerminal } from './terminal.ts';

export interface TableOptions {
  /** `deployment.apps`, put before names; empty leaves names alone. */
  readonly kind: string;
  readonly noHeaders: boolean;
  readonly wide: boolean;
  readonly withNamespace: boolean;
  readonly columnLabels: readonly string[];
  readonly showLabels: boolean;
}

interface Column {
  readonly name: string;
  readonly priority: number;
  readonly isName: boolean;
}

interface Row {
  readonly cells: readonly Json[];
  readonly object: Json | undefined;
}

const eventNames: Readonly<Record<string, string>> = {
  ADDED: 'ADDED   ',
  MODIFIED: 'MODIFIED',
  DELETED: 'DELETED ',
  ERROR: 'ERROR   ',
};

export function isTable(object: JsonObject): boolean {
  return textAt(object, 'kind') === 'Table' && textAt(object, 'apiVersion').startsWith('meta.k8s.io/');
}

/** Prints tables that follow each other: headers come once as long as the columns stay the same. */
export class TablePrinter {
  readonly #options: TableOptions;
  #columns: readonly Json[] = [];
  #headed = false;

  constructor(options: TableOptions) {
    this.#options = options;
  }

  /**
   * Lines with cells apart by tabs.
   * @param eventType of a watch's event, where events are shown
   * @param rowless only remembers the columns
   * @param now simulated milliseconds, for objects that come without a table
   */
  print(object: JsonObject, now: number, eventType = '', rowless = false): string {
    const table = isTable(object) ? object : plainTable(object, now);
    const given = listAt(table, 'columnDefinitions');
    const same = given.length === 0 || equal(given, this.#columns);
    const headers = !this.#options.noHeaders && !(this.#headed && same);
    if (given.length > 0 && !same) {
      this.#columns = given;
      this.#headed = false;
    }
    const rows = rowless ? [] : listAt(table, 'rows');
    if (rows.length > 0) this.#headed = true;
    return this.#text(rows, headers, eventType);
  }

  #text(rows: readonly Json[], headers: boolean, eventType: string): string {
    if (rows.length === 0) return '';
    const { withNamespace, columnLabels, showLabels, wide } = this.#options;
    const own = this.#columns.map((column): Column => ({
      name: textAt(column, 'name'),
      priority: Number(isObject(column) ? (column['priority'] ?? 0) : 0),
      isName: textAt(column, 'format') === 'name' && textAt(column, 'type') === 'string',
    }));
    const extra = (name: string): Column => ({ name, priority: 0, isName: false });
    const columns = [
      ...(eventType === '' ? [] : [extra('Event')]),
      ...(withNamespace ? [extra('Namespace')] : []),
      ...own,
      ...columnLabels.map((label) => extra(label.slice(label.lastIndexOf('/') + 1))),
      ...(showLabels ? [extra('Labels')] : []),
    ];
    const nameColumn = own.findIndex(({ isName }) => isName);
    const lines = rows.map((row) => {
      const { cells, object } = this.#row(row, own.length, nameColumn);
      const labels = textsAt(object, 'metadata', 'labels');
      return [
        ...(eventType === '' ? [] : [eventNames[eventType] ?? eventType]),
        ...(withNamespace ? [textAt(object, 'metadata', 'namespace')] : []),
        ...cells,
        ...columnLabels.map((key) => labels.find(([each]) => each === key)?.[1] ?? ''),
        ...(showLabels ? [formatLabels(labels)] : []),
      ];
    });
    const shown = (cells: readonly Json[]) =>
      cells
        .filter((_, at) => wide || columns[at]?.priority === 0)
        .map(cellText)
        .join('\t');
    const head = headers ? `${shown(columns.map(({ name }) => name.toUpperCase()))}\n` : '';
    return head + lines.map((cells) => `${shown(cells)}\n`).join('');
  }

  #row(row: Json, width: number, nameColumn: number): Row {
    const cells = [...listAt(row, 'cells')].slice(0, width);
    while (cells.length < width) cells.push(null);
    if (this.#options.kind !== '' && nameColumn >= 0) {
      cells[nameColumn] = `${this.#options.kind}/${goPrint(cells[nameColumn] ?? null)}`;
    }
    return { cells, object: isObject(row) ? row['object'] : undefined };
  }
}

/** `a=b,c=d`, or `<none>`. */
export function formatLabels(labels: readonly (readonly [string, string])[]): string {
  return labels.length === 0 ? '<none>' : labels.map(([key, value]) => `${key}=${value}`).join(',');
}

function cellText(cell: Json): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return escapeTerminal(goPrint(cell));
  const end = cell.search(/[\f\n\r]/);
  return end < 0 ? escapeTerminal(cell) : `${escapeTerminal(cell.slice(0, end))}...`;
}

/** A table of names and ages, for objects whose server makes none. */
function plainTable(object: JsonObject, now: number): JsonObject {
  const objects = isList(object) ? listAt(object, 'items') : [object];
  return {
    columnDefinitions: [
      { name: 'Name', type: 'string', format: 'name', priority: 0 },
      { name: 'Age', type: 'string', format: '', priority: 0 },
    ],
    rows: objects.map((each) => {
      const created = parseTime(textAt(each, 'metadata', 'creationTimestamp'));
      const age = created === undefined ? '<unknown>' : humanDuration(now - created);
      return { cells: [textAt(each, 'metadata', 'name'), age], object: each };
    }),
  };
}
