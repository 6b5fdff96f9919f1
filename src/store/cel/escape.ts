// How a field's name is spelled in an expression: CEL's own words and characters that no name may have are escaped.
// Source: apiserver pkg/cel/escaping.go.

const reserved: ReadonlySet<string> = new Set(
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
