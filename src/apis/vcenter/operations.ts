// Every operation of the vSphere Automation API that vCenter answers here.
import { appliance } from './appliance.ts';
import { applianceAccounts } from './appliance-accounts.ts';
import { applianceNetwork } from './appliance-network.ts';
import { applianceSettings } from './appliance-settings.ts';
import { checkOutOperations } from './content/check-outs.ts';
import { catalogOperations } from './content/catalog.ts';
import { configurationOperations } from './content/configuration.ts';
import { itemOperations } from './content/items.ts';
import { libraryOperations } from './content/libraries.ts';
import { ovfOperations } from './content/ovf.ts';
import { vmTemplateOperations } from './content/vm-templates.ts';
import { moduleOperations } from './inventory/cluster-modules.ts';
import { clusterOperations } from './inventory/clusters.ts';
import { complianceOperations } from './inventory/compliance.ts';
import { datacenterOperations } from './inventory/datacenters.ts';
import { hostOperations } from './inventory/hosts.ts';
import { machines } from './inventory/machines/machines.ts';
import { customizationOperations } from './inventory/machines/customization.ts';
import { networkOperations } from './inventory/networks.ts';
import { poolOperations } from './inventory/pool-operations.ts';
import { storage } from './inventory/storage.ts';
import { lifecycleOperations } from './lifecycle.ts';
import { management } from './management/index.ts';
import { access } from './namespaces/access.ts';
import { instances } from './namespaces/instances.ts';
import { selfServiceOperations } from './namespaces/self-service.ts';
import { userInstances } from './namespaces/user-instances.ts';
import { noneHere } from './none-here.ts';
import type { Operation } from './operation.ts';
import { serviceOperations } from './services.ts';
import { installedOperations } from './supervisor-services/installed.ts';
import { registeredOperations } from './supervisor-services/services.ts';
import { draftOperations } from './image-drafts.ts';
import { registering } from './namespaces/registering.ts';
import { statisticsOperations } from './statistics.ts';
import { associationOperations } from './tagging/association.ts';
import { tagOperations } from './tagging/tags.ts';
import { sessions } from './session.ts';
import { taskOperations } from './tasks.ts';

export const operations: readonly Operation[] = [
  ...sessions,
  ...appliance,
  ...applianceSettings,
  ...applianceAccounts,
  ...applianceNetwork,
  ...serviceOperations,
  ...noneHere,
  ...taskOperations,
  ...configurationOperations,
  ...catalogOperations,
  ...itemOperations,
  ...libraryOperations,
  ...ovfOperations,
  ...vmTemplateOperations,
  ...checkOutOperations,
  ...datacenterOperations,
  // Before clusters by their ids, whose path theirs would be.
  ...moduleOperations,
  ...clusterOperations,
  ...hostOperations,
  ...poolOperations,
  ...networkOperations,
  ...machines,
  ...customizationOperations,
  ...storage,
  ...complianceOperations,
  ...tagOperations,
  ...associationOperations,
  ...draftOperations,
  ...statisticsOperations,
  ...registering,
  ...lifecycleOperations,
  ...management,
  ...registeredOperations,
  ...installedOperations,
  ...instances,
  ...access,
  ...userInstances,
  ...selfServiceOperations,
];
