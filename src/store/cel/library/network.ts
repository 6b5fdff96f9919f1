// `ip` and `cidr`. Source: apiserver pkg/cel/library/ip.go, cidr.go.
import { quoteGo } from '../../../std/go-quote.ts';
import { CelFault, globalFunction, memberFunction, type Overload } from '../overload.ts';
import { bool, int, opaque, string } from '../types.ts';
import { Opaque } from '../values.ts';
import {
  addressText,
  holds,
  isMapped,
  masked,
  networkText,
  parseAddress,
  parseNetwork,
  type Address,
  type Network,
} from './addresses.ts';

const ipType = opaque('net.IP');
const cidrType = opaque('net.CIDR');

function readIp(text: string): Address {
  if (text.includes('%')) throw new CelFault(`IP address ${quoteGo(text)} with zone value is not allowed`);
  const address = parseAddress(text);
  if (address === undefined) {
    const why = `ParseAddr(${quoteGo(text)}): unable to parse IP`;
    throw new CelFault(`IP Address ${quoteGo(text)} parse error during conversion from string: ${why}`);
  }
  if (isMapped(address)) throw new CelFault(`IPv4-mapped IPv6 address ${quoteGo(text)} is not allowed`);
  return address;
}

function readCidr(text: string): Network {
  const network = parseNetwork(text);
  if (network === undefined) {
    const why = text.includes('/') ? 'bad address or prefix length' : "no '/'";
    throw new CelFault(
      `network address parse error during conversion from string: netip.ParsePrefix(${quoteGo(text)}): ${why}`,
    );
  }
  if (isMapped(network.address))
    throw new CelFault(`IPv4-mapped IPv6 address ${quoteGo(text)} is not allowed`);
  return network;
}

const ipOf = (value: Opaque): Address => value.value as Address;
const cidrOf = (value: Opaque): Network => value.value as Network;
const makeIp = (address: Address): Opaque => new Opaque(ipType, address, addressText(address));
const makeCidr = (network: Network): Opaque => new Opaque(cidrType, network, networkText(network));

function isReadable(read: (text: string) => unknown): (text: string) => boolean {
  return (text) => {
    try {
      read(text);
      return true;
    } catch (error) {
      if (error instanceof CelFault) return false;
      throw error;
    }
  };
}

const isLoopback = ({ family, bits }: Address): boolean =>
  family === 4 ? bits >> 24n === 127n : bits === 1n;
const isLinkLocal = ({ family, bits }: Address): boolean =>
  family === 4 ? bits >> 16n === 0xa9fen : bits >> 118n === 0x3fan;
const isLinkLocalMulticast = ({ family, bits }: Address): boolean =>
  family === 4 ? bits >> 8n === 0xe00000n : (bits >> 112n) % 0x1_0000n === 0xff02n;
const isMulticast = ({ family, bits }: Address): boolean =>
  family === 4 ? bits >> 28n === 0xen : bits >> 120n === 0xffn;
const isBroadcast = ({ family, bits }: Address): boolean => family === 4 && bits === 0xffffffffn;

const isGlobal = (address: Address): boolean =>
  address.bits !== 0n && ![isLoopback, isMulticast, isLinkLocal, isBroadcast].some((test) => test(address));

function asked(name: string, id: string, test: (address: Address) => boolean): Overload {
  return memberFunction(name, id, [ipType], bool, (ip: Opaque) => test(ipOf(ip)));
}

function holdsNetwork(outer: Network, inner: Network): boolean {
  return inner.prefixBits >= outer.prefixBits && holds(outer, inner.address);
}

export const network: readonly Overload[] = [
  globalFunction('ip', 'string_to_ip', [string], ipType, (text: string) => makeIp(readIp(text))),
  globalFunction('isIP', 'is_ip', [string], bool, isReadable(readIp)),
  globalFunction(
    'ip.isCanonical',
    'ip_is_canonical',
    [string],
    bool,
    (text: string) => addressText(readIp(text)) === text,
  ),
  globalFunction('string', 'ip_to_string', [ipType], string, ({ text }: Opaque) => text),
  memberFunction('family', 'ip_family', [ipType], int, (ip: Opaque) => BigInt(ipOf(ip).family)),
  asked('isUnspecified', 'ip_is_unspecified', ({ bits }) => bits === 0n),
  asked('isLoopback', 'ip_is_loopback', isLoopback),
  asked('isLinkLocalMulticast', 'ip_is_link_local_multicast', isLinkLocalMulticast),
  asked('isLinkLocalUnicast', 'ip_is_link_local_unicast', isLinkLocal),
  asked('isGlobalUnicast', 'ip_is_global_unicast', isGlobal),
  globalFunction('cidr', 'string_to_cidr', [string], cidrType, (text: string) => makeCidr(readCidr(text))),
  globalFunction('isCIDR', 'is_cidr', [string], bool, isReadable(readCidr)),
  globalFunction('string', 'cidr_to_string', [cidrType], string, ({ text }: Opaque) => text),
  memberFunction(
    'containsIP',
    'cidr_contains_ip_string',
    [cidrType, string],
    bool,
    (cidr: Opaque, text: string) => holds(cidrOf(cidr), readIp(text)),
  ),
  memberFunction('containsIP', 'cidr_contains_ip_ip', [cidrType, ipType], bool, (cidr: Opaque, ip: Opaque) =>
    holds(cidrOf(cidr), ipOf(ip)),
  ),
  memberFunction(
    'containsCIDR',
    'cidr_contains_cidr_string',
    [cidrType, string],
    bool,
    (cidr: Opaque, text: string) => holdsNetwork(cidrOf(cidr), readCidr(text)),
  ),
  memberFunction(
    'containsCIDR',
    'cidr_contains_cidr',
    [cidrType, cidrType],
    bool,
    (cidr: Opaque, inner: Opaque) => holdsNetwork(cidrOf(cidr), cidrOf(inner)),
  ),
  memberFunction('ip', 'cidr_ip', [cidrType], ipType, (cidr: Opaque) => makeIp(cidrOf(cidr).address)),
  memberFunction('prefixLength', 'cidr_prefix_length', [cidrType], int, (cidr: Opaque) =>
    BigInt(cidrOf(cidr).prefixBits),
  ),
  memberFunction('masked', 'cidr_masked', [cidrType], cidrType, (cidr: Opaque) =>
    makeCidr(masked(cidrOf(cidr))),
  ),
];
