// Addresses and networks that are read today and are not written as they should be.
// Source: apimachinery pkg/util/validation/ip.go, GetWarningsForIP and GetWarningsForCIDR.
import { addressText } from '../../store/cel/library/addresses.ts';
import { parseAddress, parseNetwork, type Network } from './address.ts';

const properText = ({ family, bits }: Pick<Network, 'family' | 'bits'>): string =>
  addressText({ family: family === 'IPv4' ? 4 : 6, bits: BigInt(`0b${bits}`) });

const isOldIpv4 = (text: string): boolean => /(^|\.)0\d/.test(text);

/** What is to be said of an address that stands under `field`; nothing of one that is none. */
export function addressWarnings(text: string, field: string): readonly string[] {
  const address = parseAddress(text);
  if (address === undefined) return [];
  const proper = properText(address);
  if (proper === text) return [];
  return address.family === 'IPv4'
    ? [
        `${field}: non-standard IP address "${text}" will be considered invalid in a future Kubernetes release: use "${proper}"`,
      ]
    : [`${field}: IPv6 address "${text}" should be in RFC 5952 canonical format ("${proper}")`];
}

export function networkWarnings(text: string, field: string): readonly string[] {
  const network = parseNetwork(text);
  if (network === undefined) return [];
  const { prefixBits, bits } = network;
  const whole = properText({ ...network, bits: bits.slice(0, prefixBits).padEnd(bits.length, '0') });
  const proper = `${whole}/${prefixBits}`;
  const written = text.slice(0, text.indexOf('/'));
  const isAmbiguous = bits.slice(prefixBits).includes('1');
  const ambiguous = `${field}: CIDR value "${text}" is ambiguous in this context`;
  const alone = `${properText(network)}/${bits.length}`;
  const warnings = [
    ...(isAmbiguous ? [`${ambiguous} (should be "${proper}" or "${alone}"?)`] : []),
    ...(isOldIpv4(written)
      ? [
          `${field}: non-standard CIDR value "${text}" will be considered invalid in a future Kubernetes release: use "${proper}"`,
        ]
      : []),
  ];
  if (warnings.length > 0 || proper === text || network.family === 'IPv4') return warnings;
  return [`${field}: IPv6 CIDR value "${text}" should be in RFC 5952 canonical format ("${proper}")`];
}
