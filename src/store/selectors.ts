// Which objects a client, a Service or a controller means: label selectors (k8s.io/apimachinery/pkg/labels) and field
// selectors (pkg/fields), read, matched and printed as there. Holds: requirements are sorted by key. Refusals are the
// API server's sentences. Deliberately absent: which fields a kind has; the kind says so.
import { getOwn } from '../std/own.ts';
import { quoteGo } from '../std/go-quote.ts';
import { isQualifiedName, isValidLabelValue } from '../std/names.ts';

export type LabelOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt';

/** One condition on one label; `values` are sorted and distinct, none for `exists` and `!`. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  readonly values: readonly string[];
}

/** The form that specs carry: metav1.LabelSelector. */
export interface LabelSelectorLike {
  readonly matchLabels?: { readonly [key: string]: string };
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

export interface FieldTerm {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

export type LabelSelection =
  | { readonly requirements: readonly LabelRequirement[] }
  | { readonly error: string };
export type FieldSelection = { readonly terms: readonly FieldTerm[] } | { readonly error: string };

type Labels = { readonly [key: string]: string };

// Matching

/** Whether labels meet every requirement; none means any object. */
export function matchesLabels(
  requirements: readonly LabelRequirement[],
  labels: Labels | undefined,
): boolean {
  return requirements.every((requirement) => matchesLabel(requirement, getOwn(labels, requirement.key)));
}

function matchesLabel({ operator, values }: LabelRequirement, value: string | undefined): boolean {
  switch (operator) {
    case '=':
    case '==':
    case 'in':
      return value !== undefined && values.includes(value);
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'gt':
    case 'lt': {
      const [left, right] = [parseInt64(value ?? ''), parseInt64(values[0] ?? '')];
      if (left === undefined || right === undefined) return false;
      return operator === 'gt' ? left > right : left < right;
    }
  }
}

/** Whether an object's fields meet every term. */
export function matchesFields(terms: readonly FieldTerm[], getField: (field: string) => string): boolean {
  return terms.every((term) => (getField(term.field) === term.value) === (term.operator === '='));
}

const INT64_MAX = 9_223_372_036_854_775_807n;

function parseInt64(text: string): bigint | undefined {
  if (!/^[+-]?\d{1,30}$/.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  return value <= INT64_MAX && value >= -INT64_MAX - 1n ? value : undefined;
}

// Label selectors of specs

/**
 * The requirements of a spec's selector. Kubernetes tells none from empty: no selector at all matches nothing, which
 * is the caller's to know; an empty one matches everything.
 */
export function fromLabelSelector(selector: LabelSelectorLike): LabelSelection {
  const requirements: LabelRequirement[] = [];
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    requirements.push({ key, operator: '=', values: [value] });
  }
  for (const { key, operator, values } of selector.matchExpressions ?? []) {
    const known = SPEC_OPERATORS.get(operator);
    if (known === undefined) return { error: `${quoteGo(operator)} is not a valid label selector operator` };
    requirements.push({ key, operator: known, values: values ?? [] });
  }
  const cause = requirements.map(causeOf).find((found) => found !== undefined);
  return cause === undefined ? { requirements: byKey(requirements) } : { error: cause };
}

const SPEC_OPERATORS: ReadonlyMap<string, LabelOperator> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

function byKey(requirements: readonly LabelRequirement[]): readonly LabelRequirement[] {
  return requirements.toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
}

// Printing

/** A selector on one line, as labels.Selector prints it: `app=web,tier in (a,b)`; empty for no requirement. */
export function formatRequirements(requirements: readonly LabelRequirement[]): string {
  return requirements.map(formatRequirement).join(',');
}

function formatRequirement({ key, operator, values }: LabelRequirement): string {
  const list = values.toSorted().join(',');
  switch (operator) {
    case '!':
      return `!${key}`;
    case 'exists':
      return key;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${list})`;
    case 'gt':
      return `${key}>${list}`;
    case 'lt':
      return `${key}<${list}`;
    default:
      return `${key}${operator}${list}`;
  }
}

/** A spec's selector in a table or description, as metav1.FormatLabelSelector prints it; `<none>` when empty. */
export function formatLabelSelector(selector: LabelSelectorLike): string {
  const result = fromLabelSelector(selector);
  if ('error' in result) return '<error>';
  return result.requirements.length === 0 ? '<none>' : formatRequirements(result.requirements);
}

// Checking

/** Why a requirement is refused, as NewRequirement words it. */
function causeOf({ key, operator, values }: LabelRequirement): string | undefined {
  const causes = [...keyCauses(key, 'key'), ...countCauses(operator, values)];
  values.forEach((value, at) => {
    const wrong = isValidLabelValue(value);
    if (wrong.length > 0) causes.push(invalid(`values[${at}][${key}]`, value, wrong.join('; ')));
  });
  const distinct = [...new Set(causes)];
  return distinct.length > 1 ? `[${distinct.join(', ')}]` : distinct[0];
}

function keyCauses(key: string, path: string): readonly string[] {
  const wrong = isQualifiedName(key);
  return wrong.length > 0 ? [invalid(path, key, wrong.join('; '))] : [];
}

function countCauses(operator: LabelOperator, values: readonly string[]): readonly string[] {
  const shown = `values: Invalid value: []string{${values.map(quoteGo).join(', ')}}`;
  switch (operator) {
    case 'in':
    case 'notin':
      return values.length === 0 ? [`${shown}: for 'in', 'notin' operators, values set can't be empty`] : [];
    case 'exists':
    case '!':
      return values.length > 0 ? [`${shown}: values set must be empty for exists and does not exist`] : [];
    case 'gt':
    case 'lt':
      return values.flatMap((value, at) =>
        parseInt64(value) === undefined
          ? [invalid(`values[${at}]`, value, `for 'Gt', 'Lt' operators, the value must be an integer`)]
          : [],
      );
    default:
      return [];
  }
}

function invalid(path: string, value: string, detail: string): string {
  return `${path}: Invalid value: ${quoteGo(value)}: ${detail}`;
}

// Reading label selectors

type Token = { readonly kind: 'word' | 'sign' | 'end'; readonly text: string };

const END: Token = { kind: 'end', text: '' };
const SIGN_OPERATORS: ReadonlyMap<string, LabelOperator> = new Map([
  ['in', 'in'],
  ['=', '='],
  ['==', '=='],
  ['>', 'gt'],
  ['<', 'lt'],
  ['notin', 'notin'],
  ['!=', '!='],
]);
const BINARY_OPERATORS = 'in, notin, =, ==, !=, gt, lt';

/** Reads `app=web,tier in (a,b),!old,size>3`; the error is the API server's sentence. Empty text has no requirement. */
export function parseLabelSelector(text: string): LabelSelection {
  const parser = new LabelParser(tokensOf(text));
  const error = parser.parse();
  return error === undefined ? { requirements: byKey(parser.requirements) } : { error };
}

function tokensOf(text: string): readonly Token[] {
  // The original reads up to the first zero byte.
  const [readable = ''] = text.split('\0', 1);
  const words = readable.matchAll(/==|!=|[=!(),<>]|[^=!(),<> \t\r\n]+/g);
  const tokens = Array.from(words, ([word]): Token => ({
    kind: /^[=!(),<>]/.test(word) ? 'sign' : 'word',
    text: word,
  }));
  return [...tokens, END];
}

class LabelParser {
  readonly requirements: LabelRequirement[] = [];
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** Fills `requirements`; text is what is wrong. */
  parse(): string | undefined {
    for (;;) {
      const first = this.#peek();
      if (first.kind === 'end') return undefined;
      if (first.kind === 'sign' && first.text !== '!') {
        return `found '${first.text}', expected: !, identifier, or 'end of string'`;
      }
      const requirement = this.#requirement();
      if (typeof requirement === 'string') return `unable to parse requirement: ${requirement}`;
      this.requirements.push(requirement);
      const next = this.#take();
      if (next.kind === 'end') return undefined;
      if (next.text !== ',') return `found '${next.text}', expected: ',' or 'end of string'`;
      const after = this.#peek();
      if (after.kind !== 'word' && after.text !== '!')
        return `found '${after.text}', expected: identifier after ','`;
    }
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? END;
  }

