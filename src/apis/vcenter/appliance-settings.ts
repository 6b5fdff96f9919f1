// What can be set of the appliance: servers of names and of the time, ways in, how long passwords are good, where its logs go. Source: vSphere Automation API,
// com.vmware.appliance.{ntp, timesync, access, local_accounts, logging, networking, system.time}.
import type { Host } from '../../kinds/vsphere/host.ts';
import {
  isWayInOpen,
  timeSyncs,
  vcenterIn,
  vcenters,
  waysIn,
  type VCenter,
} from '../../kinds/vsphere/vcenter.ts';
import type { Json } from '../../std/draft.ts';
import { limits } from '../../std/limits.ts';
import { boolean, integer, string, strings } from '../../store/schema/infer.ts';
import type { Schema } from '../../store/schema/schema.ts';
import type { ReadView } from '../../store/view.ts';
import { invalidArgument, notAllowed, notFound } from './failure.ts';
import { list, rootFolder } from './inventory/places.ts';
import { done, ok, type Call, type Operation } from './operation.ts';
import { readBody } from './reading.ts';
import { routerOf } from './vim/host-config/network.ts';

export type Settings = NonNullable<VCenter['spec']['appliance']>;

export const settingsOf = (fabric: ReadView): Settings => vcenterIn(fabric)?.spec.appliance ?? {};

export function set({ fabric, write }: Call, changed: Settings, why: string) {
  const vcenter = vcenterIn(fabric);
  if (vcenter === undefined) throw notFound('Node', 'vcenter');
  const appliance = { ...vcenter.spec.appliance, ...changed };
  write.update(vcenters, { ...vcenter, spec: { ...vcenter.spec, appliance } } as VCenter, why);
  return done;
}

/** The management network's router, which answers the hosts' questions for names and the time, and the appliance's. */
function usualServers(fabric: ReadView): readonly string[] {
  const [host] = list<Host>(fabric, 'hosts');
  return host === undefined ? [] : [routerOf(host)];
}

const ntpServers = (fabric: ReadView) => settingsOf(fabric).ntpServers ?? usualServers(fabric);
export const dnsServers = (fabric: ReadView) => settingsOf(fabric).dnsServers ?? usualServers(fabric);
const domains = (fabric: ReadView) =>
  settingsOf(fabric).domains ?? [(vcenterIn(fabric)?.spec.fqdn ?? '').replace(/^[^.]*\.?/, '')];

const usualNoProxy = ['localhost', '127.0.0.1'];

export const read = (path: string, tell: (call: Call) => Json): Operation => ({
  method: 'GET',
  path,
  privilege: 'System.Read',
  on: () => rootFolder,
  answer: (call) => ok(tell(call)),
});

export const change = (
  method: 'PUT' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  answer: Operation['answer'],
  action?: string,
): Operation => ({
  method,
  path,
  ...(action === undefined ? {} : { action }),
  privilege: 'Global.Settings',
  on: () => rootFolder,
  answer,
});

const one = <const S extends Schema>(name: string, schema: S) =>
  ({ type: 'object', required: [name], properties: { [name]: schema } }) as const;

/** A list of texts that a body has by a name. */
function textsAsked({ body }: Call, name: string): readonly string[] {
  const texts = (
    readBody(one(name, strings), body) as unknown as Readonly<Record<string, readonly string[]>>
  )[name];
  const found = texts ?? [];
  if (found.length > limits.applianceServersMax)
    throw invalidArgument(
      `Invalid value for '${name}': at most ${limits.applianceServersMax} are possible.`,
      [name],
    );
  for (const text of found)
    if (!/^[A-Za-z0-9][A-Za-z0-9.:_-]*$/.test(text))
      throw invalidArgument(
        `Invalid value for '${name}': '${text}' is neither a host name nor an IP address.`,
        [name],
      );
  return found;
}

const textAsked = ({ body }: Call, name: string): string =>
  String((readBody(one(name, string), body) as Readonly<Record<string, unknown>>)[name]);

/** Whatever is asked by a name or an address answers here. */
const reached = (servers: readonly string[], status: string, message: string) =>
  ok(
    servers.map((server) => ({
      server,
      status,
      message: {
        id: `com.vmware.appliance.${message.replaceAll(' ', '_')}`,
        default_message: message,
        args: [],
      },
    })),
  );

