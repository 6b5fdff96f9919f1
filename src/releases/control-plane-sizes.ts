// Sizes of a Supervisor's control plane, the same in every release. Source: vSphere Automation API,
// com.vmware.vcenter.namespace_management.ClusterSizeInfo; how many Pods and Services are supported is as documents of the time tell it.

export type ControlPlaneSize = 'TINY' | 'SMALL' | 'MEDIUM' | 'LARGE';

export interface SizeInfo {
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly diskMiB: number;
  readonly supportedPods: number;
  readonly supportedServices: number;
}

const diskMiB = 16 * 1024;

const size = (cpus: number, memoryGiB: number, supported: number): SizeInfo => ({
  cpus,
  memoryMiB: memoryGiB * 1024,
  diskMiB,
  supportedPods: supported,
  supportedServices: supported,
});

export const controlPlaneSizes: Readonly<Record<ControlPlaneSize, SizeInfo>> = {
  TINY: size(2, 8, 1_000),
  SMALL: size(4, 16, 2_000),
  MEDIUM: size(8, 16, 4_000),
  LARGE: size(16, 32, 8_000),
};

/** How many VMs a control plane has. */
export const controlPlaneVms = 3;

/** Addresses of the workload network that its VMs have: one each, and one for the VM that takes another's place. */
export const controlPlaneAddresses = controlPlaneVms + 1;

/** What Pods of the control plane's own have their addresses of, where no network stack gives them others. */
export const defaultPodCidr = '10.244.0.0/20';
