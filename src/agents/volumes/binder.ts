// kube-controller-manager's persistentvolume-controller: brings claims and volumes together and says of each how it stands.
// Making a volume for a claim it leaves to the provisioner that the class names, and removing one to who made it.
// Source: kubernetes pkg/controller/volume/persistentvolume/pv_controller.go, whose events these are.
import { latency } from '../../control/latency.ts';
import { nobody, type Loop, type Note, type Outcome, type Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { persistentVolumeClaims } from '../../kinds/core/persistent-volume-claim/persistent-volume-claim.ts';
import {
  betaProvisionerAnnotation,
  bindCompletedAnnotation,
  boundByControllerAnnotation,
  classOf,
  isClaimedBy,
  provisionedByAnnotation,
  provisionerAnnotation,
  selectedNodeAnnotation,
  type PersistentVolume,
  type PersistentVolumeClaim,
} from '../../kinds/core/persistent-volume/claim-ref.ts';
import { persistentVolumes } from '../../kinds/core/persistent-volume/persistent-volume.ts';
import { matchesTerm } from '../../kinds/core/node-affinity.ts';
import type { Node } from '../../kinds/core/node.ts';
import {
  defaultClass,
  isDefaultClass,
  storageClassesKind,
  type StorageClass,
} from '../../kinds/storage/storage-class.ts';
import { formatTime, parseTime } from '../../std/time.ts';
import { isDeleting, keyOfObject, splitKey, type StoredObject } from '../../store/object.ts';
import { delayOf, resyncMs } from './delay.ts';
import { bestMatch, mismatch } from './match.ts';

export const volumesKind = 'core/persistentvolumes';
export const claimsKind = 'core/persistentvolumeclaims';

const yes = 'yes';
const noProvisioner = 'kubernetes.io/no-provisioner';

type Annotations = Readonly<Record<string, string | undefined>>;

/** The object with these annotations; undefined takes one away. */
function annotated<T extends StoredObject>(object: T, annotations: Annotations): T {
  const next = Object.entries({ ...object.metadata.annotations, ...annotations }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...object, metadata: { ...object.metadata, annotations: Object.fromEntries(next) } };
}

function updateClaim(object: PersistentVolumeClaim, why: string): Write {
  return { verb: 'update', kind: persistentVolumeClaims, object, why };
}

function updateVolume(object: PersistentVolume, why: string): Write {
  return { verb: 'update', kind: persistentVolumes, object, why };
}

function withPhase(
  volume: PersistentVolume,
  phase: string,
  message?: string,
  now?: number,
): PersistentVolume {
  if (volume.status?.phase === phase && volume.status.message === message) return volume;
  const { message: _message, reason: _reason, ...status } = volume.status ?? {};
  const changed =
    volume.status?.phase === phase || now === undefined ? {} : { lastPhaseTransitionTime: formatTime(now) };
  return {
    ...volume,
    status: { ...status, ...changed, phase, ...(message === undefined ? {} : { message }) },
  };
}

function inPhase(claim: PersistentVolumeClaim, note: Omit<Note, 'about'>, phase: string): Outcome {
  const next: PersistentVolumeClaim = { ...claim, status: { ...claim.status, phase } };
  return {
    writes: claim.status?.phase === phase ? [] : [updateClaim(next, note.reason)],
    notes: [{ about: claim, ...note }],
  };
}

/** It has no volume yet, which is said again with every look at it. */
function waits(claim: PersistentVolumeClaim, note: Omit<Note, 'about'>, view: View): Outcome {
  return { ...inPhase(claim, note, 'Pending'), again: resyncMs(claim, view) };
}

const normal = (reason: string, message: string) => ({ type: 'Normal', reason, message }) as const;
const warning = (reason: string, message: string) => ({ type: 'Warning', reason, message }) as const;

/** Both point at each other from now on; what already does is not written again. */
function bind(claim: PersistentVolumeClaim, volume: PersistentVolume, now: number): Outcome {
  const { namespace = '', name, uid, resourceVersion } = claim.metadata;
  let reserved = volume;
  if (volume.spec.claimRef?.uid !== uid) {
    const claimRef = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      namespace,
      name,
      uid,
      resourceVersion,
    };
    reserved = { ...volume, spec: { ...volume.spec, claimRef } };
    if (volume.spec.claimRef === undefined)
      reserved = annotated(reserved, { [boundByControllerAnnotation]: yes });
  }
  const boundVolume = withPhase(reserved, 'Bound', undefined, now);
  let bound = claim;
  if (!claim.spec.volumeName) {
    bound = annotated(
      { ...claim, spec: { ...claim.spec, volumeName: volume.metadata.name } },
      { [boundByControllerAnnotation]: yes },
    );
  }
  if (claim.metadata.annotations?.[bindCompletedAnnotation] === undefined)
    bound = annotated(bound, { [bindCompletedAnnotation]: yes });
  if (claim.status?.phase !== 'Bound') {
    const { accessModes = [], capacity = {} } = volume.spec;
    bound = { ...bound, status: { ...bound.status, phase: 'Bound', accessModes, capacity } };
  }
  return {
    writes: [
      ...(boundVolume === volume ? [] : [updateVolume(boundVolume, `bound to ${namespace}/${name}`)]),
      ...(bound === claim ? [] : [updateClaim(bound, `bound to ${volume.metadata.name}`)]),
    ],
  };
}

