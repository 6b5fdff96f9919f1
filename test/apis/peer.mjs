// What a real control plane did on a machine of this size (2 vCPU, 24 GB): Kubernetes 1.20.2 of Debian with etcd 3.4.23 on tmpfs, over
// HTTP, load generator on the same cores, 2026-11-20. Identical runs of it differed by up to 18 %.

/** @type {Readonly<Record<string, readonly [least: number, most: number]>>} per second of wall time, or milliseconds where it says so */
export const peer = {
  'create, 32 at once': [1_223, 1_444],
  'update, 32 at once': [1_174, 1_366],
  'get, 32 at once': [2_172, 2_447],
  'delete, 32 at once': [1_087, 1_114],
  'create, one by one': [358, 406],
  'update, one by one': [368, 416],
  'get, one by one': [595, 612],
  'delete, one by one': [257, 285],
  'list of 10,000 Pods as JSON, ms': [514, 999],
  'list of 10,000 Pods as a Table, ms': [413, 602],
  'watch events, 100 watches': [58_000, 64_000],
};

/**
 * @param {string} name of a row of `peer`
 * @param {number} value ours
 * @returns {string} the peer's figure and how many times better ours is than its best
 */
export function beside(name, value) {
  const known = peer[name];
  if (known === undefined) return '';
  const [least, most] = known;
  const times = name.endsWith(', ms') ? least / value : value / most;
  return `Kubernetes 1.20.2: ${least.toLocaleString('en')}-${most.toLocaleString('en')}; ${times.toFixed(1)} times its best`;
}
