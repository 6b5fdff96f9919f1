// The order of keys in printed YAML: goyaml's natural order, in which `a2` precedes `a10` and signs precede letters.

const INT64 = 64;

/** Negative, zero or positive as key `a` is printed before, with or after key `b`. */
export function compareYamlKeys(a: string, b: string): number {
  if (a === b) return 0;
  const left = [...a];
  const right = [...b];
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; at++) {
    const [x = '', y = ''] = [left[at], right[at]];
    if (x === y) continue;
    const [isLetterX, isLetterY] = [isLetter(x), isLetter(y)];
    if (isLetterX && isLetterY) return byCode(x, y);
    if (isLetterX || isLetterY) return isLetterY ? -1 : 1;
    return compareRuns(left, right, at);
  }
  return left.length - right.length;
}

/** Two places that differ and hold no letter: by the numbers that begin there, else by code. */
function compareRuns(left: readonly string[], right: readonly string[], at: number): number {
  const lead = (left[at] === '0' || right[at] === '0') && followsDigits(left, at) ? '1' : '';
  const [x, y] = [digitsFrom(left, at), digitsFrom(right, at)];
  const [m, n] = [numberOf(lead + x), numberOf(lead + y)];
  if (m !== n) return m < n ? -1 : 1;
  return x.length === y.length ? byCode(left[at] ?? '', right[at] ?? '') : x.length - y.length;
}

/** Whether the digits before this place are more than zeros, so that a zero here counts. */
function followsDigits(characters: readonly string[], at: number): boolean {
  for (let before = at - 1; before >= 0 && isDigit(characters[before] ?? ''); before--) {
    if (characters[before] !== '0') return true;
  }
  return false;
}

function digitsFrom(characters: readonly string[], at: number): string {
  let end = at;
  while (end < characters.length && isDigit(characters[end] ?? '')) end++;
  return characters.slice(at, end).join('');
}

/** Wraps as Go's int64 does. */
function numberOf(digits: string): bigint {
  return /^\d+$/.test(digits) ? BigInt.asIntN(INT64, BigInt(digits)) : 0n;
}

function byCode(x: string, y: string): number {
  return (x.codePointAt(0) ?? 0) - (y.codePointAt(0) ?? 0);
}

function isLetter(character: string): boolean {
  return character < '\x80' ? /[A-Za-z]/.test(character) : /\p{L}/u.test(character);
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}
