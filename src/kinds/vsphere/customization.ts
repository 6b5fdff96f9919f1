// What makes a copy of a Linux guest its own at its first start: a name, a domain, addresses. And a specification of it, which people keep by a
// name. Source: vSphere Automation API, com.vmware.vcenter.guest.CustomizationSpecs; vim25 CustomizationSpec.
import { integer, string, strings } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const customization = {
  type: 'object',
  required: ['domain', 'dnsServers', 'dnsSuffixes', 'nics'],
  properties: {
    /** Absent means the VM's own. */
    hostName: string,
    domain: string,
    timeZone: string,
    dnsServers: strings,
    dnsSuffixes: strings,
    /** In the order of adapters; one without an address asks for it by DHCP. */
    nics: {
      type: 'array',
      items: {
        type: 'object',
        required: ['gateways'],
        properties: { macAddress: string, address: string, prefix: integer, gateways: strings },
      },
    },
  },
} as const;

export const customizationSpecs = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['name', 'description', 'changedAt', 'version', 'customization'],
      properties: {
        /** As people call it. */
        name: string,
        description: string,
        /** In simulated milliseconds. */
        changedAt: integer,
        /** How often it has been changed. */
        version: integer,
        customization,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'CustomizationSpec',
    plural: 'customizationspecs',
    columns: [nameColumn, { name: 'Spec', cell: ({ spec }) => spec.name }, ageColumn],
  },
);

export type CustomizationSpec = ObjectOf<typeof customizationSpecs>;
export type Customization = CustomizationSpec['spec']['customization'];
