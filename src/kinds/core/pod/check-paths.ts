// Paths, file modes and ports inside a Pod's spec. Source: kubernetes pkg/apis/core/validation/validation.go.
import { isValidPortName, isValidPortNum } from '../../../std/names.ts';
import type { Causes } from '../../../store/causes.ts';

const modeMax = 0o777;

export function checkMode(mode: number | undefined, field: string, causes: Causes): void {
  if (mode !== undefined && (mode < 0 || mode > modeMax))
    causes.invalid(field, mode, 'must be a number between 0 and 0777 (octal), both inclusive');
}

/** `..` as an element of a path leads out of where it belongs. */
export function checkNoBacksteps(path: string, field: string, causes: Causes): void {
  if (path.split('/').includes('..')) causes.invalid(field, path, "must not contain '..'");
}

/** A path below some directory. */
export function checkDescending(path: string, field: string, causes: Causes): void {
  if (path.startsWith('/')) causes.invalid(field, path, 'must be a relative path');
  checkNoBacksteps(path, field, causes);
}

/** A path below a directory whose `..data` is the kubelet's own. */
export function checkOwnPath(path: string, field: string, causes: Causes): void {
  checkDescending(path, field, causes);
  if (path.startsWith('..') && !path.startsWith('../') && !path.split('/').includes('..'))
    causes.invalid(field, path, "must not start with '..'");
}

export function checkPortOrName(port: number | string | undefined, field: string, causes: Causes): void {
  if (typeof port === 'string') causes.invalidEach(field, port, isValidPortName(port));
  else causes.invalidEach(field, port ?? 0, isValidPortNum(port ?? 0));
}

export function checkNotNegative(value: number | undefined, field: string, causes: Causes): void {
  if (value !== undefined && value < 0) causes.invalid(field, value, 'must be greater than or equal to 0');
}
