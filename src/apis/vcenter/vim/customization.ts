// Customization of guests as vim25 asks for it and tells it. Source: vim25 CustomizationSpecManager, CustomizationSpec.
import type { Customization, CustomizationSpec } from '../../../kinds/vsphere/customization.ts';
import type { Json, JsonObject } from '../../../std/draft.ts';
import { prefixBitsOf } from '../../../std/ip.ts';
import { formatMilliTime } from '../../../std/time.ts';
import {
  changeSpec,
  checkCustomization,
  customize,
  keepSpec,
  maskOfNic,
  removeSpec,
  specNamed,
  specsOf,
} from '../inventory/machines/customization.ts';
import { objectOf, textArg, textsArg } from './arguments.ts';
import { asFault, ownOf, targetOf } from './own-machine.ts';
import {
  invalidParameter,
  member,
  notSupported,
  reference,
  startTask,
  VimFault,
  type VimCall,
  type VimMethod,
} from './method.ts';

const typeOf = (value: Json | undefined): Json | undefined => member(value, '_typeName');

const textsOf = (owner: Json | undefined, name: string): readonly string[] =>
  owner === undefined ? [] : textsArg(objectOf(owner, name), name);

function nicAsked(mapping: Json): Customization['nics'][number] {
  const adapter = objectOf(member(mapping, 'adapter'), 'nicSettingMap.adapter');
  const mac = member(mapping, 'macAddress');
  const own = typeof mac === 'string' ? { macAddress: mac } : {};
  const ip = adapter['ip'];
  if (typeOf(ip) === 'CustomizationDhcpIpGenerator') return { ...own, gateways: [] };
  if (typeOf(ip) !== 'CustomizationFixedIp') throw notSupported(`addresses by ${String(typeOf(ip))}`);
  const [address, mask] = [member(ip, 'ipAddress'), adapter['subnetMask']];
  if (typeof address !== 'string') throw invalidParameter('nicSettingMap.adapter.ip.ipAddress');
  if (typeof mask !== 'string') throw invalidParameter('nicSettingMap.adapter.subnetMask');
  return { ...own, address, prefix: prefixBitsOf(mask), gateways: [...textsOf(adapter, 'gateway')] };
}

/** What a specification asks for; nothing but Linux is customized here. */
export function customizationAsked(spec: Json | undefined): Customization {
  const asked = objectOf(spec, 'spec');
  const { identity, globalIPSettings: dns, nicSettingMap = [] } = asked;
  if (typeOf(identity) !== 'CustomizationLinuxPrep')
    throw notSupported(`customization by ${String(typeOf(identity))}`);
  const name = member(identity, 'hostName');
  const [hostName, domain, timeZone] = [
    member(name, 'name'),
    member(identity, 'domain') ?? '',
    member(identity, 'timeZone'),
  ];
  const isFixed = typeOf(name) === 'CustomizationFixedName';
  if (!isFixed && typeOf(name) !== 'CustomizationVirtualMachineName')
    throw notSupported(`host names by ${String(typeOf(name))}`);
  if (isFixed && typeof hostName !== 'string') throw invalidParameter('spec.identity.hostName.name');
  if (typeof domain !== 'string') throw invalidParameter('spec.identity.domain');
  return asFault(() =>
    checkCustomization({
      ...(isFixed ? { hostName: String(hostName) } : {}),
      domain,
      ...(typeof timeZone === 'string' ? { timeZone } : {}),
      dnsServers: [...textsOf(dns, 'dnsServerList')],
      dnsSuffixes: [...textsOf(dns, 'dnsSuffixList')],
      nics: (Array.isArray(nicSettingMap) ? (nicSettingMap as readonly Json[]) : [nicSettingMap]).map(
        nicAsked,
      ),
    }),
  );
}

const infoOf = ({ spec: { name, description, version, changedAt } }: CustomizationSpec): JsonObject => ({
  _typeName: 'CustomizationSpecInfo',
  name,
  description,
  type: 'Linux',
  changeVersion: String(version),
  lastUpdateTime: formatMilliTime(changedAt),
});

