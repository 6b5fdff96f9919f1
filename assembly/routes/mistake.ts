// What can be wrong with a line, by number; src/kernels/route-mistakes.ts says the same numbers in words.
import { BAD_LINE } from '../memory/code';
import {
  AREA_INPUT,
  BAD_LINE_AT,
  BAD_LINE_BYTES,
  COLUMN,
  LINE,
  MISTAKE,
  areaAt,
  isWorkspace,
} from './workspace';

/** No mistake of the line's: the memory could not grow. */
export const NO_ROOM: u32 = 0;
export const NO_ADDRESS: u32 = 1;
export const OCTET_TOO_LARGE: u32 = 2;
export const LEADING_ZERO: u32 = 3;
export const NOT_FOUR_OCTETS: u32 = 4;
export const BAD_LENGTH: u32 = 5;
export const LENGTH_TOO_LARGE: u32 = 6;
export const HOST_BITS: u32 = 7;
export const RANGE_BACKWARDS: u32 = 8;
export const RANGE_OF_TWO_FAMILIES: u32 = 9;
export const THIRD_COLUMN: u32 = 10;
export const LINE_TOO_LONG: u32 = 11;
export const HOP_TOO_LONG: u32 = 12;
export const TOO_MANY_HOPS: u32 = 13;
export const GROUP_TOO_LONG: u32 = 14;
export const NOT_EIGHT_GROUPS: u32 = 15;
export const TWO_GAPS: u32 = 16;
export const ZONE: u32 = 17;
export const CONTROL_CHARACTER: u32 = 18;
export const NO_HOP: u32 = 19;
export const RANGE_WITH_LENGTH: u32 = 20;
export const UNEXPECTED: u32 = 21;
export const NOT_UTF_8: u32 = 22;

/** Notes what is wrong at an address of the input; answers 0, "no address". */
export function mistaken(workspace: usize, mistake: u32, at: usize): usize {
  store<u32>(workspace, mistake, MISTAKE);
  store<u32>(workspace, <u32>at, COLUMN);
  return 0;
}

/** Number of the bad line, from 1. */
export function routesBadLine(workspace: usize): u32 {
  return isWorkspace(workspace) ? load<u32>(workspace, LINE) : 0;
}

/** Column of the mistake, from 1, in bytes. */
export function routesBadColumn(workspace: usize): u32 {
  return isWorkspace(workspace) ? load<u32>(workspace, COLUMN) : 0;
}

/** Which mistake it is. */
export function routesMistake(workspace: usize): u32 {
  return isWorkspace(workspace) ? load<u32>(workspace, MISTAKE) : 0;
}

/** Where the bad line's bytes are, until the next call. */
export function routesBadLineAt(workspace: usize): usize {
  return isWorkspace(workspace) ? areaAt(workspace, AREA_INPUT) + load<u32>(workspace, BAD_LINE_AT) : 0;
}

/** How many bytes the bad line has, without its end. */
export function routesBadLineBytes(workspace: usize): u32 {
  return isWorkspace(workspace) ? load<u32>(workspace, BAD_LINE_BYTES) : 0;
}

/** Closes the note of a mistake: the line from `start` to `end`, mistaken at the noted address. */
export function badLine(workspace: usize, start: usize, end: usize): i32 {
  const bytes = load<u8>(end - 1) === 13 && end > start ? end - 1 - start : end - start;
  store<u32>(workspace, <u32>(start - areaAt(workspace, AREA_INPUT)), BAD_LINE_AT);
  store<u32>(workspace, <u32>bytes, BAD_LINE_BYTES);
  store<u32>(workspace, load<u32>(workspace, COLUMN) - <u32>start + 1, COLUMN);
  return BAD_LINE;
}
