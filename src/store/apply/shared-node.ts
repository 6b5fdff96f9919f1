// A node of a field set that many sets share, since thousands of objects differ in values and not in their fields. What is
// worked out of it, whoever asks, is worked out once.
import type { JsonObject } from '../../std/draft.ts';
import type { Element } from './element.ts';
import type { Endpoint } from './field-manager.ts';
import type { FieldNode, FieldSet } from './field-set.ts';

export class SharedNode implements FieldNode {
  readonly member: boolean;
  readonly children: FieldSet | undefined;
  /** As FieldsV1 has it, once somebody asked. */
  written: JsonObject | undefined;
  /** What is below it without itself, once somebody asked. */
  below: SharedNode | undefined;
  /** What of it, as this member of an object, writes to this endpoint may own: for the one that asked last. */
  owned:
    | { readonly endpoint: Endpoint; readonly element: Element; readonly node: FieldNode | undefined }
    | undefined;

  constructor(member: boolean, children: FieldSet | undefined) {
    this.member = member;
    this.children = children;
    this.written = undefined;
    this.below = undefined;
    this.owned = undefined;
  }
}
