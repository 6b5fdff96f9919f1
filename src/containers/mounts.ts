// The files that a Pod's volumes put into its containers. Source: kubernetes pkg/volume/{configmap,secret,projected,downwardapi}.
import type { Container, KeyToPath, Volume, VolumeMount, VolumeProjection } from '#types';
import type { Pod } from '../kinds/core/pod/pod.ts';
import { getOwn } from '../std/own.ts';
import type { ReadView } from '../store/view.ts';
import { environmentOf, expandVariables } from './environment.ts';
import { configTexts, fieldText, resourceText, secretTexts } from './reference.ts';

type Texts = Readonly<Record<string, string>>;

function chosen(texts: Texts | undefined, items: readonly KeyToPath[] | undefined): Texts {
  if (texts === undefined) return {};
  if (items === undefined) return texts;
  return Object.fromEntries(items.map(({ key, path }) => [path, getOwn(texts, key) ?? '']));
}

type DownwardItems = NonNullable<NonNullable<Volume['downwardAPI']>['items']>;

function downward(view: ReadView, pod: Pod, container: Container, items: DownwardItems | undefined): Texts {
  return Object.fromEntries(
    (items ?? []).map(({ path, fieldRef, resourceFieldRef }) => [
      path,
      fieldRef === undefined
        ? resourceFieldRef === undefined
          ? ''
          : resourceText(view, pod, container, resourceFieldRef)
        : fieldText(pod, fieldRef.fieldPath),
    ]),
  );
}

function projected(view: ReadView, pod: Pod, container: Container, source: VolumeProjection): Texts {
  const { namespace = '', uid } = pod.metadata;
  const { configMap, secret, downwardAPI, serviceAccountToken } = source;
  if (configMap !== undefined)
    return chosen(configTexts(view, namespace, configMap.name ?? ''), configMap.items);
  if (secret !== undefined) return chosen(secretTexts(view, namespace, secret.name ?? ''), secret.items);
  if (downwardAPI !== undefined) return downward(view, pod, container, downwardAPI.items);
  return serviceAccountToken === undefined
    ? {}
    : { [serviceAccountToken.path]: `token of ${pod.spec.serviceAccountName ?? 'default'} for ${uid}` };
}

/** A volume's files by their path in it; undefined for one that begins empty and is written to. */
function filesOf(view: ReadView, pod: Pod, container: Container, volume: Volume): Texts | undefined {
  const { namespace = '' } = pod.metadata;
  const { configMap, secret, downwardAPI, projected: projection } = volume;
  if (configMap !== undefined)
    return chosen(configTexts(view, namespace, configMap.name ?? ''), configMap.items);
  if (secret !== undefined)
    return chosen(secretTexts(view, namespace, secret.secretName ?? ''), secret.items);
  if (downwardAPI !== undefined) return downward(view, pod, container, downwardAPI.items);
  if (projection === undefined) return undefined;
  return Object.assign(
    {},
    ...(projection.sources ?? []).map((source) => projected(view, pod, container, source)),
  ) as Texts;
}

/** Whether the kubelet keeps a volume in memory: what is secret, and what asks for it. */
export function isInMemory({ emptyDir, secret, projected, downwardAPI }: Volume): boolean {
  return emptyDir?.medium === 'Memory' || (secret ?? projected ?? downwardAPI) !== undefined;
}

/** A place where a volume is mounted. */
export interface Mount {
  readonly path: string;
  /** What is there from the volume's source, by path below; undefined for a volume that keeps what is written. */
  readonly files: Texts | undefined;
  readonly volume: Volume;
  readonly readOnly: boolean;
  /** What part of the volume it is; empty for all of it. */
  readonly subPath: string;
  /** The mount is one file of the volume. */
  readonly isFile: boolean;
}

const trimmed = (path: string): string => path.replace(/\/+$/, '') || '/';

/** The part of a volume that is mounted; empty for all of it. */
function subPathOf(view: ReadView, pod: Pod, container: Container, mount: VolumeMount): string {
  const { subPath = '', subPathExpr = '' } = mount;
  return subPathExpr === '' ? subPath : expandVariables(subPathExpr, environmentOf(view, pod, container));
}

/** What of a volume is below a path in it. */
function part(files: Texts, subPath: string): { readonly files: Texts; readonly isFile: boolean } {
  if (subPath === '') return { files, isFile: false };
  const own = getOwn(files, subPath);
  if (own !== undefined) return { files: { '': own }, isFile: true };
  const inside = `${trimmed(subPath)}/`;
  const below = Object.entries(files).filter(([path]) => path.startsWith(inside));
  return {
    files: Object.fromEntries(below.map(([path, text]) => [path.slice(inside.length), text])),
    isFile: false,
  };
}

export function mountsOf(view: ReadView, pod: Pod, container: Container): readonly Mount[] {
  return (container.volumeMounts ?? []).flatMap((mount): readonly Mount[] => {
    const volume = pod.spec.volumes?.find(({ name }) => name === mount.name);
    if (volume === undefined) return [];
    const files = filesOf(view, pod, container, volume);
    const subPath = subPathOf(view, pod, container, mount);
    const shown = files === undefined ? { files, isFile: false } : part(files, subPath);
    const readOnly = mount.readOnly === true || files !== undefined;
    return [{ path: trimmed(mount.mountPath), volume, readOnly, subPath, ...shown }];
  });
}

/** A token that the kubelet puts into a container, and where. */
export interface TokenWish {
  readonly path: string;
  readonly audience: string | undefined;
  readonly expirationSeconds: number;
}

export function tokensIn(pod: Pod, container: Container): readonly TokenWish[] {
  return (container.volumeMounts ?? []).flatMap(({ name, mountPath, subPath }) => {
    const volume = pod.spec.volumes?.find((each) => each.name === name);
    if (subPath) return [];
    return (volume?.projected?.sources ?? []).flatMap(({ serviceAccountToken: token }) =>
      token === undefined
        ? []
        : [
            {
              path: `${trimmed(mountPath)}/${token.path}`,
              audience: token.audience,
              expirationSeconds: token.expirationSeconds ?? 3_600,
            },
          ],
    );
  });
}