  #take(): Token {
    return this.#tokens[this.#at++] ?? END;
  }

  #requirement(): LabelRequirement | string {
    let token = this.#take();
    const isNegated = token.text === '!';
    if (isNegated) token = this.#take();
    if (token.kind !== 'word') return `found '${token.text}', expected: identifier`;
    const key = token.text;
    // The original reports a key without the path of a field, which Go prints as <nil>.
    const [wrong] = keyCauses(key, '<nil>');
    if (wrong !== undefined) return wrong;
    const next = this.#peek();
    if (isNegated || next.kind === 'end' || next.text === ',') {
      return { key, operator: isNegated ? '!' : 'exists', values: [] };
    }
    const sign = this.#take();
    const operator = SIGN_OPERATORS.get(sign.text);
    if (operator === undefined) return `found '${sign.text}', expected: ${BINARY_OPERATORS}`;
    const values = operator === 'in' || operator === 'notin' ? this.#values() : this.#exactValue();
    if (typeof values === 'string') return values;
    const requirement: LabelRequirement = { key, operator, values: [...new Set(values)].sort() };
    return causeOf(requirement) ?? requirement;
  }

  #exactValue(): readonly string[] | string {
    const next = this.#peek();
    if (next.kind === 'end' || next.text === ',') return [''];
    this.#at++;
    return next.kind === 'word' ? [next.text] : `found '${next.text}', expected: identifier`;
  }

  /** `(a,b)`; nothing between commas is the empty value. */
  #values(): readonly string[] | string {
    const open = this.#take();
    if (open.text !== '(') return `found '${open.text}' expected: '('`;
    const first = this.#peek();
    if (first.kind !== 'word' && first.text !== ',' && first.text !== ')') {
      return `found '${first.text}', expected: ',', ')' or identifier`;
    }
    const values: string[] = [];
    for (let value = ''; ;) {
      const token = this.#take();
      if (token.text === ')') return [...values, value];
      if (token.text === ',') {
        values.push(value);
        value = '';
      } else if (token.kind !== 'word') {
        return `found '${token.text}', expected: ',', or identifier`;
      } else {
        value = token.text;
        const after = this.#peek();
        if (after.text !== ',' && after.text !== ')') return `found '${after.text}', expected: ',' or ')'`;
      }
    }
  }
}

