/** The heat map's data: one square a node in the order of the table, one path a level, so that thousands cost no more than a few. */
export const heatLevels = [
  { id: 'none', words: 'has none, or is out of service', below: 0 },
  { id: 'empty', words: 'empty', below: Number.MIN_VALUE },
  { id: 'low', words: 'to 25%', below: 0.25 },
  { id: 'some', words: 'to 50%', below: 0.5 },
  { id: 'half', words: 'to 75%', below: 0.75 },
  { id: 'high', words: 'under 100%', below: 1 },
  { id: 'full', words: 'full', below: Infinity },
] as const;

export type HeatLevel = (typeof heatLevels)[number];

/** @param load the part that is used, -1 for what has none. */
export const levelOf = (load: number): HeatLevel =>
  heatLevels.find(({ below }) => load < below) ?? (heatLevels[heatLevels.length - 1] as HeatLevel);

export interface Heat {
  readonly columns: number;
  readonly rows: number;
  readonly levels: readonly { readonly level: HeatLevel; readonly nodes: number; readonly path: string }[];
}

/** Squares stand this far apart, with a gap of one. */
export const cellUnits = 10;
const gapUnits = 1;
/** Twice as broad as high, about. */
const breadth = 2.4;

/** @param across squares side by side; as many as make a broad map where undefined. */
export function heatOf(loads: ArrayLike<number>, across?: number): Heat {
  const columns = Math.max(1, across ?? Math.min(loads.length, Math.ceil(Math.sqrt(loads.length * breadth))));
  const paths = new Map(heatLevels.map((level) => [level, [] as string[]]));
  const side = cellUnits - gapUnits;
  for (let node = 0; node < loads.length; node++) {
    const [x, y] = [(node % columns) * cellUnits, Math.floor(node / columns) * cellUnits];
    paths.get(levelOf(loads[node] ?? -1))?.push(`M${x} ${y}h${side}v${side}h-${side}z`);
  }
  const levels = [...paths].flatMap(([level, squares]) =>
    squares.length === 0 ? [] : [{ level, nodes: squares.length, path: squares.join('') }],
  );
  return { columns, rows: Math.max(1, Math.ceil(loads.length / columns)), levels };
}

/** The node at a place of the map, both from 0 to 1; undefined beside them. */
export function nodeAt({ columns, rows }: Heat, nodes: number, x: number, y: number): number | undefined {
  const [column, row] = [Math.floor(x * columns), Math.floor(y * rows)];
  const node = row * columns + column;
  return column >= 0 && column < columns && row >= 0 && node < nodes ? node : undefined;
}
