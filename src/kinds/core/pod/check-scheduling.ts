// What is wrong with the rules by which a Pod is placed, in Kubernetes' words. Source: kubernetes pkg/apis/core/validation
// validation.go, validateAffinity, ValidateTolerations, validateTopologySpreadConstraints, validateSchedulingGates.
import type {
  Affinity,
  NodeSelector,
  NodeSelectorTerm,
  PodAffinityTerm,
  PodSpec,
  Toleration,
  TopologySpreadConstraint,
} from '#types';
import {
  isDns1123Label,
  isDns1123Subdomain,
  isQualifiedName,
  isValidLabelValue,
} from '../../../std/names.ts';
import type { Causes } from '../../../store/causes.ts';
import { checkLabelSelector } from '../../label-selector.ts';

export const taintEffects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const weightRange = 'must be in the range 1-100';
const notPositive = 'must be greater than zero';
const notOperator = 'not a valid selector operator';

type Requirement = NonNullable<NodeSelectorTerm['matchExpressions']>[number];

function checkExpression({ key, operator, values = [] }: Requirement, at: string, causes: Causes): void {
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0)
        causes.required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'");
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0)
        causes.forbidden(
          `${at}.values`,
          "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
        );
      break;
    case 'Gt':
    case 'Lt':
      if (values.length !== 1)
        causes.required(`${at}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'");
      break;
    default:
      causes.invalid(`${at}.operator`, operator, notOperator);
  }
  causes.invalidEach(`${at}.key`, key, isQualifiedName(key));
  for (const [index, value] of values.entries())
    causes.invalidEach(`${at}.values[${index}]`, value, isValidLabelValue(value));
}

function checkField({ key, operator, values = [] }: Requirement, at: string, causes: Causes): void {
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length !== 1)
      causes.required(
        `${at}.values`,
        "must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
      );
  } else causes.invalid(`${at}.operator`, operator, notOperator);
  if (key !== 'metadata.name') causes.invalid(`${at}.key`, key, 'not a valid field selector key');
  else
    for (const [index, value] of values.entries())
      causes.invalidEach(`${at}.values[${index}]`, value, isDns1123Subdomain(value));
}

function checkNodeTerm(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  at: string,
  causes: Causes,
) {
  for (const [index, each] of matchExpressions.entries())
    checkExpression(each, `${at}.matchExpressions[${index}]`, causes);
  for (const [index, each] of matchFields.entries()) checkField(each, `${at}.matchFields[${index}]`, causes);
}

/** Terms of which a node must meet one. */
export function checkNodeSelector(
  { nodeSelectorTerms = [] }: Partial<NodeSelector>,
  at: string,
  causes: Causes,
): void {
  const terms = `${at}.nodeSelectorTerms`;
  if (nodeSelectorTerms.length === 0) causes.required(terms, 'must have at least one node selector term');
  for (const [index, term] of nodeSelectorTerms.entries()) checkNodeTerm(term, `${terms}[${index}]`, causes);
}

function checkNodeAffinity(
  affinity: NonNullable<Affinity['nodeAffinity']>,
  at: string,
  causes: Causes,
): void {
  const required = affinity.requiredDuringSchedulingIgnoredDuringExecution;
  if (required !== undefined)
    checkNodeSelector(required, `${at}.requiredDuringSchedulingIgnoredDuringExecution`, causes);
  const preferred = affinity.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  for (const [index, { weight, preference }] of preferred.entries()) {
    const each = `${at}.preferredDuringSchedulingIgnoredDuringExecution[${index}]`;
    if (weight <= 0 || weight > 100) causes.invalid(`${each}.weight`, weight, weightRange);
    checkNodeTerm((preference as NodeSelectorTerm | undefined) ?? {}, `${each}.preference`, causes);
  }
}

function checkTopologyKey(key: string, at: string, causes: Causes): void {
  if (!key) causes.required(at, 'can not be empty');
  causes.invalidEach(at, key, isQualifiedName(key));
}

function checkPodTerm(term: PodAffinityTerm, at: string, causes: Causes): void {
  const { labelSelector, namespaceSelector, namespaces = [], topologyKey = '' } = term;
  if (labelSelector !== undefined) checkLabelSelector(labelSelector, `${at}.labelSelector`, causes);
  if (namespaceSelector !== undefined)
    checkLabelSelector(namespaceSelector, `${at}.namespaceSelector`, causes);
  for (const name of namespaces) causes.invalidEach(`${at}.namespace`, name, isDns1123Label(name));
  checkTopologyKey(topologyKey, `${at}.topologyKey`, causes);
}

function checkPodAffinity(affinity: NonNullable<Affinity['podAffinity']>, at: string, causes: Causes): void {
  const required = affinity.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  for (const [index, term] of required.entries())
    checkPodTerm(term, `${at}.requiredDuringSchedulingIgnoredDuringExecution[${index}]`, causes);
  const preferred = affinity.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  for (const [index, { weight, podAffinityTerm }] of preferred.entries()) {
    const each = `${at}.preferredDuringSchedulingIgnoredDuringExecution[${index}]`;
    if (weight <= 0 || weight > 100) causes.invalid(`${each}.weight`, weight, weightRange);
    const term = podAffinityTerm as PodAffinityTerm | undefined;
    checkPodTerm(term ?? { topologyKey: '' }, `${each}.podAffinityTerm`, causes);
  }
}

export function checkTolerations(tolerations: readonly Toleration[], field: string, causes: Causes): void {
  for (const [index, toleration] of tolerations.entries()) {
    const at = `${field}[${index}]`;
    const { key = '', operator = '', value = '', effect = '', tolerationSeconds } = toleration;
    if (key !== '') causes.invalidEach(`${at}.key`, key, isQualifiedName(key));
    else if (operator !== 'Exists')
      causes.invalid(
        `${at}.operator`,
        operator,
        'operator must be Exists when `key` is empty, which means "match all values and all keys"',
      );
    if (tolerationSeconds !== undefined && effect !== 'NoExecute')
      causes.invalid(`${at}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
    if (operator === '' || operator === 'Equal') {
      const wrong = isValidLabelValue(value);
      if (wrong.length > 0) causes.invalid(`${at}.operator`, value, wrong.join(';'));
    } else if (operator !== 'Exists') causes.notSupported(`${at}.operator`, operator, ['Equal', 'Exists']);
    else if (value !== '')
      causes.invalid(`${at}.operator`, value, "value must be empty when `operator` is 'Exists'");
    if (effect !== '' && !taintEffects.includes(effect))
      causes.notSupported(`${at}.effect`, effect, taintEffects);
  }
}

