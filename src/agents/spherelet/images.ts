// A Pod's images: their disks on the datastore, made once for all who need them; and one that nobody has.
import type { Container, ContainerStatus } from '#types';
import { attemptOf } from '../../control/backoff.ts';
import { latency } from '../../control/latency.ts';
import type { Note, Outcome, Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { containerPath } from '../../containers/said.ts';
import { containersOf, withContainers, type Containers } from '../../kinds/core/pod/container-status.ts';
import { behaviourOf, shortName } from '../../kinds/core/pod/image.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { imageDigest, imageDisks, imageName, type ImageDisk } from '../../kinds/vsphere/image-disk.ts';
import { fabricScope } from '../../kinds/vsphere/supervisor.ts';
import { stepAt, withStep, type VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';
import { allContainers, imagesOf, note, steps, updatePod, updateVm, type Ground } from './ground.ts';

/** What comes of waiting for the images; once all are there, the CRX that has them is among it, not yet written. */
export interface Fetched extends Outcome {
  readonly ready?: VirtualMachine;
}

/**
 * The network is there: now the images. Their disks are made when first needed, awaited when another Pod fetches them already.
 */
export function awaitImages({ pod, vm: before, view }: Ground): Fetched {
  const fabric = view.in(fabricScope);
  const since = stepAt(before, steps.network) ?? view.now;
  const { namespace, name, uid } = pod.metadata;
  const missing = allContainers(pod).find((container) => !behaviourOf(container).pullable);
  if (missing !== undefined) return pullBackoff(pod, before, missing, since, view);
  const isFirst = stepAt(before, steps.network) === undefined;
  const vm = isFirst ? withStep(before, steps.network, view.now) : before;
  const writes: Write[] = [];
  const notes: Note[] = [];
  let readyAt = since + view.draw(uid, 'image disk', latency.imageCachedMs);
  for (const image of imagesOf(pod)) {
    const digest = imageDigest(image);
    const disk = fabric.get<ImageDisk>('vsphere.sandbox/imagedisks', digest);
    const fetchedAt = disk?.spec.readyAt ?? view.now + view.draw(digest, 'fetch', latency.imageReadyMs);
    if (disk === undefined) {
      const object = { metadata: { name: digest }, spec: { image, readyAt: fetchedAt } };
      writes.push({
        verb: 'create',
        kind: imageDisks,
        in: fabricScope,
        object,
        why: `needed by ${namespace}/${name}`,
      });
    }
    readyAt = Math.max(readyAt, fetchedAt);
    notes.push(note(pod, 'Pulling', `Waiting for Image ${namespace}/${imageName(image, shortName(image))}`));
  }
  if (readyAt > view.now) {
    if (isFirst) writes.push(updateVm(vm, 'its network is realized, it waits for its images'));
    return { writes, notes: isFirst ? notes : [], again: readyAt - view.now };
  }
  const pulled = imagesOf(pod).map((image) =>
    note(pod, 'Pulled', `Image ${namespace}/${imageName(image, shortName(image))} is ready`),
  );
  return { notes: pulled, ready: withStep(vm, steps.image, view.now) };
}

/** An image that nobody has: kubelet tries again and again, ever more slowly. */
function pullBackoff(pod: Pod, vm: VirtualMachine, container: Container, since: number, view: View): Outcome {
  const { name: containerName, image = '' } = container;
  const { init, main } = containersOf(pod);
  const before = [...init, ...main].find(({ name }) => name === containerName)?.state?.waiting;
  const seen =
    stepAt(vm, steps.network) === undefined
      ? [updateVm(withStep(vm, steps.network, view.now), 'its network is realized')]
      : [];
  const failed = `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
  const fieldPath = containerPath(pod, container);
  const statusWith = (reason: string, message: string): Containers => {
    const told = (status: ContainerStatus): ContainerStatus =>
      status.name === containerName ? { ...status, state: { waiting: { reason, message } } } : status;
    return { init: init.map(told), main: main.map(told) };
  };
  const { at: attemptAt, nextMs: again } = attemptOf(since, view.now, latency.pullBackoffMs);
  const failing = before?.reason === 'ErrImagePull' || before?.reason === 'ImagePullBackOff';
  const isAttempt = !failing || view.now - attemptAt < 1_000;
  if (isAttempt && before?.reason !== 'ErrImagePull') {
    return {
      writes: [
        ...seen,
        updatePod(
          withContainers(pod, statusWith('ErrImagePull', failed), view.now),
          'image cannot be pulled',
        ),
      ],
      notes: [
        note(pod, 'Pulling', `Pulling image "${image}"`, { fieldPath }),
        note(pod, 'Failed', `Failed to pull image "${image}": ${failed}`, { fieldPath, type: 'Warning' }),
        note(pod, 'Failed', 'Error: ErrImagePull', { fieldPath, type: 'Warning' }),
      ],
      again: 1_500,
    };
  }
  const text = `Back-off pulling image "${image}"`;
  if (before?.reason === 'ImagePullBackOff') return { again };
  return {
    writes: [
      updatePod(withContainers(pod, statusWith('ImagePullBackOff', text), view.now), 'image pull backs off'),
    ],
    notes: [
      note(pod, 'BackOff', text, { fieldPath }),
      note(pod, 'Failed', 'Error: ImagePullBackOff', { fieldPath, type: 'Warning' }),
    ],
    again,
  };
}
