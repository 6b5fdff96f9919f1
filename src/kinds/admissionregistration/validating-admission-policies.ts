// ValidatingAdmissionPolicy and its binding: rules over requests in CEL, and where they hold. Source of rules: kubernetes
// pkg/apis/admissionregistration/{v1/defaults.go,validation}.
import type {
  MatchResources,
  NamedRuleWithOperations,
  ValidatingAdmissionPolicy as PolicyType,
  ValidatingAdmissionPolicyBinding as BindingType,
  ValidatingAdmissionPolicySpec,
} from '#types';
import type { Draft } from '../../std/draft.ts';
import { isDns1035Label, isDns1123Subdomain, isQualifiedName } from '../../std/names.ts';
import type { Causes } from '../../store/causes.ts';
import type { Stored } from '../../store/object.ts';
import { formatLabelSelector } from '../../store/selectors.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind, statusSubresource } from '../kubernetes-kind.ts';
import { compiledPolicy, type Compiled } from './expressions.ts';
import {
  checkConditions,
  checkMatching,
  checkRule,
  failurePolicies,
  fillMatching,
  fillRules,
  group,
} from './rules.ts';
import { goValue } from '../../store/go-types.ts';

export type ValidatingAdmissionPolicy = Stored<PolicyType>;
export type ValidatingAdmissionPolicyBinding = Stored<BindingType>;

const reasons = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const actions = ['Audit', 'Deny', 'Warn'];
const notFoundActions = ['Deny', 'Allow'];
const needsOne = 'validations or auditAnnotations must contain at least one item';

function fill(resources: Draft<MatchResources> | undefined): void {
  if (resources === undefined) return;
  fillMatching(resources);
  fillRules(resources.resourceRules as Draft<readonly NamedRuleWithOperations[]> | undefined);
  fillRules(resources.excludeResourceRules as Draft<readonly NamedRuleWithOperations[]> | undefined);
}

function checkResources(resources: MatchResources, field: string, causes: Causes): void {
  checkMatching(resources, field, causes);
  for (const list of ['resourceRules', 'excludeResourceRules'] as const) {
    for (const [index, rule] of (resources[list] ?? []).entries()) {
      const at = `${field}.${list}[${index}]`;
      const names = rule.resourceNames ?? [];
      for (const [place, name] of names.entries()) {
        if (names.indexOf(name) < place) causes.duplicate(`${at}.resourceNames[${place}]`, name);
      }
      checkRule(rule, at, causes);
    }
  }
}

function checkParamKind({ paramKind }: ValidatingAdmissionPolicySpec, causes: Causes): void {
  if (paramKind === undefined) return;
  const field = 'spec.paramKind';
  const { apiVersion = '', kind = '' } = paramKind;
  if (apiVersion === '') causes.required(`${field}.apiVersion`);
  else {
    const parts = apiVersion.split('/');
    const [paramGroup, version] =
      parts.length === 1 ? ['', parts[0] ?? ''] : [parts[0] ?? '', parts[1] ?? ''];
    if (parts.length > 2) {
      causes.invalid(`${field}.apiVersion`, apiVersion, `unexpected GroupVersion string: ${apiVersion}`);
    } else {
      const wrong = paramGroup === '' ? [] : isDns1123Subdomain(paramGroup);
      if (wrong.length > 0) causes.invalid(`${field}.apiVersion`, paramGroup, wrong.join(','));
      const wrongVersion = isDns1035Label(version);
      if (version === '') causes.invalid(`${field}.apiVersion`, apiVersion, 'version must be specified');
      else if (wrongVersion.length > 0)
        causes.invalid(`${field}.apiVersion`, version, wrongVersion.join(','));
    }
  }
  if (kind === '') causes.required(`${field}.kind`);
  else {
    const wrong = isDns1035Label(kind.toLowerCase());
    if (wrong.length > 0) {
      const detail = `may have mixed case, but should otherwise match: ${wrong.join(',')}`;
      causes.invalid(`${field}.kind`, kind, detail);
    }
  }
}

