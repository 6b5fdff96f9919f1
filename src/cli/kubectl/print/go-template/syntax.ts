// The shape of a Go template once read, and how Go writes its parts in messages. Source: Go's text/template/parse/node.go.
// Deliberately absent: other delimiters, complex numbers.
import { quoteGo } from '../../../../std/go-quote.ts';
import type { Value } from './value.ts';

/** What a node has in common: where it begins, as an offset in the text. */
interface At {
  readonly at: number;
}

export type Operand =
  | (At & { readonly type: 'number' | 'string' | 'bool'; readonly value: Value; readonly text: string })
  | (At & { readonly type: 'dot' | 'nil' })
  | (At & { readonly type: 'function'; readonly name: string })
  | (At & { readonly type: 'field'; readonly fields: readonly string[] })
  | (At & { readonly type: 'variable'; readonly name: string; readonly fields: readonly string[] })
  | (At & { readonly type: 'chain'; readonly of: Operand; readonly fields: readonly string[] })
  | Pipeline;

/** A value, or a function with its arguments. */
export interface Command extends At {
  readonly type: 'command';
  readonly args: readonly Operand[];
}

export interface Pipeline extends At {
  readonly type: 'pipeline';
  /** Variables that it sets: `$index, $element :=`. */
  readonly declares: readonly string[];
  /** `=` instead of `:=`. */
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

export type TemplateNode =
  | (At & { readonly type: 'text'; readonly text: string })
  | (At & { readonly type: 'action'; readonly pipeline: Pipeline })
  | (At & { readonly type: 'break' | 'continue' })
  | (At & {
      readonly type: 'if' | 'range' | 'with';
      readonly pipeline: Pipeline;
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
    })
  | (At & { readonly type: 'template'; readonly name: string; readonly pipeline: Pipeline | undefined });

export interface Template {
  readonly text: string;
  readonly nodes: readonly TemplateNode[];
  /** Templates that are defined inside, by name. */
  readonly defined: ReadonlyMap<string, readonly TemplateNode[]>;
}

/** What `-o go-template` calls its template. */
export const rootName = 'output';

export function written(node: Operand | Command | TemplateNode): string {
  const path = (fields: readonly string[]): string => fields.map((field) => `.${field}`).join('');
  switch (node.type) {
    case 'number':
    case 'string':
    case 'bool':
    case 'text':
      return node.text;
    case 'dot':
      return '.';
    case 'nil':
    case 'break':
    case 'continue':
      return node.type;
    case 'function':
      return node.name;
    case 'field':
      return path(node.fields);
    case 'variable':
      return node.name + path(node.fields);
    case 'chain':
      return (node.of.type === 'pipeline' ? `(${written(node.of)})` : written(node.of)) + path(node.fields);
    case 'command':
      return node.args.map((arg) => (arg.type === 'pipeline' ? `(${written(arg)})` : written(arg))).join(' ');
    case 'pipeline': {
      const sign = node.assigns ? '=' : ':=';
      const sets = node.declares.length === 0 ? '' : `${node.declares.join(', ')} ${sign} `;
      return sets + node.commands.map(written).join(' | ');
    }
    case 'template':
      return `{{template ${quoteGo(node.name)}${node.pipeline === undefined ? '' : ` ${written(node.pipeline)}`}}}`;
    default:
      return `{{${node.type === 'action' ? '' : `${node.type} `}${written(node.pipeline)}}}`;
  }
}

/** A template that cannot be read, or cannot be carried out. */
export class TemplateTrouble extends Error {
  /** What was printed before it. */
  printed = '';
}
