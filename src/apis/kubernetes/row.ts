// Rows of tables as JSON text. What tells no time is worded once for each version of an object; the rest, an age, for every look.
import type { Column, Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import { isStill } from './showing.ts';
import { Wording } from './wording.ts';

interface Row {
  /** Cells that tell no time, in runs: one of the others stands between each two of them. */
  readonly runs: readonly string[];
  /** Who owns which field is left out: nobody looks for it in a table, and it would be most of the answer. */
  readonly metadata: string;
  readonly length: number;
}

const wording = new Wording<Row>(({ length }) => length);

/** A cell that wants the moment of the look is another with each look. */
function tellsTime({ cell }: Column<never>): boolean {
  return cell.length > 1;
}

function textOf(column: Column<never>, object: StoredObject, now: number): string {
  return JSON.stringify(column.cell(object as never, now));
}

function rowOf({ columns }: Kind, object: StoredObject, now: number): Row {
  const runs = [''];
  for (const [place, column] of columns.entries()) {
    const comma = place === 0 ? '' : ',';
    runs.push(`${runs.pop()}${comma}${tellsTime(column) ? '' : textOf(column, object, now)}`);
    if (tellsTime(column)) runs.push('');
  }
  const { managedFields: _entries, ...rest } = object.metadata;
  const metadata = JSON.stringify(rest);
  return { runs, metadata, length: runs.reduce((sum, run) => sum + run.length, metadata.length) };
}

/** The row of an object as a read finds it. */
export function worded(kind: Kind, object: StoredObject, now: number): Row {
  const words = () => rowOf(kind, object, now);
  return isStill(kind) ? wording.of(kind, object, words) : words();
}

/** The cells of a row with commas between them. */
export function cellsText({ columns }: Kind, { runs }: Row, object: StoredObject, now: number): string {
  let [text = ''] = runs;
  let run = 0;
  for (const column of columns) {
    if (tellsTime(column)) text += textOf(column, object, now) + (runs[(run += 1)] as string);
  }
  return text;
}
