/** Where a line of a manifest stands, for what is proposed there. */

export interface Place {
  /** Keys of the mappings that the line is in, outermost first. */
  readonly path: readonly string[];
  readonly apiVersion: string;
  readonly kind: string;
}

/** Where a line stands, by the indentation of the lines above it: enough for block style, which manifests are written in. */
export function placeOf(linesAbove: readonly string[], indent: number): Place {
  const path: string[] = [];
  let inner = indent;
  let apiVersion = '';
  let kind = '';
  for (const line of [...linesAbove].reverse()) {
    if (line.startsWith('---')) break;
    const match = /^(\s*)((?:- )*)([\w.\-/]+):(.*)$/.exec(line);
    if (match === null) continue;
    const [, spaces = '', dashes = '', key = '', rest = ''] = match;
    const column = spaces.length + dashes.length;
    if (column === 0 && key === 'apiVersion') apiVersion = rest.trim();
    if (column === 0 && key === 'kind') kind = rest.trim();
    // A key opens what is further in than itself; an item of a list may stand as far out as its key.
    if (column < inner && rest.trim() === '') {
      path.unshift(key);
      inner = column;
    } else if (dashes !== '' && spaces.length < inner && column >= inner) inner = spaces.length + 1;
  }
  return { path, apiVersion, kind };
}
