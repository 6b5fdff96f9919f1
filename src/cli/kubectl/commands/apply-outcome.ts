// What apply says became of each object, and the objects themselves where they are wanted.
import type { JsonObject } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { err, out, type Run } from '../../effect.ts';
import type { Call } from '../command.ts';
import { printerFor, type Printer } from '../print/printer.ts';
import { objectAt, textAt } from '../json.ts';
import type { Info } from '../resources/info.ts';
import type { Visited } from './apply-prune.ts';
import { structPrinter, withDryRun, type Write } from './writing.ts';

/** One run of apply. */
export interface Applying {
  readonly call: Call;
  readonly write: Write;
  /** Objects to print at the end, where they are wanted as YAML or by a template. */
  readonly collected: JsonObject[] | undefined;
  /** What becomes of the dependents of what is deleted. */
  readonly cascade: string;
  readonly visited: Visited;
}

function printer({ call, write }: Applying, operation: string): Printer {
  return printerFor(call.flags, call.session, withDryRun(operation, write.dryRun));
}

/** How messages describe an object. */
export function describeInfo({ resource, namespace, name }: Info): string {
  const { group, version, plural, kind } = resource;
  return `Resource: ${quoteGo(`${group}/${version}, Resource=${plural}`)}, GroupVersionKind: ${quoteGo(`${group}/${version}, Kind=${kind}`)}\nName: ${quoteGo(name)}, Namespace: ${quoteGo(namespace)}`;
}

/** Says what became of an object, or keeps it to be printed at the end. */
export function* tell(applying: Applying, operation: string, object: JsonObject): Run<void> {
  applying.visited.uids.add(textAt(object, 'metadata', 'uid'));
  if (applying.collected === undefined) yield* out(printer(applying, operation)(object));
  else applying.collected.push(object);
}

export function* printCollected(applying: Applying): Run<void> {
  const { collected } = applying;
  const [first] = collected ?? [];
  if (collected === undefined || first === undefined) return;
  const list: JsonObject = { kind: 'List', apiVersion: 'v1', metadata: {}, items: collected };
  const { call, write } = applying;
  yield* out(
    collected.length === 1 ? printer(applying, '')(first) : structPrinter(call, '', write.dryRun)(list),
  );
}

export function* warnIfDeleting(info: Info, object: JsonObject): Run<void> {
  if (textAt(objectAt(object, 'metadata'), 'deletionTimestamp') === '') return;
  yield* err(`Warning: Detected changes to resource ${info.name} which is currently being deleted.\n`);
}
