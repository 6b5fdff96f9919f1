// Route summarization by named cases, for the kernel and the oracle alike.
import { describe, expect, it } from 'vitest';
import { formatCidr, parseIpv4, type Cidr } from '../../src/std/ip.ts';
import { implementations } from './implementations.ts';

/** `10.0.0.0/24 10.0.1.0/24`; bits beyond the prefix stay, the kernel has to ignore them. */
function prefixesOf(text: string): Cidr[] {
  return text.split(' ').flatMap((word) => {
    const [address = '', bits = ''] = word.split('/');
    return word === '' ? [] : [{ base: parseIpv4(address) ?? NaN, prefixBits: Number(bits) }];
  });
}

const textOf = (prefixes: readonly Cidr[]): string => prefixes.map(formatCidr).join(' ');

const exactCases: readonly (readonly [name: string, input: string, expected: string])[] = [
  ['nothing', '', ''],
  ['one prefix', '10.0.0.0/24', '10.0.0.0/24'],
  ['two siblings', '10.0.0.0/24 10.0.1.0/24', '10.0.0.0/23'],
  ['neighbours that are no siblings', '10.0.1.0/24 10.0.2.0/24', '10.0.1.0/24 10.0.2.0/24'],
  ['three in a row', '10.0.1.0/24 10.0.2.0/24 10.0.3.0/24', '10.0.1.0/24 10.0.2.0/23'],
  ['duplicates', '10.0.0.1/32 10.0.0.1/32 10.0.0.1/32', '10.0.0.1/32'],
  ['a covered prefix, the shorter one last', '10.1.2.3/32 10.1.0.0/16', '10.1.0.0/16'],
  ['a covered prefix with the same first address', '10.1.0.0/24 10.1.0.0/16 10.1.0.0/32', '10.1.0.0/16'],
  ['siblings that join over several levels', '10.0.0.0/26 10.0.0.64/26 10.0.0.128/25', '10.0.0.0/24'],
  ['host bits', '10.0.0.77/24 10.0.1.255/24', '10.0.0.0/23'],
  ['everything beside a part of it', '0.0.0.0/0 10.0.0.0/8', '0.0.0.0/0'],
  ['everything in halves', '128.0.0.0/1 0.0.0.0/1', '0.0.0.0/0'],
  ['both ends of the space', '255.255.255.255/32 0.0.0.0/32', '0.0.0.0/32 255.255.255.255/32'],
  ['the last two addresses', '255.255.255.255/32 255.255.255.254/32', '255.255.255.254/31'],
  ['all but the first address', '0.0.0.1/32 0.0.0.2/31 0.0.0.4/30', '0.0.0.1/32 0.0.0.2/31 0.0.0.4/30'],
  [
    'a load balancer pool in use',
    '192.168.0.2/32 192.168.0.3/32 192.168.0.5/32',
    '192.168.0.2/31 192.168.0.5/32',
  ],
];

const boundaryCases: readonly (readonly [name: string, input: string, bits: number, expected: string])[] = [
  ['nothing', '', 24, ''],
  ['longer ones are cut', '10.0.0.1/32 10.0.0.200/32 10.0.1.1/32', 24, '10.0.0.0/24 10.0.1.0/24'],
  ['siblings are not joined', '10.0.0.0/24 10.0.1.0/24', 24, '10.0.0.0/24 10.0.1.0/24'],
  ['shorter ones stay', '10.0.0.0/16 11.0.0.1/32', 24, '10.0.0.0/16 11.0.0.0/24'],
  ['shorter ones cover', '10.0.5.1/32 10.0.0.0/16 10.0.0.1/32', 24, '10.0.0.0/16'],
  ['at 0 everything is one', '10.0.0.1/32 192.168.0.0/16', 0, '0.0.0.0/0'],
  ['at 32 only what is covered goes', '10.0.0.1/32 10.0.0.1/32 10.0.0.0/31', 32, '10.0.0.0/31'],
  ['a default route covers all', '0.0.0.0/0 10.0.0.1/32', 24, '0.0.0.0/0'],
  ['the ends of the space', '255.255.255.255/32 0.0.0.0/32', 20, '0.0.0.0/20 255.255.240.0/20'],
];

const overAdvertisedCases: readonly (readonly [
  name: string,
  summary: string,
  input: string,
  expected: number,
])[] = [
  ['nothing of nothing', '', '', 0],
  ['an exact summary', '10.0.0.0/23', '10.0.0.0/24 10.0.1.0/24', 0],
  ['a /24 for one address', '10.0.0.0/24', '10.0.0.1/32', 255],
  ['duplicates count once', '10.0.0.0/24 10.0.0.0/24', '10.0.0.1/32 10.0.0.1/32 10.0.0.0/31', 254],
  ['what the summary leaves out does not count', '10.0.0.0/24', '10.0.0.1/32 10.0.1.0/24', 255],
  ['everything for nothing', '0.0.0.0/0', '', 2 ** 32],
  ['everything for one address', '0.0.0.0/0', '255.255.255.255/32', 2 ** 32 - 1],
  ['no summary', '', '10.0.0.0/8', 0],
];

describe.each(implementations)('routes, %s', (_, { routes }) => {
  it.each(exactCases)('exact: %s', (_, input, expected) => {
    expect(textOf(routes.exact(prefixesOf(input)))).toBe(expected);
    expect(textOf(routes.exact(prefixesOf(input).reverse()))).toBe(expected);
  });

  it.each(boundaryCases)('boundary: %s', (_, input, bits, expected) => {
    expect(textOf(routes.boundary(prefixesOf(input), bits))).toBe(expected);
    expect(textOf(routes.boundary(prefixesOf(input).reverse(), bits))).toBe(expected);
  });

  it.each(overAdvertisedCases)('over-advertised: %s', (_, summary, input, expected) => {
    expect(routes.overAdvertised(prefixesOf(summary), prefixesOf(input))).toBe(expected);
  });

  it('joins 65,536 addresses, given in a scattered order, to one prefix', () => {
    const addresses = Array.from({ length: 65_536 }, (_, i) => ({
      base: 0x0a010000 + ((i * 40_503) % 65_536),
      prefixBits: 32,
    }));
    expect(textOf(routes.exact(addresses))).toBe('10.1.0.0/16');
    expect(routes.boundary(addresses, 24)).toHaveLength(256);
    expect(routes.overAdvertised([{ base: 0x0a000000, prefixBits: 8 }], addresses)).toBe(2 ** 24 - 65_536);
  });

  it('keeps what it cannot join: every other address', () => {
    const even = Array.from({ length: 20_000 }, (_, i) => ({ base: 0xc0a80000 + 2 * i, prefixBits: 32 }));
    expect(routes.exact(even)).toEqual(even);
  });
});
