// Supervisor Services by their ids, and which Supervisors can have them. Source: vSphere Automation API,
// com.vmware.vcenter.namespace_management.SupervisorServices.
import {
  clusterSupervisorServicesKind,
  installedName,
  supervisorServicesKind,
  supervisorServiceVersionsKind,
  versionName,
  type ClusterSupervisorService,
  type ContentType,
  type SupervisorService,
  type SupervisorServiceVersion,
} from '../../../kinds/vsphere/supervisor-service.ts';
import type { Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import { releaseOfWorld } from '../../../kinds/vsphere/vcenter.ts';
import type { ReadView } from '../../../store/view.ts';
import { notAllowed, notFound } from '../failure.ts';
import { list } from '../inventory/places.ts';
import { clustersOf } from '../../../kinds/vsphere/supervisor.ts';
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import { isSince, since } from '../operation.ts';

/** Supervisor Services came with 7.0 U3. */
export const sinceServices = since('7.0.3.0');

export function serviceOf(fabric: ReadView, id: string): SupervisorService {
  const found = fabric.get<SupervisorService>(supervisorServicesKind, id);
  if (found === undefined) throw notFound('Supervisor Service', id);
  return found;
}

export function versionOf(fabric: ReadView, service: string, version: string): SupervisorServiceVersion {
  serviceOf(fabric, service);
  const found = fabric.get<SupervisorServiceVersion>(
    supervisorServiceVersionsKind,
    versionName(service, version),
  );
  if (found === undefined) throw notFound('Supervisor Service version', version);
  return found;
}

export function installedOf(
  fabric: ReadView,
  { metadata }: Supervisor,
  service: string,
): ClusterSupervisorService | undefined {
  return fabric.get<ClusterSupervisorService>(
    clusterSupervisorServicesKind,
    installedName(metadata.name, service),
  );
}

/** On which Supervisors a service is, or goes from. */
export function installationsOf(fabric: ReadView, service: string): readonly ClusterSupervisorService[] {
  return fabric.list<ClusterSupervisorService>(clusterSupervisorServicesKind, {
    index: ['service', service],
  });
}

/** One whose network stack runs the Pods of Supervisor Services: NSX, and from 8.0 U1 a distributed switch. */
export function checkSupports(supervisor: Supervisor, fabric: ReadView): void {
  const { vsphere } = supervisor.spec.workloads;
  if (vsphere === undefined || releaseOfWorld(fabric).distributedSwitch === 'ServicesOnly') return;
  const { name } = supervisor.metadata;
  throw notAllowed(
    `Supervisor '${name}' does not support Supervisor Services: in this release they need a Supervisor that uses NSX.`,
    [name],
  );
}

/** The Supervisor on a cluster, by the cluster's id. */
export function supervisorWithServices(fabric: ReadView, cluster: string): Supervisor {
  const name =
    list<Cluster>(fabric, 'clusters').find(({ spec }) => spec.moid === cluster)?.metadata.name ?? '';
  const found = list<Supervisor>(fabric, 'supervisors').find((each) => clustersOf(each).includes(name));
  if (found === undefined) throw notFound('Supervisor', cluster);
  checkSupports(found, fabric);
  return found;
}

/** The formats that a release reads. */
export function formatsOf(fabric: ReadView): readonly ContentType[] {
  const older = ['VSPHERE_APPS_YAML', 'CUSTOM_YAML'] as const;
  return isSince(releaseOfWorld(fabric), '8.0.0.1') ? ['CARVEL_APPS_YAML', ...older] : older;
}
