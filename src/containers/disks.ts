// What was written on the disks of container volumes: it outlives the Pods that they are attached to, and who mounts one next
// finds it there.
import type { Pod } from '../kinds/core/pod/pod.ts';
import { claimNameOf } from '../kinds/core/pod/claims.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../kinds/core/persistent-volume/claim-ref.ts';
import { firstClassDisksKind, type FirstClassDisk } from '../kinds/vsphere/first-class-disk.ts';
import { fabricScope } from '../kinds/vsphere/supervisor.ts';
import type { ReadView } from '../store/view.ts';
import type { Written } from './written.ts';

interface Mounted {
  /** `volume/data`. */
  readonly place: string;
  readonly disk: FirstClassDisk;
}

const none: readonly Mounted[] = [];

/** The kinds that are looked at. */
export const diskKinds = [
  'core/persistentvolumeclaims',
  'core/persistentvolumes',
  firstClassDisksKind,
] as const;

export function hasClaims({ spec }: Pod): boolean {
  return (spec.volumes ?? []).some(
    (volume) => (volume.persistentVolumeClaim ?? volume.ephemeral) !== undefined,
  );
}

/** The disks behind a Pod's volumes. */
function disksOf(view: ReadView, pod: Pod): readonly Mounted[] {
  if (!hasClaims(pod)) return none;
  return (pod.spec.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
    if (persistentVolumeClaim === undefined && ephemeral === undefined) return [];
    const claimName = persistentVolumeClaim?.claimName ?? claimNameOf(pod, name);
    const { namespace } = pod.metadata;
    const claim = view.get<PersistentVolumeClaim>('core/persistentvolumeclaims', claimName, namespace);
    const volume = view.get<PersistentVolume>('core/persistentvolumes', claim?.spec.volumeName ?? '');
    const handle = volume?.spec.csi?.volumeHandle ?? '';
    const disk = view.in(fabricScope).get<FirstClassDisk>(firstClassDisksKind, handle);
    return disk === undefined ? [] : [{ place: `volume/${name}`, disk }];
  });
}

/** What others left on them, as if it had been written in the Pod; its own is told by its scripts and kept with its CRX. */
export function writtenOnDisks(view: ReadView, pod: Pod): readonly Written[] {
  return disksOf(view, pod).flatMap(({ place, disk }) =>
    (disk.status?.written ?? [])
      .filter(({ by }) => by !== pod.metadata.uid)
      .map(({ by: _by, ...file }) => ({ ...file, place })),
  );
}

/** The disks that files belong on, each with all that is to be on it from now on. */
export function keptOnDisks(
  view: ReadView,
  pod: Pod,
  written: readonly Written[],
): readonly (readonly [disk: FirstClassDisk, files: readonly DiskFile[]])[] {
  return disksOf(view, pod).flatMap(({ place, disk }) => {
    const news = written.filter((file) => file.place === place);
    if (news.length === 0) return [];
    const files = new Map((disk.status?.written ?? []).map((file) => [file.path, file]));
    for (const { place: _place, ...file } of news) files.set(file.path, { ...file, by: pod.metadata.uid });
    return [[disk, [...files.values()]] as const];
  });
}

export type DiskFile = NonNullable<NonNullable<FirstClassDisk['status']>['written']>[number];