const specJson = ({
  hostName,
  domain,
  timeZone,
  dnsServers,
  dnsSuffixes,
  nics,
}: Customization): JsonObject => ({
  _typeName: 'CustomizationSpec',
  options: { _typeName: 'CustomizationLinuxOptions' },
  identity: {
    _typeName: 'CustomizationLinuxPrep',
    hostName:
      hostName === undefined
        ? { _typeName: 'CustomizationVirtualMachineName' }
        : { _typeName: 'CustomizationFixedName', name: hostName },
    domain,
    ...(timeZone === undefined ? {} : { timeZone }),
    hwClockUTC: true,
  },
  globalIPSettings: {
    _typeName: 'CustomizationGlobalIPSettings',
    dnsSuffixList: [...dnsSuffixes],
    dnsServerList: [...dnsServers],
  },
  nicSettingMap: nics.map((nic) => ({
    _typeName: 'CustomizationAdapterMapping',
    ...(nic.macAddress === undefined ? {} : { macAddress: nic.macAddress }),
    adapter:
      nic.address === undefined
        ? { _typeName: 'CustomizationIPSettings', ip: { _typeName: 'CustomizationDhcpIpGenerator' } }
        : {
            _typeName: 'CustomizationIPSettings',
            ip: { _typeName: 'CustomizationFixedIp', ipAddress: nic.address },
            subnetMask: maskOfNic(nic),
            gateway: [...nic.gateways],
          },
  })),
});

const itemJson = (found: CustomizationSpec): Json => ({
  _typeName: 'CustomizationSpecItem',
  info: infoOf(found),
  spec: specJson(found.spec.customization),
});

function known(call: VimCall): CustomizationSpec {
  const name = textArg(call.body, 'name');
  const found = specsOf(call.fabric).find(({ spec }) => spec.name === name);
  if (found === undefined)
    throw new VimFault('NotFound', 'The object or item referred to could not be found.');
  return found;
}

/** An item: what it is called, and what it asks for. */
function itemArg(call: VimCall) {
  const item = objectOf(call.body['item'], 'item');
  const info = objectOf(item['info'], 'item.info');
  const description = info['description'] ?? '';
  if (typeof description !== 'string') throw invalidParameter('item.info.description');
  return { name: textArg(info, 'name'), description, customization: customizationAsked(item['spec']) };
}

const type = 'CustomizationSpecManager';
const [read, modify] = [
  'VirtualMachine.Provisioning.ReadCustSpecs',
  'VirtualMachine.Provisioning.ModifyCustSpecs',
];

const does = (name: string, change: (call: VimCall) => void): VimMethod => ({
  type,
  name,
  privilege: modify,
  answer: (call) => {
    asFault(() => change(call));
    return undefined;
  },
});

export const customizationMethods: readonly VimMethod[] = [
  { type, name: 'info', privilege: read, answer: ({ fabric }) => specsOf(fabric).map(infoOf) },
  { type, name: 'encryptionKey', privilege: read, answer: () => [] },
  {
    type,
    name: 'DoesCustomizationSpecExist',
    privilege: read,
    answer: ({ fabric, body }) => specsOf(fabric).some(({ spec }) => spec.name === textArg(body, 'name')),
  },
  { type, name: 'GetCustomizationSpec', privilege: read, answer: (call) => itemJson(known(call)) },
  does('CreateCustomizationSpec', (call) => {
    const { customization, ...about } = itemArg(call);
    keepSpec(call, about, customization);
  }),
  does('OverwriteCustomizationSpec', (call) => {
    const { name, ...changes } = itemArg(call);
    changeSpec(call, specNamed(call.fabric, name), changes);
  }),
  does('DeleteCustomizationSpec', (call) => {
    removeSpec(call, known(call).spec.name);
  }),
  does('DuplicateCustomizationSpec', (call) => {
    const { description, customization } = known(call).spec;
    keepSpec(call, { name: textArg(call.body, 'newName'), description }, customization);
  }),
  does('RenameCustomizationSpec', (call) => {
    const name = textArg(call.body, 'newName');
    const found = known(call);
    if (specsOf(call.fabric).some(({ spec }) => spec.name === name))
      throw new VimFault(
        'AlreadyExists',
        `The specified key, name, or identifier '${name}' already exists.`,
        { name },
      );
    changeSpec(call, found, { name });
  }),
  {
    type,
    name: 'CheckCustomizationResources',
    privilege: read,
    answer: (call) => {
      if (
        !/linux|ubuntu|photon|rhel|centos|debian|sles|rocky|alma|fedora/i.test(textArg(call.body, 'guestOs'))
      )
        throw notSupported('customization of guests other than Linux');
      return undefined;
    },
  },
  {
    type: 'VirtualMachine',
    name: 'CheckCustomizationSpec',
    privilege: 'VirtualMachine.Provisioning.Customize',
    answer: (call) => {
      customizationAsked(call.body['spec']);
      return undefined;
    },
  },
  {
    type: 'VirtualMachine',
    name: 'CustomizeVM_Task',
    privilege: 'VirtualMachine.Provisioning.Customize',
    answer: (call) => {
      const vm = ownOf(call);
      const customization = customizationAsked(call.body['spec']);
      asFault(() => customize(call, vm, customization));
      return startTask(call, { words: 'Customize virtual machine guest OS', target: targetOf(vm) });
    },
  },
];

export const customizationManager = reference(type, type);