// Reading field selectors

/** Reads `metadata.name=x,status.phase!=Running`; a backslash makes `,`, `=` and itself part of the value. */
export function parseFieldSelector(text: string): FieldSelection {
  const terms: FieldTerm[] = [];
  for (const part of splitTerms(text).sort()) {
    if (part === '') continue;
    const match = /^(.*?)(!=|==|=)(.*)$/s.exec(part);
    if (match === null) return { error: `invalid selector: '${text}'; can't understand '${part}'` };
    const [, field = '', operator = '', written = ''] = match;
    const value = unescapeValue(written);
    if (typeof value !== 'string') return value;
    terms.push({ field, operator: operator === '!=' ? '!=' : '=', value });
  }
  return { terms };
}

function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === ',') {
      terms.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...terms, text.slice(start)];
}

function unescapeValue(written: string): string | { readonly error: string } {
  if (!/[\\,=]/.test(written)) return written;
  let value = '';
  let isEscaped = false;
  for (const character of written) {
    const isSpecial = character === '\\' || character === ',' || character === '=';
    if (isEscaped && !isSpecial) {
      return { error: `invalid field selector: invalid escape sequence: \\${character}` };
    }
    if (!isEscaped && isSpecial && character !== '\\') {
      // The original prints the character's number.
      return { error: `invalid field selector: unescaped character in value: ${character.charCodeAt(0)}` };
    }
    isEscaped = !isEscaped && character === '\\';
    if (!isEscaped) value += character;
  }
  return isEscaped ? { error: 'invalid field selector: invalid escape sequence: \\' } : value;
}
