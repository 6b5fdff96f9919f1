// A VM's configuration as the file that lies beside its disks, `web.vmx`: a name and a value a line. What is in it is what a VM is registered from.
import { datastoreUrl } from '../datastore-url.ts';
import type { Datastore } from '../../../../kinds/vsphere/datastore.ts';
import { networksIn } from '../../../../kinds/vsphere/network.ts';
import type { ReadView } from '../../../../store/view.ts';
import { guestNameOf } from './guest-os.ts';
import type { Disk, OwnMachine } from './machine.ts';

/** What VMware's own files put before a quote or a bar: its number. */
const escaped = (text: string): string =>
  text.replaceAll(/[|"\n\r]/g, (sign) => `|${(sign.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`);

const unescaped = (text: string): string =>
  text.replaceAll(/\|([0-9A-Fa-f]{2})/g, (_, digits: string) =>
    String.fromCodePoint(Number.parseInt(digits, 16)),
  );

/** `scsi0:1`; of IDE the two buses have two units each. */
function slotOf({ bus, unit }: Disk): string {
  return bus === 'IDE' ? `ide${unit >> 1}:${unit % 2}` : `${bus.toLowerCase()}0:${unit}`;
}

const adapters: Readonly<Record<string, string>> = {
  PVSCSI: 'pvscsi',
  LSILOGIC: 'lsilogic',
  LSILOGICSAS: 'lsisas1068',
  BUSLOGIC: 'buslogic',
};

/** The file of a VM that somebody has made. */
export function configurationFile(fabric: ReadView, { spec }: OwnMachine): string {
  const { hardware } = spec;
  const networks = networksIn(fabric);
  const pathOf = ({ datastore, file }: Disk): string => {
    const store = fabric.get<Datastore>('vsphere.sandbox/datastores', datastore);
    const isBeside = datastore === hardware.datastore && file.startsWith(`${spec.displayName}/`);
    if (isBeside) return file.slice(spec.displayName.length + 1);
    return `${store === undefined ? '' : datastoreUrl(store).replace(/^ds:\/\//, '')}${file}`;
  };
  const lines: (readonly [string, string | number])[] = [
    ['.encoding', 'UTF-8'],
    ['config.version', 8],
    ['virtualHW.version', hardware.version.replace('VMX_', '')],
    ['displayName', spec.displayName],
    ['guestOS', (spec.guestOs ?? 'OTHER').toLowerCase().replaceAll('_', '-')],
    ['firmware', hardware.firmware.toLowerCase()],
    ['uuid.bios', spec.uuid],
    ['numvcpus', spec.cpus],
    ['cpuid.coresPerSocket', hardware.coresPerSocket],
    ['memSize', spec.memoryMiB],
    ['sched.cpu.min', spec.cpuReservationMHz],
    ['sched.mem.min', spec.memoryReservationMiB],
    ...(spec.notes === undefined ? [] : [['annotation', spec.notes] as const]),
    ...(hardware.disks.some(({ bus }) => bus === 'SCSI')
      ? [['scsi0.virtualDev', adapters[hardware.scsiAdapter ?? 'PVSCSI'] ?? 'pvscsi'] as const]
      : []),
    ...hardware.disks.flatMap((disk) => [
      [`${slotOf(disk)}.fileName`, pathOf(disk)] as const,
      [`${slotOf(disk)}.present`, 'TRUE'] as const,
    ]),
    ...hardware.nics.flatMap((nic, nth) => [
      [`ethernet${nth}.virtualDev`, nic.type.toLowerCase()] as const,
      [
        `ethernet${nth}.networkName`,
        networks.find(({ id }) => id === nic.network)?.spec.displayName ?? nic.network,
      ] as const,
      [`ethernet${nth}.addressType`, nic.isManual === true ? 'static' : 'vpx'] as const,
      [
        nic.isManual === true ? `ethernet${nth}.address` : `ethernet${nth}.generatedAddress`,
        nic.macAddress,
      ] as const,
      [`ethernet${nth}.present`, 'TRUE'] as const,
    ]),
  ];
  return lines.map(([name, value]) => `${name} = "${escaped(String(value))}"\n`).join('');
}

export interface Configured {
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly guestOs: string;
  readonly firmware: 'BIOS' | 'EFI';
  readonly uuid: string | undefined;
  readonly notes: string | undefined;
  readonly cpus: number;
  readonly coresPerSocket: number;
  readonly memoryMiB: number;
  readonly cpuReservationMHz: number;
  readonly memoryReservationMiB: number;
  readonly scsiAdapter: string | undefined;
  readonly disks: readonly { readonly bus: Disk['bus']; readonly unit: number; readonly file: string }[];
  readonly nics: readonly {
    readonly type: string;
    readonly network: string;
    readonly macAddress: string | undefined;
    readonly isManual: boolean;
  }[];
}

const lineOf = /^\s*([\w.:-]+)\s*=\s*"(.*)"\s*$/;

/** What a file says; undefined where it is no configuration of a VM. Names are the same in small letters. */
export function readConfigurationFile(text: string): Configured | undefined {
  const said = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, value] = lineOf.exec(line) ?? [];
    if (name !== undefined && value !== undefined) said.set(name.toLowerCase(), unescaped(value));
  }
  if (!said.has('config.version') && !said.has('virtualhw.version')) return undefined;
  const whole = (name: string, otherwise: number): number => {
    const value = Number(said.get(name));
    return Number.isSafeInteger(value) && value >= 0 && said.has(name) ? value : otherwise;
  };
  const isPresent = (device: string): boolean => said.get(`${device}.present`)?.toUpperCase() === 'TRUE';
  const disks = [...said].flatMap(([name, file]) => {
    const [, bus = '', first = '', second = ''] =
      /^(scsi|sata|nvme|ide)(\d+):(\d+)\.filename$/.exec(name) ?? [];
    if (bus === '' || !isPresent(name.replace(/\.filename$/, '')) || !/\.vmdk$/i.test(file)) return [];
    const unit = bus === 'ide' ? Number(first) * 2 + Number(second) : Number(second);
    return [{ bus: bus.toUpperCase() as Disk['bus'], unit, file }];
  });
  const nics = [...said.keys()].flatMap((name) => {
    const [, device] = /^(ethernet\d+)\.networkname$/.exec(name) ?? [];
    if (device === undefined || !isPresent(device)) return [];
    const isManual = said.get(`${device}.addresstype`) === 'static';
    return [
      {
        type: (said.get(`${device}.virtualdev`) ?? 'e1000').toUpperCase(),
        network: said.get(name) ?? '',
        macAddress: said.get(`${device}.address`) ?? said.get(`${device}.generatedaddress`),
        isManual,
      },
    ];
  });
  const guest = said.get('guestos') ?? 'other';
  const version = said.get('virtualhw.version');
  const adapter = said.get('scsi0.virtualdev');
  return {
    name: said.get('displayname'),
    version: version === undefined ? undefined : `VMX_${version.padStart(2, '0')}`,
    guestOs: guest.includes('-') ? guest.toUpperCase().replaceAll('-', '_') : guestNameOf(guest),
    firmware: said.get('firmware')?.toLowerCase() === 'efi' ? 'EFI' : 'BIOS',
    uuid: said.get('uuid.bios'),
    notes: said.get('annotation'),
    cpus: whole('numvcpus', 1),
    coresPerSocket: whole('cpuid.corespersocket', 1),
    memoryMiB: whole('memsize', 32),
    cpuReservationMHz: whole('sched.cpu.min', 0),
    memoryReservationMiB: whole('sched.mem.min', 0),
    scsiAdapter: Object.entries(adapters).find(([, device]) => device === adapter)?.[0],
    disks,
    nics,
  };
}
