// fmt.Sprintf over the values of a template. Source: Go's fmt/{print,format}.go.
import { formatGoFloat } from '../../../../std/go-float.ts';
import { quoteGo } from '../../../../std/go-quote.ts';
import { goSyntax } from '../../../../std/go-value.ts';
import { fractionOf, isList, isObject, printed, typeName, wholeOf, type Value } from './value.ts';

/** fmt's own bound of widths and precisions is a million; texts that wide are of no use in a terminal. */
const widthMax = 1_000;

interface Form {
  readonly flags: string;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  readonly verb: string;
}

function padded(text: string, { flags, width = 0 }: Form, zeros: boolean): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  if (!zeros || !flags.includes('0')) return ' '.repeat(missing) + text;
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}

const signOf = (isNegative: boolean, flags: string): string =>
  isNegative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';

const runeOf = (code: number): string =>
  String.fromCodePoint(code >= 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? code : 0xfffd);

function wholeText(whole: number | bigint, form: Form): string | undefined {
  const { verb, flags, precision } = form;
  const base = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 }[verb];
  if (base !== undefined) {
    const size = whole < 0 ? -whole : whole;
    const digits = (verb === 'X' ? size.toString(base).toUpperCase() : size.toString(base)).padStart(
      precision ?? 0,
      '0',
    );
    const hash: Readonly<Record<string, string>> = { b: '0b', o: '0', x: '0x', X: '0X' };
    const prefix = verb === 'O' ? '0o' : flags.includes('#') ? (hash[verb] ?? '') : '';
    return padded(signOf(whole < 0, flags) + prefix + digits, form, precision === undefined);
  }
  const code = Number(whole);
  if (verb === 'c') return padded(runeOf(code), form, false);
  if (verb === 'q') {
    const inner = quoteGo(runeOf(code)).slice(1, -1);
    return padded(`'${inner === '\\"' ? '"' : inner === "'" ? "\\'" : inner}'`, form, false);
  }
  if (verb === 'U') return padded(`U+${code.toString(16).toUpperCase().padStart(4, '0')}`, form, false);
  return undefined;
}

/** JavaScript's exponent has one digit, Go's two. */
const exponents = (text: string): string =>
  text.replace(/e([+-])(\d)$/, (_, sign: string, digit: string) => `e${sign}0${digit}`);

/** So many digits behind the point; of two that are as near, the even one. */
function fixed(size: number, digits: number): string {
  const rounded = size.toFixed(digits);
  const exact = size.toFixed(Math.min(digits + 40, 100));
  const cut = exact.slice(0, exact.length - Math.min(40, 100 - digits));
  const isTie = /^\.?50*$/.test(exact.slice(cut.length));
  return isTie && /[02468]\.?$/.test(cut) ? cut.replace(/\.$/, '') : rounded;
}

function general(size: number, precision: number | undefined): string {
  if (precision === undefined) return formatGoFloat(size);
  const digits = Math.max(precision, 1);
  const exponent = Number(size.toExponential(digits - 1).split('e')[1]);
  const bare = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  if (exponent >= -4 && exponent < digits) return bare(size.toFixed(digits - 1 - exponent));
  const [mantissa = '', power = ''] = size.toExponential(digits - 1).split('e');
  return exponents(`${bare(mantissa)}e${power}`);
}

function fractionText(value: number, form: Form): string | undefined {
  const { verb, flags, precision } = form;
  const size = Math.abs(value);
  const digits = Math.min(precision ?? 6, 100);
  const texts: Readonly<Record<string, () => string>> = {
    v: () => general(size, precision),
    g: () => general(size, precision),
    G: () => general(size, precision).toUpperCase(),
    f: () => fixed(size, digits),
    F: () => fixed(size, digits),
    e: () => exponents(size.toExponential(digits)),
    E: () => exponents(size.toExponential(digits)).toUpperCase(),
  };
  const text = texts[verb]?.();
  return text === undefined ? undefined : padded(signOf(value < 0, flags) + text, form, true);
}

function textText(value: string, form: Form): string | undefined {
  const { verb, flags, precision } = form;
  const cut = precision === undefined ? value : [...value].slice(0, precision).join('');
  if (verb === 'v' || verb === 's') return padded(cut, form, false);
  if (verb === 'q') {
    const isRaw = flags.includes('#') && !/[`\p{Cc}]/u.test(cut);
    return padded(isRaw ? `\`${cut}\`` : quoteGo(cut), form, false);
  }
  if (verb !== 'x' && verb !== 'X') return undefined;
  const bytes = [...new TextEncoder().encode(value)].slice(0, precision);
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0'));
  const text = hex.join(flags.includes(' ') ? ' ' : '');
  return padded(verb === 'X' ? text.toUpperCase() : text, form, false);
}

