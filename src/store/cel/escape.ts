// How a field's name is spelled in an expression: CEL's own words and characters that no name may have are escaped; behind a point a
// word may also stand as it is, as since Kubernetes 1.32. Source: apiserver pkg/cel/{escaping,types}.go.
import type { CelType, Field } from './types.ts';

/** Words that no variable may be called by. */
export const reserved: ReadonlySet<string> = new Set(
  (
    'true false null in as break const continue else for function if import let loop package namespace return var ' +
    'void while'
  ).split(' '),
);

const escapes: Readonly<Record<string, string>> = {
  __: 'underscores',
  '.': 'dot',
  '-': 'dash',
  '/': 'slash',
};

/** The name in CEL, or undefined where there is no way to spell it. */
export function escapedName(name: string): string | undefined {
  if (name === '' || /^[0-9]/.test(name) || /[^a-zA-Z0-9_./-]/.test(name)) return undefined;
  if (reserved.has(name)) return `__${name}__`;
  return name.replace(/__|[-./]/g, (part) => `__${escapes[part]}__`);
}

/** The member of an object that an expression names. */
export function fieldNamed({ fields }: CelType, name: string): Field | undefined {
  return fields?.get(name) ?? (reserved.has(name) ? fields?.get(`__${name}__`) : undefined);
}
