// `certificatesigningrequests/approval`: of the request, only the conditions are written.
// Source: kubernetes pkg/registry/certificates/certificates/strategy.go, csrApprovalStrategy.
import { copy, type Draft } from '../../../std/draft.ts';
import {
  checkConditions,
  stamped,
  type CertificateSigningRequest,
  type RequestCondition,
} from '../../../kinds/certificates/signing-request.ts';
import { Causes } from '../../../store/causes.ts';
import type { StoredObject } from '../../../store/object.ts';
import { invalid } from '../../../store/refusal.ts';
import { parseBody } from '../body.ts';
import { negotiate } from '../negotiate.ts';
import { decodeObject, type Decoded } from '../object.ts';
import { patched } from '../patch.ts';
import { get, keyOfTarget } from '../read.ts';
import { answer, checkName, optionsOf, parametersOf } from '../write.ts';
import type { ServeSubresource } from './index.ts';

const verdicts = ['Approved', 'Denied', 'Failed'];

/** Throws what is wrong with the conditions to be. */
function check(name: string, next: readonly RequestCondition[], before: readonly RequestCondition[]): void {
  const causes = new Causes();
  checkConditions(next, causes);
  for (const verdict of verdicts) {
    const isIt = ({ type }: RequestCondition): boolean => type === verdict;
    if (before.some(isIt) && !next.some(isIt))
      causes.forbidden('status.conditions', `updates may not remove a condition of type "${verdict}"`);
  }
  const subject = { group: 'certificates.k8s.io', kind: 'CertificateSigningRequest' };
  if (causes.list.length > 0) throw invalid(subject, name, causes.list);
}

export const approval: ServeSubresource = (tools, call, verb) => {
  const { target, request, query } = call;
  const { kind, scope, name, view } = target;
  const accept = request.headers?.['accept'];
  if (verb === 'get') return get(target, query, accept);
  negotiate(accept, kind);
  const parameters = parametersOf(call, verb === 'patch' ? 'PatchOptions' : 'UpdateOptions');
  const { fieldValidation } = parameters;
  const change = (prev: StoredObject): Draft<StoredObject> => {
    const made: Decoded =
      verb === 'patch'
        ? patched(tools.definitions, kind, copy(prev), request, fieldValidation)
        : decodeObject(tools.definitions, kind, parseBody(request, kind.kind), fieldValidation);
    call.said.push(...made.warnings);
    checkName(made.draft, target);
    const before = (prev as CertificateSigningRequest).status?.conditions ?? [];
    const wanted = (made.draft as unknown as CertificateSigningRequest).status?.conditions ?? [];
    check(name, wanted, before);
    const next = copy(prev) as unknown as Draft<CertificateSigningRequest>;
    next.status = { ...next.status, conditions: stamped(wanted, before, view.now) as RequestCondition[] };
    return { ...next, metadata: made.draft.metadata } as unknown as Draft<StoredObject>;
  };
  const options = { ...optionsOf(call, parameters, 'approval'), subresource: 'approval' };
  const made = tools.pipeline.update(scope.name, kind, keyOfTarget(target), change, options);
  return answer(call, made, 200);
};
