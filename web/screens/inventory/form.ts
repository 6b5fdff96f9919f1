/** What a dialog asks for to make one request: its fields, and the action that their values become. */
import type { Action } from '../actions.ts';

export interface FormField {
  readonly id: string;
  readonly label: string;
  readonly type: 'text' | 'number' | 'select' | 'check';
  readonly value: string;
  readonly help?: string;
  readonly required?: boolean;
  /** Of a choice. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** What is wrong with a value. */
  readonly check?: (value: string) => string | undefined;
}

/** By the id of its field; a checked box is `true`. */
export type FormValues = Readonly<Record<string, string>>;

export interface Form {
  readonly title: string;
  readonly verb: string;
  readonly fields: readonly FormField[];
  readonly action: (values: FormValues) => Action;
}

export const whole =
  (least: number, most: number) =>
  (value: string): string | undefined =>
    /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most
      ? undefined
      : `A whole number from ${least} to ${most}`;

/** One of several, by the words for each. */
export const choice = (
  id: string,
  label: string,
  value: string,
  words: Readonly<Record<string, string>>,
): FormField => ({
  id,
  label,
  type: 'select',
  value,
  options: Object.entries(words).map(([each, word]) => ({ value: each, label: word })),
});
