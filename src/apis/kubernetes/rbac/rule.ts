// Whether one rule of a role allows one thing. Source: kubernetes pkg/apis/rbac/v1/evaluation_helpers.go.
import type { PolicyRule } from '#types';
import { coversPath } from '../wire-rules.ts';

/** What somebody asks of a resource. */
export interface Attributes {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** What a list or watch is narrowed to; roles do not look at it. */
  readonly fieldSelector?: string;
}

/** What somebody asks of a path that is no resource. */
export interface PathAttributes {
  readonly verb: string;
  readonly path: string;
}

function has(values: readonly string[] | undefined, value: string): boolean {
  return values !== undefined && (values.includes('*') || values.includes(value));
}

export function allows(rule: PolicyRule, asked: Attributes | PathAttributes): boolean {
  return 'path' in asked ? allowsPath(rule, asked) : allowsResource(rule, asked);
}

function allowsResource(rule: PolicyRule, attributes: Attributes): boolean {
  const { verb, group, resource, subresource, name } = attributes;
  if (!has(rule.verbs, verb) || !has(rule.apiGroups, group)) return false;
  const combined = subresource === '' ? resource : `${resource}/${subresource}`;
  const named =
    has(rule.resources, combined) ||
    (subresource !== '' && rule.resources?.includes(`*/${subresource}`) === true);
  if (!named) return false;
  return (
    rule.resourceNames === undefined || rule.resourceNames.length === 0 || rule.resourceNames.includes(name)
  );
}

function allowsPath(rule: PolicyRule, { verb, path }: PathAttributes): boolean {
  return has(rule.verbs, verb) && (rule.nonResourceURLs ?? []).some((pattern) => coversPath(pattern, path));
}