function checkLabelKeys(
  { matchLabelKeys = [], labelSelector }: TopologySpreadConstraint,
  at: string,
  causes: Causes,
) {
  if (matchLabelKeys.length === 0) return;
  if (labelSelector === undefined) {
    causes.forbidden(at, 'must not be specified when labelSelector is not set');
    return;
  }
  const selected = new Set([
    ...Object.keys(labelSelector.matchLabels ?? {}),
    ...(labelSelector.matchExpressions ?? []).map(({ key }) => key),
  ]);
  for (const [index, key] of matchLabelKeys.entries()) {
    causes.invalidEach(`${at}[${index}]`, key, isQualifiedName(key));
    if (selected.has(key))
      causes.invalid(`${at}[${index}]`, key, 'exists in both matchLabelKeys and labelSelector');
  }
}

const ways = ['DoNotSchedule', 'ScheduleAnyway'];
const policies = ['Honor', 'Ignore'];

function checkSpread(constraints: readonly TopologySpreadConstraint[], field: string, causes: Causes): void {
  for (const [index, constraint] of constraints.entries()) {
    const at = `${field}[${index}]`;
    const { maxSkew, topologyKey = '', whenUnsatisfiable, minDomains, labelSelector } = constraint;
    if (maxSkew <= 0) causes.invalid(`${at}.maxSkew`, maxSkew, notPositive);
    if (topologyKey === '') causes.required(`${at}.topologyKey`, 'can not be empty');
    if (!ways.includes(whenUnsatisfiable))
      causes.notSupported(`${at}.whenUnsatisfiable`, whenUnsatisfiable, ways);
    const isRepeated = constraints
      .slice(index + 1)
      .some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable);
    if (isRepeated)
      causes.duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${whenUnsatisfiable}}`);
    if (minDomains !== undefined) {
      if (minDomains <= 0) causes.invalid(`${at}.minDomains`, minDomains, notPositive);
      if (whenUnsatisfiable !== 'DoNotSchedule')
        causes.invalid(
          `${at}.minDomains`,
          minDomains,
          `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`,
        );
    }
    for (const policy of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
      const value = constraint[policy];
      if (value !== undefined && !policies.includes(value))
        causes.notSupported(`${at}.${policy}`, value, policies);
    }
    checkLabelKeys(constraint, `${at}.matchLabelKeys`, causes);
    if (labelSelector !== undefined) checkLabelSelector(labelSelector, `${at}.labelSelector`, causes);
  }
}

function checkGates(gates: NonNullable<PodSpec['schedulingGates']>, field: string, causes: Causes): void {
  const seen = new Set<string>();
  for (const [index, { name }] of gates.entries()) {
    causes.invalidEach(`${field}[${index}]`, name, isQualifiedName(name));
    if (seen.has(name)) causes.duplicate(`${field}[${index}]`, name);
    seen.add(name);
  }
}

export function checkAffinity(spec: PodSpec, field: string, causes: Causes): void {
  const { nodeAffinity, podAffinity, podAntiAffinity } = spec.affinity ?? {};
  const at = `${field}.affinity`;
  if (nodeAffinity !== undefined) checkNodeAffinity(nodeAffinity, `${at}.nodeAffinity`, causes);
  if (podAffinity !== undefined) checkPodAffinity(podAffinity, `${at}.podAffinity`, causes);
  if (podAntiAffinity !== undefined) checkPodAffinity(podAntiAffinity, `${at}.podAntiAffinity`, causes);
}

/** Gates and spreading. */
export function checkPlacement(spec: PodSpec, field: string, causes: Causes): void {
  checkGates(spec.schedulingGates ?? [], `${field}.schedulingGates`, causes);
  checkSpread(spec.topologySpreadConstraints ?? [], `${field}.topologySpreadConstraints`, causes);
}
