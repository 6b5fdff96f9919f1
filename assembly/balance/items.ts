// The items of a host side by side, so that they are looked at two at a time: a span of those that every host may take, then one of
// those with a mask or groups. Items with devices stay where they are and are in neither. Spans begin at an even place; behind an odd
// number of the first kind is a place of nothing that would cost without end.
import { HOSTS, SHAPE_DEMAND, SHAPE_DEVICES, SHAPE_MASK, shapeAt } from '../packing/fleet';
import { hasGroups } from '../packing/rules';
import {
  COLUMN,
  COST_AT,
  COUNT_AT,
  DEMAND_AT,
  FIRST_AT,
  FLEET,
  HOST_AT,
  ITEMS,
  LARGEST_AT,
  LEAST_COST,
  NONE,
  PLACED_AT,
  PLACED_COST_AT,
  SHAPE_AT,
  cell,
  number,
  setCell,
  setNumber,
} from './block';

/** Takes the items to the spans of their hosts, in their order. */
export function gather(moves: usize): void {
  const items = load<u32>(moves, ITEMS);
  const spans = load<u32>(load<usize>(moves, FLEET), HOSTS) << 1;
  for (let span: u32 = 0; span < spans; span++) setCell(moves, COUNT_AT, span, 0);
  for (let item: u32 = 0; item < items; item++) {
    const span = spanOf(moves, item);
    if (span !== NONE) setCell(moves, COUNT_AT, span, cell(moves, COUNT_AT, span) + 1);
  }
  let next: u32 = 0;
  let leastCost: f64 = Infinity;
  for (let span: u32 = 0; span < spans; span++) {
    setCell(moves, FIRST_AT, span, next);
    next = (next + cell(moves, COUNT_AT, span) + 1) & ~1;
    if (next > 0) leaveEmpty(moves, next - 1);
    if ((span & 1) === 0) setNumber(moves, LARGEST_AT, span >> 1, 0);
    setCell(moves, COUNT_AT, span, 0);
  }
  for (let item: u32 = 0; item < items; item++) {
    const span = spanOf(moves, item);
    if (span === NONE) continue;
    const count = cell(moves, COUNT_AT, span);
    const place = cell(moves, FIRST_AT, span) + count;
    setCell(moves, COUNT_AT, span, count + 1);
    setCell(moves, PLACED_AT, place, item);
    const demand = demandOf(moves, item);
    setNumber(moves, DEMAND_AT, place, demand);
    setNumber(moves, PLACED_COST_AT, place, number(moves, COST_AT, item));
    setNumber(moves, LARGEST_AT, span >> 1, max(number(moves, LARGEST_AT, span >> 1), demand));
    leastCost = min(leastCost, number(moves, COST_AT, item));
  }
  store<f64>(moves, leastCost, LEAST_COST);
}

/** Takes an item out of its host's span; the last one comes into its place. */
export function takeOut(moves: usize, host: u32, place: u32): void {
  const plain = host << 1;
  const isPlain = place < cell(moves, FIRST_AT, plain) + cell(moves, COUNT_AT, plain);
  const span = isPlain ? plain : plain + 1;
  const count = cell(moves, COUNT_AT, span) - 1;
  const last = cell(moves, FIRST_AT, span) + count;
  setCell(moves, COUNT_AT, span, count);
  setCell(moves, PLACED_AT, place, cell(moves, PLACED_AT, last));
  setNumber(moves, DEMAND_AT, place, number(moves, DEMAND_AT, last));
  setNumber(moves, PLACED_COST_AT, place, number(moves, PLACED_COST_AT, last));
  leaveEmpty(moves, last);
}

function leaveEmpty(moves: usize, place: u32): void {
  setNumber(moves, DEMAND_AT, place, 0);
  setNumber(moves, PLACED_COST_AT, place, Infinity);
}

function spanOf(moves: usize, item: u32): u32 {
  const shape = shapeAt(load<usize>(moves, FLEET), cell(moves, SHAPE_AT, item));
  if (load<u32>(shape, SHAPE_DEVICES) !== 0) return NONE;
  const isPlain = load<u32>(shape, SHAPE_MASK) === 0 && !hasGroups(shape);
  return (cell(moves, HOST_AT, item) << 1) + (isPlain ? 0 : 1);
}

function demandOf(moves: usize, item: u32): f64 {
  const shape = shapeAt(load<usize>(moves, FLEET), cell(moves, SHAPE_AT, item));
  return <f64>load<i32>(shape + ((<usize>load<u32>(moves, COLUMN)) << 2), SHAPE_DEMAND);
}
