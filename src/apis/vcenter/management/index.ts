// Workload Management. Source: vSphere Automation API, com.vmware.vcenter.namespace_management.
import type { Operation } from '../operation.ts';
import { supervisedClusters } from './clusters.ts';
import { changing } from './change.ts';
import { compatibility } from './compatibility.ts';
import { enabling } from './enable.ts';
import { loadBalancerOperations } from './load-balancers.ts';
import { networkOperations } from './networks.ts';
import { outsideOperations } from './outside.ts';
import { profileOperations } from './profiles.ts';
import { precheckOperations } from './prechecks.ts';
import { recoveryOperations } from './recovery.ts';
import { software } from './software.ts';
import { sizeOperations } from './sizes.ts';
import { supportBundles } from './support-bundle.ts';
import { zoneOperations } from './zones.ts';
import { nsxOperations } from './nsx.ts';
import { vmClassOperations } from './vm-classes.ts';

export const management: readonly Operation[] = [
  ...supervisedClusters,
  ...compatibility,
  ...enabling,
  ...changing,
  ...networkOperations,
  ...loadBalancerOperations,
  ...software,
  ...sizeOperations,
  ...vmClassOperations,
  ...zoneOperations,
  ...nsxOperations,
  ...supportBundles,
  ...outsideOperations,
  ...profileOperations,
  ...precheckOperations,
  ...recoveryOperations,
];
