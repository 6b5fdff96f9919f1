// Guest operating systems by their two names: the Automation API's `RHEL_8_64`, vim25's `rhel8_64Guest`. One follows from the other. Source:
// vSphere Automation API, com.vmware.vcenter.vm.GuestOS; vim25 VirtualMachineGuestOsIdentifier.

/** Those that do not follow. */
const odd: readonly (readonly [name: string, id: string])[] = [
  ['CRXPOD_1', 'crxPod1Guest'],
  ['OTHER', 'otherGuest'],
  ['OTHER_64', 'otherGuest64'],
  ['WINDOWS_SERVER_2019', 'windows2019srv_64Guest'],
  ['WINDOWS_SERVER_2021', 'windows2019srvNext_64Guest'],
  ['WINDOWS_SERVER_2025', 'windows2022srvNext_64Guest'],
];

const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

/** Behind a word with a number in it the word size stands apart. */
export function guestIdOf(name: string): string {
  const exception = odd.find(([each]) => each === name)?.[1];
  if (exception !== undefined) return exception;
  const words = name.toLowerCase().split('_');
  const joined = words.map((word, nth) => {
    if (nth === 0) return word;
    return word === '64' && /\d/.test(words[nth - 1] ?? '') ? '_64' : capital(word);
  });
  return `${joined.join('')}Guest`;
}

export function guestNameOf(id: string): string {
  const exception = odd.find(([, each]) => each === id)?.[0];
  if (exception !== undefined) return exception;
  return id
    .replace(/Guest$/, '')
    .replaceAll(/([a-z])(\d)/g, '$1_$2')
    .replaceAll(/([A-Z])/g, '_$1')
    .toUpperCase();
}

/** Those that the vSphere Client offers, in its order: the family, vim25's id, the name. */
const offered: readonly (readonly [family: string, id: string, title: string])[] = [
  ['windowsGuest', 'windows2022srvNext_64Guest', 'Microsoft Windows Server 2025 (64-bit)'],
  ['windowsGuest', 'windows2019srvNext_64Guest', 'Microsoft Windows Server 2022 (64-bit)'],
  ['windowsGuest', 'windows2019srv_64Guest', 'Microsoft Windows Server 2019 (64-bit)'],
  ['windowsGuest', 'windows9Server64Guest', 'Microsoft Windows Server 2016 (64-bit)'],
  ['windowsGuest', 'windows8Server64Guest', 'Microsoft Windows Server 2012 (64-bit)'],
  ['windowsGuest', 'windows7Server64Guest', 'Microsoft Windows Server 2008 R2 (64-bit)'],
  ['windowsGuest', 'windows11_64Guest', 'Microsoft Windows 11 (64-bit)'],
  ['windowsGuest', 'windows9_64Guest', 'Microsoft Windows 10 (64-bit)'],
  ['windowsGuest', 'windows9Guest', 'Microsoft Windows 10 (32-bit)'],
  ['windowsGuest', 'windows8_64Guest', 'Microsoft Windows 8.x (64-bit)'],
  ['windowsGuest', 'windows7_64Guest', 'Microsoft Windows 7 (64-bit)'],
  ['linuxGuest', 'almalinux_64Guest', 'AlmaLinux (64-bit)'],
  ['linuxGuest', 'amazonlinux3_64Guest', 'Amazon Linux 3 (64-bit)'],
  ['linuxGuest', 'amazonlinux2_64Guest', 'Amazon Linux 2 (64-bit)'],
  ['linuxGuest', 'centos9_64Guest', 'CentOS 9 (64-bit)'],
  ['linuxGuest', 'centos8_64Guest', 'CentOS 8 (64-bit)'],
  ['linuxGuest', 'centos7_64Guest', 'CentOS 7 (64-bit)'],
  ['linuxGuest', 'centos64Guest', 'CentOS 4/5 or later (64-bit)'],
  ['linuxGuest', 'coreos64Guest', 'CoreOS Linux (64-bit)'],
  ['linuxGuest', 'debian12_64Guest', 'Debian GNU/Linux 12 (64-bit)'],
  ['linuxGuest', 'debian11_64Guest', 'Debian GNU/Linux 11 (64-bit)'],
  ['linuxGuest', 'debian10_64Guest', 'Debian GNU/Linux 10 (64-bit)'],
  ['linuxGuest', 'fedora64Guest', 'Red Hat Fedora (64-bit)'],
  ['linuxGuest', 'opensuse64Guest', 'SUSE openSUSE (64-bit)'],
  ['linuxGuest', 'oracleLinux9_64Guest', 'Oracle Linux 9 (64-bit)'],
  ['linuxGuest', 'oracleLinux8_64Guest', 'Oracle Linux 8 (64-bit)'],
  ['linuxGuest', 'oracleLinux7_64Guest', 'Oracle Linux 7 (64-bit)'],
  ['linuxGuest', 'rhel9_64Guest', 'Red Hat Enterprise Linux 9 (64-bit)'],
  ['linuxGuest', 'rhel8_64Guest', 'Red Hat Enterprise Linux 8 (64-bit)'],
  ['linuxGuest', 'rhel7_64Guest', 'Red Hat Enterprise Linux 7 (64-bit)'],
  ['linuxGuest', 'rhel6_64Guest', 'Red Hat Enterprise Linux 6 (64-bit)'],
  ['linuxGuest', 'rockylinux_64Guest', 'Rocky Linux (64-bit)'],
  ['linuxGuest', 'sles15_64Guest', 'SUSE Linux Enterprise 15 (64-bit)'],
  ['linuxGuest', 'sles12_64Guest', 'SUSE Linux Enterprise 12 (64-bit)'],
  ['linuxGuest', 'ubuntu64Guest', 'Ubuntu Linux (64-bit)'],
  ['linuxGuest', 'ubuntuGuest', 'Ubuntu Linux (32-bit)'],
  ['linuxGuest', 'vmwarePhoton64Guest', 'VMware Photon OS (64-bit)'],
  ['linuxGuest', 'other6xLinux64Guest', 'Other 6.x or later Linux (64-bit)'],
  ['linuxGuest', 'other5xLinux64Guest', 'Other 5.x Linux (64-bit)'],
  ['linuxGuest', 'other4xLinux64Guest', 'Other 4.x Linux (64-bit)'],
  ['linuxGuest', 'other3xLinux64Guest', 'Other 3.x Linux (64-bit)'],
  ['linuxGuest', 'otherLinux64Guest', 'Other Linux (64-bit)'],
  ['linuxGuest', 'otherLinuxGuest', 'Other Linux (32-bit)'],
  ['otherGuestFamily', 'freebsd14_64Guest', 'FreeBSD 14 or later versions (64-bit)'],
  ['otherGuestFamily', 'freebsd13_64Guest', 'FreeBSD 13 (64-bit)'],
  ['otherGuestFamily', 'freebsd12_64Guest', 'FreeBSD 12 (64-bit)'],
  ['otherGuestFamily', 'solaris11_64Guest', 'Oracle Solaris 11 (64-bit)'],
  ['otherGuestFamily', 'vmkernel8Guest', 'VMware ESXi 8.0 or later'],
  ['otherGuestFamily', 'vmkernel7Guest', 'VMware ESXi 7.x'],
  ['otherGuestFamily', 'otherGuest64', 'Other (64-bit)'],
  ['otherGuestFamily', 'otherGuest', 'Other (32-bit)'],
];

