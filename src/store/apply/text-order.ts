// Texts in the order of their UTF-8 bytes, which is Go's order of strings. It differs from JavaScript's where characters
// beyond the basic plane meet those above the surrogates.

/** A code unit's rank among all: surrogates stand for characters above every other one. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Negative, zero or positive, as sort functions answer. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}
