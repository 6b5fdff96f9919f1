/**
 * Windows on long lists of rows of one height: which rows to draw. Heights are rem, so they grow with the reader's text size; what
 * scrolls is px. Rows that hold the focus are drawn wherever they are, so scrolling never loses it.
 */
const overscan = 6;

/** Px in one rem now. */
export const remPx = (): number => parseFloat(getComputedStyle(document.documentElement).fontSize);

export interface View {
  readonly scrollTopPx: number;
  readonly heightPx: number;
  readonly rowPx: number;
  readonly count: number;
}

/** Indexes of the rows to draw, ascending, at most what is seen, the overscan on both sides, and `keep`. */
export function rowsToDraw({ scrollTopPx, heightPx, rowPx, count }: View, keep: number): readonly number[] {
  const first = Math.max(0, Math.floor(scrollTopPx / rowPx) - overscan);
  const end = Math.min(count, Math.ceil((scrollTopPx + heightPx) / rowPx) + overscan);
  const drawn = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
  if (keep < 0 || keep >= count || (keep >= first && keep < end)) return drawn;
  return keep < first ? [keep, ...drawn] : [...drawn, keep];
}

/** The first and last row seen whole, counted from 1; [0, 0] of an empty list. */
export function rowsSeen({ scrollTopPx, heightPx, rowPx, count }: View): readonly [number, number] {
  if (count === 0) return [0, 0];
  const first = Math.min(count, Math.ceil(scrollTopPx / rowPx) + 1);
  return [first, Math.max(first, Math.min(count, Math.floor((scrollTopPx + heightPx) / rowPx)))];
}

/** The scroll offset, px, that shows a row whole and moves as little as it can. */
export function scrollTo({ scrollTopPx, heightPx, rowPx }: View, index: number): number {
  const top = index * rowPx;
  if (top < scrollTopPx) return top;
  return Math.max(scrollTopPx, top + rowPx - heightPx);
}

/**
 * Which drawn element shows which row: a row keeps its element as long as it is drawn, one that comes takes over the element of one
 * that went. Scrolling then makes no elements, which takes half the time of making them anew.
 */
export class RowSlots {
  #slots: ReadonlyMap<number, number> = new Map();

  /** A slot for each index, in the order of the indexes. */
  assign(indexes: readonly number[]): readonly { readonly index: number; readonly slot: number }[] {
    const taken = new Set(indexes.flatMap((index) => this.#slots.get(index) ?? []));
    let free = 0;
    const assigned = indexes.map((index) => {
      const kept = this.#slots.get(index);
      if (kept !== undefined) return { index, slot: kept };
      while (taken.has(free)) free += 1;
      taken.add(free);
      return { index, slot: free };
    });
    this.#slots = new Map(assigned.map(({ index, slot }) => [index, slot]));
    return assigned;
  }
}
