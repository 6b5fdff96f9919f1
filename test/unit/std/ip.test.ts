import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contains,
  formatCidr,
  formatIpv4,
  isIpv6Text,
  lastOf,
  maskOf,
  overlaps,
  parseCidr,
  parseInterfaceAddress,
  parseIpv4,
  prefixBitsOf,
  sizeOf,
} from '../../../src/std/ip.ts';
import type { Cidr } from '../../../src/std/ip.ts';

function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new Error(`${text} is no network`);
  return parsed;
}

describe('addresses', () => {
  it.each<[string, number | undefined]>([
    ['0.0.0.0', 0],
    ['255.255.255.255', 0xffffffff],
    ['192.168.1.2', 0xc0a80102],
    ['128.0.0.1', 0x80000001],
    ['256.0.0.1', undefined],
    ['01.2.3.4', undefined],
    ['1.2.3', undefined],
    ['1.2.3.4.5', undefined],
    ['1.2.3.4 ', undefined],
    ['1..2.3', undefined],
    ['::1', undefined],
    ['', undefined],
  ])('reads %j as %s', (text, address) => expect(parseIpv4(text)).toBe(address));

  it('prints what it reads', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (address) => {
        expect(parseIpv4(formatIpv4(address))).toBe(address);
      }),
    );
  });

  it.each([-1, 2 ** 32, 0.5])('asserts on %d', (address) => {
    expect(() => formatIpv4(address)).toThrow('Broken invariant: an IPv4 address');
  });
});

describe('networks', () => {
  it.each<[string, string | undefined, number?, string?]>([
    ['0.0.0.0/0', '0.0.0.0/0', 2 ** 32, '255.255.255.255'],
    ['10.244.0.0/20', '10.244.0.0/20', 4096, '10.244.15.255'],
    ['10.244.7.9/20', '10.244.0.0/20', 4096, '10.244.15.255'],
    ['200.1.2.3/32', '200.1.2.3/32', 1, '200.1.2.3'],
    ['200.1.2.3/1', '128.0.0.0/1', 2 ** 31, '255.255.255.255'],
    ['10.0.0.0/33', undefined],
    ['10.0.0.0/08', undefined],
    ['10.0.0.0/', undefined],
    ['10.0.0.0', undefined],
    ['/8', undefined],
    ['fd00::/8', undefined],
  ])('%s is %s', (text, printed, size, last) => {
    const network = parseCidr(text);
    expect(network === undefined ? undefined : formatCidr(network)).toBe(printed);
    if (network === undefined) return;
    expect(sizeOf(network)).toBe(size);
    expect(formatIpv4(lastOf(network))).toBe(last);
  });

  it('keeps the address of an interface', () => {
    expect(parseInterfaceAddress('10.0.0.5/24')).toEqual({
      address: 0x0a000005,
      network: cidr('10.0.0.0/24'),
    });
  });

  it.each<[string, string, boolean, boolean]>([
    ['10.0.0.0/8', '10.244.0.0/16', true, true],
    ['10.244.0.0/16', '10.0.0.0/8', false, true],
    ['10.0.0.0/9', '10.128.0.0/9', false, false],
    ['0.0.0.0/0', '255.255.255.255/32', true, true],
    ['192.168.0.0/24', '192.168.0.0/24', true, true],
  ])('%s and %s: contains %s, overlaps %s', (a, b, within, shared) => {
    expect(contains(cidr(a), cidr(b))).toBe(within);
    expect(overlaps(cidr(a), cidr(b))).toBe(shared);
    expect(overlaps(cidr(b), cidr(a))).toBe(shared);
  });

  it('contains its first and last address and not their neighbours', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffffffff }),
        fc.integer({ min: 1, max: 32 }),
        (address, bits) => {
          const network = cidr(`${formatIpv4(address)}/${bits}`);
          expect([address, network.base, lastOf(network)].every((inner) => contains(network, inner))).toBe(
            true,
          );
          expect(contains(network, network.base - 1) || contains(network, lastOf(network) + 1)).toBe(false);
        },
      ),
    );
  });
});

describe('isIpv6Text', () => {
  it.each([
    '::',
    '::1',
    '1::',
    'fd00:10::5',
    '1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7::',
    '::ffff:1.2.3.4',
    '1:2:3:4:5:6:1.2.3.4',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    ':::',
    ':1:2:3:4:5:6:7',
    '12345::',
    'g::',
    '::1.2.3.4:5',
    '::1.2.3.256',
    '1.2.3.4',
    '',
    ':',
  ])('%j as Node judges it', (text) => expect(isIpv6Text(text)).toBe(isIPv6(text)));

  it('agrees with Node on generated texts', () => {
    const text = fc.oneof(fc.ipV6(), fc.stringMatching(/^[0-9a-f:.]{0,20}$/));
    fc.assert(
      fc.property(text, (candidate) => {
        expect(isIpv6Text(candidate)).toBe(isIPv6(candidate));
      }),
    );
  });
});

it('a mask and its prefix say the same; what is no mask leaves nothing to the network', () => {
  for (let bits = 0; bits <= 32; bits++) expect(prefixBitsOf(maskOf(bits))).toBe(bits);
  for (const text of [undefined, '', '24', '255.255.255']) expect(prefixBitsOf(text)).toBe(0);
});
