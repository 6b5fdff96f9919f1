// A Go value with its types, as a tree, since JSON does not know them.

export type GoValue =
  /** A number, a flag, nil. */
  | { readonly form: 'leaf'; readonly text: string }
  | { readonly form: 'text'; readonly value: string }
  /** A struct compared by its own Equal, such as a quantity. */
  | { readonly form: 'opaque'; readonly type: string; readonly fields: readonly GoField[] }
  | { readonly form: 'struct'; readonly type: string; readonly fields: readonly GoField[] }
  | { readonly form: 'list'; readonly type: string; readonly items: readonly GoValue[] }
  /** Keys as they are printed, in order. */
  | { readonly form: 'map'; readonly type: string; readonly entries: readonly GoField[] }
  | { readonly form: 'pointer'; readonly to: GoValue };

export type GoField = readonly [name: string, value: GoValue];

export const goNil: GoValue = { form: 'leaf', text: 'nil' };

const zeros = new Set(['nil', '0', 'false']);

/** Go's IsZero: an empty list that is there is none. */
export function isZero(value: GoValue): boolean {
  if (value.form === 'leaf') return zeros.has(value.text);
  if (value.form === 'text') return value.value === '';
  return (
    (value.form === 'struct' || value.form === 'opaque') && value.fields.every(([, each]) => isZero(each))
  );
}

export function same(a: GoValue, b: GoValue): boolean {
  if (a === b) return true;
  if (a.form === 'leaf') return b.form === 'leaf' && a.text === b.text;
  if (a.form === 'text') return b.form === 'text' && a.value === b.value;
  if (a.form === 'pointer') return b.form === 'pointer' && same(a.to, b.to);
  if (a.form === 'list')
    return (
      b.form === 'list' &&
      a.items.length === b.items.length &&
      a.items.every((item, index) => same(item, b.items[index] as GoValue))
    );
  const [mine, other] = [fieldsOf(a), fieldsOf(b)];
  return (
    a.form === b.form &&
    mine.length === other.length &&
    mine.every(([name, value], index) => {
      const field = other[index] as GoField;
      return field[0] === name && same(value, field[1]);
    })
  );
}

/** The named parts of a value, none of what has none. */
export function fieldsOf(value: GoValue): readonly GoField[] {
  if (value.form === 'struct' || value.form === 'opaque') return value.fields;
  return value.form === 'map' ? value.entries : [];
}
