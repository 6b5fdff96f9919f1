// What differs between two Go values, as github.com/google/go-cmp prints it and Kubernetes puts it into refusals of changes to
// what may not change. Values come described, since JSON does not know Go's types. Source of rules: go-cmp's report_*.go.

/** A Go value with its type, as a tree. */
export type GoValue =
  | { readonly form: 'leaf'; readonly text: string }
  /** A struct compared by its own Equal, such as a quantity: printed whole. */
  | { readonly form: 'opaque'; readonly type: string; readonly fields: readonly GoField[] }
  | { readonly form: 'struct'; readonly type: string; readonly fields: readonly GoField[] }
  | { readonly form: 'list'; readonly type: string; readonly items: readonly GoValue[] }
  | { readonly form: 'map'; readonly type: string; readonly entries: readonly GoField[] }
  | { readonly form: 'pointer'; readonly to: GoValue };

export type GoField = readonly [name: string, value: GoValue];

export const goNil: GoValue = { form: 'leaf', text: 'nil' };

/** Equal neighbours that are shown on either side of what differs. */
const contextFields = 2;
/** What is longer than this stands on lines of its own. */
const columnMax = 80;
/** Deeper parts of what is equal are left out. */
const equalDepthMax = 3;

const zeros = new Set(['nil', '""', '0', 'false']);

/** Fields as printed: those that hold nothing are left out. */
function said(fields: readonly GoField[]): readonly GoField[] {
  return fields.filter(([, value]) => value.form !== 'leaf' || !zeros.has(value.text));
}

/** On one line; `isEqual` leaves types and depths out. */
function line(value: GoValue, isEqual: boolean, depth: number, typed: boolean): string {
  if (value.form === 'leaf') return value.text;
  if (value.form === 'pointer') return `&${line(value.to, isEqual, depth, typed)}`;
  if (isEqual && depth >= equalDepthMax) return '{...}';
  const type = isEqual || !typed ? '' : value.type;
  const join = (parts: readonly string[]) => `${type}{${parts.join(', ')}}`;
  if (value.form === 'list') return join(value.items.map((item) => line(item, isEqual, depth + 1, false)));
  const fields = value.form === 'map' ? value.entries : said(value.fields);
  return join(
    fields.map(([name, field]) => `${name}: ${line(field, isEqual, depth + 1, value.form !== 'map')}`),
  );
}

/** A value that one side only has, on as many lines as it needs. */
function block(value: GoValue, typed = true): readonly string[] {
  const short = line(value, false, 0, typed);
  if (value.form === 'leaf' || value.form === 'opaque' || short.length <= columnMax) return [short];
  if (value.form === 'pointer') {
    const [first = '', ...rest] = block(value.to, typed);
    return [`&${first}`, ...rest];
  }
  const parts: readonly GoField[] =
    value.form === 'list'
      ? value.items.map((item) => ['', item] as const)
      : value.form === 'map'
        ? value.entries
        : said(value.fields);
  const inner = aligned(
    parts.map(([name, field]) => ({ name, lines: block(field, value.form === 'struct'), mark: ' ' })),
  );
  return [`${typed ? value.type : ''}{`, ...inner.map(({ text }) => `\t${text}`), '}'];
}

/** The mark of a line that says how much is left out. */
const elided = '.';

interface Entry {
  readonly name: string;
  readonly lines: readonly string[];
  readonly mark: string;
}

interface Line {
  readonly mark: string;
  readonly text: string;
}

/** Names padded so that the values of neighbouring one-line fields stand under each other. */
function aligned(records: readonly Entry[]): readonly Line[] {
  const result: Line[] = [];
  for (let start = 0; start < records.length;) {
    let end = start;
    while (end < records.length && records[end]?.lines.length === 1) end++;
    const run = records.slice(start, Math.max(end, start + 1));
    const width = Math.max(...run.map(({ name }) => name.length));
    for (const { name, lines, mark } of run) {
      const label = name === '' ? '' : `${name}: ${' '.repeat(end > start ? width - name.length : 0)}`;
      for (const [index, text] of lines.entries()) {
        const comma = index === lines.length - 1 && mark !== elided ? ',' : '';
        result.push({ mark, text: `${index === 0 ? label : ''}${text}${comma}` });
      }
    }
    start += run.length;
  }
  return result;
}

