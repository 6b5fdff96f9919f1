// An object of a kind that has no description of its own: its fields with readable names.
// Source: kubectl pkg/describe/describe.go, genericDescriber; fatih/camelcase.
import type { Json, JsonObject } from '../../../std/draft.ts';
import type { Run } from '../../effect.ts';
import { goPrint } from '../../../std/go-value.ts';
import { isObject } from '../json.ts';
import { Description } from './description.ts';
import type { Described } from './describer.ts';
import { eventsOf, writeEvents } from './events.ts';
import { writeHead } from './metadata.ts';

const skipped = [
  '.metadata.managedFields',
  '.metadata.name',
  '.metadata.namespace',
  '.metadata.labels',
  '.metadata.annotations',
];
const acronyms = ['API', 'URL', 'UID', 'OSB', 'GUID'];

/** `creationTimestamp` as `Creation Timestamp`; names with other characters stay. */
function labelOf(field: string): string {
  if (/[^\p{L}-]/u.test(field)) return field;
  const words = field.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|[^\p{Lu}\p{Ll}]+/gu) ?? [];
  return words
    .map((word) =>
      acronyms.includes(word.toUpperCase())
        ? word.toUpperCase()
        : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(' ');
}

function writeMembers(description: Description, level: number, members: JsonObject, path: string): void {
  for (const key of Object.keys(members).sort()) {
    const here = `${path}.${key}`;
    if (skipped.includes(here)) continue;
    const value = members[key] as Json;
    if (isObject(value)) {
      description.write(level, `${labelOf(key)}:\n`);
      writeMembers(description, level + 1, value, here);
    } else if (Array.isArray(value)) {
      description.write(level, `${labelOf(key)}:\n`);
      for (const item of value as readonly Json[]) {
        if (isObject(item)) writeMembers(description, level + 1, item, here);
        else description.write(level + 1, `${goPrint(item)}\n`);
      }
    } else description.field(level, labelOf(key), goPrint(value));
  }
}

export function* describeGeneric({ client, object, showEvents, now }: Described): Run<string> {
  const description = new Description();
  writeHead(description, object);
  writeMembers(description, 0, object, '');
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}