/** Nothing that is there will do: somebody has to make a volume, or the claim waits. */
function provision(claim: PersistentVolumeClaim, view: View): Outcome {
  const className = classOf(claim);
  if (className === '') {
    const fallback = claim.spec.storageClassName === undefined ? defaultClass(view) : undefined;
    if (fallback !== undefined) {
      const { name } = fallback.metadata;
      const classed = { ...claim, spec: { ...claim.spec, storageClassName: name } };
      return { writes: [updateClaim(classed, 'the default class')], again: 1 };
    }
    const message = 'no persistent volumes available for this claim and no storage class is set';
    return waits(claim, normal('FailedBinding', message), view);
  }
  const found = view.get<StorageClass>(storageClassesKind, className);
  if (found === undefined)
    return waits(
      claim,
      warning('ProvisioningFailed', `storageclass.storage.k8s.io "${className}" not found`),
      view,
    );
  if (found.provisioner === noProvisioner)
    return waits(
      claim,
      warning('ProvisioningFailed', `no volume plugin matched name: ${noProvisioner}`),
      view,
    );
  const { provisioner } = found;
  const asked = annotated(claim, {
    [betaProvisionerAnnotation]: provisioner,
    [provisionerAnnotation]: provisioner,
  });
  const isAsked = claim.metadata.annotations?.[provisionerAnnotation] === provisioner;
  const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
  return {
    writes: isAsked ? [] : [updateClaim(asked, `${provisioner} is asked`)],
    notes: [{ about: claim, ...normal('ExternalProvisioning', message) }],
    again: resyncMs(claim, view),
  };
}

function waitsForConsumer(claim: PersistentVolumeClaim, view: View): boolean {
  if (claim.metadata.annotations?.[selectedNodeAnnotation] !== undefined) return false;
  const found = view.get<StorageClass>(storageClassesKind, classOf(claim));
  return found?.volumeBindingMode === 'WaitForFirstConsumer';
}

function findVolume(claim: PersistentVolumeClaim, view: View): Outcome {
  const isDelayed = waitsForConsumer(claim, view);
  const key = keyOfObject(claim);
  const candidates = new Set([
    ...view.list<PersistentVolume>(volumesKind, { index: ['claim', key] }),
    ...view.list<PersistentVolume>(volumesKind, { index: ['class', classOf(claim)] }),
  ]);
  const chosen = claim.metadata.annotations?.[selectedNodeAnnotation];
  const node = chosen === undefined ? undefined : view.get<Node>('core/nodes', chosen);
  const reaches = ({ spec: { nodeAffinity } }: PersistentVolume): boolean => {
    const terms = nodeAffinity?.required?.nodeSelectorTerms;
    return node === undefined || terms === undefined || terms.some((term) => matchesTerm(term, node));
  };
  const volume = bestMatch(claim, [...candidates], isDelayed, reaches);
  if (volume !== undefined) return bind(claim, volume, view.now);
  if (!isDelayed) return provision(claim, view);
  return waits(claim, delayOf(claim, view), view);
}

