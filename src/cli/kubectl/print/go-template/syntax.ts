// The shape of a Go template once read. Deliberately absent: templates that are defined inside, other delimiters.
import type { Json } from '../../../../std/draft.ts';

export type Operand =
  | { readonly type: 'literal'; readonly value: Json; readonly text: string }
  | {
      readonly type: 'variable';
      readonly name: string;
      readonly fields: readonly string[];
      readonly text: string;
    }
  | { readonly type: 'dot'; readonly fields: readonly string[]; readonly text: string; readonly at: number }
  | { readonly type: 'function'; readonly name: string; readonly text: string }
  | {
      readonly type: 'pipeline';
      readonly pipeline: Pipeline;
      readonly fields: readonly string[];
      readonly text: string;
    };

/** A value, or a function with its arguments. */
export type CommandNode = readonly Operand[];

export interface Pipeline {
  /** Variables that it sets: `$index, $element :=`. */
  readonly declares: readonly string[];
  /** `=` instead of `:=`. */
  readonly assigns: boolean;
  readonly commands: readonly CommandNode[];
}

export type TemplateNode =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'action'; readonly pipeline: Pipeline; readonly at: Place }
  | { readonly type: 'break' }
  | { readonly type: 'continue' }
  | {
      readonly type: 'if' | 'range' | 'with';
      readonly pipeline: Pipeline;
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
      readonly at: Place;
    };

export interface Place {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** A template that cannot be read, or cannot be carried out. */
export class TemplateTrouble extends Error {
  /** What was printed before it. */
  printed = '';
}
