// The command `routes` as people run it: files, standard input, answers on one stream and reports on the other, exit codes.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledCommand, type Command } from './command.ts';

const files: Readonly<Record<string, string>> = {
  'vips.txt':
    '# load balancer\n10.0.0.1\n10.0.0.2/31\n172.16.0.0 - 172.16.0.127\n\n2001:db8::/33\n2001:db8:8000::/33\n',
  'fib.txt': '10.0.0.0/24 a\n10.0.1.0/24 a\n10.0.2.0/23 a\n10.0.3.0/24 b\n',
  'holes.txt': '10.0.0.0/26 a\n10.0.0.64/26 a\n10.0.0.128/26 a\n',
  'others.txt': '10.0.0.0\n',
  'summary.txt': '172.16.0.0/24\n10.0.0.0/30\n2001:db8::/32\n',
  'bad.txt': '10.0.0.0/33\n10.0.0.0/8\n010.1.1.1\n',
};

let command: Command;

beforeAll(async () => {
  command = await bundledCommand();
  await mkdir(join(command.folder, 'folder'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(command.folder, name), text);
});

afterAll(() => command.remove());

type Case = readonly [line: string, code: number, stdout: string | RegExp, stderr: RegExp];

const cases: readonly Case[] = [
  [
    'exact vips.txt',
    0,
    '10.0.0.1/32\n10.0.0.2/31\n172.16.0.0/25\n2001:db8::/32\n',
    /^5 prefixes in, 4 out\n$/,
  ],
  ['exact vips.txt fib.txt --quiet', 0, '10.0.0.0/22\n172.16.0.0/25\n2001:db8::/32\n', /^$/],
  [
    'exact others.txt --json',
    0,
    '{"prefixes":{"in":1,"out":1},"routes":[\n{"prefix":"10.0.0.0/32"}\n]}\n',
    /out\n$/,
  ],
  [
    'boundary --at 24 --ipv6-at 32 vips.txt',
    0,
    '10.0.0.0/24\n172.16.0.0/24\n2001:db8::/32\n',
    /; over-advertised: 381 IPv4 addresses\n$/,
  ],
  [
    'boundary --at classful vips.txt --json',
    0,
    '{"prefixes":{"in":5,"out":4},"overAdvertised":{"ipv4":16842621,"ipv6":"0"},"routes":[\n{"prefix":"10.0.0.0/8"},\n{"prefix":"172.16.0.0/16"},\n{"prefix":"2001:db8::/33"},\n{"prefix":"2001:db8:8000::/33"}\n]}\n',
    /16,842,621 IPv4 addresses/,
  ],
  [
    'ortc fib.txt',
    0,
    '10.0.0.0/22 a\n10.0.3.0/24 b\n',
    /^4 prefixes in, 2 out; forwarding compared: the same\n$/,
  ],
  ['ortc holes.txt', 0, '10.0.0.0/25 a\n10.0.0.128/26 a\n', /3 prefixes in, 2 out/],
  ['ortc holes.txt --null-route Null0', 0, '10.0.0.0/24 a\n10.0.0.192/26 Null0\n', /3 prefixes in, 2 out/],
  ['ortc vips.txt', 2, '', /5 lines are no routes.*\nvips\.txt:2:9: 10\.0\.0\.1: a next hop is missing/],
  ['budget --routes 2 vips.txt', 0, '10.0.0.0/30\n172.16.0.0/25\n2001:db8::/32\n', /: 1 IPv4 address\n$/],
  [
    'budget --routes 2 --exclude others.txt vips.txt',
    1,
    '',
    /^supervisor-sandbox: 2 routes cannot .* at least 3\n$/,
  ],
  [
    'budget --routes 3 --exclude others.txt vips.txt',
    0,
    '10.0.0.1/32\n10.0.0.2/31\n172.16.0.0/25\n2001:db8::/32\n',
    /no address\n$/,
  ],
  [
    'budget --routes 3 --exclude others.txt fib.txt',
    2,
    '',
    /^supervisor-sandbox: 10\.0\.0\.0\/22 of the table lies in 10\.0\.0\.0\/32, which is excluded/,
  ],
  ['diff fib.txt fib.txt', 0, '', /^both forward every address alike\n$/],
  [
    'diff fib.txt holes.txt --json',
    1,
    '{"removed":{"ipv4":832,"ipv6":"0"},"added":{"ipv4":0,"ipv6":"0"},"elsewhere":{"ipv4":0,"ipv6":"0"},"changes":[\n{"change":"removed","prefix":"10.0.0.192/26","nextHop":"a"},\n{"change":"removed","prefix":"10.0.1.0/24","nextHop":"a"},\n{"change":"removed","prefix":"10.0.2.0/24","nextHop":"a"},\n{"change":"removed","prefix":"10.0.3.0/24","nextHop":"b"}\n]}\n',
    /^removed: 832 IPv4 addresses; added: no address; elsewhere: no address\n$/,
  ],
  ['check vips.txt summary.txt', 0, '+ 10.0.0.0/32\n+ 172.16.0.128/25\n', /^covers all; leaks 129 /],
  ['check vips.txt summary.txt --no-leaks --json', 1, /^{"covers":true,"missing":{"ipv4":0,/, /^covers all/],
  [
    'check vips.txt fib.txt',
    1,
    /^- 172\.16\.0\.0\/25$/m,
    /^does not cover 128 IPv4 addresses and 79,228,162,514,264,337,593,543,950,336 IPv6/,
  ],
  ['', 2, '', /^Usage: supervisor-sandbox routes <command>/],
  ['--help', 0, /^Usage: supervisor-sandbox routes <command>/, /^$/],
  ['budget --help', 0, /^Usage: supervisor-sandbox routes budget --routes K/, /^$/],
  [
    'exact bad.txt',
    2,
    '',
    /^supervisor-sandbox: 2 lines are no routes, so there is no answer:\nbad\.txt:1:10: 10\.0\.0\.0\/33: .*\nbad\.txt:3:1: 010\.1\.1\.1: /,
  ],
  ['exact none.txt', 2, '', /none\.txt: there is no such file/],
  ['exact folder', 2, '', /folder: this is a folder/],
  ['exact --fast', 2, '', /unknown flag --fast; known are --strict, --json, --quiet, --help/],
  ['summarize', 2, '', /there is no command routes summarize; commands are exact, boundary/],
  ['boundary vips.txt', 2, '', /boundary needs --at/],
  ['boundary --at 33 vips.txt', 2, '', /--at 33: a whole number from 0 to 32/],
  ['budget vips.txt', 2, '', /budget needs --routes/],
  ['budget --routes many vips.txt', 2, '', /--routes many: a whole number/],
  ['diff fib.txt', 2, '', /two files are compared/],
  ['check - -', 2, '', /only one of the two can be standard input/],
  ['exact --strict summary.txt', 0, '10.0.0.0/30\n172.16.0.0/24\n2001:db8::/32\n', /3 out/],
];

describe('supervisor-sandbox routes', () => {
  it.each(cases)('%s', async (line, code, stdout, stderr) => {
    const ended = await command.run('routes', ...line.split(' ').filter(Boolean));
    expect(ended.stderr).toMatch(stderr);
    expect(ended.code).toBe(code);
    if (typeof stdout === 'string') expect(ended.stdout).toBe(stdout);
    else expect(ended.stdout).toMatch(stdout);
  });

  it('reads standard input, alone and beside a file', async () => {
    const alone = await command.runOver('10.0.0.0/25\n10.0.0.128/25', 'routes', 'exact');
    expect(alone).toMatchObject({ code: 0, stdout: '10.0.0.0/24\n' });
    const beside = await command.runOver('10.0.0.0/22\n', 'routes', 'check', '--no-leaks', 'fib.txt', '-');
    expect(beside).toEqual({ code: 0, stdout: '', stderr: 'covers all; leaks no address\n' });
    const nothing = await command.runOver('', 'routes', 'exact', '-');
    expect(nothing).toEqual({ code: 0, stdout: '', stderr: '0 prefixes in, 0 out\n' });
  });

  it('masks host bits, or has them for a mistake', async () => {
    expect(await command.runOver('10.0.0.5/24\n', 'routes', 'exact')).toMatchObject({
      stdout: '10.0.0.0/24\n',
    });
    const strict = await command.runOver('10.0.0.5/24\n', 'routes', 'exact', '--strict');
    expect(strict).toMatchObject({ code: 2, stdout: '' });
    expect(strict.stderr).toMatch(
      /standard input:1:1: 10\.0\.0\.5\/24: there are bits set behind the prefix/,
    );
  });

  it('tells twenty mistakes and counts the others', async () => {
    const { code, stderr } = await command.runOver('x\n'.repeat(1_000), 'routes', 'exact');
    expect(code).toBe(2);
    expect(stderr.split('\n')).toHaveLength(23);
    expect(stderr).toMatch(/and 980 more\n$/);
  });

  it('takes and gives a table of 200,000 lines whole', async () => {
    const even = Array.from(
      { length: 200_000 },
      (_, at) => `10.${at >> 15}.${(at >> 7) & 255}.${(at & 127) * 2}/32\n`,
    );
    const { code, stdout } = await command.runOver(even.toReversed().join(''), 'routes', 'exact');
    expect(code).toBe(0);
    expect(stdout === even.join('')).toBe(true);
  });
});
