// TypeScript types out of inline schemas: what a kind of our own declares once is also what its code is checked against.
import type { Schema } from './schema.ts';

type Members<Properties, Required extends string> = {
  readonly [K in keyof Properties as K extends Required ? K : never]: Infer<Properties[K]>;
} & {
  readonly [K in keyof Properties as K extends Required ? never : K]?: Infer<Properties[K]>;
};

type RequiredOf<S> = S extends { readonly required: readonly (infer R extends string)[] } ? R : never;

/** The value that a schema describes; write the schema `as const satisfies Schema`. */
export type Infer<S> = S extends { readonly enum: readonly (infer Value)[] }
  ? Value
  : S extends { readonly type: 'string' }
    ? string
    : S extends { readonly type: 'integer' | 'number' }
      ? number
      : S extends { readonly type: 'boolean' }
        ? boolean
        : S extends { readonly type: 'array'; readonly items: infer Item }
          ? readonly Infer<Item>[]
          : S extends { readonly type: 'object'; readonly properties: infer Properties }
            ? Members<Properties, RequiredOf<S>>
            : S extends { readonly type: 'object'; readonly additionalProperties: infer Value }
              ? { readonly [key: string]: Infer<Value> }
              : unknown;

/** Shorthands for the leaves that repeat. */
export const string = { type: 'string' } as const satisfies Schema;
export const integer = { type: 'integer', format: 'int64' } as const satisfies Schema;
export const boolean = { type: 'boolean' } as const satisfies Schema;
export const strings = { type: 'array', items: { type: 'string' } } as const satisfies Schema;
