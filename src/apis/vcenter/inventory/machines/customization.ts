// Customization of guests: specifications that are kept by their names, and what a VM's guest becomes at its next start. Guests of Linux only:
// of Windows nothing is known here but that it is there. Source: vSphere Automation API, com.vmware.vcenter.guest.CustomizationSpecs,
// com.vmware.vcenter.vm.guest.Customization.
import {
  customizationSpecs,
  type Customization,
  type CustomizationSpec,
} from '../../../../kinds/vsphere/customization.ts';
import { fnv1a32 } from '../../../../std/hash.ts';
import { maskOf, parseIpv4 } from '../../../../std/ip.ts';
import { limits } from '../../../../std/limits.ts';
import { formatMilliTime } from '../../../../std/time.ts';
import { integer, string, strings, type Infer } from '../../../../store/schema/infer.ts';
import type { ReadView } from '../../../../store/view.ts';
import { alreadyExists, invalidArgument, notAllowed, notFound, unsupported } from '../../failure.ts';
import { created, done, ok, type Call, type Operation } from '../../operation.ts';
import { notSupportedHere, readBody } from '../../reading.ts';
import { list } from '../places.ts';
import { change, ownMachineOf, powerOf, type OwnMachine } from './machine.ts';

const specSchema = {
  type: 'object',
  required: ['configuration_spec', 'global_DNS_settings', 'interfaces'],
  properties: {
    configuration_spec: {
      type: 'object',
      properties: {
        linux_config: {
          type: 'object',
          required: ['hostname', 'domain'],
          properties: {
            hostname: {
              type: 'object',
              required: ['type'],
              properties: {
                type: {
                  type: 'string',
                  enum: ['FIXED', 'PREFIX', 'VIRTUAL_MACHINE', 'USER_INPUT_REQUIRED', 'USER_SUPPLIED'],
                },
                fixed_name: string,
                prefix: string,
              },
            },
            domain: string,
            time_zone: string,
            script_text: string,
          },
        },
        windows_config: { type: 'object', additionalProperties: {} },
        cloud_config: { type: 'object', additionalProperties: {} },
      },
    },
    global_DNS_settings: {
      type: 'object',
      properties: { dns_suffix_list: strings, dns_servers: strings },
    },
    interfaces: {
      type: 'array',
      items: {
        type: 'object',
        required: ['adapter'],
        properties: {
          mac_address: string,
          adapter: {
            type: 'object',
            properties: {
              ipv4: {
                type: 'object',
                required: ['type'],
                properties: {
                  type: { type: 'string', enum: ['DHCP', 'STATIC', 'USER_INPUT_REQUIRED'] },
                  ip_address: string,
                  prefix: integer,
                  gateways: strings,
                },
              },
              ipv6: notSupportedHere,
              windows: notSupportedHere,
            },
          },
        },
      },
    },
  },
} as const;

type Told = Infer<typeof specSchema>;
type Nic = Customization['nics'][number];

/** Addresses must be addresses, and a guest's name one that it can have. */
export function checkCustomization(asked: Customization): Customization {
  const addresses = [
    ...asked.dnsServers,
    ...asked.nics.flatMap(({ address, gateways }) => [
      ...(address === undefined ? [] : [address]),
      ...gateways,
    ]),
  ];
  for (const address of addresses)
    if (parseIpv4(address) === undefined)
      throw invalidArgument(`'${address}' is no IPv4 address.`, [address]);
  for (const { prefix = 24 } of asked.nics)
    if (prefix < 1 || prefix > 32)
      throw invalidArgument(`A prefix of ${prefix} bits is not possible.`, [String(prefix)]);
  const { hostName } = asked;
  if (hostName !== undefined && !/^(?!-)[A-Za-z0-9-]{1,63}(?<!-)$/.test(hostName))
    throw invalidArgument(
      `The host name '${hostName}' is not valid: letters, digits and hyphens, 63 at most, neither first nor last a hyphen.`,
      [hostName],
    );
  return asked;
}

