// What balancing keeps beside a fleet, laid out by addition:
//
//   0    header: numbers and addresses, u32 each; 64: scratch    192   by host: capacity (written by the host), load, load
//        where items are taken, bound, largest demand: f64; the step of its latest look: u32
//   then bounds and loads of 64 hosts each, f64                   then  spans, two a host: first place, how many: u32
//   then by item: migration cost f64, shape, host: u32            then  by place: demand, cost: f64, item: u32 (items.ts)
//   then moves: gain f64, item, host: u32
import { aligned, isBlock, openBlock } from '../memory/arena';
import { BAD_BLOCK, BAD_COUNT } from '../memory/code';
import { BLOCK_HOSTS, ROOM, isFleet } from '../packing/fleet';

const KIND: u32 = 0x45564f4d;

export const FLEET: usize = 4;
export const ITEMS: usize = 8;
export const COLUMN: usize = 12;
export const MODEL: usize = 16;
/** The least loaded host in service. */
export const TARGET: usize = 24;
export const CAPACITY_AT: usize = 28;
export const LOAD_AT: usize = 32;
export const BOUND_AT: usize = 36;
export const BOUNDS_AT: usize = 40;
export const LOADS_AT: usize = 44;
export const FIRST_AT: usize = 48;
export const COST_AT: usize = 52;
export const SHAPE_AT: usize = 56;
export const HOST_AT: usize = 60;
export const COUNT_AT: usize = 64;
export const PLACED_AT: usize = 68;
export const GAIN_AT: usize = 72;
export const MOVED_AT: usize = 76;
export const MOVED_TO_AT: usize = 80;
export const TAKES_AT: usize = 84;
/** The least capacity's inverse that a target can have, f64; the best move of this step: gain f64, item, host, place, u32. */
export const LEAST_SHARE: usize = 88;
export const BEST_GAIN: usize = 96;
export const BEST_ITEM: usize = 104;
export const BEST_HOST: usize = 108;
export const BEST_PLACE: usize = 112;
export const DEMAND_AT: usize = 116;
export const PLACED_COST_AT: usize = 120;
/** How much the largest item of a host that anybody may take asks, or more; the step that a host was looked at, counted from 1. */
export const LARGEST_AT: usize = 124;
export const LOOKED_AT: usize = 128;
export const STEP: usize = 132;
/** The least that a migration costs, f64. */
export const LEAST_COST: usize = 136;
const AREAS: usize = 192;

/** Moves of one call. */
export const MOVES_MAX: u32 = 1024;
export const NONE: u32 = 0xffffffff;

/** Opens room for the moves of so many items on a fleet: the bytes taken, or NO_MEMORY, BAD_BLOCK, BAD_COUNT. */
export function movesOpen(moves: usize, fleet: usize, items: u32): i32 {
  if (!isFleet(fleet)) return BAD_BLOCK;
  const room = <u64>load<u32>(fleet, ROOM);
  const blocks = aligned((room / BLOCK_HOSTS) << 3);
  const column = aligned((<u64>items) << 2);
  const capacity = AREAS;
  const loads = capacity + (room << 3);
  const takes = loads + (room << 3);
  const bound = takes + (room << 3);
  const largest = bound + (room << 3);
  const looked = largest + (room << 3);
  const bounds = looked + (room << 2);
  const blockLoads = bounds + blocks;
  const first = blockLoads + blocks;
  const count = first + (room << 3);
  const cost = count + (room << 3);
  const shape = cost + aligned((<u64>items) << 3);
  const host = shape + column;
  const demand = host + column;
  const places = aligned((<u64>items + 2 * room) << 3);
  const placedCost = demand + places;
  const placed = placedCost + places;
  const gain = placed + places;
  const bytes = gain + MOVES_MAX * 16;
  if (bytes > <u64>i32.MAX_VALUE) return BAD_COUNT;
  const code = openBlock(moves, bytes, KIND);
  if (code !== 0) return code;
  memory.fill(moves + 4, 0, <usize>bytes - 4);
  store<usize>(moves, fleet, FLEET);
  store<u32>(moves, items, ITEMS);
  store<usize>(moves, moves + <usize>capacity, CAPACITY_AT);
  store<usize>(moves, moves + <usize>loads, LOAD_AT);
  store<usize>(moves, moves + <usize>takes, TAKES_AT);
  store<usize>(moves, moves + <usize>bound, BOUND_AT);
  store<usize>(moves, moves + <usize>largest, LARGEST_AT);
  store<usize>(moves, moves + <usize>looked, LOOKED_AT);
  store<usize>(moves, moves + <usize>bounds, BOUNDS_AT);
  store<usize>(moves, moves + <usize>blockLoads, LOADS_AT);
  store<usize>(moves, moves + <usize>first, FIRST_AT);
  store<usize>(moves, moves + <usize>cost, COST_AT);
  store<usize>(moves, moves + <usize>shape, SHAPE_AT);
  store<usize>(moves, moves + <usize>host, HOST_AT);
  store<usize>(moves, moves + <usize>count, COUNT_AT);
  store<usize>(moves, moves + <usize>demand, DEMAND_AT);
  store<usize>(moves, moves + <usize>placedCost, PLACED_COST_AT);
  store<usize>(moves, moves + <usize>placed, PLACED_AT);
  store<usize>(moves, moves + <usize>gain, GAIN_AT);
  store<usize>(moves, moves + <usize>(gain + MOVES_MAX * 8), MOVED_AT);
  store<usize>(moves, moves + <usize>(gain + MOVES_MAX * 12), MOVED_TO_AT);
  return <i32>bytes;
}

/** Where an area begins, by its place among the addresses of the header from that of capacities on; 0 if there is none. */
export function movesAreaAt(moves: usize, area: u32): usize {
  if (!isMoves(moves) || area > <u32>((MOVED_TO_AT - CAPACITY_AT) >> 2)) return 0;
  return load<usize>(moves + ((<usize>area) << 2), CAPACITY_AT);
}

export function isMoves(moves: usize): bool {
  return isBlock(moves, KIND) && isFleet(load<usize>(moves, FLEET));
}

export function number(moves: usize, area: usize, index: u32): f64 {
  return load<f64>(load<usize>(moves + area) + ((<usize>index) << 3));
}

export function setNumber(moves: usize, area: usize, index: u32, value: f64): void {
  store<f64>(load<usize>(moves + area) + ((<usize>index) << 3), value);
}

export function cell(moves: usize, area: usize, index: u32): u32 {
  return load<u32>(load<usize>(moves + area) + ((<usize>index) << 2));
}

export function setCell(moves: usize, area: usize, index: u32, value: u32): void {
  store<u32>(load<usize>(moves + area) + ((<usize>index) << 2), value);
}
