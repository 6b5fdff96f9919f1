/** Ids that follow from an object's own, as vCenter numbers what comes along with it. */

/** Below this a scenario numbers its own objects: what comes along is numbered behind them. */
const numberedLater = 1_000;

function along(moid: string, nth: number): number {
  const number = Number(/\d+$/.exec(moid)?.[0] ?? 0);
  return number < numberedLater ? number + nth : number;
}

export const vmFolderOf = (datacenter: string): string => `group-v${along(datacenter, 1)}`;
export const hostFolderOf = (datacenter: string): string => `group-h${along(datacenter, 2)}`;
export const networkFolderOf = (datacenter: string): string => `group-n${along(datacenter, 4)}`;
export const rootPoolOf = (cluster: string): string => `resgroup-${along(cluster, 1)}`;
