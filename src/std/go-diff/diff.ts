// What differs between two Go values, as github.com/google/go-cmp prints it and Kubernetes puts it into refusals of changes to
// what may not change: what differs, two neighbours on either side, and how much is left out. Source of rules: go-cmp's
// report_compare.go and report_reflect.go. Left out: the parts in which long texts differ; both are printed whole.
import { quoteGo } from '../go-quote.ts';
import { compare, type Compared } from './compare.ts';
import { ellipsis, prefixed, printed, type Entry, type Mark, type Text } from './text.ts';
import { isZero, type GoValue } from './value.ts';

/** What is told: a difference, what both sides have, what one of them has. */
type Mode = 'differs' | 'same' | '-' | '+';

/** How a value's own type is told: where it does not follow from what it is in, or not at all. */
type Typing = 'auto' | 'elided';

/** Equal neighbours that are shown on either side of what differs. */
const contextParts = 2;

/** How much is told of a value: each level within it is told a level less of. */
const levels = { same: 1, other: 3 } as const;

const valuesMax = (level: number): number => (level <= 0 ? 0 : 4 * (1 << (level - 1)));

function text(value: string, level: number): string {
  const charactersMax = (1 << Math.max(0, level)) * 32;
  const isLong = value.length > charactersMax + ellipsis.length;
  return `${rawOrQuoted(isLong ? value.slice(0, charactersMax) : value)}${isLong ? ellipsis : ''}`;
}

/** In back quotes where that is shorter. */
function rawOrQuoted(value: string): string {
  const quoted = quoteGo(value);
  if (quoted.length === value.length + 2) return quoted;
  return /^[^`\p{C}]*$/u.test(value) ? `\`${value}\`` : quoted;
}

function typed(type: string, body: Text, mode: Mode, typing: Typing): Text {
  return typing === 'elided' || mode === 'same' ? body : prefixed(type, body);
}

const plain = (key: string, value: Text): Entry => ({ mark: ' ', key, value });

const andMore: Entry = plain('', ellipsis);

function capped(entries: readonly Entry[], max: number): readonly Entry[] {
  return entries.length <= max ? entries : [...entries.slice(0, max), andMore];
}

/** A value without a look at another. */
function valueText(value: GoValue, mode: Mode, typing: Typing, level: number): Text {
  if (value.form === 'leaf') return value.text;
  if (value.form === 'text') return text(value.value, level);
  if (value.form === 'pointer') return prefixed('&', valueText(value.to, mode, typing, level));
  const max = valuesMax(level);
  const inner = (each: GoValue, own: Typing) => valueText(each, mode, own, level - 1);
  let entries: readonly Entry[];
  if (value.form === 'list') entries = value.items.map((item) => plain('', inner(item, 'elided')));
  else if (value.form === 'map')
    entries = value.entries.map(([key, item]) => plain(key, inner(item, 'elided')));
  else
    entries = value.fields
      .filter(([, field]) => !isZero(field))
      .map(([name, field]) => plain(name, inner(field, 'auto')));
  return typed(value.type, { before: '', entries: capped(entries, max) }, mode, typing);
}

/** Parts of what is all equal, or all of one side. */
function partsText(parts: readonly Compared[], form: GoValue['form'], mode: Mode): readonly Entry[] {
  const isShown = ({ prev, next }: Compared): boolean => {
    const side = mode === '+' ? next : prev;
    return side !== undefined && (form !== 'struct' || !isZero(side));
  };
  const max = mode === 'same' ? valuesMax(levels.same) : 2 * (1 << levels.other);
  const shown = parts.filter(isShown);
  return capped(
    shown.slice(0, max + 1).map((part) => plain(part.key, comparedText(part, mode, typingIn(form)))),
    max,
  );
}

const typingIn = (form: GoValue['form']): Typing => (form === 'struct' ? 'auto' : 'elided');

const partNames: Readonly<Record<string, readonly [one: string, many: string]>> = {
  struct: ['field', 'fields'],
  list: ['element', 'elements'],
  map: ['entry', 'entries'],
};

function counted(count: number, form: GoValue['form']): string {
  const [one = '', many = ''] = partNames[form] ?? [];
  return `${count} identical ${count === 1 ? one : many}`;
}

/** What stays of a run of equal parts. */
function equalRun(
  run: readonly Compared[],
  form: GoValue['form'],
  isFirst: boolean,
  isLast: boolean,
): readonly Entry[] {
  const low = isFirst ? 0 : Math.min(contextParts, run.length);
  let high = isLast ? 0 : Math.min(contextParts, run.length - low);
  if (run.length - low - high === 1) high++;
  const hidden = run.length - low - high;
  const shown = (part: Compared) => plain(part.key, comparedText(part, 'same', typingIn(form)));
  return [
    ...run.slice(0, low).map(shown),
    ...(hidden > 0 ? [{ ...andMore, comment: counted(hidden, form) }] : []),
    ...run.slice(run.length - high).map(shown),
  ];
}

function differing(part: Compared, form: GoValue['form']): readonly Entry[] {
  // Nothing beside what differs would be shown: a chain down to one leaf.
  if (part.descendants !== part.depth)
    return [plain(part.key, comparedText(part, 'differs', typingIn(form)))];
  const side = (mark: Mark & ('-' | '+'), value: GoValue | undefined): readonly Entry[] =>
    value === undefined ? [] : [{ mark, key: part.key, value: comparedText(part, mark, typingIn(form)) }];
  return [...side('-', part.prev), ...side('+', part.next)];
}

function differencesText(parts: readonly Compared[], form: GoValue['form']): readonly Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < parts.length;) {
    const isEqual = (part: Compared | undefined) => part?.differs === 0;
    let end = at;
    while (end < parts.length && isEqual(parts[end]) === isEqual(parts[at])) end++;
    const run = parts.slice(at, end);
    if (isEqual(parts[at])) entries.push(...equalRun(run, form, at === 0, end === parts.length));
    else entries.push(...run.flatMap((part) => differing(part, form)));
    at = end;
  }
  return entries;
}

function comparedText(part: Compared, mode: Mode, typing: Typing): Text {
  const value = (mode === '+' ? part.next : part.prev) ?? part.next ?? part.prev;
  if (value === undefined) return '';
  const level = mode === 'same' ? levels.same : levels.other;
  if (part.depth === 0) return valueText(value, mode, typing, level);
  if (value.form === 'pointer') return prefixed('&', comparedText(part.parts[0] as Compared, mode, typing));
  const type = value.form === 'struct' || value.form === 'list' || value.form === 'map' ? value.type : '';
  const entries =
    mode === 'differs' ? differencesText(part.parts, part.form) : partsText(part.parts, part.form, mode);
  return typed(type, { before: '', entries }, mode, typing);
}

/** The difference of two values, as Kubernetes prints it; ends with a line feed. */
export function goDiff(prev: GoValue, next: GoValue): string {
  return printed(comparedText(compare('', prev, next), 'differs', 'auto'));
}
