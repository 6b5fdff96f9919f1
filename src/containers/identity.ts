// As whom a container's processes run: user, group, further groups, what they are called, what they are capable of.
// Source: kubernetes pkg/securitycontext; containerd oci.WithDefaultCapabilities; linux/capability.h.
import type { Container } from '#types';
import type { Pod } from '../kinds/core/pod/pod.ts';
import { imageOf, type Base } from './image.ts';

export interface Identity {
  readonly user: number;
  readonly group: number;
  /** All groups, ascending, as the kernel keeps them. */
  readonly groups: readonly number[];
}

/** The groups that an image's /etc/group gives to root beside its own. */
const rootsGroups: Readonly<Partial<Record<Base, readonly number[]>>> = {
  alpine: [1, 2, 3, 4, 6, 10, 11, 20, 26, 27],
  busybox: [10],
};

export function identityOf(pod: Pod, container: Container): Identity {
  const [own, all] = [container.securityContext, pod.spec.securityContext];
  const user = own?.runAsUser ?? all?.runAsUser ?? 0;
  const group = own?.runAsGroup ?? all?.runAsGroup ?? 0;
  const isImages = user === 0 && group === 0;
  const further = isImages ? (rootsGroups[imageOf(container).base] ?? []) : [];
  const asked = [...(all?.supplementalGroups ?? []), ...(all?.fsGroup === undefined ? [] : [all.fsGroup])];
  const groups = [...new Set([group, ...further, ...asked])].sort((a, b) => a - b);
  return { user, group, groups };
}

/** What users are called that every image knows. */
export const userNames: ReadonlyMap<number, string> = new Map([
  [0, 'root'],
  [65_534, 'nobody'],
]);

const groupNames: ReadonlyMap<number, string> = new Map([
  [0, 'root'],
  [1, 'bin'],
  [2, 'daemon'],
  [3, 'sys'],
  [4, 'adm'],
  [6, 'disk'],
  [10, 'wheel'],
  [11, 'floppy'],
  [20, 'dialout'],
  [26, 'tape'],
  [27, 'video'],
  [65_534, 'nogroup'],
]);

export const userName = (id: number): string => userNames.get(id) ?? String(id);
export const groupName = (id: number): string => groupNames.get(id) ?? String(id);

/** The number behind the name of an owner: roots own what is nobody else's. */
export const idOf = (name: string): number => (name === 'root' ? 0 : Number(name));

const named = (id: number, name: string): string => (name === String(id) ? name : `${id}(${name})`);

/** The line that `id` says. */
export function identityLine({ user, group, groups }: Identity): string {
  const all = groups.map((id) => named(id, groupName(id))).join();
  return `uid=${named(user, userName(user))} gid=${named(group, groupName(group))} groups=${all}\n`;
}

/** By their bit. */
const capabilities =
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE'.split(
    ' ',
  );

const containerDefaults =
  'CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE'.split(
    ' ',
  );

/** What processes may have, as /proc tells it: sixteen hexadecimal digits. */
export function capabilityMask({ securityContext }: Container): string {
  const { add = [], drop = [] } = securityContext?.capabilities ?? {};
  const isPrivileged = securityContext?.privileged === true;
  const plain = (names: readonly string[]): readonly string[] =>
    names.map((name) => name.replace(/^CAP_/, ''));
  const given = new Set(isPrivileged || plain(add).includes('ALL') ? capabilities : containerDefaults);
  for (const name of plain(drop)) {
    if (name === 'ALL') given.clear();
    else given.delete(name);
  }
  for (const name of plain(add)) given.add(name);
  let mask = 0n;
  for (const [bit, name] of capabilities.entries()) if (given.has(name)) mask |= 1n << BigInt(bit);
  return mask.toString(16).padStart(16, '0');
}
