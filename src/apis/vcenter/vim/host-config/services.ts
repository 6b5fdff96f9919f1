// A host's services, and the firewall's rule sets that let them through: told, started and stopped. Source: vim25 HostServiceSystem,
// HostFirewallSystem.
import type { Cluster } from '../../../../kinds/vsphere/cluster.ts';
import type { Host } from '../../../../kinds/vsphere/host.ts';
import type { Json } from '../../../../std/draft.ts';
import type { ReadView } from '../../../../store/view.ts';
import { flagArg, listArg, objectOf, textArg, textsArg } from '../arguments.ts';
import { invalidParameter, invalidState, notSupported, VimFault, type VimCall } from '../method.ts';
import { hostOfManager, setOnHost, type Settings } from './settings.ts';

type Policy = 'on' | 'off' | 'automatic';

interface Service {
  readonly key: string;
  readonly label: string;
  readonly running: boolean;
  readonly policy: Policy;
  readonly ruleset: readonly string[];
}

const service = (
  key: string,
  label: string,
  policy: Policy = 'off',
  running = policy === 'on',
  ruleset: readonly string[] = [],
): Service => ({ key, label, policy, running, ruleset });

const agent = service('vmware-fdm', 'vSphere High Availability Agent', 'on', true, ['fdm']);

/** As ESXi 8 comes with them, once vCenter has the host. */
const services: readonly Service[] = [
  service('DCUI', 'Direct Console UI', 'on'),
  service('TSM', 'ESXi Shell'),
  service('TSM-SSH', 'SSH', 'off', false, ['sshServer']),
  service('attestd', 'attestd'),
  service('dpd', 'dpd'),
  service('kmxd', 'kmxd'),
  service('lbtd', 'Load-Based Teaming Daemon', 'on'),
  service('lwsmd', 'Active Directory Service', 'off', false, ['activeDirectoryAll']),
  service('ntpd', 'NTP Daemon', 'on', true, ['ntpClient']),
  service('pcscd', 'PC/SC Smart Card Daemon'),
  service('ptpd', 'PTP Daemon', 'off', false, ['ptpd']),
  service('sfcbd-watchdog', 'CIM Server', 'on', false, ['CIMHttpServer', 'CIMHttpsServer']),
  service('slpd', 'slpd', 'off', false, ['CIMSLP']),
  service('snmpd', 'SNMP Server', 'on', false, ['snmp']),
  service('vltd', 'vltd', 'on', false),
  service('vmsyslogd', 'Syslog Server', 'on', true, ['syslog']),
  service('vpxa', 'VMware vCenter Agent', 'on', true, ['vpxHeartbeats']),
  service('xorg', 'X.Org Server', 'on', false),
];

interface Rule {
  readonly port: number;
  readonly endPort?: number;
  readonly direction: 'inbound' | 'outbound';
  readonly protocol: 'tcp' | 'udp';
}

interface Ruleset {
  readonly key: string;
  readonly label: string;
  readonly required?: true;
  readonly enabled: boolean;
  readonly service?: string;
  readonly rules: readonly Rule[];
}

const to = (port: number, protocol: Rule['protocol'] = 'tcp'): Rule => ({
  port,
  direction: 'outbound',
  protocol,
});
const from = (port: number, protocol: Rule['protocol'] = 'tcp'): Rule => ({
  port,
  direction: 'inbound',
  protocol,
});

