/** Columns of a server-side table as the grid's: names link to their objects, ages follow the clock, what is wide is a choice. */
import { world } from '../../live/world.svelte.ts';
import type { ColumnDefinition, TableRow } from '../../live/objects.ts';
import type { Column } from '../../parts/columns.ts';

export interface TableColumnsOptions {
  readonly href: (row: TableRow) => string;
  /** Names of wide columns to show at once. */
  readonly show?: readonly string[];
  readonly hide?: readonly string[];
  /** A column of namespaces first: for lists across them. */
  readonly namespace?: boolean;
}

const widths: Readonly<Record<string, number>> = {
  Name: 11,
  Ready: 3.4,
  Restarts: 4.4,
  Age: 3.4,
  IP: 5.4,
  Node: 9,
  Status: 6,
  Message: 20,
  Object: 10,
  Reason: 7,
  Selector: 8,
  Images: 10,
  Endpoints: 12,
  'Display-Name': 12,
};

const mono = ['IP', 'Cluster-IP', 'External-IP', 'Endpoints', 'Subnet', 'Address', 'Translated'];

export const createdAt = (row: TableRow): number => Date.parse(row.metadata.creationTimestamp);

/** What the row has under a heading; empty where there is no such column. */
export function cellOf(columns: readonly ColumnDefinition[], row: TableRow, name: string): string {
  const at = columns.findIndex((column) => column.name === name);
  return at < 0 ? '' : String(row.cells[at] ?? '');
}

export function tableColumns(
  definitions: readonly ColumnDefinition[],
  { href, show = [], hide = [], namespace = false }: TableColumnsOptions,
): Column<TableRow>[] {
  const columns = definitions.map((definition, at): Column<TableRow> => {
    const { name, type, format, priority, description } = definition;
    const common = {
      id: name,
      title: name.replaceAll('-', ' '),
      hint: description.length > 0 && description.length < 60 ? `${name}: ${description}` : name,
      widthRem: (Object.hasOwn(widths, name) ? widths[name] : undefined) ?? 5,
      hidden: (priority > 0 && !show.includes(name)) || hide.includes(name),
      mono: mono.includes(name),
    };
    if (name === 'Age')
      return {
        ...common,
        value: (row) => -createdAt(row),
        text: (row) => world.age(createdAt(row)),
        grow: 0,
      };
    const value = (row: TableRow): string | number => {
      const cell = row.cells[at] ?? '';
      return typeof cell === 'boolean' ? String(cell) : cell;
    };
    if (format === 'name') return { ...common, value, href, grow: 2 };
    return { ...common, value, ...(type === 'integer' ? { align: 'end' as const, grow: 0 } : {}) };
  });
  if (!namespace) return columns;
  const place: Column<TableRow> = {
    id: 'Namespace',
    title: 'Namespace',
    widthRem: 7,
    value: (row) => row.metadata.namespace ?? '',
  };
  return [place, ...columns];
}
