// What a jq program is once it is read. Source: the jq 1.7 manual.
import type { Json } from '../../std/draft.ts';

/** What a binding takes apart: a name, or the members of an array or object. */
export type Pattern =
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'list'; readonly parts: readonly Pattern[] }
  | {
      readonly type: 'members';
      readonly parts: readonly {
        readonly key: Node;
        /** The key's own variable, of `{$a: [$b]}`. */
        readonly name?: string;
        readonly pattern?: Pattern;
      }[];
    };

export interface Definition {
  readonly name: string;
  /** `$x` is a value, `f` a filter. */
  readonly params: readonly string[];
  readonly body: Node;
}

export type Node =
  | { readonly type: 'identity' }
  | { readonly type: 'literal'; readonly value: Json }
  | { readonly type: 'text'; readonly format: string; readonly parts: readonly (string | Node)[] }
  | { readonly type: 'format'; readonly name: string }
  | { readonly type: 'index'; readonly of: Node; readonly key: Node }
  | { readonly type: 'slice'; readonly of: Node; readonly from?: Node; readonly to?: Node }
  | { readonly type: 'iterate'; readonly of: Node }
  | { readonly type: 'array'; readonly body?: Node }
  | { readonly type: 'object'; readonly entries: readonly { readonly key: Node; readonly value: Node }[] }
  | { readonly type: 'negate'; readonly body: Node }
  | { readonly type: 'pipe' | 'comma' | 'and' | 'or' | 'default'; readonly left: Node; readonly right: Node }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly type: 'assign'; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly type: 'if'; readonly test: Node; readonly then: Node; readonly otherwise?: Node }
  | { readonly type: 'try'; readonly body: Node; readonly rescue?: Node }
  | {
      readonly type: 'reduce';
      readonly source: Node;
      readonly patterns: readonly Pattern[];
      readonly start: Node;
      readonly update: Node;
    }
  | {
      readonly type: 'foreach';
      readonly source: Node;
      readonly patterns: readonly Pattern[];
      readonly start: Node;
      readonly update: Node;
      readonly extract?: Node;
    }
  | { readonly type: 'define'; readonly definition: Definition; readonly body: Node }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Node[] }
  | { readonly type: 'variable'; readonly name: string }
  | {
      readonly type: 'bind';
      readonly source: Node;
      readonly patterns: readonly Pattern[];
      readonly body: Node;
    }
  | { readonly type: 'label'; readonly name: string; readonly body: Node }
  | { readonly type: 'break'; readonly name: string };

/** The names that a pattern gives values to. */
export function namesOf(pattern: Pattern): readonly string[] {
  if (pattern.type === 'name') return [pattern.name];
  if (pattern.type === 'list') return pattern.parts.flatMap(namesOf);
  return pattern.parts.flatMap(({ name, pattern: inner }) => [
    ...(name === undefined ? [] : [name]),
    ...(inner === undefined ? [] : namesOf(inner)),
  ]);
}