const dnsBody = {
  type: 'object',
  required: ['mode', 'servers'],
  properties: { mode: { type: 'string', enum: ['dhcp', 'is_static'] }, servers: strings },
} as const;

function setDnsServers(call: Call) {
  const { mode, servers } = readBody(dnsBody, call.body);
  if (mode === 'dhcp')
    throw notAllowed('DNS servers cannot be set by DHCP: the management network has static addresses.', [
      'dhcp',
    ]);
  return set(
    call,
    { dnsServers: [...textsAsked({ ...call, body: { servers } }, 'servers')] },
    'Set DNS servers',
  );
}

const names: readonly Operation[] = [
  read('appliance/ntp', ({ fabric }) => [...ntpServers(fabric)]),
  change('PUT', 'appliance/ntp', (call) =>
    set(call, { ntpServers: [...textsAsked(call, 'servers')] }, 'Set NTP servers'),
  ),
  change(
    'POST',
    'appliance/ntp',
    (call) => reached(textsAsked(call, 'servers'), 'SERVER_REACHABLE', 'Server is reachable.'),
    'test',
  ),
  read('appliance/timesync', ({ fabric }) => settingsOf(fabric).timeSync ?? 'NTP'),
  change('PUT', 'appliance/timesync', (call) => {
    const { mode } = readBody(one('mode', { type: 'string', enum: timeSyncs }), call.body);
    return set(call, { timeSync: mode as NonNullable<Settings['timeSync']> }, 'Set time synchronization');
  }),
  read('appliance/system/time/timezone', ({ fabric }) => settingsOf(fabric).timezone ?? 'Etc/UTC'),
  change('PUT', 'appliance/system/time/timezone', (call) => {
    const timezone = textAsked(call, 'name');
    if (!/^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/.test(timezone))
      throw invalidArgument(`Invalid value for 'name': '${timezone}' is not a time zone.`, ['name']);
    return set(call, { timezone }, 'Set time zone');
  }),
  read('appliance/networking/dns/servers', ({ fabric }) => ({
    mode: 'is_static',
    servers: [...dnsServers(fabric)],
  })),
  change('PUT', 'appliance/networking/dns/servers', setDnsServers),
  change('POST', 'appliance/networking/dns/servers', (call) => {
    const before = dnsServers(call.fabric);
    const servers = [...new Set([...before, textAsked(call, 'server')])];
    return set(
      call,
      { dnsServers: [...textsAsked({ ...call, body: { servers } }, 'servers')] },
      'Add DNS server',
    );
  }),
  change(
    'POST',
    'appliance/networking/dns/servers',
    (call) => {
      const messages = textsAsked(call, 'servers').map((server) => ({
        status: 'green',
        result: {
          id: 'com.vmware.appliance.dns_reachable',
          default_message: `${server} is reachable.`,
          args: [server],
        },
      }));
      return ok({ status: 'green', messages });
    },
    'test',
  ),
  read('appliance/networking/dns/domains', ({ fabric }) => [...domains(fabric)]),
  change('PUT', 'appliance/networking/dns/domains', (call) =>
    set(call, { domains: [...textsAsked(call, 'domains')] }, 'Set DNS search domains'),
  ),
  change('POST', 'appliance/networking/dns/domains', (call) => {
    const all = [...new Set([...domains(call.fabric), textAsked(call, 'domain')])];
    return set(call, { domains: all }, 'Add DNS search domain');
  }),
  read('appliance/networking/noproxy', ({ fabric }) => [...(settingsOf(fabric).noProxy ?? usualNoProxy)]),
  change('PUT', 'appliance/networking/noproxy', (call) =>
    set(
      call,
      { noProxy: [...new Set([...usualNoProxy, ...textsAsked(call, 'servers')])] },
      'Set no-proxy servers',
    ),
  ),
];

type Way = (typeof waysIn)[number];

function opened({ fabric }: Call, way: Way, isOpen: boolean): Way[] {
  const closed = (settingsOf(fabric).closed ?? []).filter((each) => each !== way);
  return isOpen ? closed : [...closed, way];
}

