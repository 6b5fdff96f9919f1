// Completion of `kubectl logs`: Pods first, then the containers of the one that was named.
import type { Run } from '../../effect.ts';
import type { Candidate } from '../../../shell/program.ts';
import type { Client } from '../api/client.ts';
import { lookUpResource } from '../api/mapper.ts';
import { completeNames, completeObjects } from '../complete-objects.ts';
import { listAt, textAt } from '../json.ts';
import { getObject } from '../resources/info.ts';

export function* completePods(words: readonly string[], client: Client): Run<readonly Candidate[]> {
  const word = words.at(-1) ?? '';
  if (word.includes('/')) return yield* completeObjects([word], client);
  const pods = yield* lookUpResource(client, 'pods');
  if (pods === undefined) return [];
  if (words.length <= 1) return yield* completeNames(client, pods);
  return yield* containersOf(words[0] ?? '', client);
}

/** Names of the containers of a Pod. */
export function* containersOf(pod: string, client: Client): Run<readonly Candidate[]> {
  const pods = yield* lookUpResource(client, 'pods');
  if (pods === undefined || pod === '') return [];
  const object = yield* getObject(client, pods, client.effective().namespace, pod);
  return ['containers', 'initContainers'].flatMap((member) =>
    listAt(object, 'spec', member).map((container) => ({ text: textAt(container, 'name') })),
  );
}
