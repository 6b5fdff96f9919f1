// What is wrong with FlowSchemas and PriorityLevelConfigurations, in Kubernetes' words. Deliberately absent: that the server's
// own stay as they are. Source: kubernetes pkg/apis/flowcontrol/validation/validation.go.
import type {
  FlowSchemaSpec,
  LimitedPriorityLevelConfiguration,
  PriorityLevelConfigurationSpec,
  QueuingConfiguration,
} from '#types';
import { isDns1123Label, isDns1123Subdomain } from '../../std/names.ts';
import { quote, type Causes } from '../../store/causes.ts';
import { GoSyntax, goValue } from '../../store/go-types.ts';

type Rule = NonNullable<FlowSchemaSpec['rules']>[number];
type Subject = NonNullable<Rule['subjects']>[number];

const precedenceMax = 10_000;
const queuesMax = 10_000_000;
const hashBitsMax = 60;
const exempt = 'exempt';
const distinguishers = ['ByNamespace', 'ByUser'];
const subjectKinds = { Group: 'group', ServiceAccount: 'serviceAccount', User: 'user' } as const;
/** In the order in which those that are too many are told. */
const subjectMembers = [
  ['ServiceAccount', 'serviceAccount'],
  ['User', 'user'],
  ['Group', 'group'],
] as const;
const types = ['Exempt', 'Limited'];
const responses = ['Queue', 'Reject'];
const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];

function checkSubject(subject: Subject, at: string, causes: Causes): void {
  const kind = subject.kind as keyof typeof subjectKinds;
  const own = Object.hasOwn(subjectKinds, kind) ? subjectKinds[kind] : undefined;
  if (own === undefined) {
    causes.notSupported(`${at}.kind`, subject.kind, Object.keys(subjectKinds));
    return;
  }
  const said = subject[own];
  if (said === undefined)
    causes.required(`${at}.${own}`, `${own} is required when subject kind is '${kind}'`);
  else if (!said.name) causes.required(`${at}.${own}.name`);
  else if (own === 'serviceAccount' && said.name !== '*')
    causes.invalidEach(`${at}.${own}.name`, said.name, isDns1123Subdomain(said.name));
  if (own === 'serviceAccount' && subject.serviceAccount !== undefined) {
    const { namespace } = subject.serviceAccount;
    const place = `${at}.${own}.namespace`;
    if (!namespace) causes.required(place, 'must specify namespace for service account');
    else causes.invalidEach(place, namespace, isDns1123Label(namespace));
  }
  for (const [other, member] of subjectMembers)
    if (member !== own && subject[member] !== undefined)
      causes.forbidden(`${at}.${member}`, `${member} is forbidden when subject kind is not '${other}'`);
}

/** A list that says `*`, alone, or what it means. True where it says what it means. */
function saysEach(
  list: readonly string[],
  field: string,
  words: { readonly none: string; readonly others: string },
  causes: Causes,
): boolean {
  if (list.length === 0) causes.required(field, words.none);
  else if (!list.includes('*')) return true;
  else if (list.length > 1) {
    const why = `if '*' is present, must not specify other ${words.others}`;
    causes.invalid(field, goValue('[]string', list), why);
  }
  return false;
}

function checkVerbs(list: readonly string[], field: string, causes: Causes): void {
  const words = { none: 'verbs must contain at least one value', others: 'verbs' };
  if (saysEach(list, field, words, causes) && !list.every((verb) => verbs.includes(verb)))
    causes.notSupported(field, goValue('[]string', list), verbs);
}

function pathCause(path: string): string | undefined {
  if (path === '') return 'must not be empty';
  if (path === '/') return undefined;
  if (!path.startsWith('/')) return 'must start with slash';
  if (path.includes(' ')) return 'must not contain white-space';
  if (path.includes('//')) return 'must not contain double slash';
  const stars = path.split('*').length - 1;
  const isSuffix = stars === 0 || (stars === 1 && path.endsWith('/*'));
  return isSuffix ? undefined : 'wildcard can only do suffix matching';
}

function checkRule(
  { subjects = [], resourceRules = [], nonResourceRules = [] }: Rule,
  at: string,
  causes: Causes,
) {
  if (subjects.length === 0) causes.required(`${at}.subjects`, 'subjects must contain at least one value');
  for (const [index, subject] of subjects.entries())
    checkSubject(subject, `${at}.subjects[${index}]`, causes);
  if (resourceRules.length + nonResourceRules.length === 0)
    causes.required(at, 'at least one of resourceRules and nonResourceRules has to be non-empty');
  for (const [index, rule] of resourceRules.entries()) {
    const place = `${at}.resourceRules[${index}]`;
    const { verbs: said = [], apiGroups = [], resources = [], namespaces = [], clusterScope } = rule;
    checkVerbs(said, `${place}.verbs`, causes);
    const needs = (what: string): string => `resource rules must supply at least one ${what}`;
    const groupWords = { none: needs('api group'), others: 'api groups' };
    saysEach(apiGroups, `${place}.apiGroups`, groupWords, causes);
    saysEach(resources, `${place}.resources`, { none: needs('resource'), others: 'resources' }, causes);
    if (namespaces.length === 0 && clusterScope === true) continue;
    const none = 'resource rules that are not cluster scoped must supply at least one namespace';
    if (!saysEach(namespaces, `${place}.namespaces`, { none, others: 'namespaces' }, causes)) continue;
    const each = "each member of this list must be '*' or a DNS-1123 label; ";
    for (const [spot, name] of namespaces.entries()) {
      const details = isDns1123Label(name).map((detail) => each + detail);
      causes.invalidEach(`${place}.namespaces[${spot}]`, name, details);
    }
  }
  for (const [index, { verbs: said = [], nonResourceURLs = [] }] of nonResourceRules.entries()) {
    const place = `${at}.nonResourceRules[${index}]`;
    checkVerbs(said, `${place}.verbs`, causes);
    const none = 'nonResourceURLs must contain at least one value';
    const words = { none, others: 'non-resource URLs' };
    if (!saysEach(nonResourceURLs, `${place}.nonResourceURLs`, words, causes)) continue;
    for (const [spot, path] of nonResourceURLs.entries()) {
      const why = pathCause(path);
      if (why !== undefined) causes.invalid(`${place}.nonResourceURLs[${spot}]`, path, why);
    }
  }
}

