// Charges what comes to the quotas of its namespace, or refuses what is too much. The charge is committed with the write.
// Source: apiserver pkg/admission/plugin/resourcequota/controller.go, CheckRequest.
import {
  addAmounts,
  amountsOf,
  amountsText,
  excessOf,
  listOf,
  masked,
  none,
} from '../../../kinds/core/amounts.ts';
import { resourceQuotas, type ResourceQuota } from '../../../kinds/core/quota/resource-quota.ts';
import { isAbout } from '../../../kinds/core/quota/scopes.ts';
import { usageOf, type Usage } from '../../../kinds/core/quota/usage.ts';
import { compareQuantities } from '../../../std/quantity.ts';
import type { StoredObject } from '../../../store/object.ts';
import type { Admission, AdmissionRequest } from '../../../store/admission.ts';
import { forbidden } from '../../../store/refusal.ts';
import { isMain } from './request.ts';

/** Quotas that count something of the object; those that cannot count it refuse it. */
function concerned(
  { kind, next, context }: AdmissionRequest,
  usage: Usage,
  object: StoredObject,
): readonly ResourceQuota[] {
  const { namespace = '' } = object.metadata;
  const quotas = context.view.list<ResourceQuota>('core/resourcequotas', { namespace });
  return quotas.filter((quota) => {
    const wanted = Object.keys(quota.status?.hard ?? quota.spec?.hard ?? {}).filter(usage.counts);
    if (wanted.length === 0 || !isAbout(quota, usage, object)) return false;
    const { name } = quota.metadata;
    const unsaid = usage.unsaid?.(object, wanted);
    if (unsaid !== undefined) {
      throw forbidden(kind, next?.metadata.name ?? '', `failed quota: ${name}: ${unsaid}`);
    }
    if (wanted.some((resource) => quota.status?.used?.[resource] === undefined)) {
      const resources = wanted.sort().join(',');
      throw forbidden(
        kind,
        next?.metadata.name ?? '',
        `status unknown for quota: ${name}, resources: ${resources}`,
      );
    }
    return true;
  });
}

function charge(
  request: AdmissionRequest,
  quota: ResourceQuota,
  object: StoredObject,
  more: ReturnType<typeof amountsOf>,
): void {
  const hard = amountsOf(quota.status?.hard);
  const asked = masked(more, hard.keys());
  if (asked.size === 0) return;
  const used = amountsOf(quota.status?.used);
  const charged = addAmounts(used, asked);
  const exceeded = [...asked.keys()].filter(
    (name) => compareQuantities(charged.get(name) ?? none, hard.get(name) ?? none) > 0,
  );
  if (exceeded.length > 0) {
    const [requested, taken, limited] = [asked, used, hard].map((amounts) =>
      amountsText(masked(amounts, exceeded)),
    );
    const why = `exceeded quota: ${quota.metadata.name}, requested: ${requested}, used: ${taken}, limited: ${limited}`;
    throw forbidden(request.kind, object.metadata.name, why);
  }
  request.also(resourceQuotas, {
    ...quota,
    status: { ...quota.status, used: listOf(charged) },
  } as StoredObject);
}

export const resourceQuota: Admission = {
  name: 'ResourceQuota',
  validate(request) {
    const { verb, kind, prev, context } = request;
    const next = request.next as StoredObject | undefined;
    const namespace = next?.metadata.namespace;
    const isResize = context.subresource === 'resize';
    if (next === undefined || namespace === undefined || !(isMain(context) || isResize)) return;
    if (context.view.count('core/resourcequotas', { namespace }) === 0) return;
    const usage = usageOf(kind);
    if (!usage.verbs.includes(verb) && !isResize) return;
    const quotas = concerned(request, usage, next);
    if (quotas.length === 0) return;
    const before = prev === undefined ? new Map() : usage.of(prev, context.now);
    const more = excessOf(usage.of(next, context.now), before);
    const some = new Map([...more].filter(([, amount]) => amount.nano !== 0n));
    for (const quota of quotas) charge(request, quota, next, some);
  },
};