function same(a: GoValue, b: GoValue): boolean {
  return line(a, false, 0, true) === line(b, false, 0, true);
}

/** True where nothing beside what differs would be shown: a chain down to one leaf. */
function isChain(value: GoValue): boolean {
  if (value.form === 'leaf' || value.form === 'opaque') return true;
  if (value.form === 'pointer') return isChain(value.to);
  const parts =
    value.form === 'list'
      ? value.items
      : (value.form === 'map' ? value.entries : value.fields).map(([, field]) => field);
  return parts.length <= 1 && parts.every(isChain);
}

function named(value: GoValue): readonly GoField[] | undefined {
  if (value.form === 'pointer') return named(value.to);
  if (value.form === 'struct') return value.fields;
  return value.form === 'map' ? value.entries : undefined;
}

type Difference =
  | { readonly kind: 'equal'; readonly name: string; readonly value: GoValue }
  | { readonly kind: 'differs'; readonly name: string; readonly prev?: GoValue; readonly next?: GoValue };

/** What stands before the brace: `core.ResourceList`, or `&core.HostPathVolumeSource` behind a pointer. */
function opening(value: GoValue): string {
  if (value.form === 'pointer') return `&${opening(value.to)}`;
  return value.form === 'leaf' ? '' : value.type;
}

function differences(prev: GoValue, next: GoValue): readonly Difference[] {
  const before = new Map(named(prev));
  const after = new Map(named(next));
  return [...new Set([...before.keys(), ...after.keys()])].map((name): Difference => {
    const a = before.get(name);
    const b = after.get(name);
    if (a !== undefined && b !== undefined && same(a, b)) return { kind: 'equal', name, value: a };
    return { kind: 'differs', name, ...(a && { prev: a }), ...(b && { next: b }) };
  });
}

/** What stays of a run of equal fields: neighbours of what differs, and how many are left out. */
function shown(run: readonly Difference[], isFirst: boolean, isLast: boolean): readonly Entry[] {
  const low = isFirst ? 0 : Math.min(contextFields, run.length);
  let high = isLast ? 0 : Math.min(contextFields, run.length - low);
  if (run.length - low - high === 1) high++;
  const record = (difference: Difference): Entry => ({
    name: difference.name,
    lines: difference.kind === 'equal' ? [line(difference.value, true, 0, false)] : [],
    mark: ' ',
  });
  const hidden = run.length - low - high;
  return [
    ...run.slice(0, low).map(record),
    ...(hidden > 0 ? [{ name: '', lines: [`... // ${hidden} identical fields`], mark: elided }] : []),
    ...run.slice(run.length - high).map(record),
  ];
}

function body(prev: GoValue, next: GoValue): readonly Line[] {
  const all = differences(prev, next);
  const lines: Line[] = [];
  let pending: Entry[] = [];
  const flush = () => {
    lines.push(...aligned(pending));
    pending = [];
  };
  for (let at = 0; at < all.length;) {
    const difference = all[at] as Difference;
    if (difference.kind === 'equal') {
      let end = at;
      while (all[end]?.kind === 'equal') end++;
      pending.push(...shown(all.slice(at, end), at === 0, end === all.length));
      at = end;
      continue;
    }
    at++;
    const { name, prev: a, next: b } = difference;
    const deep = a !== undefined && b !== undefined && named(a) !== undefined && named(b) !== undefined;
    if (deep && !(isChain(a) && isChain(b))) {
      flush();
      lines.push({ mark: ' ', text: `${name}: ${opening(a)}{` });
      lines.push(...body(a, b).map(({ mark, text }) => ({ mark, text: `\t${text}` })));
      lines.push({ mark: ' ', text: '},' });
      continue;
    }
    if (a !== undefined) pending.push({ name, lines: block(a), mark: '-' });
    if (b !== undefined) pending.push({ name, lines: block(b), mark: '+' });
  }
  flush();
  return lines;
}

/** The difference of two structs, as Kubernetes prints it; ends with a line feed. */
export function goDiff(prev: GoValue, next: GoValue): string {
  const lines = [
    { mark: ' ', text: `${opening(prev)}{` },
    ...body(prev, next).map(({ mark, text }) => ({ mark, text: `\t${text}` })),
    { mark: ' ', text: '}' },
  ];
  return `${lines.map(({ mark, text }) => `${mark === elided ? ' ' : mark} ${text}`).join('\n')}\n`;
}
