// What webhooks and policies have in common: which requests they are about. Source: kubernetes
// pkg/apis/admissionregistration/{v1/defaults.go,validation}.
import type { LabelSelector, RuleWithOperations } from '#types';
import type { Draft } from '../../std/draft.ts';
import { isQualifiedName } from '../../std/names.ts';
import type { Causes } from '../../store/causes.ts';
import { checkLabelSelector } from '../label-selector.ts';
import { compiledCondition } from './expressions.ts';
import { goValue } from '../../store/go-types.ts';

export const group = 'admissionregistration.k8s.io';
export const failurePolicies = ['Fail', 'Ignore'];

const operations = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const scopes = ['*', 'Cluster', 'Namespaced'];
const matchPolicies = ['Equivalent', 'Exact'];
const conditionsMax = 64;

/** The part that is the same in a webhook and in a policy's constraints. */
interface Matching {
  readonly matchPolicy?: string;
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
}

export function fillMatching(matching: Draft<Matching>): void {
  matching.matchPolicy ??= 'Equivalent';
  matching.namespaceSelector ??= {};
  matching.objectSelector ??= {};
}

export function fillRules(rules: Draft<readonly RuleWithOperations[]> | undefined): void {
  for (const rule of rules ?? []) rule.scope ??= '*';
}

export function checkMatching(matching: Matching, field: string, causes: Causes): void {
  const { matchPolicy, namespaceSelector, objectSelector } = matching;
  if (matchPolicy !== undefined && !matchPolicies.includes(matchPolicy)) {
    causes.notSupported(`${field}.matchPolicy`, matchPolicy, matchPolicies);
  }
  if (namespaceSelector !== undefined)
    checkLabelSelector(namespaceSelector, `${field}.namespaceSelector`, causes);
  if (objectSelector !== undefined) checkLabelSelector(objectSelector, `${field}.objectSelector`, causes);
}

function checkWildcard(values: readonly string[] = [], what: string, field: string, causes: Causes): void {
  if (values.length === 0) causes.required(field);
  if (values.length > 1 && values.includes('*')) {
    causes.invalid(field, goValue('[]string', values), `if '*' is present, must not specify other ${what}`);
  }
}

/** `pods`, `pods/status`, `* /scale`, `* / *`: a wildcard leaves no room for what it covers. */
function checkResources(resources: readonly string[] = [], field: string, causes: Causes): void {
  if (resources.length === 0) causes.required(field);
  const [wholes, parts] = [new Set<string>(), new Set<string>()];
  for (const [index, text] of resources.entries()) {
    if (text === '') causes.required(`${field}[${index}]`);
    const [resource = '', part] = text.split('/', 2);
    if (part === undefined) continue;
    if (wholes.has(resource)) {
      causes.invalid(`${field}[${index}]`, text, `if '${resource}/*' is present, must not specify ${text}`);
    }
    if (parts.has(part)) {
      causes.invalid(`${field}[${index}]`, text, `if '*/${part}' is present, must not specify ${text}`);
    }
    if (part === '*') wholes.add(resource);
    if (resource === '*') parts.add(part);
  }
  if (resources.length > 1 && resources.includes('*/*')) {
    causes.invalid(
      field,
      goValue('[]string', resources),
      "if '*/*' is present, must not specify other resources",
    );
  }
  if (resources.includes('*') && resources.some((text) => text !== '*' && !text.includes('/'))) {
    causes.invalid(
      field,
      goValue('[]string', resources),
      "if '*' is present, must not specify other resources without subresources",
    );
  }
}

export function checkRule(rule: RuleWithOperations, field: string, causes: Causes): void {
  checkWildcard(rule.operations, 'operations', `${field}.operations`, causes);
  for (const [index, operation] of (rule.operations ?? []).entries()) {
    if (!operations.includes(operation)) {
      causes.notSupported(`${field}.operations[${index}]`, operation, operations);
    }
  }
  checkWildcard(rule.apiGroups, 'API groups', `${field}.apiGroups`, causes);
  checkWildcard(rule.apiVersions, 'API versions', `${field}.apiVersions`, causes);
  for (const [index, version] of (rule.apiVersions ?? []).entries()) {
    if (version === '') causes.required(`${field}.apiVersions[${index}]`);
  }
  checkResources(rule.resources, `${field}.resources`, causes);
  if (rule.scope !== undefined && !scopes.includes(rule.scope)) {
    causes.notSupported(`${field}.scope`, rule.scope, scopes);
  }
}

interface Condition {
  readonly name: string;
  readonly expression: string;
}

export function checkConditions(
  conditions: readonly Condition[] | undefined,
  hasParams: boolean,
  field: string,
  causes: Causes,
): void {
  const all = conditions ?? [];
  if (all.length > conditionsMax) causes.tooMany(field, all.length, conditionsMax);
  const seen = new Set<string>();
  for (const [index, { name, expression = '' }] of all.entries()) {
    const at = `${field}[${index}]`;
    const trimmed = expression.trim();
    if (trimmed === '') causes.required(`${at}.expression`);
    else {
      const compiled = compiledCondition(trimmed, hasParams);
      if ('error' in compiled) causes.invalid(`${at}.expression`, trimmed, compiled.error);
    }
    if (!name) causes.required(`${at}.name`);
    else causes.invalidEach(`${at}.name`, name, isQualifiedName(name));
    if (seen.has(name)) causes.duplicate(`${at}.name`, name);
    seen.add(name);
  }
}
