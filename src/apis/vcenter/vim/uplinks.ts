// Which adapters of a host are which uplinks of a distributed switch. A scenario's switch has them all, but for those that another switch was
// given. Source: vim25 DistributedVirtualSwitchHostMemberPnicBacking.
import type { Host } from '../../../kinds/vsphere/host.ts';
import { numberOf } from '../../../kinds/vsphere/managed-object.ts';
import { switchesIn, type KnownSwitch } from '../../../kinds/vsphere/network.ts';
import type { Json } from '../../../std/draft.ts';
import type { ReadView } from '../../../store/view.ts';
import { nicsOf } from './host-config/hardware.ts';

export interface UplinkPort {
  readonly key: string;
  readonly host: string;
  readonly uplink: number;
}

/** More than a switch can have of them. */
const perHost = 100;

const portKey = (host: string, uplink: number): string => String(numberOf(host) * perHost + uplink);

/** Less than 0 where the port is another host's. */
export const uplinkOfPort = (host: string, key: string): number => Number(key) - numberOf(host) * perHost;

/** The ports of a switch's uplinks: of each host as many as there are uplinks. */
export const uplinkPortsOf = ({ spec }: KnownSwitch): readonly UplinkPort[] =>
  spec.hosts.flatMap((host) =>
    Array.from({ length: spec.uplinks }, (_, uplink) => ({ key: portKey(host, uplink), host, uplink })),
  );

/** A host's adapters on a switch, each with its uplink. */
export function adaptersOn(
  fabric: ReadView,
  { id, spec }: KnownSwitch,
  host: Host,
): readonly { readonly device: string; readonly uplink: number }[] {
  const { moid } = host.spec;
  if (!spec.hosts.includes(moid)) return [];
  if (spec.adapters !== undefined) return spec.adapters.filter((adapter) => adapter.host === moid);
  const elsewhere = new Set(
    switchesIn(fabric)
      .filter((other) => other.id !== id)
      .flatMap((other) => other.spec.adapters ?? [])
      .filter((adapter) => adapter.host === moid)
      .map(({ device }) => device),
  );
  return nicsOf(host)
    .slice(0, spec.uplinks)
    .map(({ device }, uplink) => ({ device, uplink }))
    .filter(({ device }) => !elsewhere.has(device));
}

export const pnicBacking = (fabric: ReadView, known: KnownSwitch, host: Host, group?: string): Json => ({
  _typeName: 'DistributedVirtualSwitchHostMemberPnicBacking',
  pnicSpec: adaptersOn(fabric, known, host).map(({ device, uplink }) => ({
    _typeName: 'DistributedVirtualSwitchHostMemberPnicSpec',
    pnicDevice: device,
    uplinkPortKey: portKey(host.spec.moid, uplink),
    ...(group === undefined ? {} : { uplinkPortgroupKey: group }),
  })),
});
