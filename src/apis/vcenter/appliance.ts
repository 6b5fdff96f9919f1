// What the appliance says of itself: its version, its health, its clock, its name. What can be set of it is in appliance-settings. Source: vSphere Automation API, com.vmware.appliance,
// com.vmware.vcenter.{system_config, topology}.
import { vcenterIn } from '../../kinds/vsphere/vcenter.ts';
import type { Json } from '../../std/draft.ts';
import { formatHttpDate, formatMilliTime, parseTime } from '../../std/time.ts';
import { notFound } from './failure.ts';
import { rootFolder } from './inventory/places.ts';
import { ok, type Call, type Operation } from './operation.ts';

const get = (path: string, tell: (call: Call) => Json): Operation => ({
  method: 'GET',
  path,
  privilege: 'System.Read',
  on: () => rootFolder,
  answer: (call) => ok(tell(call)),
});

const proxy: Json = { enabled: false, server: '', port: -1, username: '' };
const proxied = ['http', 'https', 'ftp'];

/** The release that it is of is the newest: nothing is staged, nothing to install. */
function update(call: Call): Json {
  const { version = '' } = vcenterIn(call.fabric)?.spec ?? {};
  return {
    state: 'UP_TO_DATE',
    version: `${version}.00000`,
    latest_query_time: formatMilliTime(call.fabric.now),
  };
}

const deployed = 'VCSA_EMBEDDED';

/** Each has a colour. The appliance does not run short of anything here. */
const health = [
  'applmgmt',
  'database-storage',
  'load',
  'mem',
  'software-packages',
  'storage',
  'swap',
  'system',
] as const;

function version({ fabric }: Call): Json {
  const { version = '', build = '' } = vcenterIn(fabric)?.spec ?? {};
  return {
    product: 'VMware vCenter Server',
    type: 'vCenter Server with an embedded Platform Services Controller',
    version: `${version}.00000`,
    build,
    summary: '',
    releasedate: '',
    install_time: '',
  };
}

function uptimeSeconds({ fabric }: Call): number {
  const since = parseTime(vcenterIn(fabric)?.metadata.creationTimestamp ?? '') ?? fabric.now;
  return (fabric.now - since) / 1_000;
}

/** `Tue 04-18-2023` and `09:00:00 AM`, as the appliance has it. */
function clock({ fabric: { now } }: Call): Json {
  const [year = '', month = '', day = ''] = formatMilliTime(now).slice(0, 10).split('-');
  const [hour = '', ...rest] = formatMilliTime(now).slice(11, 19).split(':');
  const hours = Number(hour) % 12 === 0 ? 12 : Number(hour) % 12;
  return {
    seconds_since_epoch: now / 1_000,
    date: `${formatHttpDate(now).slice(0, 3)} ${month}-${day}-${year}`,
    time: `${[String(hours).padStart(2, '0'), ...rest].join(':')} ${Number(hour) < 12 ? 'AM' : 'PM'}`,
    timezone: 'UTC',
  };
}

export const appliance: readonly Operation[] = [
  get('appliance/system/version', version),
  get('appliance/system/uptime', uptimeSeconds),
  get('appliance/system/time', clock),
  ...health.map((item) => get(`appliance/health/${item}`, () => 'green')),
  get('appliance/health/database', () => ({ status: 'HEALTHY', messages: [] })),
  get('appliance/health/system/lastcheck', ({ fabric }) => formatMilliTime(fabric.now)),
  get('appliance/health/{item}/messages', ({ params: { item = '' } }) => {
    if (!(health as readonly string[]).includes(item)) throw notFound('Health item', item);
    return [];
  }),
  get('appliance/networking/dns/hostname', ({ fabric }) => vcenterIn(fabric)?.spec.fqdn ?? ''),
  get('appliance/networking/proxy', ({ keyed }) => keyed(proxied.map((name) => [name, proxy]))),
  get('appliance/networking/proxy/{protocol}', ({ params: { protocol = '' } }) => {
    if (!proxied.includes(protocol)) throw notFound('Proxy', protocol);
    return proxy;
  }),
  get('appliance/networking/firewall/inbound', () => []),
  get('appliance/shutdown', () => ({ action: '', reason: '' })),
  get('appliance/update', update),
  get('appliance/update/pending', () => []),
  get('appliance/update/policy', () => ({
    custom_URL: '',
    default_URL: '',
    check_schedule: [],
    auto_stage: false,
    auto_update: false,
    manual_control: false,
    certificate_check: true,
    username: '',
  })),
  // Nobody makes backups of it here.
  get('appliance/recovery', () => ({ supported: true })),
  get('appliance/recovery/backup/parts', () => []),
  get('appliance/recovery/backup/schedules', ({ keyed }) => keyed([])),
  get('appliance/recovery/backup/job', () => []),
  get('appliance/recovery/backup/job/details', ({ keyed }) => keyed([])),
  // One vCenter Server, with its sign-on in it.
  get('vcenter/system-config/deployment-type', () => ({ type: deployed })),
  get('vcenter/topology/nodes', ({ fabric }) => [
    { node: vcenterIn(fabric)?.spec.fqdn ?? '', type: deployed, replication_partners: [] },
  ]),
  get('vcenter/topology/nodes/{node}', ({ fabric, params: { node = '' } }) => {
    const vcenter = vcenterIn(fabric);
    if (vcenter?.spec.fqdn !== node) throw notFound('Node', node);
    return { domain: vcenter.spec.ssoDomain, type: deployed, replication_partners: [] };
  }),
];