function checkText(program: Compiled | undefined, text: string, field: string, causes: Causes): void {
  if (program !== undefined && 'error' in program) causes.invalid(field, text, program.error);
}

function checkExpressions(spec: ValidatingAdmissionPolicySpec, causes: Causes): void {
  const { variables, validations } = compiledPolicy(spec);
  for (const [index, { name = '', expression = '' }] of (spec.variables ?? []).entries()) {
    const at = `spec.variables[${index}]`;
    if (name.trim() === '') causes.required(`${at}.name`, 'name is not specified');
    else if (!/^[_a-zA-Z][_a-zA-Z0-9]*$/.test(name)) {
      causes.invalid(`${at}.name`, name, 'name is not a valid CEL identifier');
    }
    if (expression.trim() === '') causes.required(`${at}.expression`, 'expression is not specified');
    else checkText(variables[index]?.program, expression, `${at}.expression`, causes);
  }
  if ((spec.validations ?? []).length === 0 && (spec.auditAnnotations ?? []).length === 0) {
    causes.required('spec.validations', needsOne);
    causes.required('spec.auditAnnotations', needsOne);
  }
  for (const [index, validation] of (spec.validations ?? []).entries()) {
    const at = `spec.validations[${index}]`;
    const { expression = '', message = '', messageExpression = '', reason } = validation;
    if (expression.trim() === '') causes.required(`${at}.expression`, 'expression is not specified');
    else checkText(validations[index]?.expression, expression, `${at}.expression`, causes);
    if (messageExpression !== '' && messageExpression.trim() === '') {
      causes.invalid(`${at}.messageExpression`, messageExpression, 'must be non-empty if specified');
    } else checkText(validations[index]?.message, messageExpression, `${at}.messageExpression`, causes);
    if (message !== '' && message.trim() === '') {
      causes.invalid(`${at}.message`, message, 'message must be non-empty if specified');
    } else if (message.trim().includes('\n')) {
      causes.invalid(`${at}.message`, message, 'message must not contain line breaks');
    }
    if (reason !== undefined && !reasons.includes(reason))
      causes.notSupported(`${at}.reason`, reason, reasons);
  }
}

/** Annotations are named after the policy that makes them. */
function checkAnnotations(name: string, spec: ValidatingAdmissionPolicySpec, causes: Causes): void {
  const { annotations } = compiledPolicy(spec);
  const keys = new Set<string>();
  for (const [index, { key = '', valueExpression = '' }] of (spec.auditAnnotations ?? []).entries()) {
    const at = `spec.auditAnnotations[${index}]`;
    const whole = `${name}/${key}`;
    if (name === '') causes.invalid(`${at}.key`, key, 'requires metadata.name be non-empty');
    else causes.invalidEach(`${at}.key`, whole, isQualifiedName(whole));
    if (valueExpression.trim() === '')
      causes.required(`${at}.valueExpression`, 'valueExpression is not specified');
    else checkText(annotations[index], valueExpression, `${at}.valueExpression`, causes);
    if (keys.has(key)) causes.duplicate(`${at}.key`, key);
    keys.add(key);
  }
}

export const validatingAdmissionPolicies = kubernetesKind<ValidatingAdmissionPolicy>({
  group,
  kind: 'ValidatingAdmissionPolicy',
  plural: 'validatingadmissionpolicies',
  categories: ['api-extensions'],
  allowUnconditionalUpdate: false,
  namespaced: false,
  generation: true,
  subresources: [statusSubresource],
  defaults({ spec }) {
    if (spec === undefined) return;
    spec.failurePolicy ??= 'Fail';
    fill(spec.matchConstraints);
  },
  validate({ metadata, spec = {} }, _prev, causes) {
    if (!failurePolicies.includes(spec.failurePolicy ?? '')) {
      causes.notSupported('spec.failurePolicy', spec.failurePolicy, failurePolicies);
    }
    checkParamKind(spec, causes);
    if (spec.matchConstraints === undefined) causes.required('spec.matchConstraints');
    else {
      checkResources(spec.matchConstraints, 'spec.matchConstraints', causes);
      if ((spec.matchConstraints.resourceRules ?? []).length === 0) {
        causes.required('spec.matchConstraints.resourceRules');
      }
    }
    checkConditions(spec.matchConditions, spec.paramKind !== undefined, 'spec.matchConditions', causes);
    checkExpressions(spec, causes);
    checkAnnotations(metadata.name, spec, causes);
  },
  columns: [
    nameColumn,
    {
      name: 'Validations',
      type: 'integer',
      description: 'Validations indicates the number of validation rules defined in this configuration',
      cell: ({ spec }) => (spec?.validations ?? []).length,
    },
    {
      name: 'ParamKind',
      description: 'ParamKind specifies the kind of resources used to parameterize this policy',
      cell: ({ spec }) =>
        spec?.paramKind === undefined
          ? '<unset>'
          : `${spec.paramKind.apiVersion ?? ''}/${spec.paramKind.kind ?? ''}`,
    },
    ageColumn,
  ],
});