function bad(value: Value, { verb }: Form): string {
  if (value === undefined || value === null) return `%!${verb}(<nil>)`;
  return `%!${verb}(${typeName(value)}=${printed(value)})`;
}

function formatted(value: Value, form: Form): string {
  const { verb, flags } = form;
  if (verb === 'T') return padded(typeName(value), form, false);
  if (verb === 'v' && flags.includes('#')) return padded(syntaxOf(value), form, false);
  if (value === undefined || value === null)
    return verb === 'v' ? padded('<nil>', form, false) : bad(value, form);
  if (isList(value))
    return verb === 'p' ? bad(value, form) : `[${value.map((item) => formatted(item, form)).join(' ')}]`;
  if (isObject(value)) {
    const members = Object.keys(value).sort();
    return `map[${members.map((key) => `${formatted(key, form)}:${formatted(value[key], form)}`).join(' ')}]`;
  }
  const whole = typeof value === 'bigint' ? value : wholeOf(value);
  const fraction = fractionOf(value);
  if (whole !== undefined) return wholeText(whole, form) ?? bad(value, form);
  if (fraction !== undefined) return fractionText(fraction, form) ?? bad(value, form);
  if (typeof value === 'string') return textText(value, form) ?? bad(value, form);
  return verb === 't' || verb === 'v' ? padded(printed(value), form, false) : bad(value, form);
}

function syntaxOf(value: Value): string {
  if (value === undefined || value === null) return '<nil>';
  return isList(value) || isObject(value) || typeof value === 'string' ? goSyntax(value) : printed(value);
}

const verbPattern = /%([-+# 0]*)(?:\[(\d+)\])?(\*|\d+)?(?:\.(?:\[(\d+)\])?(\*|\d+)?)?(?:\[(\d+)\])?([^]?)/gu;

export function sprintf(format: string, values: readonly Value[]): string {
  let next = 0;
  let isReordered = false;
  const jump = (index: string | undefined): void => {
    if (index === undefined) return;
    isReordered = true;
    next = Number(index) - 1;
  };
  const amount = (
    text: string | undefined,
  ): { readonly size: number | undefined; readonly isBad: boolean } => {
    if (text !== '*')
      return { size: text === undefined ? undefined : Math.min(Number(text), widthMax), isBad: false };
    const size = wholeOf(values[next]);
    next += 1;
    const isBad = size === undefined || Math.abs(size) > widthMax;
    return { size: isBad ? undefined : size, isBad };
  };
  const text = format.replace(
    verbPattern,
    (
      all: string,
      flags: string,
      first: string,
      wide: string,
      second: string,
      precise: string,
      third: string,
      verb: string,
    ) => {
      jump(first);
      const { size: width, isBad: badWidth } = amount(wide);
      jump(second);
      const dot = /^%[-+# 0]*(?:\[\d+\])?(?:\*|\d+)?\./.test(all);
      const { size: precision, isBad: badPrecision } = amount(dot ? (precise ?? '0') : undefined);
      jump(third);
      const trouble = `${badWidth ? '%!(BADWIDTH)' : ''}${badPrecision ? '%!(BADPREC)' : ''}`;
      if (verb === '') return `${trouble}%!(NOVERB)`;
      if (verb === '%') return `${trouble}%`;
      if (isReordered && (next < 0 || next >= values.length)) return `${trouble}%!${verb}(BADINDEX)`;
      if (next >= values.length) return `${trouble}%!${verb}(MISSING)`;
      const value = values[next];
      next += 1;
      const isLeft = width !== undefined && width < 0;
      const form = {
        flags: isLeft ? `${flags}-` : flags,
        width: width === undefined ? undefined : Math.abs(width),
        precision,
        verb,
      };
      return trouble + formatted(value, form);
    },
  );
  const extra = isReordered ? [] : values.slice(next);
  if (extra.length === 0) return text;
  const told = extra.map((value) =>
    value === undefined || value === null ? '<nil>' : `${typeName(value)}=${printed(value)}`,
  );
  return `${text}%!(EXTRA ${told.join(', ')})`;
}
