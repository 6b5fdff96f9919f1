// ValidatingAdmissionPolicy: rules in CEL that people write, held where a binding says so.
// Source: apiserver pkg/admission/plugin/policy/{generic,validating}.
import type { MatchResources, ValidatingAdmissionPolicySpec, Validation } from '#types';
import { compiledPolicy } from '../../../kinds/admissionregistration/expressions.ts';
import type {
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
} from '../../../kinds/admissionregistration/validating-admission-policies.ts';
import type { BindingsOf } from '../../../store/cel/evaluate.ts';
import { fromJson, lazyStruct, type Value } from '../../../store/cel/values.ts';
import { CelFault } from '../../../store/cel/overload.ts';
import { kindId, qualified, type Kind } from '../../../store/kind.ts';
import type { StoredObject } from '../../../store/object.ts';
import type { Admission, AdmissionRequest } from '../../../store/admission.ts';
import { Refusal } from '../../../store/refusal.ts';
import { fromLabelSelector, matchesLabels } from '../../../store/selectors.ts';
import {
  bindingsOf,
  isExempt,
  matchesNamedRule,
  matchesNamespace,
  matchesObject,
  meetsConditions,
  nameOf,
  resultedIn,
} from './matching.ts';

const policiesKind = 'admissionregistration.k8s.io/validatingadmissionpolicies';
const bindingsKind = 'admissionregistration.k8s.io/validatingadmissionpolicybindings';
const messageBytesMax = 5 * 1024;

interface Denial {
  readonly message: string;
  readonly reason?: string;
  /** Whether it denies, whatever the binding's actions. */
  readonly always?: true;
}

function matches(
  resources: MatchResources | undefined,
  request: AdmissionRequest,
  needsRule: boolean,
): boolean {
  if (resources === undefined) return true;
  const { resourceRules = [], excludeResourceRules = [] } = resources;
  if (!matchesNamespace(resources.namespaceSelector, request)) return false;
  if (!matchesObject(resources.objectSelector, request)) return false;
  if (excludeResourceRules.some((rule) => matchesNamedRule(rule, request))) return false;
  // A binding without rules of its own is about all that its policy is about.
  if (resourceRules.length === 0 && !needsRule) return true;
  return resourceRules.some((rule) => matchesNamedRule(rule, request));
}

type Params = readonly (StoredObject | undefined)[];

function found(
  kind: Kind,
  binding: ValidatingAdmissionPolicyBinding,
  request: AdmissionRequest,
): Params | string {
  const { next, prev, context } = request;
  const { name, namespace, selector, parameterNotFoundAction } = binding.spec?.paramRef ?? {};
  const within = namespace || (next ?? prev)?.metadata.namespace;
  if (kind.namespaced && within === undefined) {
    return 'cannot use namespaced paramRef in policy binding that matches cluster-scoped resources';
  }
  if (!kind.namespaced && namespace) {
    return 'paramRef.namespace must not be provided for a cluster-scoped `paramKind`';
  }
  const place = kind.namespaced && within !== undefined ? within : undefined;
  const parsed = fromLabelSelector(selector ?? {});
  const all = name
    ? [context.view.get(kindId(kind), name, place)].filter((object) => object !== undefined)
    : context.view
        .list(kindId(kind), place === undefined ? {} : { namespace: place })
        .filter(
          ({ metadata }) => 'requirements' in parsed && matchesLabels(parsed.requirements, metadata.labels),
        );
  if (all.length > 0 || parameterNotFoundAction !== 'Deny') return all;
  return 'no params found for policy binding with `Deny` parameterNotFoundAction';
}

/** The kind of the policy's parameters: undefined where it has none, a fault of the policy where nothing of it is served. */
function paramKindOf(
  { spec }: ValidatingAdmissionPolicy,
  request: AdmissionRequest,
): Kind | string | undefined {
  if (spec?.paramKind === undefined) return undefined;
  const { apiVersion = '', kind = '' } = spec.paramKind;
  return (
    request.kindOf(apiVersion, kind) ??
    `failed to find resource referenced by paramKind: '${apiVersion}, Kind=${kind}'`
  );
}

function messageOf(validation: Validation, said: Value | undefined): string {
  const computed = typeof said === 'string' ? said.trim() : '';
  if (computed !== '' && !computed.includes('\n') && computed.length <= messageBytesMax) return computed;
  return (validation.message ?? '').trim() || `failed expression: ${validation.expression.trim()}`;
}

/** Whether what cannot be told denies. */
const isStrict = (spec: ValidatingAdmissionPolicySpec | undefined): boolean =>
  spec?.failurePolicy !== 'Ignore';

