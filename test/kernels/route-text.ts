// Routes as text and as the oracle's bits, in plain TypeScript: what the kernels' reader and printer are checked against.
import type { Family, Prefix } from './oracle-routes.ts';

export interface Route extends Prefix {
  readonly family: Family;
}

const ipv6Groups = 8;

/** The bits of an address, or undefined: by regular expressions and BigInt, a group at a time. */
export function addressBits(text: string): { readonly family: Family; readonly bits: string } | undefined {
  if (!text.includes(':')) {
    const octets = text.split('.');
    const good =
      octets.length === 4 && octets.every((octet) => /^(0|[1-9]\d{0,2})$/.test(octet) && Number(octet) < 256);
    return good
      ? { family: 32, bits: octets.map((octet) => Number(octet).toString(2).padStart(8, '0')).join('') }
      : undefined;
  }
  const [left = '', right, ...more] = text.split('::');
  const groupsOf = (part: string, isEnd: boolean): string[] | undefined => {
    const groups = part === '' ? [] : part.split(':');
    const tail = isEnd && groups.at(-1)?.includes('.') === true ? addressBits(groups.pop() ?? '')?.bits : '';
    if (tail === undefined || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
    const bits = groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'));
    return tail === '' ? bits : [...bits, tail.slice(0, 16), tail.slice(16)];
  };
  const [first, second] = [groupsOf(left, right === undefined), groupsOf(right ?? '', true)];
  if (more.length > 0 || first === undefined || second === undefined) return undefined;
  const missing = ipv6Groups - first.length - second.length;
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  const zeros = Array.from({ length: missing }, () => '0'.repeat(16));
  return { family: 128, bits: [...first, ...zeros, ...second].join('') };
}

/** An address as everybody writes it (RFC 5952). */
export function formatAddress(family: Family, bits: string): string {
  const whole = bits.padEnd(family, '0');
  if (family === 32) return (whole.match(/.{8}/g) ?? []).map((octet) => Number.parseInt(octet, 2)).join('.');
  const groups = (whole.match(/.{16}/g) ?? []).map((group) => Number.parseInt(group, 2).toString(16));
  const text = groups.join(':');
  for (let zeros = ipv6Groups; zeros > 1; zeros--) {
    const gap = groups.findIndex(
      (_, at) => at + zeros <= ipv6Groups && groups.slice(at, at + zeros).every((group) => group === '0'),
    );
    if (gap >= 0) return `${groups.slice(0, gap).join(':')}::${groups.slice(gap + zeros).join(':')}`;
  }
  return text;
}

export function formatRoute({ family, bits, hop }: Route): string {
  return `${formatAddress(family, bits)}/${bits.length}${hop === undefined ? '' : ` ${hop}`}`;
}

/** The prefixes from one address to another, both included. */
export function rangeBits(first: string, last: string, block = ''): string[] {
  const width = first.length;
  if (block.padEnd(width, '1') < first || block.padEnd(width, '0') > last) return [];
  if (block.padEnd(width, '0') >= first && block.padEnd(width, '1') <= last) return [block];
  return [...rangeBits(first, last, `${block}0`), ...rangeBits(first, last, `${block}1`)];
}

const blanks = '[ \\t\\r]*';
const spec = new RegExp(
  `^${blanks}([0-9a-fA-F:.]+)(?:/([0-9.]+)|${blanks}-${blanks}([0-9a-fA-F:.]+))?(.*)$`,
  's',
);
const ending = new RegExp(`^${blanks},?${blanks}([#;].*)?$`, 's');
const column = new RegExp(
  `^(?:[ \\t\\r]+,?|,)${blanks}(via[ \\t]${blanks})?([^\\0-\\x20\\x7f]*)(?:[ \\t\\r]+(?:[#;].*)?)?$`,
  's',
);

/** The routes of a line, none for a comment, or undefined for a mistake. */
export function parseLine(line: string): Route[] | undefined {
  if (/^[ \t\r]*([#;].*)?$/s.test(line)) return [];
  const [, first = '', length, last, rest = ''] = spec.exec(line) ?? [];
  const address = addressBits(first);
  const hop = ending.test(rest) ? undefined : (column.exec(rest)?.[2] ?? '');
  // A minus is that of a range, never a next hop's first character.
  const isRangeAlone = /^[ \t\r]*-/.test(rest);
  if (address === undefined || isRangeAlone || hop === '' || Buffer.byteLength(hop ?? '', 'latin1') > 255)
    return undefined;
  const { family, bits } = address;
  const named = hop === undefined ? {} : { hop };
  if (last !== undefined) {
    const end = addressBits(last);
    if (end === undefined || end.family !== family || end.bits < bits) return undefined;
    return rangeBits(bits, end.bits).map((block) => ({ family, bits: block, ...named }));
  }
  const size = length === undefined ? family : lengthOf(length, family);
  return size === undefined ? undefined : [{ family, bits: bits.slice(0, size), ...named }];
}

function lengthOf(text: string, family: Family): number | undefined {
  if (/^(0|[1-9]\d{0,2})$/.test(text)) return Number(text) <= family ? Number(text) : undefined;
  const mask = family === 32 ? addressBits(text)?.bits : undefined;
  return mask !== undefined && /^1*0*$/.test(mask) ? `${mask}0`.indexOf('0') : undefined;
}
