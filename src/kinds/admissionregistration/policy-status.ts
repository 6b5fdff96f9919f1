// kube-controller-manager's word on policies: which generation it has looked at, and which expressions cannot be meant for what they
// are about. Source: kubernetes pkg/controller/validatingadmissionpolicystatus.
import { definitions } from '#schemas';
import type { Controller } from '../../control/controller.ts';
import type { Definitions } from '../../store/schema/schema.ts';
import { typeWarnings } from './type-check.ts';
import {
  validatingAdmissionPolicies,
  type ValidatingAdmissionPolicy,
} from './validating-admission-policies.ts';

export const policyStatusController: Controller<ValidatingAdmissionPolicy> = {
  kind: validatingAdmissionPolicies,
  name: 'validatingadmissionpolicy-status-controller',
  reconcile({ metadata: { generation = 0 }, spec, status }, { served }) {
    if (status?.observedGeneration === generation) return undefined;
    const expressionWarnings = typeWarnings(spec, served, definitions as Definitions);
    const typeChecking = expressionWarnings.length === 0 ? {} : { expressionWarnings };
    return { status: { ...status, observedGeneration: generation, typeChecking } };
  },
};