function checkParamRef({ spec }: ValidatingAdmissionPolicyBinding, causes: Causes): void {
  const ref = spec?.paramRef;
  if (ref === undefined) return;
  const field = 'spec.paramRef';
  if (ref.name) {
    causes.invalidEach(`${field}.name`, ref.name, isDns1123Subdomain(ref.name));
    if (ref.selector !== undefined) {
      causes.forbidden(`${field}.name`, 'name and selector are mutually exclusive');
      causes.forbidden(`${field}.selector`, 'name and selector are mutually exclusive');
    }
  } else if (ref.selector === undefined) causes.required(field, 'one of name or selector must be specified');
  const action = ref.parameterNotFoundAction;
  if (action === undefined) causes.required(`${field}.parameterNotFoundAction`);
  else if (!notFoundActions.includes(action)) {
    causes.notSupported(`${field}.parameterNotFoundAction`, action, notFoundActions);
  }
}

function checkActions(said: readonly string[] | undefined, causes: Causes): void {
  const all = said ?? [];
  const field = 'spec.validationActions';
  for (const [index, action] of all.entries()) {
    if (!actions.includes(action)) causes.notSupported(`${field}[${index}]`, action, actions);
    if (all.indexOf(action) < index) causes.duplicate(`${field}[${index}]`, action);
  }
  if (all.includes('Deny') && all.includes('Warn')) {
    causes.invalid(
      field,
      goValue('[]admissionregistration.ValidationAction', all),
      'must not contain both Deny and Warn (repeating the same validation failure information in the API ' +
        'response and headers serves no purpose)',
    );
  }
  if (all.length === 0) causes.required(field, 'at least one validation action is required');
}

function paramRefText({ spec }: ValidatingAdmissionPolicyBinding): string {
  const ref = spec?.paramRef;
  if (ref?.name) return `${ref.namespace || '*'}/${ref.name}`;
  return ref?.selector === undefined ? '<unset>' : formatLabelSelector(ref.selector);
}

export const validatingAdmissionPolicyBindings = kubernetesKind<ValidatingAdmissionPolicyBinding>({
  group,
  kind: 'ValidatingAdmissionPolicyBinding',
  plural: 'validatingadmissionpolicybindings',
  categories: ['api-extensions'],
  allowUnconditionalUpdate: false,
  namespaced: false,
  generation: true,
  defaults({ spec }) {
    fill(spec?.matchResources);
  },
  validate(next, _prev, causes) {
    const { policyName = '', validationActions, matchResources } = next.spec ?? {};
    if (policyName === '') causes.required('spec.policyName');
    else causes.invalidEach('spec.policyName', policyName, isDns1123Subdomain(policyName));
    checkParamRef(next, causes);
    if (matchResources !== undefined) checkResources(matchResources, 'spec.matchResources', causes);
    checkActions(validationActions, causes);
  },
  columns: [
    nameColumn,
    {
      name: 'PolicyName',
      description: 'PolicyName indicates the policy definition which the policy binding binded to',
      cell: ({ spec }) => spec?.policyName ?? '',
    },
    {
      name: 'ParamRef',
      description: 'ParamRef indicates the param resource which sets the configration param',
      cell: paramRefText,
    },
    ageColumn,
  ],
});
