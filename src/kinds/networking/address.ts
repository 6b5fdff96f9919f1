// IPv4 and IPv6 addresses and networks as Kubernetes reads them: both families as a row of bits.

export interface Network {
  readonly family: 'IPv4' | 'IPv6';
  /** The address, a character a bit. */
  readonly bits: string;
  readonly prefixBits: number;
}

const groupBits = 16;
const groupsOfIpv6 = 8;

function ipv4Bits(text: string): string | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
  const bytes = text.split('.').map(Number);
  return bytes.some((byte) => byte > 255)
    ? undefined
    : bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
}

function ipv6Bits(text: string): string | undefined {
  const halves = text.split('::');
  if (!text.includes(':') || halves.length > 2) return undefined;
  const groupsOf = (half: string): readonly string[] => (half === '' ? [] : half.split(':'));
  const [head, tail] = [groupsOf(halves[0] ?? ''), groupsOf(halves[1] ?? '')];
  const missing = groupsOfIpv6 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (groups.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.map((group) => parseInt(group, 16).toString(2).padStart(groupBits, '0')).join('');
}

/** An address as a network of itself alone. */
export function parseAddress(text: string): Network | undefined {
  const bits = ipv4Bits(text) ?? ipv6Bits(text);
  if (bits === undefined) return undefined;
  return { family: bits.length === 32 ? 'IPv4' : 'IPv6', bits, prefixBits: bits.length };
}

/** `10.0.0.0/8`, `2001:db8::/32`. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf('/');
  const address = slash < 0 ? undefined : parseAddress(text.slice(0, slash));
  const prefix = text.slice(slash + 1);
  if (address === undefined || !/^\d{1,3}$/.test(prefix) || Number(prefix) > address.bits.length)
    return undefined;
  return { ...address, prefixBits: Number(prefix) };
}

/** True where the address lies in the network. */
export function isIn(address: Network, network: Network): boolean {
  return (
    address.family === network.family && address.bits.startsWith(network.bits.slice(0, network.prefixBits))
  );
}

export const cidrCause = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
const addressCause = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

export function addressCauses(text: string): readonly string[] {
  return parseAddress(text) === undefined ? [addressCause] : [];
}

const loopbacks = ['127.0.0.0/8', '::1/128'];
const linkLocals = ['169.254.0.0/16', 'fe80::/10'];
const linkLocalMulticasts = ['224.0.0.0/24', 'ff02::/16'];

/** Why an address is none that others could send to. Source: kubernetes pkg/apis/core/validation, ValidateNonSpecialIP. */
export function specialCauses(text: string): readonly string[] {
  const address = parseAddress(text);
  if (address === undefined) return ['must be a valid IP address'];
  const isOf = (networks: readonly string[]): boolean =>
    networks.some((network) => isIn(address, parseNetwork(network) as Network));
  return [
    ...(address.bits.includes('1') ? [] : ['may not be unspecified (0.0.0.0 or ::)']),
    ...(isOf(loopbacks) ? ['may not be in the loopback range (127.0.0.0/8, ::1/128)'] : []),
    ...(isOf(linkLocals) ? ['may not be in the link-local range (169.254.0.0/16, fe80::/10)'] : []),
    ...(isOf(linkLocalMulticasts)
      ? ['may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)']
      : []),
  ];
}
