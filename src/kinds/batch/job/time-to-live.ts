// Removes Jobs that have been over for ttlSecondsAfterFinished. Source: kubernetes
// pkg/controller/ttlafterfinished/ttlafterfinished_controller.go.
import { nobody, type Loop } from '../../../control/loop.ts';
import { parseTime } from '../../../std/time.ts';
import { kindId } from '../../../store/kind.ts';
import { isDeleting, keyOfObject, splitKey } from '../../../store/object.ts';
import { jobs } from './job.ts';
import { finishedBy, type Job } from './model.ts';

/** When the Job is to go, in simulated milliseconds; undefined for one that stays. */
function goesAt(job: Job): number | undefined {
  const { ttlSecondsAfterFinished } = job.spec;
  const finished = parseTime(finishedBy(job)?.lastTransitionTime ?? '');
  if (ttlSecondsAfterFinished === undefined || finished === undefined || isDeleting(job)) return undefined;
  return finished + ttlSecondsAfterFinished * 1000;
}

export const timeToLive: Loop = {
  name: 'ttl-after-finished-controller',
  observes: {
    [kindId(jobs)]: (_prev, next) =>
      next === undefined || goesAt(next as Job) === undefined ? nobody : [keyOfObject(next)],
  },
  run(key, view) {
    const { namespace, name } = splitKey(key);
    const job = view.get<Job>(kindId(jobs), name, namespace);
    const at = job === undefined ? undefined : goesAt(job);
    if (job === undefined || at === undefined) return undefined;
    if (at > view.now) return { again: at - view.now };
    return {
      writes: [
        {
          verb: 'delete',
          kind: jobs,
          object: job,
          propagation: 'Foreground',
          why: 'its time to live is over',
        },
      ],
    };
  },
};
