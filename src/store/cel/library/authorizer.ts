// `authorizer`: what somebody may do, asked from within an expression. Who is asked and what answers is the caller's; a check of a
// resource or a path is put together by calls, and asked once its verb is named. No authorizer of Kubernetes' own fails here, so a
// decision never has an error. Source: apiserver pkg/cel/library/authz.go.
import { isDns1123Label, isDns1123Subdomain } from '../../../std/names.ts';
import { CelFault, memberFunction, type Overload } from '../overload.ts';
import { bool, objectOf, string, type CelType } from '../types.ts';
import { Opaque } from '../values.ts';

export interface ResourceCheck {
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** As a query writes it; empty where nothing is narrowed. */
  readonly fieldSelector: string;
}

export interface AuthorizerDecision {
  readonly allowed: boolean;
  readonly reason: string;
}

/** Somebody, and what they may do. */
export interface Authorizer {
  decide(asked: ResourceCheck | { readonly path: string }, verb: string): AuthorizerDecision;
  /** The same for a service account. */
  serviceAccount(namespace: string, name: string): Authorizer;
}

const typeOf = (name: string): CelType => objectOf(`kubernetes.authorization.${name}`, {});

export const authorizerType = typeOf('Authorizer');
export const resourceCheckType = typeOf('ResourceCheck');
const pathCheckType = typeOf('PathCheck');
const groupCheckType = typeOf('GroupCheck');
const decisionType = typeOf('Decision');

interface Asked<T> {
  readonly authorizer: Authorizer;
  readonly asked: T;
}

const made = (type: CelType, value: unknown): Opaque => new Opaque(type, value, type.name ?? '');

export function authorizerValue(authorizer: Authorizer): Opaque {
  return made(authorizerType, authorizer);
}

export function resourceCheckValue(authorizer: Authorizer, asked: ResourceCheck): Opaque {
  return made(resourceCheckType, { authorizer, asked } satisfies Asked<ResourceCheck>);
}

const authorizerOf = (value: Opaque): Authorizer => value.value as Authorizer;
const decisionOf = (value: Opaque): AuthorizerDecision => value.value as AuthorizerDecision;

function nonEmpty(what: string, text: string): string {
  if (text.trim() === '') throw new CelFault(`${what} must not be empty`);
  return text;
}

function accountOf(authorizer: Authorizer, namespace: string, name: string): Authorizer {
  if (isDns1123Subdomain(name).length > 0) throw new CelFault('Invalid service account name');
  if (isDns1123Label(namespace).length > 0) throw new CelFault('Invalid service account namespace');
  return authorizer.serviceAccount(namespace, name);
}

/** A call that says one thing more of what is checked. */
function narrowing(name: string, id: string, member?: keyof ResourceCheck): Overload {
  return memberFunction(
    name,
    id,
    [resourceCheckType, string],
    resourceCheckType,
    (so: Opaque, text: string) => {
      const { authorizer, asked } = so.value as Asked<ResourceCheck>;
      return resourceCheckValue(authorizer, member === undefined ? asked : { ...asked, [member]: text });
    },
  );
}

function check(id: string, type: CelType): Overload {
  return memberFunction('check', id, [type, string], decisionType, (so: Opaque, verb: string) => {
    const { authorizer, asked } = so.value as Asked<ResourceCheck | { readonly path: string }>;
    return made(decisionType, authorizer.decide(asked, verb));
  });
}

export const authorization: readonly Overload[] = [
  memberFunction(
    'path',
    'authorizer_path',
    [authorizerType, string],
    pathCheckType,
    (so: Opaque, text: string) =>
      made(pathCheckType, { authorizer: authorizerOf(so), asked: { path: nonEmpty('path', text) } }),
  ),
  memberFunction(
    'group',
    'authorizer_group',
    [authorizerType, string],
    groupCheckType,
    (so: Opaque, group: string) =>
      made(groupCheckType, { authorizer: authorizerOf(so), asked: group } satisfies Asked<string>),
  ),
  memberFunction(
    'serviceAccount',
    'authorizer_serviceaccount',
    [authorizerType, string, string],
    authorizerType,
    (so: Opaque, namespace: string, name: string) =>
      authorizerValue(accountOf(authorizerOf(so), namespace, name)),
  ),
  memberFunction(
    'resource',
    'groupcheck_resource',
    [groupCheckType, string],
    resourceCheckType,
    (so: Opaque, text: string) => {
      const { authorizer, asked: group } = so.value as Asked<string>;
      const resource = nonEmpty('resource', text);
      const rest = { subresource: '', namespace: '', name: '', fieldSelector: '' };
      return resourceCheckValue(authorizer, { group, resource, ...rest });
    },
  ),
  narrowing('subresource', 'resourcecheck_subresource', 'subresource'),
  narrowing('namespace', 'resourcecheck_namespace', 'namespace'),
  narrowing('name', 'resourcecheck_name', 'name'),
  narrowing('fieldSelector', 'authorizer_fieldselector', 'fieldSelector'),
  // Neither roles nor the Node authorizer look at the labels that a list is narrowed to.
  narrowing('labelSelector', 'authorizer_labelselector'),
  check('pathcheck_check', pathCheckType),
  check('resourcecheck_check', resourceCheckType),
  memberFunction('allowed', 'decision_allowed', [decisionType], bool, (so: Opaque) => decisionOf(so).allowed),
  memberFunction('reason', 'decision_reason', [decisionType], string, (so: Opaque) => decisionOf(so).reason),
  memberFunction('errored', 'decision_errored', [decisionType], bool, () => false),
  memberFunction('error', 'decision_error', [decisionType], string, () => ''),
];