export function checkFlow(name: string, spec: Partial<FlowSchemaSpec>, causes: Causes): void {
  const { matchingPrecedence: precedence = 0, distinguisherMethod: method, rules = [] } = spec;
  const at = 'spec.matchingPrecedence';
  if (precedence <= 0) causes.invalid(at, precedence, 'must be a positive value');
  if (precedence > precedenceMax) causes.invalid(at, precedence, `must not be greater than ${precedenceMax}`);
  if (precedence === 1 && name !== exempt)
    causes.invalid(at, precedence, `only the schema named '${exempt}' may have matchingPrecedence 1`);
  if (method !== undefined && !distinguishers.includes(method.type)) {
    const shown = new GoSyntax(`flowcontrol.FlowDistinguisherMethod{Type:${quote(method.type)}}`);
    causes.notSupported('spec.distinguisherMethod.type', shown, distinguishers);
  }
  const level = spec.priorityLevelConfiguration?.name ?? '';
  const place = 'spec.priorityLevelConfiguration.name';
  if (level === '') causes.required(place, 'must reference a priority level');
  else causes.invalidEach(place, level, isDns1123Subdomain(level));
  for (const [index, rule] of rules.entries()) checkRule(rule, `spec.rules[${index}]`, causes);
}

/** Whether a hash has too few bits to deal such hands. */
function isTooWide(queues: number, handSize: number): boolean {
  if (queues < 2 || handSize > hashBitsMax) return queues > 1;
  let hands = 1n;
  for (let card = 0; card < handSize; card++) hands *= BigInt(queues);
  return hands > 1n << BigInt(hashBitsMax);
}

function checkQueuing(queuing: QueuingConfiguration, at: string, causes: Causes): void {
  const { queueLengthLimit = 0, queues = 0, handSize = 0 } = queuing;
  if (queueLengthLimit <= 0) causes.invalid(`${at}.queueLengthLimit`, queueLengthLimit, 'must be positive');
  if (queues <= 0) causes.invalid(`${at}.queues`, queues, 'must be positive');
  else if (queues > queuesMax)
    causes.invalid(`${at}.queues`, queues, `must not be greater than ${queuesMax}`);
  if (handSize <= 0) causes.invalid(`${at}.handSize`, handSize, 'must be positive');
  else if (handSize > queues)
    causes.invalid(`${at}.handSize`, handSize, `should not be greater than queues (${queues})`);
  else if (isTooWide(queues, handSize)) {
    const why = `required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${hashBitsMax}`;
    causes.invalid(`${at}.handSize`, handSize, why);
  }
}

function checkShares(
  { nominalConcurrencyShares: shares = 0, lendablePercent: lent = 0 }: LimitedPriorityLevelConfiguration,
  at: string,
  causes: Causes,
): void {
  const notNegative = 'must be a non-negative integer';
  if (shares < 0) causes.invalid(`${at}.nominalConcurrencyShares`, shares, notNegative);
  if (lent < 0 || lent > 100)
    causes.invalid(`${at}.lendablePercent`, lent, 'must be between 0 and 100, inclusive');
}

function checkLimited(limited: LimitedPriorityLevelConfiguration, causes: Causes): void {
  const at = 'spec.limited';
  checkShares(limited, at, causes);
  const { type = '', queuing } = limited.limitResponse ?? {};
  const place = `${at}.limitResponse.queuing`;
  if (!responses.includes(type)) causes.notSupported(`${at}.limitResponse.type`, type, responses);
  else if (type === 'Reject') {
    if (queuing !== undefined)
      causes.forbidden(place, 'must be nil if limited.limitResponse.type is not Limited');
  } else if (queuing === undefined)
    causes.required(place, 'must not be empty if limited.limitResponse.type is Limited');
  else checkQueuing(queuing, place, causes);
  const borrowed = limited.borrowingLimitPercent ?? 0;
  if (borrowed < 0)
    causes.invalid(`${at}.borrowingLimitPercent`, borrowed, 'if specified, must be a non-negative integer');
}

export function checkLevel(
  name: string,
  spec: Partial<PriorityLevelConfigurationSpec>,
  causes: Causes,
): void {
  const { type = '', limited } = spec;
  if ((name === exempt) !== (type === 'Exempt'))
    causes.invalid('spec.type', type, "type must be 'Exempt' if and only if name is 'exempt'");
  if (!types.includes(type)) causes.notSupported('spec.type', type, types);
  else if (type === 'Exempt') {
    if (spec.exempt !== undefined) checkShares(spec.exempt, 'spec.exempt', causes);
    if (limited !== undefined) causes.forbidden('spec.limited', 'must be nil if the type is not Limited');
  } else {
    if (spec.exempt !== undefined) causes.forbidden('spec.exempt', 'must be nil if the type is Limited');
    if (limited === undefined) causes.required('spec.limited', 'must not be empty when type is Limited');
    else checkLimited(limited, causes);
  }
}
