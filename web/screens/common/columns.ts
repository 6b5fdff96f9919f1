/** Columns of a server-side table as the grid's: names link to their objects, ages follow the clock, what is wide is a choice. */
import { world } from '../../live/world.svelte.ts';
import type { ColumnDefinition, TableRow } from '../../live/objects.ts';
import type { Column } from '../../parts/columns.ts';
import { bytesOf, gigahertz } from '../format.ts';

export interface TableColumnsOptions {
  readonly href: (row: TableRow) => string;
  /** Of other columns than the name: where what they say leads. */
  readonly links?: Readonly<Record<string, (value: string) => string | undefined>>;
  /** Names of wide columns to show at once. */
  readonly show?: readonly string[];
  readonly hide?: readonly string[];
  /** A column of namespaces first: for lists across them. */
  readonly namespace?: boolean;
}

const widths: Readonly<Record<string, number>> = {
  Name: 11,
  Ready: 4.4,
  Restarts: 5.4,
  Age: 3.8,
  IP: 5.4,
  Node: 8,
  Roles: 7.4,
  Version: 8.8,
  'OS-Image': 9,
  Status: 8,
  Message: 20,
  Object: 10,
  Reason: 7,
  Selector: 8,
  Images: 10,
  Endpoints: 12,
  'Display-Name': 12,
};

const mono = ['IP', 'Cluster-IP', 'External-IP', 'Endpoints', 'Subnet', 'Address', 'Translated'];

const units: readonly (readonly [RegExp, (amount: number) => string])[] = [
  [/[- ]MiB$/, bytesOf],
  [/[- ]MHz$/, gigahertz],
];

/** A heading without the unit that its server counts in, and the words for an amount of it as the vSphere Client writes them. */
export function unitOf(name: string): {
  readonly title: string;
  readonly words: ((amount: number) => string) | undefined;
} {
  const [ending, words] = units.find(([unit]) => unit.test(name)) ?? [];
  return { title: (ending === undefined ? name : name.replace(ending, '')).replaceAll('-', ' '), words };
}

/** Room for a heading with its filter. */
const headingRem = (title: string): number => Math.max(5, 2.2 + 0.33 * title.length);

export const createdAt = (row: TableRow): number => Date.parse(row.metadata.creationTimestamp);

/** What the row has under a heading; empty where there is no such column. */
export function cellOf(columns: readonly ColumnDefinition[], row: TableRow, name: string): string {
  const at = columns.findIndex((column) => column.name === name);
  return at < 0 ? '' : String(row.cells[at] ?? '');
}

/** How many rows have each value under a heading. */
export function countsBy(
  columns: readonly ColumnDefinition[],
  rows: readonly TableRow[],
  name: string,
): ReadonlyMap<string, number> {
  const at = columns.findIndex((column) => column.name === name);
  const counts = new Map<string, number>();
  for (const { cells } of rows) {
    const value = String(cells[at] ?? '');
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

export function tableColumns(
  definitions: readonly ColumnDefinition[],
  { href, links = {}, show = [], hide = [], namespace = false }: TableColumnsOptions,
): Column<TableRow>[] {
  const columns = definitions.map((definition, at): Column<TableRow> => {
    const { name, type, format, priority, description } = definition;
    const { title, words } = unitOf(name);
    const common = {
      id: name,
      title,
      hint:
        name !== 'Name' && description.length > 0 && description.length < 60
          ? `${name}: ${description}`
          : name,
      widthRem: (Object.hasOwn(widths, name) ? widths[name] : undefined) ?? headingRem(title),
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
    const link = Object.hasOwn(links, name) ? links[name] : undefined;
    return {
      ...common,
      value,
      ...(link === undefined ? {} : { href: (row: TableRow) => link(String(value(row))) }),
      ...(words === undefined
        ? {}
        : {
            text: (row: TableRow) =>
              typeof value(row) === 'number' ? words(Number(value(row))) : String(value(row)),
          }),
      ...(type === 'integer' ? { align: 'end' as const, grow: 0 } : {}),
    };
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
