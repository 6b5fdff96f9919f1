// What the scripts of a Pod's containers write into the volumes that they share, each text with its time: so one that follows a file
// hears of it as it grows, whoever writes it.
import type { Container } from '#types';
import type { Files } from '../../shell/files.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import type { Mount } from '../mounts.ts';
import { inVolumes, lay, type Written } from '../written.ts';

/** A file of a volume as one run left it at a moment. */
export interface Version extends Pick<Written, 'place' | 'path' | 'text'> {
  /** Simulated milliseconds since the Unix epoch. */
  readonly at: number;
}

interface Growth {
  readonly place: string;
  readonly path: string;
  /** The last text of those that each begin with the one before. */
  text: string | undefined;
  readonly moments: { readonly at: number; readonly length: number }[];
}

/** Writes down what a run makes of the files of volumes. A file that only grows is kept once. */
export class Story {
  readonly #last = new Map<string, Growth>();
  readonly #all: Growth[] = [];

  tell(at: number, { place, path }: Written, text: string | undefined): void {
    const key = `${place} ${path}`;
    const last = this.#last.get(key);
    const moment = { at, length: text?.length ?? 0 };
    if (last !== undefined && last.text !== undefined && text?.startsWith(last.text) === true) {
      last.text = text;
      last.moments.push(moment);
      return;
    }
    const next: Growth = { place, path, text, moments: [moment] };
    this.#last.set(key, next);
    this.#all.push(next);
  }

  /** In order of time. */
  told(): readonly Version[] {
    const versions = this.#all.flatMap(({ place, path, text, moments }) =>
      moments.map(({ at, length }) => ({
        place,
        path,
        at,
        ...(text === undefined ? {} : { text: text.slice(0, length) }),
      })),
    );
    return versions.sort((a, b) => a.at - b.at);
  }
}

/** What the other containers of a Pod write. */
export interface Others {
  /** Into volumes, in order of time. */
  readonly versions: readonly Version[];
  /** All that they have written by now. */
  readonly written: readonly Written[];
  /** Until when all of it is known, in simulated milliseconds. */
  readonly knownUntil: number;
  /** Some of them asked something of the world. */
  readonly sawWorld: boolean;
}

/** Lets a container's files follow what others write into its volumes. @returns what brings them up to a moment */
export function following(
  files: Files,
  mounts: readonly Mount[],
  versions: readonly Version[],
): (now: number) => void {
  let next = 0;
  return (now) => {
    for (; next < versions.length; next++) {
      const version = versions[next] as Version;
      if (version.at > now) return;
      lay(files, inVolumes(mounts, version), version.text);
    }
  };
}

/** Whether two containers of a Pod have a volume in common that keeps what is written. */
export function share({ spec }: Pod, one: Container, other: Container): boolean {
  const has = ({ volumeMounts = [] }: Container, volume: string) =>
    volumeMounts.some(({ name }) => name === volume);
  return (spec.volumes ?? []).some(
    ({ name, configMap, secret, downwardAPI, projected }) =>
      (configMap ?? secret ?? downwardAPI ?? projected) === undefined && has(one, name) && has(other, name),
  );
}
