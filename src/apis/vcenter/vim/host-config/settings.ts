// What was set on a host itself: read with what ESXi comes with, and written. Managers of a host have its number in their ids.
import { hosts, type Host } from '../../../../kinds/vsphere/host.ts';
import { hostOf } from '../../inventory/host-changes.ts';
import type { VimCall } from '../method.ts';

export type Settings = NonNullable<Host['spec']['settings']>;

/** `host-21` of its manager `networkSystem-21`, and of itself. */
export const hostIdOf = ({ moid }: Pick<VimCall, 'moid'>): string => `host-${/\d+$/.exec(moid)?.[0] ?? ''}`;

export const hostOfManager = (call: Pick<VimCall, 'fabric' | 'moid'>): Host =>
  hostOf(call.fabric, hostIdOf(call));

/** Writes what a host's settings become. */
export function setOnHost(call: VimCall, change: (settings: Settings) => Settings, words: string): void {
  const host = hostOfManager(call);
  const settings = change(host.spec.settings ?? {});
  call.write.update(hosts, { ...host, spec: { ...host.spec, settings } } as Host, words);
}
