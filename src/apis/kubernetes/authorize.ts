// Who may do what: the Node authorizer, then role-based access control over the roles and bindings that are stored, with
// Kubernetes' own refusal. Members of system:masters are asked nothing. Source: kubernetes plugin/pkg/auth/authorizer/rbac;
// apiserver pkg/authorization/union, pkg/endpoints/handlers/responsewriters/errors.go.
import { quoteGo } from '../../std/go-quote.ts';
import { forbidden, Refusal } from '../../store/refusal.ts';
import type { ReadView } from '../../store/view.ts';
import { judgeNode } from './nodes/authorizer.ts';
import { nodeOf } from './nodes/identity.ts';
import { grantsFor, inVain } from './rbac/grants.ts';
import { allows, type Attributes, type PathAttributes } from './rbac/rule.ts';
import type { Actor } from './wire.ts';

export type { Attributes, PathAttributes } from './rbac/rule.ts';

/** Members of this group are never refused. */
const masters = 'system:masters';

export function isMaster({ groups }: Pick<Actor, 'groups'>): boolean {
  return groups.includes(masters);
}

export interface Decision {
  readonly allowed: boolean;
  /** What allowed it, or what was looked for in vain; often empty. */
  readonly reason: string;
}

/** Whether the actor may, and why. */
export function decide(view: ReadView, actor: Actor, asked: Attributes | PathAttributes): Decision {
  if (isMaster(actor)) return { allowed: true, reason: '' };
  const node = nodeOf(actor);
  if (node === undefined) return decideByRoles(view, actor, asked);
  const verdict = judgeNode(view, node, actor.user, asked);
  if (verdict === true) return { allowed: true, reason: '' };
  const { allowed, reason } = decideByRoles(view, actor, asked);
  const both = [verdict, reason].filter((each) => each !== '').join('\n');
  return { allowed, reason: allowed ? reason : both };
}

function decideByRoles(view: ReadView, actor: Actor, asked: Attributes | PathAttributes): Decision {
  const missing: string[] = [];
  const namespace = 'path' in asked ? '' : asked.namespace;
  for (const grant of grantsFor(view, actor, namespace)) {
    if ('missing' in grant) missing.push(grant.missing);
    else if (grant.rules.some((rule) => allows(rule, asked))) {
      return { allowed: true, reason: `RBAC: allowed by ${grant.source()}` };
    }
  }
  return { allowed: false, reason: missing.length === 0 ? '' : `RBAC: ${inVain(missing)}` };
}

export function mayUse(view: ReadView, actor: Actor, attributes: Attributes): boolean {
  return decide(view, actor, attributes).allowed;
}

/** Whether somebody may work in a namespace at all. */
export function mayWorkIn(view: ReadView, actor: Actor, namespace: string): boolean {
  const pods = { verb: 'list', group: '', resource: 'pods', subresource: '', name: '' };
  return mayUse(view, actor, { ...pods, namespace });
}

/** What a refusal quotes must not look like markup. */
function plain(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const because = (reason: string): string => (reason === '' ? '' : `: ${reason}`);

/** Throws Kubernetes' Forbidden where the actor may not. */
export function authorize(view: ReadView, actor: Actor, attributes: Attributes): void {
  const { verb, group, resource, subresource, namespace, name } = attributes;
  const { allowed, reason } = decide(view, actor, attributes);
  if (allowed) return;
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  const place = namespace === '' ? 'at the cluster scope' : `in the namespace ${quoteGo(namespace)}`;
  const why =
    `User ${quoteGo(actor.user)} cannot ${verb} resource ${quoteGo(full)} ` +
    `in API group ${quoteGo(group)} ${place}`;
  throw forbidden({ group, plural: resource }, name, plain(why) + because(reason));
}

export function authorizePath(view: ReadView, actor: Actor, verb: string, path: string): void {
  const { allowed, reason } = decide(view, actor, { verb, path });
  if (allowed) return;
  throw pathForbidden(actor, verb, path, reason);
}

export function pathForbidden(actor: Actor, verb: string, path: string, reason = ''): Refusal {
  const why = `User ${quoteGo(actor.user)} cannot ${verb} path ${quoteGo(path)}`;
  return new Refusal(403, 'Forbidden', `forbidden: ${plain(why)}${because(reason)}`, {});
}
