// The least table that forwards every address as before: optimal route table construction (Draves, King, Venkatachary,
// Zill, INFOCOM 1999). Each block of the address space gets the set of next hops that cost least there: what both halves
// share, or else what either has. From the top down a block then takes what it inherits if that is in its set, and
// otherwise gets a route to one that is.
//
// The trie is never built with links. Prefixes are taken from the last to the first; finished subtrees wait on a stack until
// what they hang from comes by, and are written behind each other, so that read from the end they come parents first and
// in order of address. Levels where one half goes wholly where the block itself goes are not nodes: two and more of them
// in a row come to that one next hop.
import { BAD_BLOCK, NO_MEMORY } from '../memory/code';
import {
  BITS_MAX,
  NO_SET,
  SETS_BYTES,
  anyLifted,
  anyOf,
  has,
  hasLifted,
  join,
  lift,
  openSets,
  setOf,
  Bits,
  List,
} from './hop-set';
import {
  FIRST_NAMED,
  MARK_NONE,
  NOTHING,
  commonBits,
  hiAt,
  hopAt,
  labelOf,
  lengthAt,
  loAt,
  markAt,
  maskHi,
  maskLo,
  put,
  recordBytes,
} from './record';
import { isBefore } from './segments';
import { countOf, countOfBoth, sortByPrefix } from './sort';
import { HOPS, NULL_HOP, TABLE_A, areaAt, isWorkspace, scratch, setBytes, tableArea } from './workspace';

/** A finished subtree: address, length, next hop around it, bits shared with the subtree to its right, set. */
const TREE_BYTES: usize = 40;
const TREE_LENGTH: usize = 16;
const TREE_OUTER: usize = 20;
const TREE_SHARED: usize = 24;
const TREE_SET: usize = 32;
/** Shared with what is to the right of the last subtree: not even nothing. */
const NO_NEIGHBOUR: i32 = -1;
/** What is still to be routed: address, length, next hop inherited or its own, length and hop of its parent, what it is. */
const TASK_BYTES: usize = 40;
const TASK_LENGTH: usize = 16;
const TASK_HOP: usize = 20;
const TASK_OUTER: usize = 24;
const TASK_IS_LEAF: usize = 28;
/** No more than a prefix of every length waits at a time, and its sibling. */
const WAITING_MAX: usize = 300;
/** Room for a record of all the space, where no prefix is. */
const ROOT_BYTES: usize = 24;

/** Marks of a node: which halves have nodes of their own. */
const HAS_LOW: u32 = 1;
const HAS_HIGH: u32 = 2;

/**
 * Turns table A into the least with the same forwarding: its count, or a code. With `usesNull` a route may lead to NULL_HOP,
 * which is then the same as no route; without, what is in no prefix stays in none.
 */
export function routesOrtc(workspace: usize, usesNull: bool): i32 {
  if (!isWorkspace(workspace)) return BAD_BLOCK;
  const area = tableArea(TABLE_A);
  const code =
    FIRST_NAMED + load<u32>(workspace, HOPS) <= BITS_MAX
      ? ortc<u32, Bits>(workspace, area, usesNull) || ortc<v128, Bits>(workspace, area + 1, usesNull)
      : ortc<u32, List>(workspace, area, usesNull) || ortc<v128, List>(workspace, area + 1, usesNull);
  return code !== 0 ? code : countOfBoth(workspace, area);
}

