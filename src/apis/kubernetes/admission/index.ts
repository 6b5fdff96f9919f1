// The admission chain of a Supervisor's API, in Kubernetes' order.
import type { Admission } from '../../../store/admission.ts';
import { certificates } from './certificates.ts';
import { configurationMaximums } from './configuration-maximums.ts';
import { csiWebhook } from './csi-webhook.ts';
import { defaultIngressClass, defaultStorageClass } from './default-class.ts';
import { defaultTolerationSeconds } from './default-toleration-seconds.ts';
import { limitRanger } from './limit-ranger.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { nodeRestriction } from './node-restriction.ts';
import { podSecurity } from './pod-security/index.ts';
import { priority } from './priority.ts';
import { rbacEscalation } from './rbac-escalation.ts';
import { resourceQuota } from './resource-quota.ts';
import { runtimeClass } from './runtime-class.ts';
import { selfService } from './self-service.ts';
import { serviceAccount } from './service-account.ts';
import { volumeProtection } from './volume-protection.ts';
import { volumeResize } from './volume-resize.ts';

import { validatingAdmissionPolicy } from './validating-admission-policy.ts';
import { vspherePods } from './vsphere-pods.ts';
import { mutatingWebhooks, validatingWebhooks } from './webhooks.ts';

export const admissions: readonly Admission[] = [
  namespaceLifecycle,
  selfService,
  limitRanger,
  serviceAccount,
  nodeRestriction,
  podSecurity,
  priority,
  defaultTolerationSeconds,
  defaultStorageClass,
  volumeProtection,
  volumeResize,
  runtimeClass,
  defaultIngressClass,
  certificates,
  mutatingWebhooks,
  validatingAdmissionPolicy,
  csiWebhook,
  vspherePods,
  configurationMaximums,
  validatingWebhooks,
  resourceQuota,
  rbacEscalation,
];
