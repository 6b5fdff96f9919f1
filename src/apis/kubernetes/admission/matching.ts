// Which requests a webhook or a policy is about: by rules, by the labels of object and namespace, by conditions.
// Source: apiserver pkg/admission/plugin/webhook/predicates, pkg/admission/plugin/webhook/matchconditions.
import type { LabelSelector, NamedRuleWithOperations, RuleWithOperations } from '#types';
import { compiledCondition } from '../../../kinds/admissionregistration/expressions.ts';
import { group } from '../../../kinds/admissionregistration/rules.ts';
import { accountGroups, accountUser, authenticatedGroup } from '../../../kinds/rbac/subjects.ts';
import {
  authorizerValue,
  resourceCheckValue,
  type Authorizer,
} from '../../../store/cel/library/authorizer.ts';
import { fromJson } from '../../../store/cel/values.ts';
import type { BindingsOf } from '../../../store/cel/evaluate.ts';
import type { Draft, JsonObject } from '../../../std/draft.ts';
import { kindId } from '../../../store/kind.ts';
import type { StoredObject } from '../../../store/object.ts';
import type { AdmissionRequest } from '../../../store/admission.ts';
import type { ReadView } from '../../../store/view.ts';
import { fromLabelSelector, matchesLabels } from '../../../store/selectors.ts';
import { decide } from '../authorize.ts';
import type { Actor } from '../wire.ts';

const operations = { connect: 'CONNECT', create: 'CREATE', update: 'UPDATE', delete: 'DELETE' } as const;

/** Nobody may lock himself out: what configures admission is not subject to it, and the fabric has none. */
export function isExempt({ kind }: AdmissionRequest): boolean {
  return kind.group === group || kind.planes.includes('fabric');
}

const partOf = ({ subresource }: { readonly subresource: string }) =>
  subresource === '*' ? '' : subresource;

function covers(values: readonly string[] | undefined, value: string): boolean {
  return values?.includes('*') === true || values?.includes(value) === true;
}

function coversResource(
  resources: readonly string[] | undefined,
  { kind, context }: AdmissionRequest,
): boolean {
  const part = partOf(context);
  return (resources ?? []).some((text) => {
    const [resource, wanted = ''] = text.split('/', 2);
    return (resource === '*' || resource === kind.plural) && (wanted === '*' || wanted === part);
  });
}

export function matchesRule(rule: RuleWithOperations, request: AdmissionRequest): boolean {
  const { kind, verb } = request;
  const { scope = '*' } = rule;
  return (
    covers(rule.operations, operations[verb]) &&
    covers(rule.apiGroups, kind.group) &&
    covers(rule.apiVersions, kind.version) &&
    coversResource(rule.resources, request) &&
    (scope === '*' || (scope === 'Namespaced') === kind.namespaced)
  );
}

/** A rule that may name the objects it is about. */
export function matchesNamedRule(rule: NamedRuleWithOperations, request: AdmissionRequest): boolean {
  const names = rule.resourceNames ?? [];
  return matchesRule(rule, request) && (names.length === 0 || names.includes(nameOf(request)));
}

function selects(selector: LabelSelector, labels: Readonly<Record<string, string>> | undefined): boolean {
  const parsed = fromLabelSelector(selector);
  return 'requirements' in parsed && matchesLabels(parsed.requirements, labels);
}

export function nameOf({ next, prev }: AdmissionRequest): string {
  return (next ?? prev)?.metadata.name ?? '';
}

/** The namespace that the request is in; of a namespace itself, none. */
export function namespaceOf({ next, prev, context }: AdmissionRequest): StoredObject | undefined {
  const name = (next ?? prev)?.metadata.namespace;
  return name === undefined ? undefined : context.view.get('core/namespaces', name);
}

export function matchesNamespace(selector: LabelSelector | undefined, request: AdmissionRequest): boolean {
  const { kind, next, prev } = request;
  if (kindId(kind) === 'core/namespaces') return selects(selector ?? {}, (next ?? prev)?.metadata.labels);
  return !kind.namespaced || selects(selector ?? {}, namespaceOf(request)?.metadata.labels);
}

