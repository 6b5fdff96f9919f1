// A Pod's images: their disks on the datastore, made once for all who need them; and one that nobody has.
import type { Container, ContainerStatus } from '#types';
import { attemptOf } from '../../control/backoff.ts';
import { latency } from '../../control/latency.ts';
import type { Note, Outcome, Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { retryMs } from '../../containers/config.ts';
import { said } from '../../containers/said.ts';
import { containersOf, withContainers } from '../../kinds/core/pod/container-status.ts';
import { badName, behaviourOf, shortName } from '../../kinds/core/pod/image.ts';
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
export function awaitImages(ground: Ground): Fetched {
  const { ready, ...outcome } = fetchImages(ground);
  const { pod, vm, view } = ground;
  const lost = stepAt(vm, steps.network) === undefined ? lostSecrets(pod, view) : [];
  const told = lost.length === 0 ? outcome : { ...outcome, notes: [...lost, ...(outcome.notes ?? [])] };
  return ready === undefined ? told : { ...told, ready };
}

/** What is said of secrets for the registry that are not there; the pull is tried without them. */
function lostSecrets(pod: Pod, view: View): readonly Note[] {
  const names = (pod.spec.imagePullSecrets ?? []).flatMap(({ name = '' }) =>
    name === '' || view.get('core/secrets', name, pod.metadata.namespace) !== undefined ? [] : [name],
  );
  if (names.length === 0) return [];
  const message =
    `Unable to retrieve some image pull secrets (${names.join(', ')}); ` +
    'attempting to pull the image may not succeed.';
  return [note(pod, 'FailedToRetrieveImagePullSecret', message, { type: 'Warning' })];
}

function fetchImages({ pod, vm: before, view }: Ground): Fetched {
  const fabric = view.in(fabricScope);
  const since = stepAt(before, steps.network) ?? view.now;
  const { namespace, name, uid } = pod.metadata;
  const unnamed = allContainers(pod).find(({ image = '' }) => badName(image) !== undefined);
  if (unnamed !== undefined) {
    const message = badName(unnamed.image ?? '') ?? '';
    return stuck(pod, before, unnamed, view, { reason: 'InvalidImageName', event: 'InspectFailed', message });
  }
  const unpulled = allContainers(pod).find((container) => isNotToPull(container, view));
  if (unpulled !== undefined) {
    const message = `Container image "${unpulled.image}" is not present with pull policy of Never`;
    return stuck(pod, before, unpulled, view, { reason: neverPull, event: neverPull, message });
  }
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

/** The Pod of which one container waits for its image, and why. */
function awaiting(pod: Pod, container: Container, reason: string, message: string, now: number): Pod {
  const told = (status: ContainerStatus): ContainerStatus =>
    status.name === container.name ? { ...status, state: { waiting: { reason, message } } } : status;
  const { init, main } = containersOf(pod);
  return withContainers(pod, { init: init.map(told), main: main.map(told) }, now);
}

function realized(vm: VirtualMachine, now: number): readonly Write[] {
  return stepAt(vm, steps.network) === undefined
    ? [updateVm(withStep(vm, steps.network, now), 'its network is realized')]
    : [];
}

function waitingOf(pod: Pod, container: Container) {
  const { init, main } = containersOf(pod);
  return [...init, ...main].find(({ name }) => name === container.name)?.state?.waiting;
}

const neverPull = 'ErrImageNeverPull';

/** It may only be had where it is already, and is not. */
function isNotToPull(container: Container, view: View): boolean {
  if (container.imagePullPolicy !== 'Never') return false;
  const digest = imageDigest(container.image ?? '');
  const disk = view.in(fabricScope).get<ImageDisk>('vsphere.sandbox/imagedisks', digest);
  return disk === undefined || disk.spec.readyAt > view.now;
}

interface Stuck {
  readonly reason: string;
  readonly event: string;
  readonly message: string;
}

/** An image that will not come by trying: kubelet looks at it again with each sync of the Pod. */
function stuck(
  pod: Pod,
  vm: VirtualMachine,
  container: Container,
  view: View,
  { reason, event, message }: Stuck,
): Outcome {
  const told = awaiting(pod, container, reason, message, view.now);
  const isTold = waitingOf(pod, container)?.reason === reason;
  return {
    writes: [...realized(vm, view.now), ...(isTold ? [] : [updatePod(told, `its image: ${reason}`)])],
    notes: [
      said(pod, container, 'Warning', event, message),
      said(pod, container, 'Warning', 'Failed', `Error: ${reason}`),
    ],
    again: retryMs(pod, view.now),
  };
}

/** An image that nobody has: kubelet tries again and again, ever more slowly. */
function pullBackoff(pod: Pod, vm: VirtualMachine, container: Container, since: number, view: View): Outcome {
  const { image = '' } = container;
  const before = waitingOf(pod, container);
  const failed = `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
  const { at: attemptAt, nextMs: again } = attemptOf(since, view.now, latency.pullBackoffMs);
  const failing = before?.reason === 'ErrImagePull' || before?.reason === 'ImagePullBackOff';
  const isAttempt = !failing || view.now - attemptAt < 1_000;
  if (isAttempt && before?.reason !== 'ErrImagePull') {
    return {
      writes: [
        ...realized(vm, view.now),
        updatePod(awaiting(pod, container, 'ErrImagePull', failed, view.now), 'image cannot be pulled'),
      ],
      notes: [
        said(pod, container, 'Normal', 'Pulling', `Pulling image "${image}"`),
        said(pod, container, 'Warning', 'Failed', `Failed to pull image "${image}": ${failed}`),
        said(pod, container, 'Warning', 'Failed', 'Error: ErrImagePull'),
      ],
      again: 1_500,
    };
  }
  const text = `Back-off pulling image "${image}"`;
  if (before?.reason === 'ImagePullBackOff') return { again };
  const told = `${text}: ErrImagePull: ${failed}`;
  return {
    writes: [updatePod(awaiting(pod, container, 'ImagePullBackOff', told, view.now), 'image pull backs off')],
    notes: [
      said(pod, container, 'Normal', 'BackOff', text),
      said(pod, container, 'Warning', 'Failed', 'Error: ImagePullBackOff'),
    ],
    again,
  };
}
