// `supervisor-sandbox place`: what each command is told and does.
import { UsageError, type Flags } from '../args.ts';
import type { Inventory } from '../../tables/inventory.ts';

export type Given = Readonly<Record<string, string>>;

export interface Answer {
  /** Lines of CSV, the first of them the names of the columns. */
  readonly lines: Iterable<string>;
  /** The members of the JSON object, and the array in it, by its name. */
  readonly fields: object;
  readonly key: string;
  readonly items: Iterable<object>;
  /** Lines for people. */
  readonly report: string;
  readonly exitCode: number;
}

export interface PlaceCommand {
  readonly line: string;
  readonly summary: string;
  readonly text: string;
  readonly flags: Flags;
  /** What has to be right before anything is read. */
  check(given: Given): void;
  run(inventory: Inventory, given: Given): Answer;
}

export const commonFlags: Flags = {
  nodes: { value: 'FILE', text: 'the table of nodes; - for standard input' },
  pods: { value: 'FILE', text: 'the table of Pods, or VMs; - for standard input' },
  json: { text: 'answer with a JSON object' },
  quiet: { text: 'do not report on standard error' },
  help: { text: 'this text' },
};

export const tableText =
  'Both tables are CSV with a line of column names, or JSON: an array of objects, or an object with nodes or pods.\n\n' +
  'Nodes: name (or sn); cpu and memory as in Kubernetes (4, 500m; 64Gi), or cpu_milli and memory_mib; and perhaps gpu, model, zone,\n' +
  'maintenance. Pods: name; cpu and memory; and perhaps num_gpu, gpu_milli (of each, 1000 is a whole one), gpu_spec (models), node\n' +
  '(runs there already), priority, required and forbidden (nodes by name), together, apart (groups), spread (GROUP:MOST or\n' +
  'GROUP:MOST/zone). Several in a cell are divided by |. Other columns of whole numbers that both tables have are resources too.';

/** A flag that is a whole number in a range. */
export function wholeFlag(given: Given, name: string, otherwise: number, low: number, high: number): number {
  const text = given[name];
  if (text === undefined) return otherwise;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= low && value <= high) return value;
  throw new UsageError(`--${name} ${text}: a whole number from ${low} to ${high}`);
}

const number = new Intl.NumberFormat('en');

export function counted(count: number, one: string): string {
  const ending = count === 1 ? '' : one.endsWith('s') ? 'es' : 's';
  return `${number.format(count)} ${one}${ending}`;
}

/** A cell of CSV, in quotes where it must be. */
export function csvCell(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Hundredths, as people read shares. */
export function percentOf(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}
