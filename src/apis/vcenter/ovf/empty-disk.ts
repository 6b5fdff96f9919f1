// A disk that nobody wrote on as a stream-optimized VMDK, which an export gives: a header, its descriptor, a directory of no grains, a footer.
// What guests write is not kept here, so every disk is. Source: VMware, Virtual Disk Format 5.0.
import { bytesPerMiB } from '../../../std/mebibyte.ts';

const sectorBytes = 512;
const grainSectors = 128;
const entriesOfTable = 512;
const descriptorSectors = 20;
/** Where grains begin, and so the directory where there are none. */
const overheadSectors = 128;

const endOfStream = 0;
const directoryMarker = 2;
const footerMarker = 3;

/** In the header: the directory is told by the footer. */
const directoryAtEnd = 0xffff_ffff_ffff_ffffn;

function header(capacitySectors: number, directory: bigint): Uint8Array {
  const bytes = new Uint8Array(sectorBytes);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('KDMV'));
  const compressedWithMarkers = 0x3_0001;
  view.setUint32(4, 3, true);
  view.setUint32(8, compressedWithMarkers, true);
  view.setBigUint64(12, BigInt(capacitySectors), true);
  view.setBigUint64(20, BigInt(grainSectors), true);
  view.setBigUint64(28, 1n, true);
  view.setBigUint64(36, BigInt(descriptorSectors), true);
  view.setUint32(44, entriesOfTable, true);
  view.setBigUint64(48, 0n, true);
  view.setBigUint64(56, directory, true);
  view.setBigUint64(64, BigInt(overheadSectors), true);
  bytes.set(new TextEncoder().encode('\n \r\n'), 73);
  const deflate = 1;
  view.setUint16(77, deflate, true);
  return bytes;
}

function marker(sectors: number, type: number): Uint8Array {
  const bytes = new Uint8Array(sectorBytes);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(sectors), true);
  view.setUint32(12, type, true);
  return bytes;
}

function descriptor(capacitySectors: number, file: string): Uint8Array {
  const heads = 255;
  const sectors = 63;
  const lines = [
    '# Disk DescriptorFile',
    'version=1',
    'CID=fffffffe',
    'parentCID=ffffffff',
    'createType="streamOptimized"',
    '',
    `RDONLY ${capacitySectors} SPARSE "${file}"`,
    '',
    'ddb.adapterType = "lsilogic"',
    `ddb.geometry.cylinders = "${Math.floor(capacitySectors / heads / sectors)}"`,
    `ddb.geometry.heads = "${heads}"`,
    `ddb.geometry.sectors = "${sectors}"`,
    'ddb.virtualHWVersion = "4"',
    '',
  ];
  const bytes = new Uint8Array(descriptorSectors * sectorBytes);
  bytes.set(new TextEncoder().encode(lines.join('\n')));
  return bytes;
}

const directorySectors = (capacitySectors: number): number =>
  Math.ceil((Math.ceil(capacitySectors / grainSectors / entriesOfTable) * 4) / sectorBytes);

const sectorsOf = (capacityMiB: number): number => (capacityMiB * bytesPerMiB) / sectorBytes;

/** How long `emptyDisk` is, in bytes. */
export const emptyDiskBytes = (capacityMiB: number): number =>
  (overheadSectors + 1 + directorySectors(sectorsOf(capacityMiB)) + 3) * sectorBytes;

export function emptyDisk(capacityMiB: number, file: string): Uint8Array {
  const capacity = sectorsOf(capacityMiB);
  const directory = directorySectors(capacity);
  const parts: readonly (readonly [sector: number, bytes: Uint8Array])[] = [
    [0, header(capacity, directoryAtEnd)],
    [1, descriptor(capacity, file)],
    [overheadSectors, marker(directory, directoryMarker)],
    [overheadSectors + 1 + directory, marker(1, footerMarker)],
    [overheadSectors + 2 + directory, header(capacity, BigInt(overheadSectors + 1))],
    [overheadSectors + 3 + directory, marker(0, endOfStream)],
  ];
  const bytes = new Uint8Array(emptyDiskBytes(capacityMiB));
  for (const [sector, part] of parts) bytes.set(part, sector * sectorBytes);
  return bytes;
}
