/** Links that nobody made in good faith, and what the sandbox says to each. */
import { randomBytes } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

export interface HostileLink {
  readonly what: string;
  readonly fragment: string;
  readonly says: RegExp;
}

type Content = Record<string, unknown>;

/** A link without guile: each of the others is this one with one thing changed. */
export function soundContent(): Content {
  return {
    engine: '0.1.0',
    preset: 'four-hosts',
    seed: 42,
    clock: 60_000,
    hash: '0'.repeat(32),
    title: 'A title',
    text: 'A text',
    view: '#/',
    actors: ['client'],
    headers: [{ 'content-type': 'application/json' }],
    records: [[1_000, 0, 0, 'POST', '/api/v1/namespaces/demo/configmaps', { metadata: { name: 'a' } }]],
  };
}

const payload = (bytes: Uint8Array): string => `#s=1.d.${Buffer.from(bytes).toString('base64url')}`;
const deflated = (text: string | Uint8Array): string => payload(deflateRawSync(text));
const sound = deflateRawSync(JSON.stringify(soundContent()));

export const fragmentOf = (content: unknown): string => deflated(JSON.stringify(content));

const changed = (changes: Content): string => fragmentOf({ ...soundContent(), ...changes });

/** The first record with one of its places changed. */
function record(place: number, value: unknown): string {
  const one: unknown[] = [
    1_000,
    0,
    0,
    'POST',
    '/api/v1/namespaces/demo/configmaps',
    { metadata: { name: 'a' } },
  ];
  one[place] = value;
  return changed({ records: [one] });
}

const json = (text: string): string => deflated(text);
const damaged = /damaged/;
const zeros = Buffer.alloc(64 * 1024 * 1024);
const asked = [0, 0, 0, 'DELETE', '/api/v1/namespaces/demo/configmaps/a'];

