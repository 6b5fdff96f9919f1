// kubectl create role and clusterrole. Source: kubectl pkg/cmd/create/create_role.go, create_clusterrole.go.
import type { Json, JsonObject } from '../../../../std/draft.ts';
import { quoteGo } from '../../../../std/go-quote.ts';
import { err, type Run } from '../../../effect.ts';
import { lookUpResource } from '../../api/mapper.ts';
import { onlyName, type Call, type Command } from '../../command.ts';
import { Failure, PlainFailure } from '../../failure.ts';
import type { Flag } from '../../flags/flag.ts';
import { generate, generatorFlags, metadataOf } from './generator.ts';

const rbac = 'rbac.authorization.k8s.io';
const words = (text: string): readonly string[] => text.split(' ');

const resourceVerbs = words(
  '* get delete list create update patch watch proxy deletecollection use bind escalate impersonate',
);
const pathVerbs = words('* get post put delete patch head options');

/** Verbs that some resources have alone, as `resource.group`. */
const specialVerbs: Readonly<Record<string, readonly string[]>> = {
  use: ['podsecuritypolicies.policy', 'podsecuritypolicies.extensions'],
  bind: [`roles.${rbac}`, `clusterroles.${rbac}`],
  escalate: [`roles.${rbac}`, `clusterroles.${rbac}`],
  impersonate: ['users.', 'serviceaccounts.', 'groups.', 'userextras.authentication.k8s.io'],
};

interface Wanted {
  readonly resource: string;
  readonly group: string;
  readonly subresource: string;
}

/** `deployments.apps/scale` */
function wantedOf(text: string): Wanted {
  const slash = text.indexOf('/');
  const type = slash < 0 ? text : text.slice(0, slash);
  const dot = type.indexOf('.');
  return {
    resource: dot < 0 ? type : type.slice(0, dot),
    group: dot < 0 ? '' : type.slice(dot + 1),
    subresource: slash < 0 ? '' : text.slice(slash + 1),
  };
}

/** A lone star means everything, whatever else is named. */
function wantedResources(texts: readonly string[]): readonly Wanted[] {
  return texts.includes('*') ? [wantedOf('*')] : texts.map(wantedOf);
}

function verbsOf({ flags }: Call): readonly string[] {
  const verbs = flags.list('verb');
  return verbs.includes('*') ? ['*'] : [...new Set(verbs)];
}

/** Resource and group as the server names them, or as they are written. */
function* served(call: Call, { resource, group }: Wanted): Run<Wanted & { readonly known: boolean }> {
  const word = group === '' ? resource : `${resource}.${group}`;
  const found = yield* lookUpResource(call.client, word);
  return found === undefined
    ? { resource, group, subresource: '', known: false }
    : { resource: found.plural, group: found.group, subresource: '', known: true };
}

function* checkResources(call: Call, verbs: readonly string[], wanted: readonly Wanted[]): Run<void> {
  for (const verb of verbs) {
    if (!resourceVerbs.includes(verb)) yield* err(`Warning: '${verb}' is not a standard resource verb\n`);
  }
  for (const each of wanted) {
    if (each.resource === '')
      throw new Failure('resource must be specified if apiGroup/subresource specified');
    if (each.resource === '*') return;
    const { resource, group, known } = yield* served(call, each);
    let isKnown = known;
    for (const verb of verbs) {
      const only = Object.hasOwn(specialVerbs, verb) ? specialVerbs[verb] : undefined;
      if (only === undefined) continue;
      if (!only.includes(`${resource}.${group}`))
        throw new Failure(`can not perform '${verb}' on '${resource}' in group '${group}'`);
      isKnown = true;
    }
    if (!isKnown) {
      const within = each.group === '' ? '' : ` in group ${quoteGo(each.group)}`;
      throw new PlainFailure(`the server doesn't have a resource type ${quoteGo(each.resource)}${within}`);
    }
  }
}

/** One rule a group, and one for what is no resource. */
function* rulesOf(
  call: Call,
  verbs: readonly string[],
  wanted: readonly Wanted[],
  urls: readonly string[],
): Run<readonly JsonObject[]> {
  const byGroup = new Map<string, Set<string>>();
  for (const each of wanted) {
    const { resource, group } = yield* served(call, each);
    const full = each.subresource === '' ? resource : `${resource}/${each.subresource}`;
    byGroup.set(group, (byGroup.get(group) ?? new Set()).add(full));
  }
  const names = [...new Set(call.flags.list('resource-name'))];
  const rules: JsonObject[] = [...byGroup]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, resources]) => ({
      verbs: [...verbs],
      apiGroups: [group],
      resources: [...resources],
      ...(names.length === 0 ? {} : { resourceNames: names }),
    }));
  return urls.length === 0 ? rules : [...rules, { verbs: [...verbs], nonResourceURLs: [...urls] }];
}