export function matchesObject(
  selector: LabelSelector | undefined,
  { next, prev }: AdmissionRequest,
): boolean {
  const wanted = selector ?? {};
  const matches = (object: { metadata: { labels?: Readonly<Record<string, string>> } } | undefined) =>
    object !== undefined && selects(wanted, object.metadata.labels);
  return matches(next) || matches(prev);
}

/** What somebody may do, as expressions ask it. */
function authorizerOf(view: ReadView, actor: Actor): Authorizer {
  return {
    decide: (asked, verb) => decide(view, actor, { ...asked, verb }),
    serviceAccount: (namespace, name) =>
      authorizerOf(view, {
        user: accountUser(namespace, name),
        groups: [...accountGroups(namespace), authenticatedGroup],
      }),
  };
}

function bare({ metadata: _whose, ...options }: Draft<StoredObject>): JsonObject {
  return options as JsonObject;
}

const optionsKinds = { create: 'CreateOptions', update: 'UpdateOptions', delete: 'DeleteOptions' } as const;

/** What expressions read of the request. Source: apiserver pkg/admission/plugin/cel/condition.go, CreateAdmissionRequest. */
export function bindingsOf(request: AdmissionRequest): BindingsOf {
  const { verb, kind, next, prev, context, dryRun } = request;
  const { group: kindGroup, version, plural } = kind;
  const resource = { group: kindGroup, version, resource: plural };
  const isConnection = verb === 'connect';
  const type = isConnection
    ? { group: '', version: 'v1', kind: next?.kind ?? '' }
    : { group: kindGroup, version, kind: kind.kind };
  const part = partOf(context);
  const namespace = (next ?? prev)?.metadata.namespace;
  const { by, groups, uid, extra } = context;
  const who = { groups, ...(uid === undefined ? {} : { uid }), ...(extra === undefined ? {} : { extra }) };
  const authorizer = authorizerOf(context.view, { user: by, ...who });
  const { asked } = request;
  const options =
    asked === undefined || isConnection
      ? {}
      : { options: { ...asked, kind: optionsKinds[verb], apiVersion: 'meta.k8s.io/v1' } };
  return {
    authorizer: () => authorizerValue(authorizer),
    'authorizer.requestResource': () =>
      resourceCheckValue(authorizer, {
        group: kindGroup,
        resource: plural,
        subresource: part,
        namespace: namespace ?? '',
        name: nameOf(request),
        fieldSelector: '',
      }),
    object: () => fromJson(next === undefined ? null : isConnection ? bare(next) : next),
    oldObject: () => fromJson(prev ?? null),
    namespaceObject: () => fromJson(namespaceOf(request) ?? null),
    request: () =>
      fromJson({
        kind: type,
        resource,
        subResource: part,
        requestKind: type,
        requestResource: resource,
        requestSubResource: part,
        name: nameOf(request),
        ...(namespace === undefined ? {} : { namespace }),
        operation: operations[verb],
        userInfo: { username: by, ...who },
        dryRun,
        ...options,
      }),
  };
}

interface Condition {
  readonly expression: string;
}

/** Whether every condition holds, or the errors of those that could not be told while none was false. */
export function meetsConditions(
  conditions: readonly Condition[] | undefined,
  hasParams: boolean,
  bindings: BindingsOf,
): boolean | { readonly error: string } {
  const errors: string[] = [];
  for (const { expression } of conditions ?? []) {
    const program = compiledCondition(expression.trim(), hasParams);
    const result = 'error' in program ? program : program.evaluate(bindings);
    if (result.error !== undefined) errors.push(resultedIn(expression, result.error));
    else if ('value' in result && result.value === false) return false;
  }
  if (errors.length === 0) return true;
  return { error: errors.length === 1 ? (errors[0] as string) : `[${errors.join(', ')}]` };
}

export function resultedIn(expression: string, error: string): string {
  return `expression '${expression}' resulted in error: ${error}`;
}