const isOpenNow = ({ fabric }: Call, way: Way): boolean => {
  const vcenter = vcenterIn(fabric);
  return vcenter !== undefined && isWayInOpen(vcenter, way);
};

/** Root may come in by SSH, and gets the shell of a session there. */
const access: readonly Operation[] = [
  ...waysIn
    .filter((way) => way !== 'shell')
    .flatMap((way): readonly Operation[] => [
      read(`appliance/access/${way}`, (call) => isOpenNow(call, way)),
      change('PUT', `appliance/access/${way}`, (call) => {
        const { enabled } = readBody(one('enabled', boolean), call.body);
        return set(call, { closed: opened(call, way, enabled === true) }, `Set access by ${way}`);
      }),
    ]),
  read('appliance/access/shell', (call) => ({
    enabled: isOpenNow(call, 'shell'),
    timeout: settingsOf(call.fabric).shellTimeoutSeconds ?? 0,
  })),
  change('PUT', 'appliance/access/shell', (call) => {
    const properties = { enabled: boolean, timeout: integer };
    const body = readBody(
      { type: 'object', required: ['enabled', 'timeout'], properties } as const,
      call.body,
    );
    const { enabled, timeout } = body;
    if (timeout < 0 || timeout > limits.applianceShellSecondsMax)
      throw invalidArgument(
        `Invalid value for 'timeout': it must be between 0 and ${limits.applianceShellSecondsMax} seconds.`,
        ['timeout'],
      );
    const closed = opened(call, 'shell', enabled);
    return set(call, { closed, shellTimeoutSeconds: enabled ? timeout : 0 }, 'Set access by shell');
  }),
];

const usualDays = { max: 90, min: 1, warn: 7 };
const daysBody = {
  type: 'object',
  properties: { max_days: integer, min_days: integer, warn_days: integer },
} as const;

/** Both names are of the same policy, the older one and the newer. */
const passwords: readonly Operation[] = ['policy', 'global-policy'].flatMap((name): readonly Operation[] => [
  read(`appliance/local-accounts/${name}`, ({ fabric }) => {
    const { max, min, warn } = settingsOf(fabric).passwordDays ?? usualDays;
    return { max_days: max, min_days: min, warn_days: warn };
  }),
  change('PUT', `appliance/local-accounts/${name}`, (call) => {
    const body = readBody(daysBody, call.body);
    const { max, min, warn } = settingsOf(call.fabric).passwordDays ?? usualDays;
    const { max_days = max, min_days = min, warn_days = warn } = body;
    if (min_days < 0 || warn_days < 0 || max_days < min_days)
      throw invalidArgument("Invalid value for 'max_days': it must not be less than 'min_days'.", [
        'max_days',
      ]);
    return set(
      call,
      { passwordDays: { max: max_days, min: min_days, warn: warn_days } },
      'Set password policy',
    );
  }),
]);

const forwardingBody = one('cfg_list', {
  type: 'array',
  items: {
    type: 'object',
    required: ['hostname', 'port', 'protocol'],
    properties: {
      hostname: string,
      port: integer,
      protocol: { type: 'string', enum: ['TLS', 'UDP', 'TCP', 'RELP'] },
    },
  },
} as const);

const forwarded = ({ fabric }: Call) => settingsOf(fabric).forwarding ?? [];

const logs: readonly Operation[] = [
  read('appliance/logging/forwarding', (call) => forwarded(call).map((each) => ({ ...each }))),
  change('PUT', 'appliance/logging/forwarding', (call) => {
    const forwarding = readBody(forwardingBody, call.body)['cfg_list'] as NonNullable<Settings['forwarding']>;
    if (forwarding.length > limits.applianceForwardingsMax)
      throw invalidArgument(
        `Invalid value for 'cfg_list': logs are forwarded to at most ${limits.applianceForwardingsMax} servers.`,
        ['cfg_list'],
      );
    return set(call, { forwarding }, 'Set log forwarding');
  }),
  change(
    'POST',
    'appliance/logging/forwarding',
    (call) => ok(forwarded(call).map(({ hostname, protocol }) => ({ hostname, protocol, state: 'UP' }))),
    'test',
  ),
];

export const applianceSettings: readonly Operation[] = [...names, ...access, ...passwords, ...logs];
