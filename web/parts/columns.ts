/**
 * A grid's columns, and what they do to rows: filter, sort, export. Pure; text is compared as people read it (numbers within names by
 * their value, capitals apart last).
 */
import type { Snippet } from 'svelte';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** What the row has here: what sorts, filters, is exported and, unless something below draws it, shown. */
  readonly value: (row: Row) => string | number;
  /** The value as people read it, where it is not the value itself: `41.3 GB`. */
  readonly text?: (row: Row) => string;
  /** Draws the cell. Nothing in it may take the focus: a cell that leads somewhere has `href`. */
  readonly cell?: Snippet<[Row]>;
  readonly href?: (row: Row) => string | undefined;
  /** Least width, rem; columns share what is left by `grow`, 1 unless given, 0 for none. */
  readonly widthRem?: number;
  readonly grow?: number;
  readonly align?: 'start' | 'end';
  readonly mono?: boolean;
  /** A line at the left: begins a group of columns. */
  readonly rule?: boolean;
  /** Not shown until chosen. */
  readonly hidden?: boolean;
  readonly fixed?: { readonly sort?: boolean; readonly filter?: boolean };
  /** The heading in full, where `title` is short. */
  readonly hint?: string;
}

export interface Sort {
  readonly column: string;
  readonly down: boolean;
}

export type Filters = Readonly<Record<string, string>>;

const collator = new Intl.Collator('en', { numeric: true });
const widthDefaultRem = 5;

export const shownText = <Row>(column: Column<Row>, row: Row): string =>
  column.text?.(row) ?? String(column.value(row));

/** Rows whose shown text or value holds every filter's words, capitals aside. Filters of columns that are gone do nothing. */
export function filterRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  filters: Filters,
): readonly Row[] {
  const tests = columns.flatMap((column) => {
    const words = Object.hasOwn(filters, column.id) ? (filters[column.id] ?? '').trim().toLowerCase() : '';
    return words === '' ? [] : [{ column, words }];
  });
  if (tests.length === 0) return rows;
  return rows.filter((row) =>
    tests.every(({ column, words }) =>
      `${shownText(column, row)}\n${column.value(row)}`.toLowerCase().includes(words),
    ),
  );
}

/** Rows in the order of a column, equal ones as they came. Numbers before text. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | undefined,
): readonly Row[] {
  const column = columns.find((one) => one.id === sort?.column);
  if (column === undefined || sort === undefined) return rows;
  const sign = sort.down ? -1 : 1;
  return rows
    .map((row) => ({ row, value: column.value(row) }))
    .sort(({ value: a }, { value: b }) => {
      if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
      if (typeof a === 'number' || typeof b === 'number') return typeof a === 'number' ? -sign : sign;
      return sign * collator.compare(a, b);
    })
    .map(({ row }) => row);
}

/** Widths of the columns for grid-template-columns, and their least sum in rem. */
export function columnWidths<Row>(columns: readonly Column<Row>[]): {
  readonly template: string;
  readonly leastRem: number;
} {
  const widths = columns.map(({ widthRem = widthDefaultRem, grow = 1 }) => ({ widthRem, grow }));
  return {
    template: widths
      .map(({ widthRem, grow }) => (grow === 0 ? `${widthRem}rem` : `minmax(${widthRem}rem, ${grow}fr)`))
      .join(' '),
    leastRem: widths.reduce((sum, { widthRem }) => sum + widthRem, 0),
  };
}
