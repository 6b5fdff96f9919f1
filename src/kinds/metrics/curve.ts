// A usage curve: how much is used at a moment, as a function of time alone. People write one in an annotation:
//   `250m`           that much, always
//   `80%`            that part of what is asked for
//   `50m..900m/10m`  swings between the two and back every ten minutes; parts of what is asked for may swing too
import { parseQuantity } from '../../std/quantity.ts';
import { parseGoDuration } from '../../std/time.ts';

/** The annotations of a Pod, or of the workload that it belongs to. */
export const usageAnnotations = { cpu: 'usage.sandbox/cpu', memory: 'usage.sandbox/memory' } as const;

export type Measured = keyof typeof usageAnnotations;

/** An amount in billionths of the resource's unit: cores, bytes. */
type Amount = (askedNano: number) => number;

export interface Curve {
  /** True where it is a part of what is asked for: then it is not shared. */
  readonly isPart: boolean;
  /** Billionths of the resource's unit, at so many simulated milliseconds since the Unix epoch. */
  readonly at: (ms: number, askedNano: number) => number;
}

function readAmount(text: string): { readonly isPart: boolean; readonly amount: Amount } | undefined {
  const percent = /^(\d{1,5})%$/.exec(text)?.[1];
  if (percent !== undefined) {
    const part = Number(percent);
    return { isPart: true, amount: (askedNano) => Math.floor((askedNano * part) / 100) };
  }
  const quantity = parseQuantity(text);
  if (quantity === undefined || text === '' || quantity.nano < 0n) return undefined;
  const nano = Number(quantity.nano);
  return { isPart: false, amount: () => nano };
}

/** Up in the first half of a period, down in the second: thousandths of the way. */
function swing(ms: number, periodMs: number): number {
  const phase = Math.floor(((ms % periodMs) * 2_000) / periodMs);
  return phase <= 1_000 ? phase : 2_000 - phase;
}

/** The curve that a text describes; undefined where it describes none. */
export function readCurve(text: string | undefined): Curve | undefined {
  const parts = /^([^.]+(?:\.\d[^.]*)?)(?:\.\.(.+)\/([^/]+))?$/.exec(text?.trim() ?? '');
  if (parts === null) return undefined;
  const [, leastText = '', mostText, periodText = ''] = parts;
  const least = readAmount(leastText);
  if (least === undefined) return undefined;
  if (mostText === undefined) return { isPart: least.isPart, at: (_ms, asked) => least.amount(asked) };
  const most = readAmount(mostText);
  const periodMs = parseGoDuration(periodText) ?? 0;
  if (most === undefined || periodMs <= 0) return undefined;
  return {
    isPart: least.isPart || most.isPart,
    at(ms, asked) {
      const from = least.amount(asked);
      return Math.floor(from + ((most.amount(asked) - from) * swing(ms, periodMs)) / 1_000);
    },
  };
}
