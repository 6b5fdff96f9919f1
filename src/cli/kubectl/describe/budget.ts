// A PodDisruptionBudget. Source: kubectl pkg/describe/describe.go.
import type { Run } from '../../effect.ts';
import { at, numberAt, objectAt, textAt } from '../json.ts';
import { Description } from './description.ts';
import type { Described } from './describer.ts';
import { eventsOf, writeEvents } from './events.ts';
import { selectorText } from './metadata.ts';

export function* describeBudget({ client, object, showEvents, now }: Described): Run<string> {
  const description = new Description();
  const [metadata, spec, status] = ['metadata', 'spec', 'status'].map((part) => objectAt(object, part));
  description.field(0, 'Name', textAt(metadata, 'name'));
  description.field(0, 'Namespace', textAt(metadata, 'namespace'));
  const [least, most] = [at(spec, 'minAvailable'), at(spec, 'maxUnavailable')];
  if (least !== undefined) description.field(0, 'Min available', String(least));
  else if (most !== undefined) description.field(0, 'Max unavailable', String(most));
  const selector = at(spec, 'selector');
  description.field(0, 'Selector', selector === undefined ? '<unset>' : selectorText(selector) || '<none>');
  description.write(0, 'Status:\n');
  const counts = [
    ['Allowed disruptions', 'disruptionsAllowed'],
    ['Current', 'currentHealthy'],
    ['Desired', 'desiredHealthy'],
    ['Total', 'expectedPods'],
  ] as const;
  for (const [title, member] of counts) description.field(2, title, numberAt(status, member));
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}
