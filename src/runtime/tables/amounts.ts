// Cells as amounts in the kernel's units: whole numbers up to 2^31 - 1. CPU in thousandths of a core, memory in MiB, GPUs in whole ones.
import { QUANTITY_MAX } from '../../kernels/placement.ts';
import { parseQuantity } from '../../std/quantity.ts';
import type { Mistakes, Row } from './rows.ts';

const NANO_PER_MILLI = 1_000_000n;
const NANO_PER_MIB = 1_000_000_000n << 20n;

export interface Unit {
  readonly name: string;
  /** A column of whole numbers in the kernel's unit, as traces have it; and one of amounts as Kubernetes writes them. */
  readonly plain: string;
  readonly amount: string;
  readonly nano: bigint;
  /** Behind a number in the kernel's unit. */
  readonly suffix: string;
}

export const cpu: Unit = {
  name: 'CPU',
  plain: 'cpu_milli',
  amount: 'cpu',
  nano: NANO_PER_MILLI,
  suffix: 'm',
};
export const memory: Unit = {
  name: 'memory',
  plain: 'memory_mib',
  amount: 'memory',
  nano: NANO_PER_MIB,
  suffix: ' MiB',
};

/** What a row has of CPU or memory; what does not come out even is rounded down, or up for what is asked. */
export function amountOf(row: Row, unit: Unit, mistakes: Mistakes, rounding: 'up' | 'down'): number {
  const plain = row.cell(unit.plain);
  if (plain !== '') return wholeOf(row, plain, unit.plain, mistakes);
  const text = row.cell(unit.amount);
  if (text === '') {
    mistakes.add(row.where, `${unit.amount} is missing`);
    return 0;
  }
  const quantity = parseQuantity(text);
  if (quantity === undefined) {
    mistakes.add(row.where, `${unit.amount} is ${shown(text)}, which is no amount`);
    return 0;
  }
  if (quantity.nano < 0n) {
    mistakes.add(row.where, `${unit.amount} is ${shown(text)}, which is negative`);
    return 0;
  }
  const value = (quantity.nano + (rounding === 'up' ? unit.nano - 1n : 0n)) / unit.nano;
  if (value > BigInt(QUANTITY_MAX)) {
    mistakes.add(row.where, `${unit.amount} is ${shown(text)}, which is more than can be counted`);
    return 0;
  }
  return Number(value);
}

/** A whole number from 0; nothing counts as `otherwise`. */
export function countOf(row: Row, columns: readonly string[], mistakes: Mistakes, otherwise = 0): number {
  const text = row.cell(...columns);
  return text === '' ? otherwise : wholeOf(row, text, columns.join(' or '), mistakes);
}

function wholeOf(row: Row, text: string, column: string, mistakes: Mistakes): number {
  const value = /^[+-]?\d{1,400}(?:\.0{1,400})?$/.test(text) ? Number(text) : NaN;
  if (value >= 0 && value <= QUANTITY_MAX) return value;
  const why = Number.isNaN(value)
    ? 'no whole number'
    : value < 0
      ? 'negative'
      : `more than ${QUANTITY_MAX}, the most that is counted`;
  mistakes.add(row.where, `${column} is ${shown(text)}, which is ${why}`);
  return 0;
}

/** A cell as messages show it. */
export function shown(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 57)}...` : text;
  return /^[\w.+-]+$/.test(short) ? short : JSON.stringify(short);
}
