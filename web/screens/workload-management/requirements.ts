/** What each cluster has of what Workload Management asks for, and what mends what is missing. */
import type { Problem } from '../../live/problem.ts';
import { getJson, write } from '../../live/request.ts';
import { nextName } from '../../../src/std/next-name.ts';
import { viJson } from '../../../src/apis/vcenter/wire.ts';
import type { Host } from '../../live/fabric.ts';
import type { Action } from '../actions.ts';
import { hostMaintenance } from '../hosts/actions.ts';
import { hostAdded } from '../inventory/create.ts';
import { vim } from '../inventory/requests.ts';

export interface Requirement {
  readonly id: string;
  readonly title: string;
  readonly isMet: boolean;
  readonly found: string;
  readonly message: string;
  readonly hostsMissing?: number;
  readonly mending?:
    | 'AddHost'
    | 'EnableDrs'
    | 'EnableHa'
    | 'ExitMaintenance'
    | 'CreatePolicy'
    | 'CreatePortGroup'
    | 'RenameHost';
}

export interface Candidate {
  readonly name: string;
  readonly moid: string;
  /** No Supervisor stands on it. */
  readonly isFree: boolean;
  readonly requirements: readonly Requirement[];
}

export const missingOf = ({ requirements }: Candidate): readonly Requirement[] =>
  requirements.filter(({ isMet }) => !isMet);

export type NetworkProvider = 'NSXT_CONTAINER_PLUGIN' | 'VSPHERE_NETWORK';

export async function readCandidates(
  provider: NetworkProvider,
  isZonal: boolean,
): Promise<
  | { readonly providers: readonly NetworkProvider[]; readonly clusters: readonly Candidate[] }
  | { readonly problem: Problem }
> {
  const answer = await getJson<{
    readonly providers: readonly NetworkProvider[];
    readonly clusters: readonly Candidate[];
  }>(`/sandbox/preflight?network_provider=${provider}&zonal=${isZonal}`);
  return answer.ok ? answer.value : { problem: answer.problem };
}

function reconfigure(cluster: Candidate, what: string, spec: object, cli: string): Action {
  const path = `${viJson}/ClusterComputeResource/${encodeURIComponent(cluster.moid)}/ReconfigureComputeResource_Task`;
  const body = { modify: true, spec: { _typeName: 'ClusterConfigSpecEx', ...spec } };
  return {
    did: {
      what,
      cli: { text: cli },
      rest: { text: `POST ${path} ${JSON.stringify(body)}` },
      yaml: { none: 'not a Kubernetes object' },
    },
    send: () => write('POST', path, body),
  };
}

/** Names for more hosts of the cluster, counted on from those that are there. */
function added(hosts: readonly Host[], { name }: Candidate, more: number): readonly string[] {
  const taken = hosts.filter(({ spec }) => spec.cluster === name).map(({ metadata }) => metadata.name);
  const names: string[] = [];
  for (let count = 0; count < more; count++) names.push(nextName([...taken, ...names]));
  return names;
}

/** What mends it at the press of a button; undefined of what needs somebody's own choice. */
export function mendingOf(
  cluster: Candidate,
  { mending, found, hostsMissing = 0 }: Requirement,
  hosts: readonly Host[],
): readonly Action[] | undefined {
  const moidOf = (name: string) => hosts.find(({ metadata }) => metadata.name === name)?.spec.moid;
  switch (mending) {
    case 'EnableDrs':
      return [
        reconfigure(
          cluster,
          `Turned on vSphere DRS on ${cluster.name}, fully automated`,
          { drsConfig: { enabled: true, defaultVmBehavior: 'fullyAutomated' } },
          `govc cluster.change -drs-enabled -drs-mode fullyAutomated ${cluster.name}`,
        ),
      ];
    case 'EnableHa':
      return [
        reconfigure(
          cluster,
          `Turned on vSphere HA on ${cluster.name}`,
          { dasConfig: { enabled: true } },
          `govc cluster.change -ha-enabled ${cluster.name}`,
        ),
      ];
    case 'ExitMaintenance':
      return found.split(', ').flatMap((name) => {
        const moid = moidOf(name);
        return moid === undefined ? [] : [hostMaintenance({ name, moid }, false)];
      });
    case 'AddHost':
      return added(hosts, cluster, hostsMissing).map((name) => hostAdded(cluster, name));
    case 'RenameHost':
      // A host that is connected and not in maintenance mode is not removed; one that is disconnected is.
      return found.split(', ').flatMap((name) => {
        const moid = moidOf(name);
        if (moid === undefined) return [];
        const host = (what: string, method: string, govc: string) =>
          vim(`${what} host ${name}`, 'HostSystem', moid, method, {}, `govc host.${govc} ${name}`);
        return [
          host('Disconnected', 'DisconnectHost_Task', 'disconnect'),
          host('Removed', 'Destroy_Task', 'remove'),
          hostAdded(cluster, name.toLowerCase()),
        ];
      });
    default:
      return undefined;
  }
}

/** Where else to go for what no button mends. */
export const adviceOf: Readonly<Record<string, string>> = {
  CreatePolicy: 'Create a storage policy that a shared datastore meets.',
  CreatePortGroup: 'Create a distributed port group on the switch: govc dvs.portgroup.add.',
};