function nicAsked({ mac_address, adapter: { ipv4 } }: Told['interfaces'][number]): Nic {
  const mac = mac_address === undefined ? {} : { macAddress: mac_address };
  if (ipv4?.type === 'USER_INPUT_REQUIRED')
    throw unsupported(
      'Addresses that somebody is asked for when a guest is customized are not supported here.',
    );
  if (ipv4?.type !== 'STATIC') return { ...mac, gateways: [] };
  const { ip_address: address, prefix, gateways = [] } = ipv4;
  if (address === undefined || prefix === undefined)
    throw invalidArgument("A static address needs 'ip_address' and 'prefix'.", ['ipv4']);
  return { ...mac, address, prefix, gateways };
}

function asked({ configuration_spec, global_DNS_settings: dns, interfaces }: Told): Customization {
  const { linux_config: linux } = configuration_spec;
  if (linux === undefined) throw unsupported('Guests other than Linux are not customized here.');
  const { type, fixed_name: hostName } = linux.hostname;
  if (type !== 'FIXED' && type !== 'VIRTUAL_MACHINE')
    throw unsupported(`Host names of type ${type} are not supported here.`);
  if (type === 'FIXED' && hostName === undefined)
    throw invalidArgument("A fixed host name needs 'fixed_name'.", ['hostname']);
  if (linux.script_text !== undefined) throw unsupported('Scripts in customizations are not supported here.');
  return checkCustomization({
    ...(type === 'FIXED' && hostName !== undefined ? { hostName } : {}),
    domain: linux.domain,
    ...(linux.time_zone === undefined ? {} : { timeZone: linux.time_zone }),
    dnsServers: dns.dns_servers ?? [],
    dnsSuffixes: dns.dns_suffix_list ?? [],
    nics: interfaces.map(nicAsked),
  });
}

const toldNic = ({ macAddress, address, prefix, gateways }: Nic) => ({
  ...(macAddress === undefined ? {} : { mac_address: macAddress }),
  adapter: {
    ipv4:
      address === undefined
        ? { type: 'DHCP' }
        : { type: 'STATIC', ip_address: address, prefix: prefix ?? 24, gateways: [...gateways] },
  },
});

const told = ({ hostName, domain, timeZone, dnsServers, dnsSuffixes, nics }: Customization) => ({
  configuration_spec: {
    linux_config: {
      hostname:
        hostName === undefined ? { type: 'VIRTUAL_MACHINE' } : { type: 'FIXED', fixed_name: hostName },
      domain,
      ...(timeZone === undefined ? {} : { time_zone: timeZone }),
    },
  },
  global_DNS_settings: { dns_suffix_list: [...dnsSuffixes], dns_servers: [...dnsServers] },
  interfaces: nics.map(toldNic),
});

export const specsOf = (fabric: ReadView): readonly CustomizationSpec[] =>
  list<CustomizationSpec>(fabric, 'customizationspecs');

export function specNamed(fabric: ReadView, name: string): CustomizationSpec {
  const found = specsOf(fabric).find(({ spec }) => spec.name === name);
  if (found === undefined) throw notFound('Customization specification', name);
  return found;
}

const specsMax = limits.customizationSpecsMax;

export function keepSpec(
  { fabric, write }: Pick<Call, 'fabric' | 'write'>,
  { name, description }: { readonly name: string; readonly description: string },
  customization: Customization,
): void {
  if (name === '') throw invalidArgument('A customization specification needs a name.', ['name']);
  const known = specsOf(fabric);
  if (known.some(({ spec }) => spec.name === name))
    throw alreadyExists(`The name '${name}' already exists.`, [name]);
  if (known.length >= specsMax)
    throw notAllowed(`There are ${specsMax} customization specifications, which is the most: delete some.`);
  const metadata = { name: `customization-${write.revision + 1}` };
  const spec = { name, description, changedAt: fabric.now, version: 1, customization };
  write.create(customizationSpecs, { metadata, spec }, 'Create customization specification');
}

export function changeSpec(
  { fabric, write }: Pick<Call, 'fabric' | 'write'>,
  before: CustomizationSpec,
  changes: Partial<Pick<CustomizationSpec['spec'], 'name' | 'description' | 'customization'>>,
): void {
  const spec = { ...before.spec, ...changes, changedAt: fabric.now, version: before.spec.version + 1 };
  write.update(
    customizationSpecs,
    { ...before, spec } as CustomizationSpec,
    'Overwrite customization specification',
  );
}

