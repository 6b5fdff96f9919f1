// Classes that are little but a name and what it stands for: of priority, of a volume's attributes.
// Source: kubectl pkg/describe/describe.go.
import type { Run } from '../../effect.ts';
import { at, numberAt, textAt, textsAt } from '../json.ts';
import { formatLabels } from '../print/table.ts';
import { Description } from './description.ts';
import type { Described } from './describer.ts';
import { eventsOf, writeEvents } from './events.ts';

export function* describePriorityClass({ client, object, showEvents, now }: Described): Run<string> {
  const description = new Description();
  description.field(0, 'Name', textAt(object, 'metadata', 'name'));
  description.field(0, 'Value', numberAt(object, 'value'));
  description.field(0, 'GlobalDefault', at(object, 'globalDefault') === true);
  description.field(0, 'PreemptionPolicy', textAt(object, 'preemptionPolicy'));
  description.field(0, 'Description', textAt(object, 'description'));
  description.field(0, 'Annotations', formatLabels(textsAt(object, 'metadata', 'annotations')));
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}

export function* describeVolumeAttributesClass({ client, object, showEvents, now }: Described): Run<string> {
  const description = new Description();
  description.field(0, 'Name', textAt(object, 'metadata', 'name'));
  description.field(0, 'Annotations', formatLabels(textsAt(object, 'metadata', 'annotations')));
  description.field(0, 'DriverName', textAt(object, 'driverName'));
  description.field(0, 'Parameters', formatLabels(textsAt(object, 'parameters')));
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}
