// What is wrong with a Job's podFailurePolicy and successPolicy, in Kubernetes' words. Source: kubernetes
// pkg/apis/batch/validation/validation.go.
import type { JobSpec, PodFailurePolicyRule, SuccessPolicyRule } from '#types';
import { isQualifiedName } from '../../../std/names.ts';
import { quote, type Causes } from '../../../store/causes.ts';
import { checkNonNegative } from '../../apps/template.ts';
import { goValue } from '../../../store/go-types.ts';

const rulesMax = 20;
const exitCodesMax = 255;
const patternsMax = 20;
const succeededIndexesBytesMax = 64 * 1024;

const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const operators = ['In', 'NotIn'];
const statuses = ['False', 'True', 'Unknown'];

/** Go's `%q` of a list of strings. */
const list = (values: readonly string[]): string => `valid values: [${values.map(quote).join(' ')}]`;

function checkChoice(value: string, field: string, choices: readonly string[], causes: Causes): void {
  if (!value) causes.required(field, list(choices));
  else if (!choices.includes(value)) causes.notSupported(field, value, choices);
}

function checkExitCodes(spec: JobSpec, rule: PodFailurePolicyRule, field: string, causes: Causes): void {
  if (rule.onExitCodes === undefined) return;
  const { containerName, operator, values = [] } = rule.onExitCodes;
  checkChoice(operator, `${field}.operator`, operators, causes);
  const { containers = [], initContainers = [] } = spec.template?.spec ?? {};
  const isKnown = [...containers, ...initContainers].some(({ name }) => name === containerName);
  if (containerName !== undefined && !isKnown)
    causes.invalid(
      `${field}.containerName`,
      containerName,
      'must be one of the container or initContainer names in the pod template',
    );
  const at = `${field}.values`;
  if (values.length === 0) causes.invalid(at, goValue('[]int32', values), 'at least one value is required');
  else if (values.length > exitCodesMax) causes.tooMany(at, values.length, exitCodesMax);
  for (const [index, value] of values.entries()) {
    if (operator === 'In' && value === 0)
      causes.invalid(`${at}[${index}]`, value, 'must not be 0 for the In operator');
    if (values.indexOf(value) < index) causes.duplicate(`${at}[${index}]`, value);
  }
  if (values.some((value, index) => index > 0 && (values[index - 1] as number) > value))
    causes.invalid(at, goValue('[]int32', values), 'must be ordered');
}

function checkFailureRule(spec: JobSpec, rule: PodFailurePolicyRule, field: string, causes: Causes): void {
  const { action, onExitCodes, onPodConditions = [] } = rule;
  if (action === 'FailIndex') {
    if (spec.backoffLimitPerIndex === undefined)
      causes.invalid(`${field}.action`, action, 'requires the backoffLimitPerIndex to be set');
  } else checkChoice(action, `${field}.action`, actions, causes);
  checkExitCodes(spec, rule, `${field}.onExitCodes`, causes);
  const at = `${field}.onPodConditions`;
  if (onPodConditions.length > patternsMax) causes.tooMany(at, onPodConditions.length, patternsMax);
  for (const [index, { type, status }] of onPodConditions.entries()) {
    causes.invalidEach(`${at}[${index}].type`, type, isQualifiedName(type));
    checkChoice(status ?? '', `${at}[${index}].status`, statuses, causes);
  }
  const said = Number(onExitCodes !== undefined) + Number(onPodConditions.length > 0);
  if (said === 2)
    causes.invalidWhole(field, 'specifying both OnExitCodes and OnPodConditions is not supported');
  if (said === 0) causes.invalidWhole(field, 'specifying one of OnExitCodes and OnPodConditions is required');
}

/** How many indexes a text names, or what is wrong with it. */
function countOf(text: string, completions: number): number | string {
  let total = 0;
  let last = -1;
  for (const part of text === '' ? [] : text.split(',')) {
    const limits = part.split('-');
    if (limits.length > 2)
      return `the fragment ${quote(part)} violates the requirement that an index interval can have at most two parts separated by '-'`;
    for (const limit of limits) {
      if (!/^[+-]?\d{1,18}$/.test(limit))
        return `cannot convert string to integer for index: ${quote(limit)}`;
      if (Number(limit) >= completions) return `too large index: ${quote(limit)}`;
    }
    const first = Number(limits[0]);
    const end = Number(limits[1] ?? limits[0]);
    if (limits.length === 2 && first >= end)
      return `non-increasing order, previous: ${first}, current: ${end}`;
    if (last >= first) return `non-increasing order, previous: ${last}, current: ${first}`;
    total += end - first + 1;
    last = end;
  }
  return total;
}

function checkSuccessRule(spec: JobSpec, rule: SuccessPolicyRule, field: string, causes: Causes): void {
  const { succeededCount, succeededIndexes } = rule;
  const { completions = 0 } = spec;
  if (succeededCount === undefined && succeededIndexes === undefined)
    causes.required(field, 'at least one of succeededCount or succeededIndexes must be specified');
  let total = 0;
  if (succeededIndexes !== undefined) {
    const at = `${field}.succeededIndexes`;
    if (succeededIndexes.length > succeededIndexesBytesMax) causes.tooLong(at, succeededIndexesBytesMax);
    const counted = countOf(succeededIndexes, completions);
    if (typeof counted === 'string')
      causes.invalid(at, succeededIndexes, `error parsing succeededIndexes: ${counted}`);
    else total = counted;
  }
  if (succeededCount === undefined) return;
  const at = `${field}.succeededCount`;
  checkNonNegative(succeededCount, at, causes);
  const most = (number: number, what: string): void => {
    if (succeededCount > number)
      causes.invalid(at, succeededCount, `must be less than or equal to ${number} (the number of ${what})`);
  };
  most(completions, 'specified completions');
  if (succeededIndexes !== undefined) most(total, 'indexes in the specified succeededIndexes field');
}

export function checkPolicies(spec: JobSpec, field: string, causes: Causes): void {
  const { podFailurePolicy, successPolicy } = spec;
  if (podFailurePolicy !== undefined) {
    const at = `${field}.podFailurePolicy.rules`;
    const rules = podFailurePolicy.rules ?? [];
    if (rules.length > rulesMax) causes.tooMany(at, rules.length, rulesMax);
    for (const [index, rule] of rules.entries()) checkFailureRule(spec, rule, `${at}[${index}]`, causes);
  }
  if (successPolicy === undefined) return;
  if (spec.completionMode !== 'Indexed') {
    causes.invalid(
      `${field}.successPolicy`,
      goValue('batch.SuccessPolicy', successPolicy),
      'requires indexed completion mode',
    );
    return;
  }
  const at = `${field}.successPolicy.rules`;
  const rules = successPolicy.rules ?? [];
  if (rules.length === 0)
    causes.required(at, 'at least one rules must be specified when the successPolicy is specified');
  if (rules.length > rulesMax) causes.tooMany(at, rules.length, rulesMax);
  if (spec.completions === undefined) return;
  for (const [index, rule] of rules.entries()) checkSuccessRule(spec, rule, `${at}[${index}]`, causes);
}
