// The admission chain of a Supervisor's API, in Kubernetes' order.
import type { Admission } from '../../../store/pipeline.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { podDefaults } from './pod-defaults.ts';
import { serviceAccount } from './service-account.ts';

export const admissions: readonly Admission[] = [namespaceLifecycle, serviceAccount, podDefaults];
