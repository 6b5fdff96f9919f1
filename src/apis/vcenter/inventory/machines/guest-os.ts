// Guest operating systems by their two names: the Automation API's `RHEL_8_64`, vim25's `rhel8_64Guest`. One follows from the other. Source:
// vSphere Automation API, com.vmware.vcenter.vm.GuestOS; vim25 VirtualMachineGuestOsIdentifier.

/** A CRX is the one that does not follow. */
const crx = { name: 'CRXPOD_1', id: 'crxPod1Guest' } as const;

const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

/** Behind a word with a number in it the word size stands apart. */
export function guestIdOf(name: string): string {
  if (name === crx.name) return crx.id;
  const words = name.toLowerCase().split('_');
  const joined = words.map((word, nth) => {
    if (nth === 0) return word;
    return word === '64' && /\d/.test(words[nth - 1] ?? '') ? '_64' : capital(word);
  });
  return `${joined.join('')}Guest`;
}

export function guestNameOf(id: string): string {
  if (id === crx.id) return crx.name;
  return id
    .replace(/Guest$/, '')
    .replaceAll(/([a-z])(\d)/g, '$1_$2')
    .replaceAll(/([A-Z])/g, '_$1')
    .toUpperCase();
}

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
  const [start, words] = families.find(([each]) => name.startsWith(each)) ?? ['', name];
  const rest = name.slice(start.length).replace(/_64$/, '').replaceAll('_', ' ').trim();
  const size = /_64$/.test(name) || start === 'CRXPOD' ? ' (64-bit)' : ' (32-bit)';
  return `${words}${rest === '' ? '' : ` ${rest.toLowerCase()}`}${size}`;
}
