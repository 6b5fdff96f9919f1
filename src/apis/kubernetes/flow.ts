// Which flow a request is part of, and at which priority: told in headers of its answer, though nobody waits in the sandbox.
// Source: apiserver pkg/util/flowcontrol/{rule,apf_controller}.go, pkg/server/filters/priority-and-fairness.go.
import {
  flowSchemas,
  priorityLevelConfigurations,
  type FlowSchema,
} from '../../kinds/flowcontrol/flow-control.ts';
import { accountOf } from '../../kinds/rbac/subjects.ts';
import { kindId } from '../../store/kind.ts';
import type { ReadView } from '../../store/view.ts';
import type { Attributes, PathAttributes } from './rbac/rule.ts';
import type { Actor, WireResponse } from './wire.ts';

type Rules = NonNullable<NonNullable<FlowSchema['spec']>['rules']>[number];
type Subject = Rules['subjects'][number];

const names = (list: readonly string[] | undefined, name: string): boolean =>
  list?.includes('*') === true || list?.includes(name) === true;

function isMeant({ kind, user, group, serviceAccount }: Subject, actor: Actor): boolean {
  if (kind === 'User') return user?.name === '*' || user?.name === actor.user;
  if (kind === 'Group') return group?.name === '*' || actor.groups.includes(group?.name ?? '');
  const account = accountOf(actor.user);
  if (account === undefined || serviceAccount?.namespace !== account.namespace) return false;
  return serviceAccount.name === '*' || serviceAccount.name === account.name;
}

/** `/healthz` means what lies below it, too. */
function isBelow(rule: string, path: string): boolean {
  const prefix = rule.replace(/\*$/, '');
  return rule === '*' || rule === path || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
}

function takes(rules: Rules, actor: Actor, asked: Attributes | PathAttributes): boolean {
  if (!rules.subjects.some((subject) => isMeant(subject, actor))) return false;
  if ('path' in asked) {
    return (rules.nonResourceRules ?? []).some(
      ({ verbs, nonResourceURLs }) =>
        names(verbs, asked.verb) && nonResourceURLs.some((rule) => isBelow(rule, asked.path)),
    );
  }
  const { verb, group, resource, subresource, namespace } = asked;
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  return (rules.resourceRules ?? []).some(
    (rule) =>
      names(rule.verbs, verb) &&
      names(rule.resources, full) &&
      names(rule.apiGroups, group) &&
      (namespace === '' ? rule.clusterScope === true : names(rule.namespaces, namespace)),
  );
}

interface Tried {
  readonly stored: readonly unknown[];
  readonly flows: readonly FlowSchema[];
  readonly levels: ReadonlyMap<string, string>;
}

/** Tells flows apart; what people added to them is looked at anew when it changes. */
export class Flows {
  readonly #tried = new Map<string, Tried>();

  /** The headers by which an answer says its flow. */
  headers(view: ReadView, actor: Actor, asked: Attributes | PathAttributes): WireResponse['headers'] {
    const { flows, levels } = this.#in(view);
    const flow = flows.find(({ spec }) => spec?.rules?.some((rules) => takes(rules, actor, asked)));
    if (flow === undefined) return {};
    return {
      'x-kubernetes-pf-flowschema-uid': flow.metadata.uid,
      'x-kubernetes-pf-prioritylevel-uid': levels.get(flow.spec?.priorityLevelConfiguration.name ?? '') ?? '',
    };
  }

  #in(view: ReadView): Tried {
    const stored = [flowSchemas, priorityLevelConfigurations].flatMap((kind) => view.list(kindId(kind)));
    const known = this.#tried.get(view.scope);
    const { length } = stored;
    if (known?.stored.length === length && stored.every((each, index) => each === known.stored[index]))
      return known;
    const precedence = ({ spec }: FlowSchema): number => spec?.matchingPrecedence ?? 0;
    const flows = (flowSchemas.computed?.list(view, '') ?? []).toSorted(
      (a, b) => precedence(a) - precedence(b) || (a.metadata.name < b.metadata.name ? -1 : 1),
    );
    const all = priorityLevelConfigurations.computed?.list(view, '') ?? [];
    const levels = new Map(all.map(({ metadata: { name, uid } }) => [name, uid]));
    const tried = { stored, flows, levels };
    this.#tried.set(view.scope, tried);
    return tried;
  }
}