export function removeSpec({ fabric, write }: Pick<Call, 'fabric' | 'write'>, name: string): void {
  write.remove(customizationSpecs, specNamed(fabric, name), 'Delete customization specification');
}

/** Each adapter is told what it becomes. */
export function fitting(customization: Customization, { spec }: OwnMachine): Customization {
  const [asked, nics] = [customization.nics.length, spec.hardware.nics.length];
  if (asked !== nics)
    throw invalidArgument(
      `The number of network interfaces of the specification, ${asked}, is not that of the virtual machine, ${nics}.`,
      ['interfaces'],
    );
  return customization;
}

/** At its next start the guest is that. A guest that runs is not touched. */
export function customize(call: Pick<Call, 'write'>, vm: OwnMachine, customization: Customization): void {
  if (powerOf(vm) !== 'POWERED_OFF')
    throw notAllowed(`Virtual machine '${vm.spec.displayName}' must be powered off to be customized.`, [
      vm.metadata.name,
    ]);
  change(
    call,
    vm,
    { spec: { customization: fitting(customization, vm) } },
    'Customize virtual machine guest OS',
  );
}

const fingerprintOf = ({ spec }: CustomizationSpec): string =>
  String(fnv1a32(`${spec.name} ${spec.version}`));

export const maskOfNic = ({ prefix }: Nic): string => maskOf(prefix ?? 24);

const path = 'vcenter/guest/customization-specs';
const [readPrivilege, modifyPrivilege] = [
  'VirtualMachine.Provisioning.ReadCustSpecs',
  'VirtualMachine.Provisioning.ModifyCustSpecs',
];

const setSchema = {
  type: 'object',
  required: ['spec'],
  properties: { fingerprint: string, spec: specSchema },
} as const;

export const customizationOperations: readonly Operation[] = [
  {
    method: 'GET',
    path,
    privilege: readPrivilege,
    answer: ({ fabric }) =>
      ok(
        specsOf(fabric).map(({ spec: { name, description, changedAt } }) => ({
          name,
          description,
          os_type: 'LINUX',
          last_modified: formatMilliTime(changedAt),
        })),
      ),
  },
  {
    method: 'POST',
    path,
    privilege: modifyPrivilege,
    answer: (call) => {
      const schema = {
        type: 'object',
        required: ['name', 'description', 'spec'],
        properties: { name: string, description: string, spec: specSchema },
      } as const;
      const { spec, ...about } = readBody(schema, call.body);
      keepSpec(call, about, asked(spec));
      return created(about.name);
    },
  },
  {
    method: 'GET',
    path: `${path}/{name}`,
    privilege: readPrivilege,
    answer: ({ fabric, params: { name = '' } }) => {
      const found = specNamed(fabric, name);
      return ok({ fingerprint: fingerprintOf(found), spec: told(found.spec.customization) });
    },
  },
  {
    method: 'PUT',
    path: `${path}/{name}`,
    privilege: modifyPrivilege,
    answer: (call) => {
      const { fingerprint, spec } = readBody(setSchema, call.body);
      const found = specNamed(call.fabric, call.params['name'] ?? '');
      if (fingerprint !== undefined && fingerprint !== fingerprintOf(found))
        throw notAllowed('The specification was changed by somebody else meanwhile.', [found.spec.name]);
      changeSpec(call, found, { customization: asked(spec) });
      return done;
    },
  },
  {
    method: 'DELETE',
    path: `${path}/{name}`,
    privilege: modifyPrivilege,
    answer: (call) => {
      removeSpec(call, call.params['name'] ?? '');
      return done;
    },
  },
  {
    method: 'PUT',
    path: 'vcenter/vm/{vm}/guest/customization',
    privilege: 'VirtualMachine.Provisioning.Customize',
    answer: (call) => {
      const schema = { type: 'object', properties: { name: string, spec: specSchema } } as const;
      const { name, spec } = readBody(schema, call.body);
      const customization =
        spec === undefined ? specNamed(call.fabric, name ?? '').spec.customization : asked(spec);
      customize(call, ownMachineOf(call), customization);
      return done;
    },
  },
];
