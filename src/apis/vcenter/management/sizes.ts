// Sizes of a Supervisor's control plane. Source: vSphere Automation API, com.vmware.vcenter.namespace_management.ClusterSizeInfo.
import { controlPlaneSizes, controlPlaneVms } from '../../../releases/control-plane-sizes.ts';
import { ok, type Operation } from '../operation.ts';

const cidr = (address: string, prefix: number) => ({ address, prefix });

export const sizeOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: 'vcenter/namespace-management/cluster-size-info',
    answer: () =>
      ok(
        Object.fromEntries(
          Object.entries(controlPlaneSizes).map(([size, info]) => [
            size,
            {
              num_supported_pods: info.supportedPods,
              num_supported_services: info.supportedServices,
              default_pod_cidr: cidr('10.244.0.0', 20),
              default_service_cidr: cidr('10.96.0.0', 23),
              master_vm_info: {
                count: controlPlaneVms,
                cores_per_socket: info.cpus,
                memory: info.memoryMiB,
                capacity: info.diskMiB,
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
