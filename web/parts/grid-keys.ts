/** Where the focus is in a grid, and where a key takes it (WAI-ARIA grid pattern). Row -1 is the head, where a column may have a filter. */
export interface GridSpot {
  readonly row: number;
  readonly column: number;
  readonly part: 'cell' | 'filter';
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that page up and page down move by. */
  readonly page: number;
  readonly hasFilter: (column: number) => boolean;
}

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey'>;

/** Undefined of a key that does not move, or where there is no further to go. */
export function moveSpot({ key, ctrlKey }: Key, at: GridSpot, size: GridSize): GridSpot | undefined {
  const inHead = at.row < 0;
  const cell = (row: number, column: number): GridSpot => ({
    row: Math.max(-1, Math.min(size.rows - 1, row)),
    column,
    part: 'cell',
  });
  switch (key) {
    case 'ArrowRight':
      if (inHead && at.part === 'cell' && size.hasFilter(at.column)) return { ...at, part: 'filter' };
      return at.column + 1 < size.columns ? cell(at.row, at.column + 1) : undefined;
    case 'ArrowLeft': {
      if (at.part === 'filter') return { ...at, part: 'cell' };
      if (at.column === 0) return undefined;
      return inHead && size.hasFilter(at.column - 1)
        ? { row: -1, column: at.column - 1, part: 'filter' }
        : cell(at.row, at.column - 1);
    }
    case 'ArrowDown':
      return cell(at.row + 1, at.column);
    case 'ArrowUp':
      return cell(at.row - 1, at.column);
    case 'PageDown':
      return cell(at.row + size.page, at.column);
    case 'PageUp':
      return cell(Math.max(0, at.row - size.page), at.column);
    case 'Home':
      return cell(ctrlKey ? 0 : at.row, 0);
    case 'End':
      return cell(ctrlKey ? size.rows - 1 : at.row, size.columns - 1);
    default:
      return undefined;
  }
}
