// Sizes of a Supervisor's control plane. Source: vSphere Automation API, com.vmware.vcenter.namespace_management.ClusterSizeInfo.
import { controlPlaneSizes, controlPlaneVms, defaultPodCidr } from '../../../releases/control-plane-sizes.ts';
import { ok, type Operation } from '../operation.ts';

function cidr(text: string) {
  const [address = '', prefix = ''] = text.split('/');
  return { address, prefix: Number(prefix) };
}

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
              default_pod_cidr: cidr(defaultPodCidr),
              default_service_cidr: cidr('10.96.0.0/23'),
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
