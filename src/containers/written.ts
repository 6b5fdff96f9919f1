// What commands wrote in a Pod's containers: kept with its CRX, so that the next command finds it, and gone with the container's
// run, the Pod or, for a volume of the Pod, with the Pod.
import type { Container } from '#types';
import type { Files } from '../shell/files.ts';
import type { Pod } from '../kinds/core/pod/pod.ts';
import type { VirtualMachine } from '../kinds/vsphere/virtual-machine.ts';
import { base64ToBytes, bytesToBase64 } from '../std/base64.ts';
import { bytesToText, holdsBytes, textToBytes } from '../std/byte-text.ts';
import type { ReadView } from '../store/view.ts';
import { writtenOnDisks } from './disks.ts';
import { fileTreeOf } from './file-tree.ts';
import { mountsOf, type Mount } from './mounts.ts';

export type Written = NonNullable<NonNullable<VirtualMachine['status']>['written']>[number];

function mountAt(mounts: readonly Mount[], path: string): Mount | undefined {
  return mounts
    .filter((mount) => path === mount.path || path.startsWith(`${mount.path === '/' ? '' : mount.path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

/** Where it is kept that somebody talked with a run to its end: the exit code as path, when as text. */
export function exitPlace(run: string): string {
  return `exit/${run}`;
}

/** The run of a container that is under way. */
export function runOf(pod: Pod, { name }: Container): string {
  const {
    containerStatuses = [],
    initContainerStatuses = [],
    ephemeralContainerStatuses = [],
  } = pod.status ?? {};
  const all = [...containerStatuses, ...initContainerStatuses, ...ephemeralContainerStatuses];
  const status = all.find((each) => each.name === name);
  return `container/${name}/${status?.restartCount ?? 0}`;
}

/** What of a volume a mount shows, as the beginning of the paths in it: `/html`, empty for all of it. */
function partOf({ subPath }: Mount): string {
  return subPath === '' ? '' : `/${subPath.replace(/^(\.?\/)+|\/+$/g, '')}`;
}

/** Where a path of a container is kept, and under which path there. */
export function placeOf(pod: Pod, container: Container, mounts: readonly Mount[], path: string): Written {
  const mount = mountAt(mounts, path);
  return mount === undefined || mount.files !== undefined
    ? { place: runOf(pod, container), path }
    : { place: `volume/${mount.volume.name}`, path: `${partOf(mount)}${path.slice(mount.path.length)}` };
}

function makeFolders(files: Files, path: string): void {
  const parts = path.split('/').slice(1, -1);
  parts.forEach((_, at) => files.makeFolder(`/${parts.slice(0, at + 1).join('/')}`));
}

/** What JSON cannot say as text goes as bytes. */
function contentOf(text: string): Pick<Written, 'text' | 'bytes'> {
  return holdsBytes(text) ? { bytes: bytesToBase64(textToBytes(text)) } : { text };
}

function textOf({ text, bytes }: Written): string | undefined {
  if (bytes === undefined) return text;
  const decoded = base64ToBytes(bytes);
  return 'bytes' in decoded ? bytesToText(decoded.bytes) : '';
}

/** The files of a container as they stand: what it comes with, and what was written since. */
export function filesFrom(
  view: ReadView,
  pod: Pod,
  container: Container,
  written: readonly Written[],
): Files {
  const files = fileTreeOf(view, pod, container);
  const mounts = mountsOf(view, pod, container);
  const run = runOf(pod, container);
  for (const kept of [...writtenOnDisks(view, pod), ...written])
    lay(files, kept.place === run ? [kept.path] : inVolumes(mounts, kept), textOf(kept));
  return files;
}

/** Where a file of a volume is seen. */
export function inVolumes(mounts: readonly Mount[], { place, path }: Written): readonly string[] {
  return mounts
    .filter(
      (mount) =>
        mount.files === undefined &&
        place === `volume/${mount.volume.name}` &&
        `${path}/`.startsWith(`${partOf(mount)}/`),
    )
    .map((mount) => `${mount.path}${path.slice(partOf(mount).length)}`);
}

/** Puts a text there, with the folders that it needs; undefined takes away what is there. */
export function lay(files: Files, paths: readonly string[], text: string | undefined): void {
  for (const path of paths) {
    if (text === undefined) files.remove(path);
    else {
      makeFolders(files, path);
      files.write(path, text);
    }
  }
}

/** Files that write down which of their paths were touched; what is mounted read-only is refused. */
export function watched(
  files: Files,
  isReadOnly: (path: string) => boolean,
  onTouch: (path: string) => void = () => undefined,
): { readonly files: Files; readonly taken: () => readonly string[] } {
  let touched = new Set<string>();
  const noted = <T>(path: string, trouble: T | undefined): T | undefined => {
    if (trouble === undefined) {
      touched.add(path);
      onTouch(path);
    }
    return trouble;
  };
  return {
    files: {
      ...files,
      write: (path, text) =>
        isReadOnly(path) ? 'Read-only file system' : noted(path, files.write(path, text)),
      remove(path) {
        if (isReadOnly(path)) return 'Read-only file system';
        const inside = files.isFolder(path) ? below(files, path) : [];
        const trouble = noted(path, files.remove(path));
        if (trouble === undefined) for (const each of inside) noted(each, trouble);
        return trouble;
      },
    },
    taken() {
      const paths = [...touched];
      touched = new Set();
      return paths;
    },
  };
}

function below(files: Files, folder: string): readonly string[] {
  return (files.list(folder) ?? []).flatMap((name) => {
    const path = `${folder === '/' ? '' : folder}/${name}`;
    return files.isFolder(path) ? below(files, path) : [path];
  });
}

export function isReadOnlyIn(view: ReadView, pod: Pod, container: Container): (path: string) => boolean {
  const mounts = mountsOf(view, pod, container);
  const isRoot = container.securityContext?.readOnlyRootFilesystem === true;
  return (path) => mountAt(mounts, path)?.readOnly ?? isRoot;
}

/** What is kept once these paths were touched. */
export function keptAfter(
  view: ReadView,
  pod: Pod,
  container: Container,
  written: readonly Written[],
  files: Files,
  touched: readonly string[],
): readonly Written[] {
  const mounts = mountsOf(view, pod, container);
  const kept = new Map(written.map((each) => [`${each.place} ${each.path}`, each] as const));
  for (const path of touched) {
    const place = placeOf(pod, container, mounts, path);
    const text = files.read(path);
    kept.set(`${place.place} ${place.path}`, text === undefined ? place : { ...place, ...contentOf(text) });
  }
  return [...kept.values()];
}
