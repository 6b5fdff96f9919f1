// The digits of pi, which the Job of every tutorial prints: Machin's formula in whole numbers.

function arctangentOfInverse(x: bigint, unit: bigint): bigint {
  let term = unit / x;
  let sum = term;
  const square = x * x;
  for (let odd = 3n, sign = -1n; term !== 0n; odd += 2n, sign = -sign) {
    term /= square;
    sum += (sign * term) / odd;
  }
  return sum;
}

/** What is computed beyond what is asked for, against the rounding of the terms. */
const spareDigits = 10;

/** So many digits, the three among them; the last one is cut, not rounded. */
export function piDigits(count: number): string {
  const unit = BigInt(`1${'0'.repeat(count + spareDigits)}`);
  const pi = 4n * (4n * arctangentOfInverse(5n, unit) - arctangentOfInverse(239n, unit));
  return count < 2 ? '3' : `3.${String(pi).slice(1, count)}`;
}