function ortc<A, S>(workspace: usize, area: usize, usesNull: bool): i32 {
  if (countOf<A>(workspace, area) === 0) return 0;
  const code = sortByPrefix<A>(workspace, area);
  if (code !== 0) return code;
  const count = <usize>countOf<A>(workspace, area);
  const nodesMax: usize = (count << 1) + 1;
  const outersBytes = (count + 1) << 2;
  const waitingBytes = WAITING_MAX * (TREE_BYTES + TASK_BYTES);
  const sets = scratch(
    workspace,
    SETS_BYTES + waitingBytes + ROOT_BYTES + outersBytes + 8 + <u64>nodesMax * nodeBytes<A>(),
  );
  if (sets === 0) return NO_MEMORY;
  const waiting = sets + <usize>SETS_BYTES;
  const tasks = waiting + WAITING_MAX * TREE_BYTES;
  const root = tasks + WAITING_MAX * TASK_BYTES;
  const outers = root + ROOT_BYTES;
  const nodes = (outers + outersBytes + 7) & ~7;
  openSets<S>(sets, !usesNull, nodes + nodesMax * nodeBytes<A>());
  put<A>(root, 0, 0, labelOf(0, NOTHING, MARK_NONE));
  const records = areaAt(workspace, area);
  const nullHop = usesNull ? load<u32>(workspace, NULL_HOP) : u32.MAX_VALUE;
  findOuters<A>(records, count, nullHop, waiting, outers);
  const last = growTrees<A, S>(records, count, nullHop, sets, waiting, root, outers, nodes);
  if (last === 0) return NO_MEMORY;
  const end = route<A, S>(last, sets, tasks, records, load<u32>(workspace, NULL_HOP));
  setBytes(workspace, area, end - records);
  return 0;
}

function hopBut(record: usize, nullHop: u32): u32 {
  const hop = hopAt(record);
  return hop === nullHop ? NOTHING : hop;
}

/** The next hop of the nearest prefix around all the space and around each prefix, as u32 from `outers` on. */
function findOuters<A>(records: usize, count: usize, nullHop: u32, open: usize, outers: usize): void {
  // Below all that is open is what never ends.
  let top = open;
  putAddress<A>(top, u64.MAX_VALUE, u64.MAX_VALUE);
  store<u32>(top, NOTHING, 16);
  store<u32>(outers, NOTHING);
  let outer = outers + 4;
  for (let at = records, end = records + count * recordBytes<A>(); at < end; at += recordBytes<A>()) {
    const hi = hiAt<A>(at);
    const lo = loAt<A>(at);
    while (isBefore(load<u64>(top), loOf<A>(top), hi, lo)) top -= TREE_BYTES;
    store<u32>(outer, load<u32>(top, 16));
    outer += 4;
    const length = lengthAt(at);
    top += TREE_BYTES;
    putAddress<A>(top, hi | hostsHi<A>(length), lo | ~maskLo(length));
    store<u32>(top, hopBut(at, nullHop), 16);
  }
}

/** The bits behind a prefix of this length, upper half. */
function hostsHi<A>(length: u32): u64 {
  return sizeof<A>() === 4 ? u64.MAX_VALUE >> length : ~maskHi(length);
}

