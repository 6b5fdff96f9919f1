// How often the probes of containers that run have been asked, and what they said: read off the time that has gone by. Failures that
// are over are nowhere kept, so all rounds but those of failures in a row that go on are taken to have passed.
import type { Container, Probe } from '#types';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { parseTime, SECOND_MS } from '../../std/time.ts';
import { runOf } from '../written.ts';
import { countOf, probesOf, titles, type ProbeName, type Streak } from './rounds.ts';

interface ProbeCount {
  readonly container: string;
  /** `Liveness`, `Readiness`, `Startup`. */
  readonly probe: string;
  readonly result: 'successful' | 'failed';
  readonly count: number;
}

function roundsBy(probe: Probe, startedAt: number, now: number): number {
  const { initialDelaySeconds = 0, periodSeconds = 10 } = probe;
  const ran = now - startedAt - initialDelaySeconds * SECOND_MS;
  return Math.max(0, Math.floor(ran / (periodSeconds * SECOND_MS)));
}

/** `streaks` are those of the Pod's CRX. */
export function probeCounts(pod: Pod, streaks: readonly Streak[], now: number): readonly ProbeCount[] {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  const { containers, initContainers = [] } = pod.spec;
  return [...initContainers, ...containers].flatMap((container: Container) => {
    const status = [...initContainerStatuses, ...containerStatuses].find(
      ({ name }) => name === container.name,
    );
    const startedAt = parseTime(status?.state?.running?.startedAt ?? '');
    if (startedAt === undefined) return [];
    const run = runOf(pod, container);
    return (Object.entries(probesOf(container)) as [ProbeName, Probe | undefined][]).flatMap(
      ([name, probe]): readonly ProbeCount[] => {
        if (probe === undefined) return [];
        const isStarting = status?.started !== true;
        if (isStarting && name !== 'startup') return [];
        const streak = streaks.find((each) => each.run === run && each.probe === name);
        const failed = streak?.passes === false ? countOf(streak, probe, now) : 0;
        const rounds = name === 'startup' && !isStarting ? 1 : roundsBy(probe, startedAt, now);
        const counts = { successful: Math.max(0, rounds - failed), failed };
        return (['failed', 'successful'] as const).flatMap((result) =>
          counts[result] === 0
            ? []
            : [{ container: container.name, probe: titles[name], result, count: counts[result] }],
        );
      },
    );
  });
}
