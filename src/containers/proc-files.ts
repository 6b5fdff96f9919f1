// What the kernel tells of a container in files: its first process, the machine, the bounds of its control group.
// Source: man 5 proc; kernel.org, Control Group v2.
import type { Container } from '#types';
import type { Pod } from '../kinds/core/pod/pod.ts';
import { crxSizeOf } from '../kinds/vsphere/crx.ts';
import { parseQuantity, quantityMilliValue, quantityValue } from '../std/quantity.ts';
import { capabilityMask, identityOf } from './identity.ts';
import { firstCommand, programOf } from './processes.ts';

const PAGE_BYTES = 4_096;
const PERIOD_MICROS = 100_000;
const noneCapable = '0'.repeat(16);

function cpuMax({ resources }: Container): string {
  const limit = parseQuantity(resources?.limits?.['cpu'] ?? '');
  const quota = limit === undefined ? 'max' : Math.ceil((quantityMilliValue(limit) * PERIOD_MICROS) / 1_000);
  return `${quota} ${PERIOD_MICROS}\n`;
}

function memoryMax({ resources }: Container): string {
  const limit = parseQuantity(resources?.limits?.['memory'] ?? '');
  if (limit === undefined) return 'max\n';
  return `${Math.floor(quantityValue(limit) / PAGE_BYTES) * PAGE_BYTES}\n`;
}

/** Of a process of the container: what it may do as this user. */
function status(pod: Pod, container: Container, name: string): string {
  const { user, group, groups } = identityOf(pod, container);
  const bound = capabilityMask(container);
  const own = user === 0 ? bound : noneCapable;
  const { allowPrivilegeEscalation, privileged, seccompProfile } = container.securityContext ?? {};
  const profile = seccompProfile ?? pod.spec.securityContext?.seccompProfile;
  const isFiltered = privileged !== true && profile !== undefined && profile.type !== 'Unconfined';
  const same = (id: number): string => [id, id, id, id].join('\t');
  return [
    `Name:\t${name}`,
    'Umask:\t0022',
    'State:\tS (sleeping)',
    'Tgid:\t1',
    'Ngid:\t0',
    'Pid:\t1',
    'PPid:\t0',
    'TracerPid:\t0',
    `Uid:\t${same(user)}`,
    `Gid:\t${same(group)}`,
    'FDSize:\t64',
    `Groups:\t${groups.join(' ')} `,
    'NStgid:\t1',
    'NSpid:\t1',
    'Threads:\t1',
    `CapInh:\t${noneCapable}`,
    `CapPrm:\t${own}`,
    `CapEff:\t${own}`,
    `CapBnd:\t${bound}`,
    `CapAmb:\t${noneCapable}`,
    `NoNewPrivs:\t${allowPrivilegeEscalation === false ? 1 : 0}`,
    `Seccomp:\t${isFiltered ? 2 : 0}`,
    '',
  ].join('\n');
}

/** Parameters of the kernel that programs look at, as a CRX's kernel has them. */
const kernelParameters: Readonly<Record<string, string>> = {
  'fs.file-max': '9223372036854775807',
  'kernel.shm_rmid_forced': '0',
  'net.core.somaxconn': '4096',
  'net.ipv4.ip_forward': '0',
  'net.ipv4.ip_local_port_range': '32768\t60999',
  'net.ipv4.ip_unprivileged_port_start': '1024',
  'net.ipv4.tcp_keepalive_time': '7200',
  'net.ipv4.tcp_syncookies': '1',
  'vm.max_map_count': '65530',
  'vm.overcommit_memory': '0',
  'vm.swappiness': '60',
};

/** Those, and what the Pod says of its own. */
function parameterFiles({ spec }: Pod): readonly (readonly [string, string])[] {
  const own = (spec.securityContext?.sysctls ?? []).map(({ name, value }) => [name, value] as const);
  return [...Object.entries(kernelParameters), ...own].map(([name, value]) => [
    `/proc/sys/${name.replaceAll('.', '/')}`,
    `${value}\n`,
  ]);
}

/** By path. */
export function procFiles(pod: Pod, container: Container): Readonly<Record<string, string>> {
  const { cpus, memoryMiB } = crxSizeOf(pod.spec);
  const command = firstCommand(container);
  const name = programOf(command).slice(0, 15);
  const isTitle = /^\w+: /.test(command);
  const processor = (at: number): string =>
    `processor\t: ${at}\nvendor_id\t: GenuineIntel\nmodel name\t: Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz\ncpu MHz\t\t: 1995.312\n\n`;
  const first = {
    cmdline: isTitle ? command : `${command.split(' ').join('\0')}\0`,
    comm: `${name}\n`,
    status: status(pod, container, name),
  };
  // Whoever looks at itself finds the first process: it is as bound as that one.
  const processes = ['1', 'self'].flatMap((id) =>
    Object.entries(first).map(([file, text]) => [`/proc/${id}/${file}`, text] as const),
  );
  return {
    ...Object.fromEntries(processes),
    ...Object.fromEntries(parameterFiles(pod)),
    '/proc/cpuinfo': Array.from({ length: cpus }, (_, at) => processor(at)).join(''),
    '/proc/meminfo': `MemTotal:       ${String(memoryMiB * 1_024).padStart(8)} kB\n`,
    '/proc/version': 'Linux version 5.10.0 (root@photon) #1-photon SMP\n',
    '/sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io memory pids\n',
    '/sys/fs/cgroup/cpu.max': cpuMax(container),
    '/sys/fs/cgroup/memory.max': memoryMax(container),
  };
}
