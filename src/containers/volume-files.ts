// How the kubelet lays the files of ConfigMaps, Secrets and their like into a volume: in a folder with a time as its name, which
// `..data` leads to and every name at the volume's top leads through; with the modes that the volume says.
// Source: kubernetes pkg/volume/util/atomic_writer.go, pkg/volume/{configmap,secret,projected,downwardapi}, volume_linux.go.
import type { Volume } from '#types';
import type { Pod } from '../kinds/core/pod/pod.ts';
import { fnv1a32 } from '../std/hash.ts';
import type { FileOwner } from '../shell/program.ts';
import type { Mount } from './mounts.ts';

const plainMode = 0o644;
const readable = 0o440;

/** `rw-r--r--`. */
export function modeText(mode: number): string {
  return [6, 3, 0]
    .flatMap((shift) => ['r', 'w', 'x'].map((letter, bit) => ((mode >> shift) & (4 >> bit) ? letter : '-')))
    .join('');
}

/** The folder that `..data` leads to. */
export function versionFolder({ metadata, status }: Pod, volume: Volume): string {
  const began = (status?.startTime ?? metadata.creationTimestamp ?? '').replace(/\D/g, ' ').trim().split(' ');
  const number = fnv1a32(`${metadata.uid} ${volume.name}`);
  return `..${began.join('_')}.${number}`;
}

/** Under which names a volume's file is there, below the mount. */
export function namesOf(pod: Pod, { volume, isFile }: Mount, below: string): readonly string[] {
  return isFile ? [below] : [below, `..data/${below}`, `${versionFolder(pod, volume)}/${below}`];
}

interface Item {
  readonly path: string;
  readonly mode?: number;
}

/** What a volume says of a file of its own, by its path in it. */
function modeOf({ configMap, secret, downwardAPI, projected }: Volume, path: string): number {
  const sources = (projected?.sources ?? []).flatMap((source) => [
    ...(source.configMap?.items ?? []),
    ...(source.secret?.items ?? []),
    ...(source.downwardAPI?.items ?? []),
  ]);
  const items: readonly Item[] = [
    ...(configMap?.items ?? []),
    ...(secret?.items ?? []),
    ...(downwardAPI?.items ?? []),
    ...sources,
  ];
  const all =
    configMap?.defaultMode ?? secret?.defaultMode ?? downwardAPI?.defaultMode ?? projected?.defaultMode;
  return items.find((item) => item.path === path)?.mode ?? all ?? plainMode;
}

/** Whose a path of such a volume is, and of what sort. */
export function ownerInVolume(
  pod: Pod,
  { path: top, volume, isFile, subPath }: Mount,
  path: string,
  group: string,
): FileOwner {
  const isShared = pod.spec.securityContext?.fsGroup !== undefined;
  const owner = { user: 'root', group };
  const of = (below: string) => `-${modeText(modeOf(volume, below) | (isShared ? readable : 0))}`;
  if (isFile) return { ...owner, mode: '', fileMode: of(subPath) };
  const [first = '', ...rest] = path.slice(top.length).split('/').slice(1);
  if (first === '') {
    const sticky = volume.configMap === undefined ? 't' : 'x';
    return { ...owner, mode: `drwxrw${isShared ? 's' : 'x'}rw${sticky}` };
  }
  const folder = versionFolder(pod, volume);
  const inside = first === '..data' || first === folder;
  const mode = isShared ? 'drwxr-sr-x' : 'drwxr-xr-x';
  const below = inside ? rest : [first, ...rest];
  const target = first === '..data' ? folder : `..data/${first}`;
  return {
    ...owner,
    mode,
    fileMode: of([subPath, ...below].filter((part) => part !== '').join('/')),
    ...(rest.length === 0 && first !== folder ? { link: target } : {}),
  };
}
