// What the free devices of a host are worth to the mix of items that one expects: for every kind of item, weighed by its frequency, the
// device milli that it could use there. The opposite is FGD's fragmentation (Weng et al., USENIX ATC 2023): what is free and cannot be used.
// A kind can use a device where the host has the CPU that it asks for, as many devices as it asks for have as much left, and this is one
// of them. So with a table of weights by CPU and milli, a host's sum needs one look a device; the table is made by the host (src/kernels).
//
//   0    weight of all kinds, i64     8    milli of devices that a CPU unit feeds, times 2^16, i64
//   16   CPU steps, milli steps, counts of devices, classes, the least milli that is of use: u32 each
//   64   what a score of 1 to 99 takes, i64 each
//   1024 step of each milli from 0 to 1000, u8
//   2048 CPU of each step, i32        then counts of devices and the least milli asked of so many, i32 each
//   then weights, i32: by class, count, CPU step, milli step; step 0 is below all
import { BAD_BLOCK, BAD_VALUE } from '../memory/code';
import {
  CLASS_AT,
  DEVICES,
  DEVICE_WHOLE,
  HOSTS,
  MIX_AT,
  MIX_BYTES,
  USABLE_AT,
  devicesAt,
  freeAt,
  isFleet,
} from './fleet';

export const WHOLE_WEIGHT: usize = 0;
export const FEEDS: usize = 8;
const CPU_STEPS: usize = 16;
const MILLI_STEPS: usize = 20;
const COUNTS: usize = 24;
const CLASSES: usize = 28;
export const LEAST_USE: usize = 32;
export const GRADES: usize = 64;
const STEP_OF_MILLI: usize = 1024;
const CPU_OF_STEP: usize = 2048;

/** Checks the mix that was written: 0, or a code; BAD_VALUE if it is larger than its area or a host is of no class of it. */
export function packingCheckMix(fleet: usize): i32 {
  if (!isFleet(fleet)) return BAD_BLOCK;
  const mix = load<usize>(fleet, MIX_AT);
  const cpus = <u64>load<u32>(mix, CPU_STEPS);
  const millis = <u64>load<u32>(mix, MILLI_STEPS);
  const counts = <u64>load<u32>(mix, COUNTS);
  const classes = <u64>load<u32>(mix, CLASSES);
  if (max(max(cpus, millis), max(counts, classes)) > 65535 || load<i64>(mix, WHOLE_WEIGHT) <= 0)
    return BAD_VALUE;
  const tables = classes * counts * (cpus + 1);
  if (
    CPU_OF_STEP + (cpus << 2) + (counts << 3) + tables * (millis + 1) * 4 >
    <u64>load<u32>(fleet, MIX_BYTES)
  )
    return BAD_VALUE;
  for (let milli: usize = 0; milli <= <usize>DEVICE_WHOLE; milli++) {
    if (<u64>load<u8>(mix + milli, STEP_OF_MILLI) > millis) return BAD_VALUE;
  }
  const hosts = load<u32>(fleet, HOSTS);
  for (let host: u32 = 0; host < hosts; host++) {
    if (<u64>load<u32>(load<usize>(fleet, CLASS_AT) + ((<usize>host) << 2)) >= classes) return BAD_VALUE;
  }
  return 0;
}

/** Works out a host's worth anew, after what is free there changed. */
export function refreshUsable(fleet: usize, host: u32): void {
  const cpu = load<i32>(freeAt(fleet, 0) + ((<usize>host) << 2));
  const row = rowOf(fleet, host, cpu);
  store<i64>(
    load<usize>(fleet, USABLE_AT) + ((<usize>host) << 3),
    row === 0 ? 0 : usable(fleet, row, devicesAt(fleet, host)),
  );
}

/** The table's row for a host with so much CPU; 0 if that feeds nothing. Rows of further counts lie one table behind each other. */
export function rowOf(fleet: usize, host: u32, cpu: i32): usize {
  const mix = load<usize>(fleet, MIX_AT);
  const cpus = load<u32>(mix, CPU_STEPS);
  let step: u32 = 0;
  for (let more = cpus; more > 0;) {
    const half = (more + 1) >> 1;
    if (load<i32>(mix + ((<usize>(step + half - 1)) << 2), CPU_OF_STEP) <= cpu) {
      step += half;
      more -= half;
    } else more = half - 1;
  }
  if (step === 0) return 0;
  const counts = load<u32>(mix, COUNTS);
  const tables = mix + CPU_OF_STEP + ((<usize>cpus) << 2) + ((<usize>counts) << 3);
  const hostClass = load<u32>(load<usize>(fleet, CLASS_AT) + ((<usize>host) << 2));
  return tables + <usize>(hostClass * counts * (cpus + 1) + step) * rowBytes(mix);
}

/** What the mix could use of these devices, in milli times weight. */
export function usable(fleet: usize, row: usize, devices: usize): i64 {
  const mix = load<usize>(fleet, MIX_AT);
  const cpus = load<u32>(mix, CPU_STEPS);
  const counts = load<u32>(mix, COUNTS);
  const tableBytes = <usize>(cpus + 1) * rowBytes(mix);
  const end = devices + ((<usize>load<u32>(fleet, DEVICES)) << 2);
  let count = mix + CPU_OF_STEP + ((<usize>cpus) << 2);
  let sum: i64 = 0;
  for (let index: u32 = 0; index < counts; index++, count += 8, row += tableBytes) {
    const asked = load<i32>(count);
    const most = asked === 1 ? DEVICE_WHOLE : nthFree(devices, end, asked, load<i32>(count, 4));
    if (most === 0) continue;
    for (let at = devices; at < end; at += 4) {
      const left = load<i32>(at);
      const step = load<u8>(mix + <usize>min(left, most), STEP_OF_MILLI);
      sum += <i64>left * <i64>load<i32>(row + ((<usize>step) << 2));
    }
  }
  return sum;
}

/** What is left of the device that has the n-th most; 0 where that is less than `least`. */
function nthFree(devices: usize, end: usize, n: i32, least: i32): i32 {
  let enough = 0;
  for (let at = devices; at < end; at += 4) enough += load<i32>(at) >= least ? 1 : 0;
  if (enough < n) return 0;
  if (least === DEVICE_WHOLE) return DEVICE_WHOLE;
  let nth = 0;
  for (let at = devices; at < end; at += 4) {
    const left = load<i32>(at);
    if (left <= nth) continue;
    let notLess = 0;
    for (let other = devices; other < end; other += 4) notLess += load<i32>(other) >= left ? 1 : 0;
    if (notLess >= n) nth = left;
  }
  return nth;
}

function rowBytes(mix: usize): usize {
  return (load<usize>(mix, MILLI_STEPS) + 1) << 2;
}
