// Updates of Supervisors. Source: vSphere Automation API, com.vmware.vcenter.namespace_management.software.Clusters.
import { releaseOfWorld } from '../../../kinds/vsphere/vcenter.ts';
import { supervisors, type Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import { string, boolean } from '../../../store/schema/infer.ts';
import type { ReadView } from '../../../store/view.ts';
import { Failure, invalidArgument, notAllowed, unsupported } from '../failure.ts';
import { list } from '../inventory/places.ts';
import { startOfDay } from '../lifecycle.ts';
import { supervisorOn } from '../namespaces/found.ts';
import { done, ok, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import { checkService } from './service.ts';

const base = 'vcenter/namespace-management/software';
const read = { privilege: 'System.Read' } as const;
const upgrade = { privilege: 'Namespaces.Upgrade' } as const;

/** Versions that the Supervisor can be updated to: those that vCenter brings, after its own. */
export function availableTo({ spec, status }: Supervisor, fabric: ReadView): readonly string[] {
  const versions = releaseOfWorld(fabric).supervisors.map(({ supervisor }) => supervisor);
  const current = versions.indexOf(status?.version ?? spec.version);
  return versions.slice(current + 1, current + 2);
}

function stateOf({ spec, status }: Supervisor) {
  const isUpdating = status?.version !== undefined && status.version !== spec.version;
  return {
    state: isUpdating || status?.configStatus !== 'RUNNING' ? 'PENDING' : 'READY',
    current_version: status?.version ?? spec.version,
    ...(isUpdating ? { desired_version: spec.version } : {}),
  };
}

const upgradeSchema = {
  type: 'object',
  required: ['desired_version'],
  properties: { desired_version: string, ignore_precheck_warnings: boolean },
} as const;

/** Asks for a version, or says why it cannot be had. */
function ask({ fabric, write }: Pick<Call, 'fabric' | 'write'>, cluster: string, wanted: string): void {
  const supervisor = supervisorOn(fabric, cluster);
  const version = releaseOfWorld(fabric).supervisors.find((each) => each.supervisor === wanted);
  if (version === undefined || !availableTo(supervisor, fabric).includes(wanted))
    throw invalidArgument(`Version '${wanted}' is not available for cluster ${cluster}.`, [wanted, cluster]);
  if (supervisor.spec.removed === true || supervisor.status?.configStatus !== 'RUNNING')
    throw notAllowed(`The Supervisor on cluster ${cluster} is being configured.`, [cluster]);
  if (supervisor.status.kubernetesStatus !== 'READY')
    throw unsupported(
      `The pre-check for the update of cluster ${cluster} has failed: not all control plane VMs are running.`,
      [cluster],
    );
  const next: Supervisor = {
    ...supervisor,
    spec: { ...supervisor.spec, version: version.supervisor, sphereletVersion: version.spherelet },
    status: { ...supervisor.status, configStatus: 'CONFIGURING' },
  };
  write.update(supervisors, next, 'Update Supervisor');
}

export const software: readonly Operation[] = [
  {
    method: 'GET',
    path: `${base}/clusters`,
    ...read,
    each: 'cluster',
    answer: ({ fabric }) =>
      ok(
        list<Supervisor>(fabric, 'supervisors').map((supervisor) => ({
          cluster: supervisor.spec.moid,
          cluster_name: supervisor.spec.cluster,
          available_versions: availableTo(supervisor, fabric),
          ...stateOf(supervisor),
        })),
      ),
  },
  {
    method: 'GET',
    path: `${base}/clusters/{cluster}`,
    ...read,
    answer: ({ fabric, params: { cluster = '' } }) => {
      const supervisor = supervisorOn(fabric, cluster);
      return ok({
        available_versions: availableTo(supervisor, fabric),
        messages: [],
        ...stateOf(supervisor),
      });
    },
  },
  {
    method: 'POST',
    path: `${base}/clusters/{cluster}`,
    action: 'upgrade',
    ...upgrade,
    answer: (call) => {
      checkService(call.fabric);
      ask(call, call.params['cluster'] ?? '', readBody(upgradeSchema, call.body).desired_version);
      return done;
    },
  },
  {
    method: 'POST',
    path: `${base}/clusters`,
    action: 'upgradeMultiple',
    ...upgrade,
    answer: (call) => {
      checkService(call.fabric);
      const specs = readBody({ type: 'object', additionalProperties: upgradeSchema } as const, call.body);
      const results = Object.entries(specs as Record<string, { readonly desired_version: string }>).map(
        ([cluster, { desired_version: wanted }]) => {
          try {
            ask(call, cluster, wanted);
            return [cluster, { result: 'STARTED' }] as const;
          } catch (error) {
            if (!(error instanceof Failure)) throw error;
            return [cluster, { result: 'REJECTED', exception: error.body }] as const;
          }
        },
      );
      return ok(Object.fromEntries(results));
    },
  },
  {
    method: 'GET',
    path: `${base}/cluster-available-versions`,
    ...read,
    unseen: [],
    answer: ({ fabric }) =>
      ok(
        releaseOfWorld(fabric).supervisors.map(({ supervisor, releaseDate }) => ({
          version: supervisor,
          name: `Supervisor ${supervisor}`,
          description: `Kubernetes ${supervisor.split(/[+-]/)[0]}`,
          release_date: startOfDay(releaseDate),
          release_notes: '',
        })),
      ),
  },
];
