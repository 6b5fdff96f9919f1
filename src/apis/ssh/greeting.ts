// What a machine shows before and after somebody logs in: which product it is; the banner that a Supervisor was given; and that a control plane VM
// is no place to work on. The product warns of the last in its documentation and where the password is read; the words are ours.
import type { Machine } from './machines.ts';

export function bannerOf(machine: Machine): string {
  if (machine.kind === 'vcenter')
    return (
      `\nVMware vCenter Server ${machine.vcenter.spec.version}\n\n` +
      'Type: vCenter Server with an embedded Platform Services Controller\n\n'
    );
  const { loginBanner = '' } = machine.supervisor.spec;
  return loginBanner === '' ? '' : `${loginBanner.trimEnd()}\n`;
}

const unsupported = `
WARNING: this is a control plane VM of a Supervisor. vCenter manages it, and may
replace it at any time with all that was changed on it. Root here is bound by no
role and no quota. To change anything is not supported unless the vendor's support
asks for it, and can make the Supervisor and all of its namespaces unusable.

`;

const appliance = `Connected to service

    * List APIs: "help api list"
    * List Plugins: "help pi list"
    * Launch BASH: "shell"

`;

export function greetingOf({ kind }: Machine): string {
  return kind === 'vcenter' ? appliance : unsupported;
}