/** Writes the nodes, children before parents; answers where the last one is, that of all the space, or 0 without memory. */
function growTrees<A, S>(
  records: usize,
  count: usize,
  nullHop: u32,
  sets: usize,
  waiting: usize,
  root: usize,
  outers: usize,
  nodes: usize,
): usize {
  let top = waiting;
  let node = nodes;
  const isRooted = lengthAt(records) === 0;
  for (let i = <isize>count - 1; i >= (isRooted ? 0 : -1); i--) {
    // In front of the first prefix comes all the space, unless that is a prefix itself.
    const at = i < 0 ? root : records + <usize>i * recordBytes<A>();
    const length = lengthAt(at);
    const hi = hiAt<A>(at);
    const lo = loAt<A>(at);
    const hop = hopBut(at, nullHop);
    let below = top - TREE_BYTES;
    // Bits shared with what lies to the right; a block around two of those shares as many.
    let shared = NO_NEIGHBOUR;
    if (top > waiting) {
      shared = <i32>commonBits<A>(hi, lo, load<u64>(below), loOf<A>(below));
      const attached = min(<i32>length, shared);
      // Subtrees that part further down than where this one is attached have a block of their own.
      while (load<i32>(below, TREE_SHARED) > attached) {
        const right = below - TREE_BYTES;
        const parted = load<u32>(below, TREE_SHARED);
        const around = load<u32>(below, TREE_OUTER);
        const set = join<S>(
          sets,
          lifted<S>(sets, below, parted, around),
          lifted<S>(sets, right, parted, around),
        );
        if (set === NO_SET) return 0;
        const nodeHi = load<u64>(below) & ~hostsHi<A>(parted);
        const nodeLo = loOf<A>(below) & maskLo(parted);
        node = putNode<A>(node, nodeHi, nodeLo, labelOf(parted, around, HAS_LOW | HAS_HIGH), set);
        writeTree<A>(right, nodeHi, nodeLo, parted, around, load<i32>(right, TREE_SHARED), set);
        below = right;
      }
      top = below + TREE_BYTES;
    }
    let set = setOf<S>(hop);
    let halves: u32 = MARK_NONE;
    if (shared >= <i32>length) {
      let low = set;
      let high = set;
      // At most two wait inside of this one, one in each half.
      do {
        const half = lifted<S>(sets, below, length, hop);
        if (half === NO_SET) return 0;
        if (isHigh<A>(load<u64>(below), loOf<A>(below), length)) {
          high = half;
          halves |= HAS_HIGH;
        } else {
          low = half;
          halves |= HAS_LOW;
        }
        shared = load<i32>(below, TREE_SHARED);
        top = below;
        below -= TREE_BYTES;
      } while (shared >= <i32>length);
      set = join<S>(sets, low, high);
      if (set === NO_SET) return 0;
    }
    node = putNode<A>(node, hi, lo, labelOf(length, hop, halves), set);
    writeTree<A>(top, hi, lo, length, load<u32>(outers + ((<usize>i) << 2), 4), shared, set);
    top += TREE_BYTES;
  }
  return node - nodeBytes<A>();
}

/** A node is a record with its set behind it. */
function nodeBytes<A>(): usize {
  return recordBytes<A>() + 8;
}

/** Writes a node; answers where the next one goes. */
function putNode<A>(node: usize, hi: u64, lo: u64, label: u32, set: u64): usize {
  put<A>(node, hi, lo, label);
  store<u64>(node + recordBytes<A>(), set);
  return node + nodeBytes<A>();
}

/** The lower half of the address at the beginning of a tree or task. */
function loOf<A>(tree: usize): u64 {
  return sizeof<A>() === 4 ? 0 : load<u64>(tree, 8);
}

/** Writes an address at the beginning of a tree or task. */
function putAddress<A>(at: usize, hi: u64, lo: u64): void {
  store<u64>(at, hi);
  if (sizeof<A>() !== 4) store<u64>(at, lo, 8);
}

function writeTree<A>(at: usize, hi: u64, lo: u64, length: u32, outer: u32, shared: i32, set: u64): void {
  putAddress<A>(at, hi, lo);
  store<u32>(at, length, TREE_LENGTH);
  store<u32>(at, outer, TREE_OUTER);
  store<i32>(at, shared, TREE_SHARED);
  store<u64>(at, set, TREE_SET);
}

/** A subtree's set at the top of the half that it lies in, of a block of this length. */
function lifted<S>(sets: usize, tree: usize, length: u32, hop: u32): u64 {
  return lift<S>(sets, load<u64>(tree, TREE_SET), load<u32>(tree, TREE_LENGTH) - length - 1, hop);
}

/** Whether an address lies in the upper half of its block of this length. */
function isHigh<A>(hi: u64, lo: u64, length: u32): bool {
  if (sizeof<A>() === 4) return <i64>(hi << length) < 0;
  return ((length < 64 ? hi >> (63 - length) : lo >> (127 - length)) & 1) !== 0;
}

