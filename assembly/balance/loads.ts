// Loads of hosts in millionths (2^-20) of their capacity, what they cost, and the host that takes the next item.
import { BLOCK_HOSTS, HOSTS, ROOM, freeAt, isInService } from '../packing/fleet';
import {
  CAPACITY_AT,
  COLUMN,
  FLEET,
  LOADS_AT,
  LOAD_AT,
  MODEL,
  NONE,
  TAKES_AT,
  TARGET,
  number,
  setNumber,
} from './block';

export const UNIT: f64 = 1048576;
/** By score, loads up to it cost nothing. */
export const HALF: f64 = 524288;
/** Loads beyond are as bad as this: 32 times the capacity. */
export const LOAD_MAX: f64 = 33554432;
export const SCORE: u32 = 1;

/** Takes down a host's load, and for the search of targets the same, or more than any where it is out of service. */
export function weigh(moves: usize, host: u32): void {
  const own = loadOf(moves, host, 0);
  setNumber(moves, LOAD_AT, host, own);
  setNumber(moves, TAKES_AT, host, isInService(load<usize>(moves, FLEET), host) ? own : f64.MAX_VALUE);
}

/** The least load of a block's hosts that take items. */
export function weighBlock(moves: usize, block: u32): void {
  const first = load<usize>(moves, TAKES_AT) + ((<usize>(block * BLOCK_HOSTS)) << 3);
  let least = v128.load(first);
  for (let at: usize = 16; at < BLOCK_HOSTS << 3; at += 16) least = f64x2.pmin(least, v128.load(first + at));
  setNumber(moves, LOADS_AT, block, min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1)));
}

export function findTarget(moves: usize): void {
  const fleet = load<usize>(moves, FLEET);
  const blocks = load<u32>(fleet, ROOM) / BLOCK_HOSTS;
  let best: u32 = 0;
  for (let block: u32 = 1; block < blocks; block++) {
    if (number(moves, LOADS_AT, block) < number(moves, LOADS_AT, best)) best = block;
  }
  const least = number(moves, LOADS_AT, best);
  let host = best * BLOCK_HOSTS;
  if (least === f64.MAX_VALUE) host = NONE;
  else while (number(moves, TAKES_AT, host) !== least) host++;
  store<u32>(moves, host, TARGET);
}

/** A host's load if its use of the balanced resource changed by so much, in millionths of its capacity. */
export function loadOf(moves: usize, host: u32, change: i32): f64 {
  return loadFrom(usedOf(moves, host) + <f64>change, number(moves, CAPACITY_AT, host));
}

export function usedOf(moves: usize, host: u32): f64 {
  const free = load<i32>(freeAt(load<usize>(moves, FLEET), load<u32>(moves, COLUMN)) + ((<usize>host) << 2));
  return number(moves, CAPACITY_AT, host) - <f64>free;
}

export function loadFrom(used: f64, capacity: f64): f64 {
  return capacity === 0 ? LOAD_MAX : min(floor((used * UNIT) / capacity), LOAD_MAX);
}

export function costOf(moves: usize, load_: f64): f64 {
  const counted = load<u32>(moves, MODEL) === SCORE ? max(load_ - HALF, 0) : load_;
  return counted * counted;
}

/** The load that a moved item finds at best. */
export function leastLoadOf(moves: usize): f64 {
  const target = load<u32>(moves, TARGET);
  return target === NONE ? 0 : number(moves, LOAD_AT, target);
}
