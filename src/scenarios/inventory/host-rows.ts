// Hosts one by one, out of CSV: the first line names the columns, in any order. Fields may stand in double quotes, twice where one is meant.
import { limits } from '../../std/limits.ts';

export interface HostRow {
  readonly name: string;
  readonly cluster: string;
  /** Empty where the line does not say it: the scenario's own. */
  readonly datacenter: string;
  readonly sockets: number;
  readonly coresPerSocket: number;
  readonly mhz: number;
  readonly cpuModel: string;
  readonly memoryMiB: number;
  readonly gpus: readonly { readonly model: string; readonly count: number }[];
}

export type HostRows = { readonly rows: readonly HostRow[] } | { readonly causes: readonly string[] };

const required = ['name', 'cluster', 'sockets', 'cores_per_socket', 'memory_gib'] as const;
const optional = ['datacenter', 'mhz', 'cpu_model', 'gpus', 'gpu_model'] as const;
const known: readonly string[] = [...required, ...optional];

const usual = {
  mhz: 2600,
  cpuModel: 'Intel(R) Xeon(R) Gold 6346 CPU @ 2.60GHz',
  gpuModel: 'NVIDIA A100',
} as const;

/** Fields of a line; undefined where a quote is not closed. */
function fieldsOf(line: string): readonly string[] | undefined {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (line[at] === '"') {
      let text = '';
      let end = line.indexOf('"', at + 1);
      let from = at + 1;
      while (end >= 0 && line[end + 1] === '"') {
        text += line.slice(from, end + 1);
        from = end + 2;
        end = line.indexOf('"', from);
      }
      if (end < 0 || (line[end + 1] !== undefined && line[end + 1] !== ',')) return undefined;
      fields.push(text + line.slice(from, end));
      at = end + 2;
      if (line[end + 1] === undefined) return fields;
    } else {
      const end = line.indexOf(',', at);
      fields.push(line.slice(at, end < 0 ? undefined : end).trim());
      if (end < 0) return fields;
      at = end + 1;
    }
  }
}

const amounts = {
  sockets: [1, 16],
  cores_per_socket: [1, 256],
  mhz: [1, 10_000],
  memory_gib: [1, 24 * 1024],
  gpus: [0, 64],
} as const;

function rowOf(fields: ReadonlyMap<string, string>, say: (cause: string) => void): HostRow {
  const text = (column: string): string => fields.get(column) ?? '';
  const amount = (column: keyof typeof amounts, otherwise: number): number => {
    const given = text(column);
    if (given === '' && !(required as readonly string[]).includes(column)) return otherwise;
    const [least, most] = amounts[column];
    const value = /^\d{1,6}$/.test(given) ? Number(given) : NaN;
    if (!(value >= least && value <= most))
      say(`${column}: ${JSON.stringify(given)} must be a whole number from ${least} to ${most}`);
    return value;
  };
  const name = text('name');
  if (!/^[a-z0-9]([a-z0-9.-]{0,200}[a-z0-9])?$/.test(name))
    say(`name: ${JSON.stringify(name)} must be a lower case DNS name`);
  for (const column of ['cluster', 'datacenter']) {
    const isAsked = column === 'cluster' || text(column) !== '';
    if (isAsked && !/^[A-Za-z0-9]([A-Za-z0-9._-]{0,78}[A-Za-z0-9])?$/.test(text(column)))
      say(`${column}: ${JSON.stringify(text(column))} must be letters, digits, dots and dashes`);
  }
  const count = amount('gpus', 0);
  return {
    name,
    cluster: text('cluster'),
    datacenter: text('datacenter'),
    sockets: amount('sockets', 1),
    coresPerSocket: amount('cores_per_socket', 1),
    mhz: amount('mhz', usual.mhz),
    cpuModel: text('cpu_model') || usual.cpuModel,
    memoryMiB: amount('memory_gib', 1) * 1024,
    gpus: count > 0 ? [{ model: text('gpu_model') || usual.gpuModel, count }] : [],
  };
}

/** Reads hosts; everything that is wrong is said with its line. */
export function hostRows(csv: string, hostsMax: number = limits.hostsMax): HostRows {
  const lines = csv.split(/\r?\n/).map((line, nth) => ({ line, nth: nth + 1 }));
  const [head, ...rest] = lines.filter(({ line }) => line.trim() !== '' && !line.startsWith('#'));
  if (head === undefined) return { causes: ['line 1: must name the columns'] };
  const columns = fieldsOf(head.line) ?? [];
  const missing = required.filter((column) => !columns.includes(column));
  const strange = columns.filter((column, nth) => !known.includes(column) || columns.indexOf(column) !== nth);
  if (missing.length > 0) return { causes: [`line ${head.nth}: has no column ${missing.join(', ')}`] };
  if (strange.length > 0)
    return {
      causes: [
        `line ${head.nth}: column ${strange.join(', ')} is not known or twice; known are ${known.join(', ')}`,
      ],
    };
  if (rest.length > hostsMax)
    return { causes: [`line ${rest[hostsMax]?.nth ?? 0}: more than ${hostsMax} hosts`] };
  const causes: string[] = [];
  const names = new Set<string>();
  const rows = rest.map(({ line, nth }) => {
    const say = (cause: string): void => void causes.push(`line ${nth}: ${cause}`);
    const fields = fieldsOf(line);
    if (fields === undefined) say('a quote is not closed');
    else if (fields.length !== columns.length)
      say(`has ${fields.length} fields where the first line has ${columns.length}`);
    const row = rowOf(
      new Map(columns.map((column, place) => [column, fields?.[place] ?? ''])),
      fields?.length === columns.length ? say : () => undefined,
    );
    if (names.has(row.name)) say(`name: ${JSON.stringify(row.name)} is there already`);
    names.add(row.name);
    return row;
  });
  return causes.length > 0 ? { causes } : { rows };
}
