// Go's durations as text: `1h15m30.9s`. Source: Go's time.ParseDuration and Duration.String.

const unitNs: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const mostNs = 9_223_372_036_854_775_807n;

/** Nanoseconds, or undefined where the text is no duration or too long a one. */
export function readDuration(text: string): bigint | undefined {
  const sign = text.startsWith('-') ? -1n : 1n;
  let rest = /^[-+]/.test(text) ? text.slice(1) : text;
  if (rest === '0') return 0n;
  if (rest === '') return undefined;
  let ns = 0n;
  while (rest !== '') {
    const found = /^(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/.exec(rest);
    const [all = '', whole = '', fraction = '', unit = ''] = found ?? [];
    const size = unitNs[unit];
    if (size === undefined || (whole === '' && fraction === '')) return undefined;
    ns += BigInt(whole === '' ? '0' : whole) * size;
    const digits = fraction.slice(0, 18);
    if (digits !== '') ns += (BigInt(digits) * size) / BigInt(`1${'0'.repeat(digits.length)}`);
    if (ns > mostNs) return undefined;
    rest = rest.slice(all.length);
  }
  return sign * ns;
}

/** As CEL prints a duration: in seconds. */
export function durationText(ns: bigint): string {
  const sign = ns < 0n ? '-' : '';
  const size = ns < 0n ? -ns : ns;
  const fraction = (size % 1_000_000_000n).toString().padStart(9, '0').replace(/0+$/, '');
  return `${sign}${size / 1_000_000_000n}${fraction === '' ? '' : `.${fraction}`}s`;
}
