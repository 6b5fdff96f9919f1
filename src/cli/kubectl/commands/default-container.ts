// Which container of a Pod is meant where none is named. Source: kubectl pkg/cmd/util/podcmd.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { err, type Run } from '../../effect.ts';
import { listAt, textAt } from '../json.ts';

const annotation = 'kubectl.kubernetes.io/default-container';

export function containerNames(
  pod: JsonObject,
  member: 'containers' | 'initContainers' | 'ephemeralContainers',
): readonly string[] {
  return listAt(pod, 'spec', member).map((container: Json) => textAt(container, 'name'));
}

/** The one that the Pod's annotation names, else the first; which one it is of several is said, unless `quiet`. */
export function* defaultContainer(pod: JsonObject, quiet: boolean): Run<string> {
  const containers = containerNames(pod, 'containers');
  const [starting, looking] = [
    containerNames(pod, 'initContainers'),
    containerNames(pod, 'ephemeralContainers'),
  ];
  const preferred = textAt(pod, 'metadata', 'annotations', annotation);
  if ([...containers, ...starting, ...looking].includes(preferred)) return preferred;
  if (preferred !== '') {
    const name = textAt(pod, 'metadata', 'name');
    yield* err(`Default container name ${quoteGo(preferred)} not found in pod ${name}\n`);
  }
  const [first = ''] = containers;
  const all = [
    ...containers,
    ...looking.map((each) => `${each} (ephem)`),
    ...starting.map((each) => `${each} (init)`),
  ];
  if (all.length > 1 && !quiet) {
    yield* err(`Defaulted container ${quoteGo(first)} out of: ${all.join(', ')}\n`);
  }
  return first;
}
