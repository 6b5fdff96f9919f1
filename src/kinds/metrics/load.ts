// What Pods have to do because others ask their Services: a loop of questions loads the Pods behind a Service, evenly. How much
// one loop costs is the sandbox's.
import type { ReadView } from '../../store/view.ts';
import { askingOf } from '../core/pod/asking.ts';
import type { Pod } from '../core/pod/pod.ts';
import type { Service } from '../core/service/service.ts';

/** Billionths of a core that a Pod spends on what it is asked. */
export type Loads = (pod: Pod) => number;

/** What one loop without a pause between its questions keeps busy: seven tenths of a core. */
const loopNano = 700_000_000;

/** How long a question takes: a pause beside it thins the load out. */
const questionSeconds = 0.01;

const isRunning = (pod: Pod): boolean => pod.status?.phase === 'Running';

/** What all who ask a Service ask of it together. */
function askedOf(view: ReadView, service: string): number {
  const asking = view.list<Pod>('core/pods', { index: ['asks', service] }).filter(isRunning);
  return asking
    .flatMap((pod) => pod.spec.containers.map(askingOf))
    .reduce((sum, found) => {
      if (found === undefined || !service.endsWith(`/${found.service}`)) return sum;
      return sum + (loopNano * questionSeconds) / Math.max(questionSeconds, found.pauseSeconds);
    }, 0);
}

/** The loads on the Pods of a namespace. */
export function loadsIn(view: ReadView, namespace: string): Loads {
  const shares = new Map<string, number>();
  for (const { metadata, spec } of view.list<Service>('core/services', { namespace })) {
    const selector = Object.entries(spec.selector ?? {});
    const [first] = selector;
    if (first === undefined) continue;
    const nano = askedOf(view, `${namespace}/${metadata.name}`);
    if (nano === 0) continue;
    const behind = view
      .list<Pod>('core/pods', { namespace, label: `${first[0]}=${first[1]}` })
      .filter(
        (pod) => isRunning(pod) && selector.every(([key, value]) => pod.metadata.labels?.[key] === value),
      );
    for (const pod of behind)
      shares.set(pod.metadata.uid, (shares.get(pod.metadata.uid) ?? 0) + nano / behind.length);
  }
  return ({ metadata: { uid } }) => shares.get(uid) ?? 0;
}
