// Hosts: listed, added, connected, disconnected, removed. Source: vSphere Automation API, com.vmware.vcenter.Host.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import type { Datacenter } from '../../../kinds/vsphere/datacenter.ts';
import { hosts, type Host } from '../../../kinds/vsphere/host.ts';
import { boolean, integer, string } from '../../../store/schema/infer.ts';
import { alreadyInDesiredState, Failure, missingInCase } from '../failure.ts';
import { folderOfCluster } from './clusters.ts';
import { atMost, checkChoices, passes } from '../filter.ts';
import { created, done, ok, type Call, type Operation } from '../operation.ts';
import { readBody, textAt } from '../reading.ts';
import { addHost, hostOf, removeHost } from './host-changes.ts';
import { datacenterOfHost } from './places.ts';
import { folderFor, foldersOf, list, rootFolder } from './places.ts';

const hostsMost = 2_500;
const read = { privilege: 'System.Read' } as const;

/** Connects vCenter to a host, or ends it for now; what runs on it goes on. */
export function setConnection({ write }: Pick<Call, 'write'>, host: Host, disconnected: boolean): void {
  const state = disconnected ? 'DISCONNECTED' : 'CONNECTED';
  if (host.status?.connectionState === state)
    throw alreadyInDesiredState(
      `com.vmware.api.vcenter.host.already_${state.toLowerCase()}`,
      `Host is already ${state.toLowerCase()}.`,
      [host.spec.moid],
    );
  if (host.status?.powerState !== 'POWERED_ON' || host.status.connectionState === 'NOT_RESPONDING')
    throw new Failure(
      'SERVICE_UNAVAILABLE',
      'vmsg.HostNotReachable.summary',
      `Cannot contact the specified host (${host.metadata.name}). The host may not be available on the network, a network configuration problem may exist, or the management services on this host may not be responding.`,
      [host.metadata.name],
    );
  const object = {
    ...host,
    spec: { ...host.spec, disconnected },
    status: { ...host.status, connectionState: state },
  } as Host;
  write.update(hosts, object, disconnected ? 'Disconnect host' : 'Connect host');
}

const createSchema = {
  type: 'object',
  required: ['hostname', 'user_name', 'password', 'thumbprint_verification'],
  properties: {
    hostname: string,
    port: integer,
    user_name: string,
    password: string,
    folder: string,
    thumbprint: string,
    thumbprint_verification: { type: 'string', enum: ['THUMBPRINT', 'NONE'] },
    force_add: boolean,
  },
} as const;

function create({ fabric, write, body }: Call) {
  const asked = readBody(createSchema, body);
  const first = list<Datacenter>(fabric, 'datacenters')[0];
  const folder = asked.folder ?? (first === undefined ? '' : foldersOf(first).host);
  if (asked.thumbprint_verification === 'THUMBPRINT' && asked.thumbprint === undefined)
    throw missingInCase('thumbprint');
  const given = asked.thumbprint_verification === 'THUMBPRINT' ? asked.thumbprint : undefined;
  return created(
    addHost(fabric, write, {
      name: asked.hostname,
      ...(given === undefined ? {} : { thumbprint: given }),
      folder: folderFor(fabric, folder, 'HOST'),
    }),
  );
}

export const hostOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: 'vcenter/host',
    filters: ['hosts', 'names', 'folders', 'datacenters', 'standalone', 'clusters', 'connection_states'],
    ...read,
    each: 'host',
    answer: (call) => {
      checkChoices(call, { connection_states: ['CONNECTED', 'DISCONNECTED', 'NOT_RESPONDING'] });
      const clusters = new Map(
        list<Cluster>(call.fabric, 'clusters').map((cluster) => [cluster.metadata.name, cluster]),
      );
      const found = list<Host>(call.fabric, 'hosts').flatMap((host) => {
        const { metadata, spec, status } = host;
        const summary = {
          host: spec.moid,
          name: metadata.name,
          connection_state: status?.connectionState ?? 'NOT_RESPONDING',
          power_state: status?.powerState ?? 'POWERED_OFF',
        };
        const cluster = clusters.get(spec.cluster);
        const isWanted = passes(call, {
          hosts: summary.host,
          names: summary.name,
          clusters: cluster?.spec.moid ?? '',
          folders: cluster === undefined ? (spec.folder ?? '') : folderOfCluster(call.fabric, cluster),
          connection_states: summary.connection_state,
          standalone: String(cluster === undefined),
          ...(call.query('datacenters').length + call.query('filter.datacenters').length > 0
            ? { datacenters: datacenterOfHost(call.fabric, host)?.spec.moid ?? '' }
            : {}),
        });
        return isWanted ? [summary] : [];
      });
      return ok(atMost(found, hostsMost, 'hosts'));
    },
  },
  {
    method: 'POST',
    path: 'vcenter/host',
    privilege: 'Host.Inventory.AddStandaloneHost',
    on: ({ body }) => textAt(body, 'folder') ?? rootFolder,
    answer: create,
  },
  {
    method: 'DELETE',
    path: 'vcenter/host/{host}',
    privilege: 'Host.Inventory.RemoveHostFromCluster',
    answer: ({ fabric, write, params: { host = '' } }) => {
      removeHost(fabric, write, hostOf(fabric, host));
      return done;
    },
  },
  ...(['connect', 'disconnect'] as const).map((action): Operation => ({
    method: 'POST',
    path: 'vcenter/host/{host}',
    action,
    privilege: 'Host.Config.Connection',
    answer: (call) => {
      setConnection(call, hostOf(call.fabric, call.params['host'] ?? ''), action === 'disconnect');
      return done;
    },
  })),
];