const links: readonly (readonly [what: string, fragment: string, says: RegExp])[] = [
  ['64 MiB of zeros', deflated(zeros), /packed more tightly|holds too much|too long/],
  ['16 MiB of zeros', deflated(zeros.subarray(0, 16 * 1024 * 1024)), /packed more tightly|holds too much/],
  [
    'a sound link with 2 MiB of spaces',
    deflated(JSON.stringify(soundContent()) + ' '.repeat(2 * 1024 * 1024)),
    /packed more tightly|holds too much/,
  ],
  ['deflated twice', payload(deflateRawSync(deflateRawSync(zeros))), /packed more tightly|no text/],
  ['a sound link deflated twice', payload(deflateRawSync(sound)), /no text|no JSON|damaged/],
  ['gzip', payload(gzipSync(JSON.stringify(soundContent()))), damaged],
  ['zlib', payload(deflateSync(JSON.stringify(soundContent()))), damaged],
  ['brotli', payload(brotliCompressSync(JSON.stringify(soundContent()))), damaged],
  ['rubbish behind the end', payload(Buffer.concat([sound, Buffer.from('rubbish')])), damaged],
  ['two links in one', payload(Buffer.concat([sound, sound])), damaged],
  ['cut in half', payload(sound.subarray(0, sound.length / 2)), damaged],
  ['cut by one byte', payload(sound.subarray(0, sound.length - 1)), damaged],
  [
    'a bit turned',
    payload(Buffer.from(sound.map((byte, index) => (index === 60 ? byte ^ 1 : byte)))),
    /damaged|cannot be opened/,
  ],
  ['nothing in it', '#s=1.d.', damaged],
  ['one character', '#s=1.d.A', damaged],
  ['noise', payload(randomBytes(600)), /damaged|cannot be opened|packed more tightly/],
  ['much noise', payload(randomBytes(24_000)), /damaged|cannot be opened|packed more tightly/],
  ['a character too long', `#s=1.d.${'A'.repeat(32 * 1024 - 6)}`, /too long: it has 32769 characters/],
  ['a million characters', `#s=1.d.${'A'.repeat(1_000_000)}`, /too long/],
  ['version 0', '#s=0.d.AAAA', damaged],
  ['a version to come', '#s=2.d.AAAA', /version 2 and this sandbox reads up to 1/],
  ['a version far to come', '#s=999999.d.AAAA', /version 999999/],
  ['a version below nothing', '#s=-1.d.AAAA', damaged],
  ['a version that is a script', '#s=<script>.d.AAAA', damaged],
  ['an unknown packing', '#s=1.lzma.AAAA', /packed in a way that this sandbox does not know/],
  ['an unknown packing that is long', `#s=1.${'x'.repeat(20_000)}.AAAA`, /does not know: x{20}$/],
  ['no parts', '#s=', damaged],
  ['many parts', `#s=1.d.${'A.'.repeat(5_000)}`, damaged],
  ['percent signs', '#s=1.d.%41%41%41%41', damaged],
  ['letters of another script', '#s=1.d.ААААААА', damaged],
  ['padding', '#s=1.d.QUFB====', damaged],
  [
    'bytes that are no UTF-8',
    payload(deflateRawSync(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]))),
    /no text/,
  ],
  ['an overlong slash', payload(deflateRawSync(Buffer.from([0x22, 0xc0, 0xaf, 0x22]))), /no text/],
  ['UTF-16', payload(deflateRawSync(Buffer.from(JSON.stringify(soundContent()), 'utf16le'))), /no JSON/],
  ['HTML', json('<script>alert(1)</script>'), /no JSON/],
  ['nothing but null', json('null'), /it is not an object/],
  ['a list', json('[]'), /it is not an object/],
  ['a NUL in it', json('{"engine":"0.1.0\u0000"}'), /no JSON/],
  ['a number that no computer has', json('{"clock":1e999}'), /no JSON/],
  ['100,000 brackets', json('['.repeat(100_000)), /packed more tightly|max depth/],
  ['65 levels', record(5, JSON.parse(`${'['.repeat(65)}${']'.repeat(65)}`)), /max depth of 64/],
  [
    '__proto__',
    json(JSON.stringify(soundContent()).replace('{', '{"__proto__":{"polluted":1},')),
    /__proto__ is a key that no link may have/,
  ],
  [
    'constructor within',
    json(
      JSON.stringify(soundContent()).replace(
        '"metadata":{',
        '"metadata":{"constructor":{"prototype":{"polluted":1}},',
      ),
    ),
    /constructor is a key that no link may have/,
  ],
  [
    'prototype in a header',
    changed({ headers: [{ prototype: 'x' }] }),
    /prototype is a key that no link may have/,
  ],
  [
    'a key twice',
    json(JSON.stringify(soundContent()).replace('"seed":42', '"seed":42,"seed":42')),
    /seed is written twice/,
  ],
  ['an unknown field', changed({ run: 'alert(1)' }), /run is not known/],
  [
    '5,001 records',
    changed({ records: Array.from({ length: 5_001 }, () => asked) }),
    /records has 5001 items, at most 5000|packed more tightly/,
  ],
  [
    '5,001 records that do not pack',
    changed({
      records: Array.from({ length: 5_001 }, (_, index) => [
        0,
        0,
        0,
        'DELETE',
        `/api/v1/${Math.imul(index, 2_654_435_761) >>> 0}`,
      ]),
    }),
    /records has 5001 items|too long/,
  ],
  ['a clock beyond all time', changed({ clock: 9e18 }), /clock is not a whole number|at most/],
  [
    'a clock eleven years on',
    changed({ clock: 11 * 366 * 86_400_000 }),
    /clock is \d+, at most 316224000000 is allowed/,
  ],
  ['a clock that goes back', changed({ clock: -1 }), /clock is not a whole number/],
  ['a record after the clock', changed({ clock: 10 }), /comes after the clock/],
  ['a record that goes back', record(0, -1_000), /its delay, is not a whole number/],
  ['a title of 121', changed({ title: 'x'.repeat(121) }), /title has 121 characters, at most 120/],
  [
    'a title with a terminal’s commands',
    changed({ title: '\u001b]0;mine\u0007' }),
    /title has control characters/,
  ],
  ['a text of 2,001', changed({ text: 'x'.repeat(2_001) }), /text has 2001 characters/],
  [
    'a text of 30,000',
    changed({ text: randomBytes(11_000).toString('hex') }),
    /text has 22000 characters|too long/,
  ],
  ['a view that is a script', changed({ view: 'javascript:alert(document.domain)' }), /view is not a route/],
  ['a view elsewhere', changed({ view: '//example.com/' + '\n' }), /view is not a route/],
  ['a read', record(3, 'GET'), /its method, must be one of/],
  ['a tunnel', record(3, 'CONNECT'), /its method, must be one of/],
  ['a path to a file', record(4, 'file:///etc/passwd'), /its path, must begin with one of/],
  [
    'a path to another host',
    record(4, 'https://example.com/api/v1/pods'),
    /its path, must begin with one of/,
  ],
  ['a path with a line end', record(4, '/api/v1/pods\r\nHost: x'), /its path, must begin with one of/],
  [
    'a header with a token',
    changed({ headers: [{ authorization: 'Bearer x' }] }),
    /authorization is not a header that a link may carry/,
  ],
  ['a header with a cookie', changed({ headers: [{ cookie: 'x' }] }), /cookie is not a header/],
  ['an actor of its own', changed({ actors: ['system:masters'] }), /does not know system:masters/],
  [
    'an actor with groups',
    changed({ actors: [{ user: 'x', groups: ['system:masters'] }] }),
    /actors\[0\] is not a text/,
  ],
  ['a preset that is not there', changed({ preset: 'five-hosts' }), /"five-hosts" is not known/],
  ['a preset called __proto__', changed({ preset: '__proto__' }), /"__proto__" is not known/],
  ['a seed past its bits', changed({ seed: 2 ** 32 }), /seed is 4294967296/],
  ['129 hosts', changed({ scenario: { hosts: { count: 129 } } }), /hosts.count: must be between 3 and 128/],
  ['a billion hosts', changed({ scenario: { hosts: { count: 1e9 } } }), /hosts.count/],
  [
    '501 namespaces',
    changed({
      scenario: {
        namespaces: Array.from({ length: 501 }, (_, index) => ({ name: `n${index}`, access: [] })),
      },
    }),
    /namespaces has 501 items, at most 500/,
  ],
  [
    'networks that overlap',
    changed({ scenario: { network: { podCidrs: ['10.244.0.0/20', '10.244.0.0/16'] } } }),
    /overlap/,
  ],
  [
    'a scenario that is a script',
    changed({ scenario: { title: { toString: 'x' } } }),
    /title: must be a string/,
  ],
  [
    'a Supervisor since the Middle Ages',
    changed({ scenario: { enabledAt: '1066-10-14T09:00:00Z' } }),
    /too long before/,
  ],
  [
    'an engine that is a script',
    changed({ engine: '<img src=x onerror=alert(1)>' }),
    /engine is not a version/,
  ],
  ['a hash that is none', changed({ hash: 'x'.repeat(32) }), /hash is not 32 hexadecimal digits/],
];

export const hostileLinks: readonly HostileLink[] = links.map(([what, fragment, says]) => ({
  what,
  fragment,
  says,
}));