/** What the policy has against the request with one set of parameters. */
function* denials(
  { spec = {} }: ValidatingAdmissionPolicy,
  params: StoredObject | undefined,
  request: AdmissionRequest,
): Iterable<Denial> {
  const strict = isStrict(spec);
  const { variables, variablesType, validations, annotations } = compiledPolicy(spec);
  const bindings: Record<string, Value | (() => Value)> = {
    ...(bindingsOf(request) as Record<string, () => Value>),
    params: () => fromJson(params ?? null),
  };
  const met = meetsConditions(spec.matchConditions, spec.paramKind !== undefined, bindings);
  if (met === false) return;
  if (met !== true) {
    if (strict) yield { message: met.error };
    return;
  }
  const readers = variables.map(({ name, program }) => {
    const read = (): Value => {
      const result = 'error' in program ? program : program.evaluate(bindings as BindingsOf);
      if (result.error !== undefined) {
        throw new CelFault(`composited variable ${quoteName(name)} fails to evaluate: ${result.error}`);
      }
      return ('value' in result ? result.value : undefined) ?? null;
    };
    return [name, read] as const;
  });
  bindings['variables'] = lazyStruct(variablesType, Object.fromEntries(readers));
  for (const [index, validation] of (spec.validations ?? []).entries()) {
    const { expression, message } = validations[index] ?? {};
    if (expression === undefined) continue;
    const result = 'error' in expression ? expression : expression.evaluate(bindings as BindingsOf);
    if (result.error !== undefined) {
      if (strict) yield { message: resultedIn(validation.expression, result.error) };
    } else if ('value' in result && result.value !== true) {
      const said =
        message === undefined || 'error' in message ? undefined : message.evaluate(bindings as BindingsOf);
      const reason = validation.reason === undefined ? {} : { reason: validation.reason };
      yield { message: messageOf(validation, said?.value), ...reason };
    }
  }
  // Nobody reads an audit log here, but an annotation that cannot be told denies where the failure policy is strict.
  for (const [index, { valueExpression }] of (strict ? (spec.auditAnnotations ?? []) : []).entries()) {
    const annotation = annotations[index];
    if (annotation === undefined) continue;
    const { error } = 'error' in annotation ? annotation : annotation.evaluate(bindings as BindingsOf);
    if (error !== undefined) yield { message: resultedIn(valueExpression, error), always: true };
  }
}

const quoteName = (name: string): string => JSON.stringify(name);

const codes: Readonly<Record<string, number>> = {
  Unauthorized: 401,
  Forbidden: 403,
  RequestEntityTooLarge: 413,
};

function refusal(request: AdmissionRequest, { message, reason = 'Invalid' }: Denial): Refusal {
  const { group, plural } = request.kind;
  const name = nameOf(request);
  return new Refusal(
    codes[reason] ?? 422,
    reason,
    `${qualified(group, plural)} ${quoteName(name)} is forbidden: ${message}`,
    {
      name,
      ...(group === '' ? {} : { group }),
      kind: plural,
      causes: [{ message }],
    },
  );
}

/** What a binding says of the request, each denial by the actions that the binding names. */
function* judged(
  policy: ValidatingAdmissionPolicy,
  binding: ValidatingAdmissionPolicyBinding,
  paramKind: Kind | undefined,
  request: AdmissionRequest,
): Iterable<Denial> {
  const by = `ValidatingAdmissionPolicy '${policy.metadata.name}' with binding '${binding.metadata.name}'`;
  const isBare = paramKind === undefined || binding.spec?.paramRef === undefined;
  const params = isBare ? [undefined] : found(paramKind, binding, request);
  if (typeof params === 'string') {
    if (isStrict(policy.spec)) {
      yield { message: `${by} denied request: failed to configure binding: ${params}` };
    }
    return;
  }
  const actions = binding.spec?.validationActions ?? [];
  for (const param of params) {
    for (const { message, always = false, ...rest } of denials(policy, param, request)) {
      if (actions.includes('Warn') && !always) request.warn(`Validation failed for ${by}: ${message}`);
      if (actions.includes('Deny') || always) yield { message: `${by} denied request: ${message}`, ...rest };
    }
  }
}

const misconfigured = ({ metadata }: ValidatingAdmissionPolicy, why: string): string =>
  `ValidatingAdmissionPolicy '${metadata.name}' denied request: failed to configure policy: ${why}`;

export const validatingAdmissionPolicy: Admission = {
  name: 'ValidatingAdmissionPolicy',
  connects: true,
  validate(request) {
    const { view } = request.context;
    if (isExempt(request) || view.count(bindingsKind) === 0) return;
    const bindings = view.list<ValidatingAdmissionPolicyBinding>(bindingsKind);
    const denied: Denial[] = [];
    for (const policy of view.list<ValidatingAdmissionPolicy>(policiesKind)) {
      if (!matches(policy.spec?.matchConstraints, request, true)) continue;
      const bound = bindings.filter(({ spec }) => spec?.policyName === policy.metadata.name);
      if (bound.length === 0) continue;
      const paramKind = paramKindOf(policy, request);
      if (typeof paramKind === 'string') {
        if (isStrict(policy.spec)) denied.push({ message: misconfigured(policy, paramKind) });
        continue;
      }
      for (const binding of bound) {
        if (matches(binding.spec?.matchResources, request, false))
          denied.push(...judged(policy, binding, paramKind, request));
      }
    }
    if (denied[0] !== undefined) throw refusal(request, denied[0]);
  },
};
