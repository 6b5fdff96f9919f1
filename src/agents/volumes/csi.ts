// What the parts of the vSphere CSI driver share: its name, how its volumes are recognised, sizes in its unit.
import {
  provisionedByAnnotation,
  type PersistentVolume,
  type PersistentVolumeClaim,
} from '../../kinds/core/persistent-volume/claim-ref.ts';
import { bytesPerMiB } from '../../std/mebibyte.ts';
import { formatQuantity, parseQuantity, quantityOf, quantityValue } from '../../std/quantity.ts';

export const driver = 'csi.vsphere.vmware.com';

/** Mebibytes that hold the amount: CNS counts in them. */
export function mebibytes(amount: string | undefined): number {
  const parsed = parseQuantity(amount ?? '0');
  return parsed === undefined ? 0 : Math.ceil(quantityValue(parsed) / bytesPerMiB);
}

/** Whether a claim wants a volume that several nodes write to: one of files, not a disk. */
export function isShared({ spec }: PersistentVolumeClaim | PersistentVolume): boolean {
  return (spec.accessModes ?? []).some((mode) => mode === 'ReadWriteMany' || mode === 'ReadOnlyMany');
}

export function isProvisioned(volume: PersistentVolume): boolean {
  return volume.metadata.annotations?.[provisionedByAnnotation] === driver;
}

/** Mebibytes as Kubernetes writes them: `1Gi`. */
export function amountOf(sizeMiB: number): string {
  return formatQuantity(quantityOf(sizeMiB * bytesPerMiB, 'BinarySI'));
}
