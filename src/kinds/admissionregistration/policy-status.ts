// kube-controller-manager's word on policies: which generation it has looked at. The types of expressions it does not check.
// Source: kubernetes pkg/controller/validatingadmissionpolicystatus.
import type { Controller } from '../../control/controller.ts';
import {
  validatingAdmissionPolicies,
  type ValidatingAdmissionPolicy,
} from './validating-admission-policies.ts';

export const policyStatusController: Controller<ValidatingAdmissionPolicy> = {
  kind: validatingAdmissionPolicies,
  name: 'validatingadmissionpolicy-status-controller',
  reconcile({ metadata: { generation = 0 }, status }) {
    if (status?.observedGeneration === generation) return undefined;
    return {
      status: { ...status, observedGeneration: generation, typeChecking: {} },
    };
  },
};
