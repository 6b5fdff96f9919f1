// Lets go of Pods whose Job is gone: its hold would keep them for ever. Source: kubernetes
// pkg/controller/job/job_controller.go, syncOrphanPod.
import { nobody, type Loop } from '../../../control/loop.ts';
import { kindId } from '../../../store/kind.ts';
import { controllerOf, keyOfObject, splitKey } from '../../../store/object.ts';
import { pods, type Pod } from '../../core/pod/pod.ts';
import { jobs } from './job.ts';
import type { Job } from './model.ts';
import { isTracked, released } from './pods.ts';

export const jobOrphanPods: Loop = {
  name: 'job-controller-orphan-pods',
  observes: {
    'core/pods': (prev, next) => {
      const pod = next as Pod | undefined;
      if (pod === undefined || !isTracked(pod)) return nobody;
      const isChanged =
        pod.metadata.ownerReferences !== prev?.metadata.ownerReferences ||
        pod.metadata.deletionTimestamp !== prev?.metadata.deletionTimestamp;
      return isChanged ? [keyOfObject(pod)] : nobody;
    },
    [kindId(jobs)]: (prev, next) =>
      next === undefined && prev !== undefined ? [`*${prev.metadata.uid}`] : nobody,
  },
  expand: (pattern, view) =>
    view
      .list<Pod>('core/pods', { owner: pattern.slice(1) })
      .filter((pod) => pod.metadata.deletionTimestamp !== undefined)
      .map(keyOfObject),
  run(key, view) {
    const { namespace, name } = splitKey(key);
    const pod = view.get<Pod>('core/pods', name, namespace);
    if (pod === undefined || !isTracked(pod)) return undefined;
    const owner = controllerOf(pod);
    const job = owner?.kind === jobs.kind ? view.get<Job>(kindId(jobs), owner.name, namespace) : undefined;
    if (job !== undefined && job.metadata.uid === owner?.uid) return undefined;
    // A Pod that still has an owner waits for the garbage collector's word: to go with it, or to stay without it.
    if (owner !== undefined && pod.metadata.deletionTimestamp === undefined) return undefined;
    return { writes: [{ verb: 'update', kind: pods, object: released(pod), why: 'its Job is gone' }] };
  },
};
