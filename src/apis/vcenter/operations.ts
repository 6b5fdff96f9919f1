// Every operation of the vSphere Automation API that vCenter answers here.
import { appliance } from './appliance.ts';
import { compute } from './inventory/compute.ts';
import { machines } from './inventory/machines.ts';
import { storage } from './inventory/storage.ts';
import { management } from './management/index.ts';
import { access } from './namespaces/access.ts';
import { instances } from './namespaces/instances.ts';
import { userInstances } from './namespaces/user-instances.ts';
import type { Operation } from './operation.ts';
import { sessions } from './session.ts';
import { taskOperations } from './tasks.ts';

export const operations: readonly Operation[] = [
  ...sessions,
  ...appliance,
  ...taskOperations,
  ...compute,
  ...machines,
  ...storage,
  ...management,
  ...instances,
  ...access,
  ...userInstances,
];
