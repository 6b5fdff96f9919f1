// The exact kernel against programs that do the same, where they are on PATH: iprange, and Python's ipaddress.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRouteTables } from '../../src/kernels/route-tables.ts';
import { compileKernels } from '../../src/runtime/node/kernels.ts';
import { bgpText, ipv6Text, vipText } from './route-sets.ts';

const instantiate = compileKernels();

function exactOf(text: string): string {
  const tables = createRouteTables(instantiate());
  tables.read('A', Buffer.from(text));
  tables.readEnd('A');
  tables.exact('A');
  let answer = '';
  for (const piece of tables.print('A')) answer += Buffer.from(piece).toString();
  return answer;
}

/** What a program prints that is given a file of this text, or undefined where it is not there. */
function answerOf(program: string, args: readonly string[], text: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'routes-'));
  try {
    const file = join(folder, 'routes.txt');
    writeFileSync(file, text);
    const { status, stdout } = spawnSync(program, [...args, file], { encoding: 'utf8', maxBuffer: 2 ** 28 });
    return status === 0 ? stdout : undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const collapse = `
import sys, ipaddress
print('\\n'.join(map(str, ipaddress.collapse_addresses(ipaddress.ip_network(line.strip()) for line in open(sys.argv[1])))))
`;

const sets = [
  ['vip', vipText(20_000)],
  ['bgp', bgpText(20_000)],
] as const;

describe('exact and iprange', () => {
  const isThere = spawnSync('iprange', ['--version']).error === undefined;
  it.skipIf(!isThere).each(sets)('agree on %s (where iprange is on PATH)', (_, text) => {
    const expected = answerOf('iprange', [], text)?.replaceAll(/^([\d.]+)$/gm, '$1/32');
    expect(exactOf(text) === expected).toBe(true);
  });
});

describe('exact and Python’s ipaddress', () => {
  const isThere = spawnSync('python3', ['-c', 'import ipaddress']).status === 0;
  it.skipIf(!isThere).each([...sets, ['ipv6', ipv6Text(10_000)] as const])(
    'agree on %s (where python3 is on PATH)',
    (_, text) => {
      expect(exactOf(text) === answerOf('python3', ['-c', collapse], text)).toBe(true);
    },
  );
});
