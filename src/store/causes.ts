// Everything that is wrong with an object, gathered before anything is said: Kubernetes' field errors, word for word.
// Source: apimachinery pkg/util/validation/field/errors.go.
import { quoteGo } from '../std/go-quote.ts';
import { goPrint } from '../std/go-value.ts';
import { GoSyntax } from './go-types.ts';

export interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

const words = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueTypeInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
} as const;

type Reason = keyof typeof words;

/** Go's %q of a printable string. */
export function quote(text: string): string {
  return quoteGo(text);
}

/** A value to be shown; what is none of Go's simple types comes in its syntax (go-types.ts). */
export type Shown = string | number | boolean | undefined | GoSyntax;

function printed(value: Shown): string {
  if (value instanceof GoSyntax) return value.text;
  // A pointer to nothing is shown as a text.
  return typeof value === 'number' || typeof value === 'boolean' ? goPrint(value) : quote(value ?? 'null');
}

export class Causes {
  readonly #list: Cause[] = [];

  get list(): readonly Cause[] {
    return this.#list;
  }

  required(field: string, detail = ''): void {
    this.#add('FieldValueRequired', field, undefined, detail);
  }

  forbidden(field: string, detail: string): void {
    this.#add('FieldValueForbidden', field, undefined, detail);
  }

  invalid(field: string, value: Shown, detail: string): void {
    this.#add('FieldValueInvalid', field, printed(value), detail);
  }

  /** Something wrong with a part as a whole, whose value is not said. */
  invalidWhole(field: string, detail: string): void {
    this.#add('FieldValueInvalid', field, undefined, detail);
  }

  /** A value of another type than the field's. */
  typeInvalid(field: string, value: Shown, detail: string): void {
    this.#add('FieldValueTypeInvalid', field, printed(value), detail);
  }

  /** One cause for each complaint, as Kubernetes does with the name checks. */
  invalidEach(field: string, value: Shown, details: readonly string[]): void {
    for (const detail of details) this.invalid(field, value, detail);
  }

  notSupported(field: string, value: Shown, supported: readonly string[]): void {
    const detail = supported.length > 0 ? `supported values: ${supported.map(quote).join(', ')}` : '';
    this.#add('FieldValueNotSupported', field, printed(value), detail);
  }

  duplicate(field: string, value: Shown, detail = ''): void {
    this.#add('FieldValueDuplicate', field, printed(value), detail);
  }

  notFound(field: string, value: Shown): void {
    this.#add('FieldValueNotFound', field, printed(value), '');
  }

  tooLong(field: string, bytesMax: number): void {
    this.#add('FieldValueTooLong', field, undefined, `may not be more than ${bytesMax} bytes`);
  }

  /** What was found elsewhere, as it is. */
  takeAll(found: readonly Cause[]): void {
    this.#list.push(...found);
  }

  /** What was found inside a part, told from the whole. */
  within(field: string, inner: Causes): void {
    for (const cause of inner.list) {
      const place = cause.field === '' || cause.field === '<nil>' ? field : `${field}.${cause.field}`;
      this.#list.push({ ...cause, field: place });
    }
  }

  tooMany(field: string, count: number, countMax: number): void {
    this.#add('FieldValueTooMany', field, String(count), `must have at most ${countMax} items`);
  }

  #add(reason: Reason, field: string, value: string | undefined, detail: string): void {
    const body = value === undefined ? words[reason] : `${words[reason]}: ${value}`;
    this.#list.push({ reason, field, message: detail === '' ? body : `${body}: ${detail}` });
  }
}

/** The message of all causes together: Go's aggregate, which says a repeated error once. */
export function aggregate(causes: readonly Cause[]): string {
  const messages = [...new Set(causes.map((cause) => `${cause.field}: ${cause.message}`))];
  return messages.length === 1 ? (messages[0] as string) : `[${messages.join(', ')}]`;
}
