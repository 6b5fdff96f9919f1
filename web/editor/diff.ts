/** Lines that differ between two texts, by Myers' algorithm ("An O(ND) Difference Algorithm", 1986), with the lines around them. */
export interface DiffLine {
  readonly sign: ' ' | '+' | '-' | '…';
  readonly text: string;
}

/** More differences than this are told as one block taken out and one put in. */
const differencesMax = 1_500;

function trace(before: readonly string[], after: readonly string[]): readonly Int32Array[] | undefined {
  const most = Math.min(differencesMax, before.length + after.length);
  const reach = new Int32Array(2 * most + 3);
  const steps: Int32Array[] = [];
  for (let d = 0; d <= most; d += 1) {
    steps.push(reach.slice());
    for (let k = -d; k <= d; k += 2) {
      const at = k + most + 1;
      const down = k === -d || (k !== d && (reach[at - 1] ?? 0) < (reach[at + 1] ?? 0));
      let x = down ? (reach[at + 1] ?? 0) : (reach[at - 1] ?? 0) + 1;
      let y = x - k;
      while (x < before.length && y < after.length && before[x] === after[y]) {
        x += 1;
        y += 1;
      }
      reach[at] = x;
      if (x >= before.length && y >= after.length) return steps;
    }
  }
  return undefined;
}

/** Every line of both texts, signed. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const steps = trace(before, after);
  if (steps === undefined)
    return [
      ...before.map((text): DiffLine => ({ sign: '-', text })),
      ...after.map((text): DiffLine => ({ sign: '+', text })),
    ];
  const most = Math.min(differencesMax, before.length + after.length);
  const lines: DiffLine[] = [];
  let x = before.length;
  let y = after.length;
  for (let d = steps.length - 1; d >= 0; d -= 1) {
    const reach = steps[d] as Int32Array;
    const k = x - y;
    const at = k + most + 1;
    const down = k === -d || (k !== d && (reach[at - 1] ?? 0) < (reach[at + 1] ?? 0));
    const fromK = down ? k + 1 : k - 1;
    const fromX = reach[fromK + most + 1] ?? 0;
    const fromY = fromX - fromK;
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      x -= 1;
      y -= 1;
      lines.push({ sign: ' ', text: before[x] ?? '' });
    }
    if (d === 0) break;
    if (down) {
      y -= 1;
      lines.push({ sign: '+', text: after[y] ?? '' });
    } else {
      x -= 1;
      lines.push({ sign: '-', text: before[x] ?? '' });
    }
  }
  return lines.reverse();
}

/** The differences with a few lines around each; what is left out between them is told by its number of lines. */
export function withContext(lines: readonly DiffLine[], around = 2): readonly DiffLine[] {
  const near = lines.map((_line, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some(({ sign }) => sign !== ' '),
  );
  const shown: DiffLine[] = [];
  let left = 0;
  lines.forEach((line, at) => {
    if (near[at]) {
      if (left > 0) shown.push({ sign: '…', text: `${left} lines` });
      left = 0;
      shown.push(line);
    } else left += 1;
  });
  if (left > 0 && shown.length > 0) shown.push({ sign: '…', text: `${left} lines` });
  return shown;
}
