// A revision of a workload as rollout history and undo see it, whoever keeps it.
import type { JsonObject } from '../../../../std/draft.ts';
import { Description } from '../../describe/description.ts';
import { writeTemplate } from '../../describe/template.ts';

export interface Revision {
  readonly number: number;
  /** Why it came to be; empty where nobody says. */
  readonly cause: string;
  readonly template: JsonObject;
  /** What `-o` shows of it. */
  readonly object: JsonObject;
}

/** A template as text, its tabs left as they are. */
export function templateText(template: JsonObject): string {
  const description = new Description('raw');
  writeTemplate(description, template);
  return description.end();
}
