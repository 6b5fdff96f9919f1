// What can be wrong with a line of routes: the numbers of assembly/routes/mistake.ts in words, what it is and what to do.

const words: readonly string[] = [
  '',
  'this is no address: an IPv4 address is four numbers such as 10.0.0.1, an IPv6 address groups such as 2001:db8::1',
  'an octet is a number from 0 to 255',
  'an octet has no leading zeros, because some programs read those as octal: write 10, not 010',
  'an IPv4 address has four octets such as 10.0.0.1',
  'a prefix length is a number such as 24, or a netmask such as 255.255.255.0',
  'a prefix length is at most 32 for IPv4 and 128 for IPv6',
  'there are bits set behind the prefix: write the network’s first address, or let them be masked away',
  'the range ends before it begins: write the lower address first',
  'the range begins in one address family and ends in the other',
  'nothing may follow the next hop: a line is a prefix, address or range, then at most one next hop, then a # comment',
  'the line is too long: at most 131,072 bytes',
  'the name of a next hop has at most 255 bytes',
  'there are more next hops than the 4,194,296 that can be told apart',
  'a group of an IPv6 address has at most four hexadecimal digits',
  'an IPv6 address has eight groups, or fewer and one :: for those that are zero',
  'an IPv6 address has at most one ::, or it could mean several addresses',
  'a zone such as %eth0 belongs to one machine and not to a route: leave it out',
  'a control character or nothing stands where a next hop should be',
  'a next hop is missing: write it behind the prefix',
  'a range has no prefix lengths: write two addresses, or two lines',
  'this does not belong to the address: a blank separates a next hop, # begins a comment',
  'the text is UTF-16: write it as UTF-8, or as ASCII',
];

/** A mistake by its number, in words. */
export function wordsOf(mistake: number): string {
  return words[mistake] ?? `mistake ${mistake}`;
}