/** Writes the routes from `out` on, reading the nodes from the last to the first; answers where the last one ends. */
function route<A, S>(last: usize, sets: usize, tasks: usize, out: usize, nullHop: u32): usize {
  const size = recordBytes<A>();
  let task = tasks + TASK_BYTES;
  // All the space: nothing is inherited, and no half of anything.
  writeNodeTask(task, -1, NOTHING, NOTHING);
  for (let node = last; task > tasks; task -= TASK_BYTES) {
    let inherited = load<u32>(task, TASK_HOP);
    if (load<u32>(task, TASK_IS_LEAF) !== 0) {
      put<A>(
        out,
        load<u64>(task),
        loOf<A>(task),
        routeLabel(load<u32>(task, TASK_LENGTH), inherited, nullHop),
      );
      out += size;
      continue;
    }
    const hi = hiAt<A>(node);
    const lo = loAt<A>(node);
    const length = lengthAt(node);
    const hop = hopAt(node);
    const halves = markAt(node);
    const set = load<u64>(node + size);
    const outer = load<u32>(task, TASK_OUTER);
    const top = load<i32>(task, TASK_LENGTH) + 1;
    node -= nodeBytes<A>();
    let isLater = false;
    if (<u32>top < length) {
      if (!hasLifted<S>(sets, set, length - <u32>top, outer, inherited)) {
        inherited = anyLifted<S>(sets, set, outer);
        put<A>(
          out,
          hi & ~hostsHi<A>(<u32>top),
          lo & maskLo(<u32>top),
          routeLabel(<u32>top, inherited, nullHop),
        );
        out += size;
      }
      if (inherited !== outer) {
        // The sibling goes elsewhere; it is written before or behind the node.
        const siblingHi = hi ^ bitHi<A>(length - 1);
        const siblingLo = lo ^ bitLo(length - 1);
        if (isHigh<A>(hi, lo, length - 1)) {
          put<A>(out, siblingHi, siblingLo, routeLabel(length, outer, nullHop));
          out += size;
        } else {
          writeLeafTask<A>(task, siblingHi, siblingLo, length, outer);
          isLater = true;
        }
      }
    }
    if (!has<S>(sets, set, inherited)) {
      inherited = anyOf<S>(sets, set);
      put<A>(out, hi, lo, routeLabel(length, inherited, nullHop));
      out += size;
    }
    if (isLater) task += TASK_BYTES;
    // Tasks are taken from the last: the upper half is put first. The loop takes one away for the node itself.
    if ((halves & HAS_HIGH) !== 0) {
      writeNodeTask(task, <i32>length, inherited, hop);
      task += TASK_BYTES;
    } else if (inherited !== hop) {
      writeLeafTask<A>(task, hi | bitHi<A>(length), lo | bitLo(length), length + 1, hop);
      task += TASK_BYTES;
    }
    if ((halves & HAS_LOW) !== 0) {
      writeNodeTask(task, <i32>length, inherited, hop);
      task += TASK_BYTES;
    } else if (inherited !== hop) {
      writeLeafTask<A>(task, hi, lo, length + 1, hop);
      task += TASK_BYTES;
    }
  }
  return out;
}

/** A route to write. */
function writeLeafTask<A>(at: usize, hi: u64, lo: u64, length: u32, hop: u32): void {
  putAddress<A>(at, hi, lo);
  store<u32>(at, length, TASK_LENGTH);
  store<u32>(at, hop, TASK_HOP);
  store<u32>(at, 1, TASK_IS_LEAF);
}

/** The next node, in a half of a block of this length that goes to `outer` and inherits a next hop. */
function writeNodeTask(at: usize, length: i32, inherited: u32, outer: u32): void {
  store<i32>(at, length, TASK_LENGTH);
  store<u32>(at, inherited, TASK_HOP);
  store<u32>(at, outer, TASK_OUTER);
  store<u32>(at, 0, TASK_IS_LEAF);
}

function routeLabel(length: u32, hop: u32, nullHop: u32): u32 {
  return labelOf(length, hop === NOTHING ? nullHop : hop, MARK_NONE);
}

/** The bit behind a prefix of this length, upper half of the address. */
function bitHi<A>(length: u32): u64 {
  return sizeof<A>() === 4 || length < 64 ? (<u64>1) << (63 - length) : 0;
}

/** The same, lower half. */
function bitLo(length: u32): u64 {
  return length < 64 ? 0 : (<u64>1) << (127 - length);
}
