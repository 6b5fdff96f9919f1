// The inner loop of the budget, (min, +) convolution: from the least costs of one subtree with 1, 2, 3 ... routes and
// those of its sibling come those of both. A cost is a u32 where all of them fit, otherwise 128 bits; the type parameter is
// u32 or v128. Four u32 sums a step with SIMD.

/**
 * Writes the least sums of a cost of each list to `sums`, for first + second = 0 up to `count` - 1 steps above the least of
 * both: `firsts` and `seconds` costs are there, each list by ascending number of routes.
 */
export function leastSums<V>(
  sums: usize,
  count: u32,
  first: usize,
  firsts: u32,
  second: usize,
  seconds: u32,
): void {
  memory.fill(sums, 0xff, <usize>count * sizeof<V>());
  // The longer list is the inner one.
  if (firsts > seconds) {
    rows<V>(sums, count, second, seconds, first, firsts);
  } else {
    rows<V>(sums, count, first, firsts, second, seconds);
  }
}

function rows<V>(sums: usize, count: u32, outer: usize, outers: u32, inner: usize, inners: u32): void {
  for (let i: u32 = 0; i < outers && i < count; i++) {
    const length = min(inners, count - i);
    const target = sums + <usize>i * sizeof<V>();
    if (sizeof<V>() === 4) rowNarrow(target, load<u32>(outer + ((<usize>i) << 2)), inner, length);
    else rowWide(target, outer + ((<usize>i) << 4), inner, length);
  }
}

function rowNarrow(target: usize, addend: u32, inner: usize, length: u32): void {
  const end = inner + ((<usize>length) << 2);
  let from = inner;
  if (ASC_FEATURE_SIMD) {
    const addends = i32x4.splat(addend);
    for (; from + 16 <= end; from += 16, target += 16) {
      v128.store(target, i32x4.min_u(v128.load(target), i32x4.add(addends, v128.load(from))));
    }
  }
  for (; from < end; from += 4, target += 4) {
    store<u32>(target, min(load<u32>(target), addend + load<u32>(from)));
  }
}

function rowWide(target: usize, addend: usize, inner: usize, length: u32): void {
  const addLow = load<u64>(addend);
  const addHigh = load<u64>(addend, 8);
  for (let from = inner, end = inner + ((<usize>length) << 4); from < end; from += 16, target += 16) {
    const low = addLow + load<u64>(from);
    const high = addHigh + load<u64>(from, 8) + (low < addLow ? <u64>1 : <u64>0);
    const best = load<u64>(target, 8);
    if (high < best || (high === best && low < load<u64>(target))) {
      store<u64>(target, low);
      store<u64>(target, high, 8);
    }
  }
}
