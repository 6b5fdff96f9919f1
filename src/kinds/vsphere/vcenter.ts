// A vCenter Server: its name, version and single sign-on domain.
import { string, strings } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const vcenters = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['fqdn', 'version', 'build', 'ssoDomain', 'instanceUuid', 'release'],
      properties: {
        fqdn: string,
        version: string,
        build: string,
        ssoDomain: string,
        instanceUuid: string,
        /** The product release that the scenario names, `8.0 U1`. */
        release: string,
        /** Services of the appliance that somebody has stopped: `wcp`. */
        stoppedServices: strings,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'VCenter',
    plural: 'vcenters',
    columns: [
      nameColumn,
      { name: 'Version', cell: (vcenter) => vcenter.spec.version },
      { name: 'Build', cell: (vcenter) => vcenter.spec.build },
      ageColumn,
    ],
  },
);

export type VCenter = ObjectOf<typeof vcenters>;
