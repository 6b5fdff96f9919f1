// Admission webhooks: a request that one is about needs its answer, and nobody in the sandbox gives one. So the failure policy has the
// word: Ignore goes on, Fail refuses with the error of a call that nothing answers.
// Source: apiserver pkg/admission/plugin/webhook/{mutating,validating}/dispatcher.go, pkg/util/webhook/error.go.
import type { Webhook } from '../../../kinds/admissionregistration/webhook-configurations.ts';
import { quote } from '../../../store/causes.ts';
import type { StoredObject } from '../../../store/object.ts';
import type { Admission, AdmissionRequest } from '../../../store/admission.ts';
import { forbidden, internal } from '../../../store/refusal.ts';
import { callFailure } from '../webhook-call.ts';
import {
  bindingsOf,
  isExempt,
  matchesNamespace,
  matchesObject,
  matchesRule,
  meetsConditions,
  nameOf,
} from './matching.ts';

interface Configuration extends StoredObject {
  readonly webhooks?: readonly Webhook[];
}

function callEach(kind: string, request: AdmissionRequest): void {
  if (isExempt(request) || request.context.view.count(kind) === 0) return;
  for (const { webhooks } of request.context.view.list<Configuration>(kind)) {
    for (const webhook of webhooks ?? []) {
      if (!(webhook.rules ?? []).some((rule) => matchesRule(rule, request))) continue;
      if (!matchesNamespace(webhook.namespaceSelector, request)) continue;
      if (!matchesObject(webhook.objectSelector, request)) continue;
      const met = meetsConditions(webhook.matchConditions, false, bindingsOf(request));
      if (met === false || webhook.failurePolicy === 'Ignore') continue;
      if (met !== true) throw forbidden(request.kind, nameOf(request), met.error);
      const why = callFailure(webhook.clientConfig, webhook.timeoutSeconds ?? 10, request.context.view);
      throw internal(`failed calling webhook ${quote(webhook.name)}: failed to call webhook: ${why}`);
    }
  }
}

export const mutatingWebhooks: Admission = {
  name: 'MutatingAdmissionWebhook',
  connects: true,
  admit: (request) => callEach('admissionregistration.k8s.io/mutatingwebhookconfigurations', request),
};

export const validatingWebhooks: Admission = {
  name: 'ValidatingAdmissionWebhook',
  connects: true,
  validate: (request) => callEach('admissionregistration.k8s.io/validatingwebhookconfigurations', request),
};
