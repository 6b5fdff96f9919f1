// An image as a read-only disk on a datastore: fetched once, then attached by every CRX that needs it.
import { integer, string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';
import { hash128 } from '../../std/hash.ts';
import { Kept } from '../../std/kept.ts';

export const imageDisks = fabricKind(
  {
    spec: { type: 'object', required: ['image', 'readyAt'], properties: { image: string, readyAt: integer } },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'ImageDisk',
    plural: 'imagedisks',
    columns: [nameColumn, { name: 'Image', cell: (disk) => disk.spec.image }, ageColumn],
  },
);

export type ImageDisk = ObjectOf<typeof imageDisks>;

const known = new Kept<string>(1_000);

/** SHA-like digest of an image's name, 40 hexadecimal digits, as Supervisors put it into names. */
export function imageDigest(image: string): string {
  return known.get(image) ?? known.set(image, (hash128(image) + hash128(`${image} `)).slice(0, 40));
}

/** `<image>-<digest>-v1`: how a Supervisor names the Image that a container asks for. */
export function imageName(image: string, short: string): string {
  return `${short}-${imageDigest(image)}-v1`;
}
