// The containers of a control plane node as its runtime has them, the youngest first.
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { hash128 } from '../../std/hash.ts';
import { parseTime } from '../../std/time.ts';
import type { ReadView } from '../../store/view.ts';
import type { RuntimeContainers } from './wire.ts';

type Containers = RuntimeContainers['containers'];

/** What follows `containerd://`. */
const bare = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

function containersOf({ metadata, status }: Pod): Containers {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].flatMap(
    ({ name, image, imageID, containerID, restartCount, state }) => {
      const since = state?.running?.startedAt ?? state?.terminated?.startedAt;
      if (containerID === undefined || since === undefined) return [];
      return [
        {
          id: bare(containerID),
          image: hash128(imageID === '' ? image : imageID),
          startedAt: parseTime(since) ?? 0,
          state: state?.running === undefined ? ('Exited' as const) : ('Running' as const),
          name,
          attempt: restartCount,
          podId: hash128(metadata.uid),
          pod: metadata.name,
        },
      ];
    },
  );
}

export function containersOn(node: string, view: ReadView): RuntimeContainers {
  const containers = view
    .list<Pod>('core/pods', { index: ['node', node] })
    .flatMap(containersOf)
    .toSorted((a, b) => b.startedAt - a.startedAt);
  return { containers };
}