const rulesets: readonly Ruleset[] = [
  {
    key: 'CIMHttpServer',
    label: 'CIM Server',
    enabled: true,
    service: 'sfcbd-watchdog',
    rules: [from(5988)],
  },
  {
    key: 'CIMHttpsServer',
    label: 'CIM Secure Server',
    enabled: true,
    service: 'sfcbd-watchdog',
    rules: [from(5989)],
  },
  {
    key: 'CIMSLP',
    label: 'CIM SLP',
    enabled: false,
    service: 'slpd',
    rules: [from(427, 'udp'), to(427, 'udp')],
  },
  { key: 'DHCPv6', label: 'DHCPv6', enabled: true, rules: [from(546, 'udp'), to(547, 'udp')] },
  { key: 'NFC', label: 'NFC', enabled: true, rules: [from(902), to(902)] },
  {
    key: 'activeDirectoryAll',
    label: 'Active Directory All',
    enabled: false,
    service: 'lwsmd',
    rules: [to(88), to(389)],
  },
  { key: 'dhcp', label: 'DHCP Client', enabled: true, rules: [from(68, 'udp'), to(68, 'udp')] },
  { key: 'dns', label: 'DNS Client', enabled: true, rules: [from(53, 'udp'), to(53, 'udp'), to(53)] },
  { key: 'esxupdate', label: 'esxupdate', enabled: false, rules: [to(443)] },
  { key: 'faultTolerance', label: 'Fault Tolerance', enabled: true, rules: [from(8300), to(8300)] },
  {
    key: 'fdm',
    label: 'vSphere High Availability Agent',
    enabled: true,
    service: 'vmware-fdm',
    rules: [from(8182), to(8182), from(8182, 'udp'), to(8182, 'udp')],
  },
  { key: 'httpClient', label: 'httpClient', enabled: false, rules: [to(80), to(443)] },
  { key: 'iSCSI', label: 'Software iSCSI Client', enabled: false, rules: [to(3260)] },
  { key: 'nfsClient', label: 'NFS Client', enabled: false, rules: [to(2049)] },
  { key: 'ntpClient', label: 'NTP Client', enabled: true, service: 'ntpd', rules: [to(123, 'udp')] },
  {
    key: 'ptpd',
    label: 'PTP Client',
    enabled: false,
    service: 'ptpd',
    rules: [to(319, 'udp'), to(320, 'udp')],
  },
  { key: 'rdt', label: 'Virtual SAN Transport', enabled: true, rules: [from(2233), to(2233)] },
  { key: 'snmp', label: 'SNMP Server', enabled: true, service: 'snmpd', rules: [from(161, 'udp')] },
  { key: 'sshClient', label: 'SSH Client', enabled: false, rules: [to(22)] },
  { key: 'sshServer', label: 'SSH Server', enabled: true, service: 'TSM-SSH', rules: [from(22)] },
  { key: 'syslog', label: 'syslog', enabled: false, rules: [to(514, 'udp'), to(514), to(1514)] },
  { key: 'vMotion', label: 'vMotion', enabled: true, rules: [from(8000), to(8000)] },
  {
    key: 'vSphereClient',
    label: 'vSphere Web Client',
    required: true,
    enabled: true,
    rules: [from(902), from(443)],
  },
  {
    key: 'vpxHeartbeats',
    label: 'VMware vCenter Agent',
    required: true,
    enabled: true,
    service: 'vpxa',
    rules: [to(902, 'udp')],
  },
  { key: 'webAccess', label: 'vSphere Web Access', enabled: true, rules: [from(80)] },
];

const withHa = (fabric: ReadView, { spec }: Host): boolean =>
  fabric.get<Cluster>('vsphere.sandbox/clusters', spec.cluster)?.spec.ha?.enabled === true;

function servicesOf(fabric: ReadView, host: Host): readonly Service[] {
  const own = withHa(fabric, host) ? [...services, agent] : services;
  return own.map((each) => {
    const set = host.spec.settings?.services?.find(({ key }) => key === each.key);
    return { ...each, running: set?.running ?? each.running, policy: set?.policy ?? each.policy };
  });
}

export const serviceInfo = (fabric: ReadView, host: Host): Json => ({
  _typeName: 'HostServiceInfo',
  service: servicesOf(fabric, host).map(({ key, label, running, policy, ruleset }) => ({
    _typeName: 'HostService',
    key,
    label,
    required: false,
    uninstallable: false,
    running,
    ruleset: [...ruleset],
    policy,
  })),
});

const isEnabled = ({ spec }: Host, { key, enabled }: Ruleset): boolean =>
  spec.settings?.rulesets?.find((set) => set.key === key)?.enabled ?? enabled;

function allowedOf({ spec }: Host, { key }: Ruleset): Json {
  const addresses = spec.settings?.rulesets?.find((set) => set.key === key)?.addresses;
  const _typeName = 'HostFirewallRulesetIpList';
  return addresses === undefined
    ? { _typeName, allIp: true }
    : { _typeName, ipAddress: addresses, ipNetwork: [], allIp: false };
}