function syncUnbound(claim: PersistentVolumeClaim, view: View): Outcome | undefined {
  const { volumeName } = claim.spec;
  if (!volumeName) return findVolume(claim, view);
  const volume = view.get<PersistentVolume>(volumesKind, volumeName);
  if (volume === undefined) return undefined;
  if (isClaimedBy(volume, claim)) return bind(claim, volume, view.now);
  if (volume.spec.claimRef !== undefined)
    return waits(
      claim,
      warning('FailedBinding', `volume "${volumeName}" already bound to a different claim.`),
      view,
    );
  const why = mismatch(volume, claim);
  if (why === undefined) return bind(claim, volume, view.now);
  const message = `Cannot bind to requested volume "${volumeName}": ${why}`;
  return waits(claim, warning('VolumeMismatch', message), view);
}

function syncBound(claim: PersistentVolumeClaim, view: View): Outcome | undefined {
  const lost = (reason: string, message: string) =>
    claim.status?.phase === 'Lost' ? undefined : inPhase(claim, warning(reason, message), 'Lost');
  if (!claim.spec.volumeName)
    return lost(
      'ClaimLost',
      'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!',
    );
  const volume = view.get<PersistentVolume>(volumesKind, claim.spec.volumeName);
  if (volume === undefined)
    return lost('ClaimLost', 'Bound claim has lost its PersistentVolume. Data on the volume is lost!');
  if (volume.spec.claimRef === undefined || isClaimedBy(volume, claim)) return bind(claim, volume, view.now);
  return lost('ClaimMisbound', 'Two claims are bound to the same volume, this one is bound incorrectly');
}

/** A volume that nobody holds any more, by its policy. */
function reclaim(volume: PersistentVolume, view: View): Outcome | undefined {
  const released = withPhase(volume, 'Released', undefined, view.now);
  const isNew = volume.status?.phase !== 'Released' && volume.status?.phase !== 'Failed';
  if (isNew) return { writes: [updateVolume(released, 'its claim is gone')], again: 1 };
  if (volume.status?.phase === 'Failed') return undefined;
  const { name, annotations } = volume.metadata;
  const fail = (reason: string, message: string): Outcome => ({
    writes: [updateVolume(withPhase(volume, 'Failed', message, view.now), reason)],
    notes: [{ about: volume, ...warning(reason, message) }],
  });
  const { persistentVolumeReclaimPolicy: policy, hostPath, nfs } = volume.spec;
  if (policy === 'Recycle') {
    if (hostPath === undefined && nfs === undefined)
      return fail('VolumeFailedRecycle', 'No recycler plugin found for the volume!');
    const since = parseTime(volume.status?.lastPhaseTransitionTime ?? '') ?? view.now;
    const due = since + view.draw(volume.metadata.uid, 'recycle', latency.volumeRecycledMs);
    if (due > view.now) return { again: due - view.now };
    const note = { about: volume, ...normal('VolumeRecycled', 'Volume recycled') };
    return { writes: [updateVolume(unclaimed(volume, view.now), 'recycled')], notes: [note] };
  }
  // Who made it removes it.
  if (policy !== 'Delete' || annotations?.[provisionedByAnnotation] !== undefined || isDeleting(volume))
    return undefined;
  if (hostPath === undefined) {
    const why = `error getting deleter volume plugin for volume "${name}": no deletable volume plugin matched`;
    return fail('VolumeFailedDelete', why);
  }
  if (!/^\/tmp\/.+/.test(hostPath.path)) {
    const why = `host_path deleter only supports /tmp/.+ but received provided ${hostPath.path}`;
    return fail('VolumeFailedDelete', why);
  }
  return { writes: [{ verb: 'delete', kind: persistentVolumes, object: volume, why: 'reclaimed' }] };
}

