// What the Supervisor says of itself: its zone, and what its services may know of it.
// Source: vm-operator release-vc-8.0.1.0, external/tanzu-topology; the names of what it says from a Supervisor's own object.
import type { StoredObject } from '../../../store/object.ts';
import type { ReadView } from '../../../store/view.ts';
import { computedMetadata } from '../../computed.ts';
import type { VSphereNamespace } from '../../vsphere/namespace.ts';
import { fabricScope, supervisorOf } from '../../vsphere/supervisor.ts';
import { vcenterIn } from '../../vsphere/vcenter.ts';

const servicesNamespace = 'vmware-system-supervisor-services';

/** Its zones; a Supervisor of one cluster has one, by the cluster's managed object ID. */
export function availabilityZonesOf(view: ReadView): readonly StoredObject[] {
  const group = 'topology.tanzu.vmware.com';
  const supervisor = supervisorOf(view);
  if (supervisor === undefined) return [];
  const { moid } = supervisor.spec;
  const namespaces = view
    .in(fabricScope)
    .list<VSphereNamespace>('vsphere.sandbox/namespaces')
    .filter(({ spec }) => spec.supervisor === supervisor.metadata.name && spec.removed !== true)
    .map(({ metadata, spec }) => [
      metadata.name,
      { folderMoId: spec.folder ?? '', poolMoIDs: [spec.resourcePool ?? ''] },
    ]);
  const zones = supervisor.spec.zones ?? [{ name: moid, moid }];
  return zones.map((zone) => ({
    apiVersion: `${group}/v1alpha1`,
    kind: 'AvailabilityZone',
    metadata: computedMetadata(view, { group, plural: 'availabilityzones' }, zone.name),
    spec: { clusterComputeResourceMoIDs: [zone.moid], namespaces: Object.fromEntries(namespaces) as object },
  }));
}

export function supervisorPropertiesOf(view: ReadView): readonly StoredObject[] {
  const group = 'appplatform.vmware.com';
  const supervisor = supervisorOf(view);
  const vcenter = vcenterIn(view.in(fabricScope));
  if (supervisor === undefined || vcenter === undefined) return [];
  if (view.get('core/namespaces', servicesNamespace) === undefined) return [];
  const resource = { group, plural: 'supervisorproperties' };
  const { moid, fqdn, size, zones, workloads } = supervisor.spec;
  const runsPods = zones === undefined && workloads.vsphere === undefined;
  const properties = {
    apiVersion: `${group}/v1alpha1`,
    kind: 'SupervisorProperties',
    metadata: computedMetadata(view, resource, 'supervisor-env-props', servicesNamespace),
    spec: {
      apiServerDNSNames: fqdn === '' ? [] : [fqdn],
      capabilities: [],
      cloudVC: false,
      controlPlaneCount: 3,
      cpVMSize: size,
      networkProvider: workloads.vsphere === undefined ? 'NSX' : 'vsphere-network',
      podVMSupported: runsPods,
      ssoDomain: vcenter.spec.ssoDomain,
      stretchedSupervisor: supervisor.spec.zones !== undefined,
      tmcNamespace: `svc-tmc-${moid.replace('domain-', '')}`,
      vcPNID: vcenter.spec.fqdn,
      vcPort: '443',
      virtualIP: supervisor.status?.apiEndpoint ?? '',
    },
  };
  return [properties];
}