export const firewallInfo = (host: Host): Json => ({
  _typeName: 'HostFirewallInfo',
  defaultPolicy: { _typeName: 'HostFirewallDefaultPolicy', incomingBlocked: true, outgoingBlocked: true },
  ruleset: rulesets.map((set) => ({
    _typeName: 'HostFirewallRuleset',
    key: set.key,
    label: set.label,
    required: set.required === true,
    rule: set.rules.map(({ port, endPort, direction, protocol }) => ({
      _typeName: 'HostFirewallRule',
      port,
      ...(endPort === undefined ? {} : { endPort }),
      direction,
      portType: 'dst',
      protocol,
    })),
    ...(set.service === undefined ? {} : { service: set.service }),
    enabled: isEnabled(host, set),
    allowedHosts: allowedOf(host, set),
  })),
});

type KeptService = NonNullable<Settings['services']>[number];

function changeService(call: VimCall, change: Omit<KeptService, 'key'>, words: string): void {
  const key = textArg(call.body, 'id');
  setOnHost(
    call,
    (settings) => {
      const kept = settings.services?.filter((each) => each.key !== key) ?? [];
      const before = settings.services?.find((each) => each.key === key);
      return { ...settings, services: [...kept, { ...before, key, ...change }] };
    },
    words,
  );
}

function serviceOf(call: VimCall): Service {
  const id = textArg(call.body, 'id');
  const found = servicesOf(call.fabric, hostOfManager(call)).find(({ key }) => key === id);
  if (found === undefined)
    throw new VimFault('NotFound', 'The object or item referred to could not be found.');
  return found;
}

export function setRunning(call: VimCall, running: boolean): undefined {
  const { label, running: was } = serviceOf(call);
  if (was === running)
    throw invalidState(`the service ${label} is ${running ? 'already running' : 'not running'}`);
  changeService(call, { running }, running ? 'Start service' : 'Stop service');
  return undefined;
}

/** Whatever it did before, it runs afterwards. */
export function restart(call: VimCall): undefined {
  serviceOf(call);
  changeService(call, { running: true }, 'Restart service');
  return undefined;
}

export function setPolicy(call: VimCall): undefined {
  serviceOf(call);
  const policy = textArg(call.body, 'policy');
  if (policy !== 'on' && policy !== 'off' && policy !== 'automatic') throw invalidParameter('policy');
  changeService(call, { policy }, 'Update service activation policy');
  return undefined;
}

type KeptRuleset = NonNullable<Settings['rulesets']>[number];

function changeRuleset(
  call: VimCall,
  words: string,
  change: (before: KeptRuleset, ruleset: Ruleset) => KeptRuleset,
): undefined {
  const id = textArg(call.body, 'id');
  const found = rulesets.find(({ key }) => key === id);
  if (found === undefined)
    throw new VimFault('NotFound', 'The object or item referred to could not be found.');
  const before = hostOfManager(call).spec.settings?.rulesets?.find(({ key }) => key === id);
  const after = change(before ?? { key: id, enabled: found.enabled }, found);
  setOnHost(
    call,
    (settings) => ({
      ...settings,
      rulesets: [...(settings.rulesets?.filter(({ key }) => key !== id) ?? []), after],
    }),
    words,
  );
  return undefined;
}

export const setRuleset = (call: VimCall, enabled: boolean): undefined =>
  changeRuleset(
    call,
    enabled ? 'Open firewall ports' : 'Block firewall ports',
    (before, { key, required }) => {
      if (required === true && !enabled) throw invalidState(`the firewall ruleset ${key} is required`);
      return { ...before, enabled };
    },
  );

/** Whom a rule set lets through: everybody, or single addresses. */
export const setAllowed = (call: VimCall): undefined =>
  changeRuleset(call, 'Update firewall ruleset', ({ key, enabled }) => {
    const allowed = objectOf(objectOf(call.body['spec'], 'spec')['allowedHosts'], 'spec.allowedHosts');
    if (listArg(allowed, 'ipNetwork').length > 0) throw notSupported('networks of firewall rulesets');
    return flagArg(allowed, 'allIp')
      ? { key, enabled }
      : { key, enabled, addresses: [...textsArg(allowed, 'ipAddress')] };
  });
