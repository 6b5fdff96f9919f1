// Numbers that may be said as a share: `1` or `25%`. Source: kubernetes pkg/apis/apps/validation, apimachinery pkg/util/intstr.
import type { Causes } from '../../store/causes.ts';
import { checkNonNegative } from './template.ts';
import { goValue } from '../../store/go-types.ts';

export type IntOrString = number | string;

function percentOf(value: IntOrString): number | undefined {
  return typeof value === 'string' && /^[0-9]+%$/.test(value) ? Number(value.slice(0, -1)) : undefined;
}

/** How many a value means of a total; a share that is none means nothing. */
export function shareOf(value: IntOrString | undefined, total: number, rounds: 'up' | 'down'): number {
  if (typeof value === 'number') return value;
  const percent = percentOf(value ?? '') ?? 0;
  return rounds === 'up' ? Math.ceil((percent * total) / 100) : Math.floor((percent * total) / 100);
}

export function checkShare(value: IntOrString | undefined, field: string, causes: Causes): void {
  if (value === undefined) return;
  if (typeof value === 'number') checkNonNegative(value, field, causes);
  else if (percentOf(value) === undefined) {
    causes.invalid(
      field,
      goValue('intstr.IntOrString', value),
      "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
    );
  }
}

export function checkAtMostAll(value: IntOrString | undefined, field: string, causes: Causes): void {
  if (value !== undefined && (percentOf(value) ?? 0) > 100)
    causes.invalid(field, goValue('intstr.IntOrString', value), 'must not be greater than 100%');
}

export function isNone(value: IntOrString | undefined): boolean {
  return value === undefined || (percentOf(value) ?? value) === 0;
}
