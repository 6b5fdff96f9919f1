// Tables to standard output, as lines or as one JSON object whose array of routes is written as it is made.
import type { RouteTables, TableName } from '../../../kernels/route-tables.ts';
import type { Addresses } from '../../../kernels/route-memory.ts';
import { writeOut } from '../pieces.ts';

/** What JSON says of a number of addresses: IPv4 as a number, IPv6 as a string of digits, because it may be 2^128. */
export function jsonOf({ ipv4, ipv6 }: Addresses): object {
  return { ipv4: Number(ipv4), ipv6: String(ipv6) };
}

/** Writes a table's lines. */
export async function writeLines(tables: RouteTables, name: TableName): Promise<void> {
  for (const piece of tables.print(name)) await writeOut(Uint8Array.from(piece));
}

/** Writes `fields` and, under `key`, the table's routes as one JSON object. */
export async function writeJson(
  tables: RouteTables,
  name: TableName,
  key: string,
  fields: object,
): Promise<void> {
  const head = JSON.stringify(fields).slice(0, -1);
  await writeOut(`${head}${head === '{' ? '' : ','}${JSON.stringify(key)}:[`);
  const decoder = new TextDecoder();
  let separator = '\n';
  for (const piece of tables.print(name)) {
    let text = '';
    for (const line of decoder.decode(piece).split('\n').slice(0, -1)) {
      text += separator + JSON.stringify(routeOf(line));
      separator = ',\n';
    }
    await writeOut(text);
  }
  await writeOut('\n]}\n');
}

const changes: Readonly<Record<string, string>> = { '+': 'added', '-': 'removed' };

/** `[+ |- ]PREFIX[ NEXT-HOP]` as an object. */
function routeOf(line: string): object {
  const parts = line.split(' ');
  const change = changes[parts[0] ?? ''];
  if (change !== undefined) parts.shift();
  const [prefix, nextHop] = parts;
  return {
    ...(change === undefined ? {} : { change }),
    prefix,
    ...(nextHop === undefined ? {} : { nextHop }),
  };
}
