// What a Supervisor's own API server holds when it has just been enabled, as WCP puts it there.
import { netopNamespace } from '../../../kinds/load-balancer/connection.ts';
import { fabricScope, standsOn, type Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import type { Host } from '../../../kinds/vsphere/host.ts';
import { controlPlaneVmsOf, hostsKind } from '../../../kinds/vsphere/machine.ts';
import { releaseOfWorld } from '../../../kinds/vsphere/vcenter.ts';
import { supervisorVersion } from '../../../releases/release.ts';
import { nthAddress } from '../../../std/ip.ts';
import { endpointService } from '../../../releases/supervisor-endpoint.ts';
import { seed, seedIn, type Seed } from '../../../store/seed.ts';
import type { ReadView } from '../../../store/view.ts';
import { controlPlaneNode, hostNode, type NodeSource } from './nodes.ts';
import { rbac } from './rbac/index.ts';
import { storage } from './storage.ts';
import { deployments, mirrorPods } from './workloads.ts';

export function nodeSource({ spec }: Supervisor, fabric: ReadView, seedOfWorld: number): NodeSource {
  const release = releaseOfWorld(fabric);
  const version = supervisorVersion(spec.version) ?? release.supervisors[0];
  const zoneOf = (cluster: string): string | undefined =>
    spec.zones?.find((zone) => zone.cluster === cluster)?.name;
  return { version, nodeImage: release.nodeImage, seed: seedOfWorld, now: fabric.now, zoneOf };
}

/** Whether ESXi hosts are nodes: where vSphere Pods run, if only those of Supervisor Services. */
export function hasHostNodes({ spec }: Supervisor, fabric: ReadView): boolean {
  return spec.workloads.vsphere === undefined || releaseOfWorld(fabric).distributedSwitch === 'ServicesOnly';
}

/** The system's namespaces by what its network stack brings: NCP's, or those of the network operator and of what drives the load balancer. */
function systemNamespacesOf({ spec }: Supervisor, fabric: ReadView): readonly string[] {
  const { systemNamespaces } = releaseOfWorld(fabric);
  const { vsphere } = spec.workloads;
  if (vsphere === undefined) return systemNamespaces;
  const driver = vsphere.loadBalancer.provider === 'AVI' ? 'vmware-system-ako' : 'vmware-system-lbapi';
  return [...systemNamespaces.filter((name) => name !== 'vmware-system-nsx'), driver, netopNamespace].sort();
}

/** `nodes`: whose machines are nodes already when its API answers for the first time. */
export function contentOf(
  supervisor: Supervisor,
  view: ReadView,
  seedOfWorld: number,
  nodes: 'AllNodes' | 'NoNodes',
): readonly Seed[] {
  const fabric = view.in(fabricScope);
  const source = nodeSource(supervisor, fabric, seedOfWorld);
  const namespaces = [
    'default',
    'kube-node-lease',
    'kube-public',
    'kube-system',
    ...systemNamespacesOf(supervisor, fabric),
  ];
  const machines = controlPlaneVmsOf(supervisor, fabric);
  const hosts = hasHostNodes(supervisor, fabric)
    ? fabric.list<Host>(hostsKind).filter(({ spec }) => standsOn(supervisor, spec.cluster))
    : [];
  const isWhole = nodes === 'AllNodes';
  return [
    ...namespaces.map((name) => seed('core/namespaces', name, {})),
    ...rbac(fabric),
    ...(isWhole ? machines.flatMap((vm) => controlPlaneNode(vm, source)) : []),
    ...(isWhole ? hosts.flatMap((host) => hostNode(host, source)) : []),
    seedIn(
      'core/services',
      'default',
      'kubernetes',
      { labels: { component: 'apiserver', provider: 'kubernetes' } },
      {
        spec: {
          // The first of the service CIDR.
          clusterIP: nthAddress(supervisor.spec.workloads.serviceCidr, 1),
          ports: [{ name: 'https', port: 443, targetPort: 6443 }],
        },
      },
    ),
    seedIn(
      'core/services',
      'kube-system',
      endpointService,
      {},
      {
        spec: {
          type: 'LoadBalancer',
          ports: [
            { name: 'nginx', port: 443, targetPort: 443 },
            { name: 'kube-apiserver', port: 6443, targetPort: 6443 },
          ],
        },
      },
    ),
    ...storage(fabric),
    ...(isWhole ? machines.flatMap(({ spec }) => mirrorPods(spec.node ?? '')) : []),
    ...deployments(source.version, namespaces),
  ];
}