/** Without what the controller wrote: what a person reserved stays reserved. */
function unclaimed(volume: PersistentVolume, now: number): PersistentVolume {
  const { claimRef, ...spec } = volume.spec;
  const isOurs = volume.metadata.annotations?.[boundByControllerAnnotation] !== undefined;
  const { uid: _uid, resourceVersion: _version, ...reservation } = claimRef ?? {};
  const freed = annotated(
    { ...volume, spec: isOurs ? spec : { ...spec, claimRef: reservation } },
    { [boundByControllerAnnotation]: undefined },
  );
  return withPhase(freed, 'Available', undefined, now);
}

function syncVolume(volume: PersistentVolume, view: View): Outcome | undefined {
  const phase = (name: string): Outcome | undefined => {
    const next = withPhase(volume, name, undefined, view.now);
    return next === volume ? undefined : { writes: [updateVolume(next, name)] };
  };
  const { claimRef } = volume.spec;
  if (claimRef?.uid === undefined) return phase('Available');
  const found = view.get<PersistentVolumeClaim>(claimsKind, claimRef.name ?? '', claimRef.namespace);
  const claim = found?.metadata.uid === claimRef.uid ? found : undefined;
  if (claim === undefined) return reclaim(volume, view);
  if (claim.spec.volumeName === volume.metadata.name) return phase('Bound');
  // The claim's own turn ends the binding that it began.
  if (!claim.spec.volumeName) return undefined;
  const isMade = volume.metadata.annotations?.[provisionedByAnnotation] !== undefined;
  if (isMade && volume.spec.persistentVolumeReclaimPolicy === 'Delete') return reclaim(volume, view);
  return { writes: [updateVolume(unclaimed(volume, view.now), 'its claim has another volume')] };
}

function claimKey({ spec: { claimRef } }: PersistentVolume): readonly string[] {
  return claimRef?.name === undefined ? [] : [`${claimRef.namespace ?? ''}/${claimRef.name}`];
}

export const binder: Loop = {
  name: 'persistentvolume-controller',
  observes: {
    [claimsKind]: (prev, next) => {
      const claims = [prev, next].filter((claim) => claim !== undefined) as PersistentVolumeClaim[];
      const volumes = claims.flatMap(({ spec }) => (spec.volumeName ? [`/${spec.volumeName}`] : []));
      return [...new Set([...claims.map(keyOfObject), ...volumes])];
    },
    [volumesKind]: (prev, next) => {
      const volumes = [prev, next].filter((volume) => volume !== undefined) as PersistentVolume[];
      const keys = volumes.flatMap((volume) => [keyOfObject(volume), ...claimKey(volume)]);
      const isFree = next !== undefined && (next as PersistentVolume).status?.phase === 'Available';
      return [...new Set([...keys, ...(isFree ? [`*${classOf(next as PersistentVolume)}`] : [])])];
    },
    [storageClassesKind]: (_prev, next) => {
      if (next === undefined) return nobody;
      return [`*${next.metadata.name}`, ...(isDefaultClass(next as StorageClass) ? ['*'] : [])];
    },
  },
  consults: ['core/nodes', 'core/pods'],
  expand: (pattern, view) =>
    view
      .list<PersistentVolumeClaim>(claimsKind, { index: ['unbound', 'waits'] })
      .filter((claim) => classOf(claim) === pattern.slice(1))
      .map(keyOfObject),
  run(key, view) {
    const { namespace, name } = splitKey(key);
    if (namespace === '') {
      const volume = view.get<PersistentVolume>(volumesKind, name);
      return volume === undefined ? undefined : syncVolume(volume, view);
    }
    const claim = view.get<PersistentVolumeClaim>(claimsKind, name, namespace);
    if (claim === undefined) return undefined;
    const isBound = claim.metadata.annotations?.[bindCompletedAnnotation] !== undefined;
    if (isBound) return syncBound(claim, view);
    return isDeleting(claim) ? undefined : syncUnbound(claim, view);
  },
};
