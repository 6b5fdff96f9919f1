// Claims and volumes point at each other, every disk is a volume's, nothing is attached where nobody uses it, and what disks take
// of a datastore is what it lacks.
import { check, fabric, type Look } from './look.ts';

interface ClaimRef {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** Once nothing is due any more. */
export function checkStorage(look: Look): void {
  const claims = look.list('/api/v1/persistentvolumeclaims');
  const volumes = look.list('/api/v1/persistentvolumes');
  const named = new Map(volumes.map((volume) => [volume.metadata.name, volume]));
  for (const { metadata, spec, status } of claims) {
    if (status?.['phase'] !== 'Bound') continue;
    const ref = named.get(String(spec['volumeName']))?.spec['claimRef'] as ClaimRef | undefined;
    check(ref?.uid === metadata.uid, () => `claim ${metadata.name} is bound to a volume that is not its own`);
  }
  for (const { metadata, spec, status } of volumes) {
    if (status?.['phase'] !== 'Bound') continue;
    const { uid } = spec['claimRef'] as ClaimRef;
    const claim = claims.find((each) => each.metadata.uid === uid);
    check(
      claim?.spec['volumeName'] === metadata.name,
      () => `volume ${metadata.name} is bound to a claim that is not there`,
    );
  }
  const disks = look.list(fabric('vsphere.sandbox', 'firstclassdisks'));
  let takenMiB = 0;
  for (const { metadata, spec } of disks) {
    takenMiB += Number(spec['capacityMiB']);
    const { name } = spec['volume'] as { name: string };
    check(named.has(name), () => `disk ${metadata.name} outlives its volume ${name}`);
  }
  const handles = new Set(disks.map(({ metadata }) => metadata.name));
  for (const { metadata, spec } of volumes) {
    const csi = spec['csi'] as { volumeHandle: string } | undefined;
    check(csi === undefined || handles.has(csi.volumeHandle), () => `volume ${metadata.name} has no disk`);
  }
  for (const { metadata, spec, status } of look.list(fabric('vsphere.sandbox', 'datastores'))) {
    const freeAtFirst = Math.floor(Number(spec['capacityMiB']) * 0.9);
    check(
      Number(status?.['freeMiB']) >= 0,
      () => `datastore ${metadata.name} holds more than it has room for`,
    );
    const foreignMiB = Number(spec['foreignMiB'] ?? 0);
    check(
      Number(status?.['freeMiB']) === freeAtFirst - takenMiB - foreignMiB,
      () =>
        `datastore ${metadata.name} has ${String(status?.['freeMiB'])} MiB free beside ${takenMiB} of disks and ${foreignMiB} of others`,
    );
  }
  const users = new Set(
    look.list('/api/v1/pods').flatMap(({ metadata, spec }) => {
      const list = (spec['volumes'] ?? []) as readonly { persistentVolumeClaim?: { claimName: string } }[];
      return list.map(
        ({ persistentVolumeClaim }) =>
          `${String(spec['nodeName'])} ${metadata.namespace ?? ''}/${persistentVolumeClaim?.claimName ?? ''}`,
      );
    }),
  );
  for (const { metadata, spec } of look.list('/apis/storage.k8s.io/v1/volumeattachments')) {
    const { persistentVolumeName } = spec['source'] as { persistentVolumeName: string };
    const ref = named.get(persistentVolumeName)?.spec['claimRef'] as ClaimRef | undefined;
    const user = `${String(spec['nodeName'])} ${ref?.namespace ?? ''}/${ref?.name ?? ''}`;
    check(users.has(user), () => `${metadata.name} attaches ${persistentVolumeName} where nobody uses it`);
  }
}
