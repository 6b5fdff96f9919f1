// Sizes of a Supervisor's control plane. Source: vSphere Automation API, com.vmware.vcenter.namespace_management.ClusterSizeInfo.
import { ok, type Operation } from '../operation.ts';

const cidr = (address: string, prefix: number) => ({ address, prefix });

/** vCPUs, GiB, and how many Pods and Services are supported; those are as documents of the time tell them. */
const sizes = {
  TINY: [2, 8, 1_000],
  SMALL: [4, 16, 2_000],
  MEDIUM: [8, 16, 4_000],
  LARGE: [16, 32, 8_000],
} as const;

const diskGiB = 16;

export const sizeOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: 'vcenter/namespace-management/cluster-size-info',
    answer: () =>
      ok(
        Object.fromEntries(
          Object.entries(sizes).map(([size, [cpus, memoryGiB, pods]]) => [
            size,
            {
              num_supported_pods: pods,
              num_supported_services: pods,
              default_pod_cidr: cidr('10.244.0.0', 20),
              default_service_cidr: cidr('10.96.0.0', 23),
              master_vm_info: {
                count: 3,
                cores_per_socket: cpus,
                memory: memoryGiB * 1024,
                capacity: diskGiB * 1024,
              },
            },
          ]),
        ),
      ),
  },
  {
    method: 'GET',
    path: 'vcenter/namespace-management/capability',
    privilege: 'System.Read',
    answer: () => ok({ namespaces_supported: true, namespaces_licensed: true }),
  },
];