const ruleFlags: readonly Flag[] = [
  { name: 'verb', type: 'list', help: 'verbs of the rule' },
  { name: 'resource', type: 'list', help: 'resources of the rule, such as pods,deployments.apps/scale' },
  { name: 'resource-name', type: 'texts', help: 'only the object of this name; may be repeated' },
];

function* madeRole(call: Call, name: string): Run<JsonObject> {
  const verbs = verbsOf(call);
  if (verbs.length === 0) throw new Failure('at least one verb must be specified');
  const wanted = wantedResources(call.flags.list('resource'));
  if (wanted.length === 0) throw new Failure('at least one resource must be specified');
  yield* checkResources(call, verbs, wanted);
  const rules = yield* rulesOf(call, verbs, wanted, []);
  return { kind: 'Role', apiVersion: `${rbac}/v1`, metadata: metadataOf(call, name), rules };
}

function* runRole(call: Call): Run<void> {
  const name = onlyName(call);
  yield* generate(call, () => madeRole(call, name));
}

export const role: Command = {
  name: 'role',
  summary: 'make a role with one rule',
  usage: 'NAME --verb=VERB --resource=RESOURCE.GROUP/SUBRESOURCE [--resource-name=NAME]',
  flags: [...generatorFlags, ...ruleFlags],
  run: runRole,
};

function checkUrls(urls: readonly string[], verbs: readonly string[]): void {
  if (urls.length === 0) return;
  const odd = verbs.find((verb) => !pathVerbs.includes(verb));
  if (odd !== undefined) throw new Failure(`invalid verb: '${odd}' for nonResourceURL`);
  for (const url of urls.filter((each) => each !== '*')) {
    if (!url.startsWith('/')) throw new Failure('nonResourceURL should start with /');
    if (url.slice(0, -1).includes('*'))
      throw new Failure("nonResourceURL only supports wildcard matches when '*' is at the end");
  }
}

/** `key=value,key=value` of an aggregation rule. */
function labelsOf(text: string): JsonObject {
  const labels: { [key: string]: Json } = {};
  for (const pair of text.split(',')) {
    const equals = pair.indexOf('=');
    if (equals < 0)
      throw new Failure(
        `invalid argument ${quoteGo(text)} for "--aggregation-rule" flag: malformed pair, expect string=string`,
      );
    labels[pair.slice(0, equals).trim()] = pair.slice(equals + 1).trim();
  }
  return labels;
}

function* madeClusterRole(call: Call, name: string): Run<JsonObject> {
  const { flags } = call;
  const verbs = verbsOf(call);
  const wanted = wantedResources(flags.list('resource'));
  const urls = [...new Set(flags.list('non-resource-url'))];
  const aggregation = flags.text('aggregation-rule');
  const head = { kind: 'ClusterRole', apiVersion: `${rbac}/v1`, metadata: { name, creationTimestamp: null } };
  if (aggregation !== '') {
    if (urls.length + verbs.length + wanted.length + flags.list('resource-name').length > 0) {
      throw new Failure(
        'aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames',
      );
    }
    const aggregationRule = { clusterRoleSelectors: [{ matchLabels: labelsOf(aggregation) }] };
    return { ...head, aggregationRule, rules: null };
  }
  if (verbs.length === 0) throw new Failure('at least one verb must be specified');
  if (wanted.length + urls.length === 0)
    throw new Failure('one of resource or nonResourceURL must be specified');
  if (wanted.length > 0) yield* checkResources(call, verbs, wanted);
  checkUrls(urls, verbs);
  return { ...head, rules: yield* rulesOf(call, verbs, wanted, urls) };
}

function* runClusterRole(call: Call): Run<void> {
  const name = onlyName(call);
  yield* generate(call, () => madeClusterRole(call, name));
}

export const clusterRole: Command = {
  name: 'clusterrole',
  summary: 'make a cluster role',
  usage: 'NAME --verb=VERB --resource=RESOURCE.GROUP [--resource-name=NAME] [--non-resource-url=URL]',
  flags: [
    ...generatorFlags,
    ...ruleFlags,
    { name: 'non-resource-url', type: 'list', help: 'path of the rule that is no resource' },
    { name: 'aggregation-rule', type: 'string', help: 'labels of the roles whose rules it gathers' },
  ],
  run: runClusterRole,
};
