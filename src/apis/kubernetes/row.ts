// Rows of tables as JSON text. What tells no time is worded once for each version of an object; the rest, an age, for every look.
import { inOnePiece } from '../../std/one-piece.ts';
import type { Column, Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import { isStill } from './showing.ts';
import { Wording } from './wording.ts';

export type IncludeObject = 'Metadata' | 'None' | 'Object';

export interface RowOptions {
  readonly metaVersion: 'v1' | 'v1beta1';
  readonly include: IncludeObject;
  readonly now: number;
}

/** A row's text without the cells that tell time: one of them stands between each two of its pieces. */
type Pieces = readonly string[];

const wording = new Wording<Pieces>((pieces) => pieces.reduce((sum, { length }) => sum + length, 0));

/** A cell that wants the moment of the look is another with each look. */
function tellsTime({ cell }: Column<never>): boolean {
  return cell.length > 1;
}

function textOf(column: Column<never>, object: StoredObject, now: number): string {
  return JSON.stringify(column.cell(object as never, now));
}

function embedded(object: StoredObject, { include, metaVersion }: RowOptions): string {
  if (include !== 'Metadata') return JSON.stringify(include === 'Object' ? object : null);
  // Who owns which field is left out: nobody looks for it in a table, and it would be most of the answer.
  const { managedFields: _entries, ...metadata } = object.metadata;
  const apiVersion = `meta.k8s.io/${metaVersion}`;
  return JSON.stringify({ kind: 'PartialObjectMetadata', apiVersion, metadata });
}

function piecesOf({ columns }: Kind, object: StoredObject, options: RowOptions): Pieces {
  const pieces: string[] = [];
  let piece = '{"cells":[';
  for (const [place, column] of columns.entries()) {
    if (place > 0) piece += ',';
    if (tellsTime(column)) {
      pieces.push(inOnePiece(piece));
      piece = '';
    } else piece += textOf(column, object, options.now);
  }
  pieces.push(inOnePiece(`${piece}],"object":${embedded(object, options)}}`));
  return pieces;
}

/** The row of an object as a read finds it. */
export function rowText(kind: Kind, object: StoredObject, options: RowOptions): string {
  const words = () => piecesOf(kind, object, options);
  const isUsual = options.include === 'Metadata' && options.metaVersion === 'v1' && isStill(kind);
  const pieces = isUsual ? wording.of(kind, object, words) : words();
  let text = pieces[0] as string;
  let next = 1;
  for (const column of kind.columns)
    if (tellsTime(column)) text += textOf(column, object, options.now) + (pieces[next++] as string);
  return text;
}
