// What the appliance says of itself. Source: vSphere Automation API, com.vmware.appliance.system.version.
import { vcenterIn } from '../../kinds/vsphere/vcenter.ts';
import { ok, type Operation } from './operation.ts';

export const appliance: readonly Operation[] = [
  {
    method: 'GET',
    path: 'appliance/system/version',
    privilege: 'System.Read',
    answer: ({ fabric }) => {
      const { version = '', build = '' } = vcenterIn(fabric)?.spec ?? {};
      return ok({
        product: 'VMware vCenter Server',
        type: 'vCenter Server with an embedded Platform Services Controller',
        version: `${version}.00000`,
        build,
        summary: '',
        releasedate: '',
        install_time: '',
      });
    },
  },
];
