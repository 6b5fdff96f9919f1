// The shape of a JSONPath template once read.

export interface ArrayBound {
  readonly value: number;
  readonly known: boolean;
  /** Made from the first bound: `[3]` is `[3:4]`. */
  readonly derived?: boolean;
}

export type Node =
  | { readonly type: 'list'; readonly nodes: readonly Node[] }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'array'; readonly bounds: readonly [ArrayBound, ArrayBound, ArrayBound] }
  | {
      readonly type: 'filter';
      readonly left: readonly Node[];
      readonly right: readonly Node[];
      readonly operator: string;
    }
  | { readonly type: 'number'; readonly value: number; readonly float: boolean }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'wildcard' }
  | { readonly type: 'recursive' }
  | { readonly type: 'union'; readonly lists: readonly (readonly Node[])[] }
  | { readonly type: 'identifier'; readonly name: string };

/** A template that cannot be read, or cannot be carried out; the message is kubectl's. */
export class JsonPathTrouble extends Error {}