export interface Guest {
  readonly family: string;
  readonly id: string;
  readonly title: string;
}

export const guests = (): readonly Guest[] => offered.map(([family, id, title]) => ({ family, id, title }));

const families: readonly (readonly [start: string, words: string])[] = [
  ['CRXPOD', 'VMware CRX Pod'],
  ['VMWARE_PHOTON', 'VMware Photon OS'],
  ['OTHER_LINUX', 'Other Linux'],
  ['OTHER', 'Other'],
  ['UBUNTU', 'Ubuntu Linux'],
  ['DEBIAN', 'Debian GNU/Linux'],
  ['RHEL', 'Red Hat Enterprise Linux'],
  ['CENTOS', 'CentOS'],
  ['SLES', 'SUSE Linux Enterprise'],
  ['ORACLE_LINUX', 'Oracle Linux'],
  ['ROCKYLINUX', 'Rocky Linux'],
  ['ALMALINUX', 'AlmaLinux'],
  ['FREEBSD', 'FreeBSD'],
  ['WINDOWS', 'Microsoft Windows'],
];

/** As the vSphere Client shows it, `Red Hat Enterprise Linux 8 (64-bit)`. */
export function guestTitleOf(name: string): string {
  const asked = guestIdOf(name);
  const known = offered.find(([, id]) => id === asked)?.[2];
  if (known !== undefined) return known;
  const [start, words] = families.find(([each]) => name.startsWith(each)) ?? ['', name];
  const rest = name.slice(start.length).replace(/_64$/, '').replaceAll('_', ' ').trim();
  const size = /_64$/.test(name) || start === 'CRXPOD' ? ' (64-bit)' : ' (32-bit)';
  return `${words}${rest === '' ? '' : ` ${rest.toLowerCase()}`}${size}`;
}
