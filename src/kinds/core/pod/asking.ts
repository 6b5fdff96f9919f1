// Whom a container asks in a loop, as load generators do, read off its command: the Services behind it have the work.
import type { Container } from '#types';
import { limits } from '../../../std/limits.ts';
import type { Pod } from './pod.ts';

export interface Asking {
  readonly service: string;
  /** Empty where it is the asking Pod's own. */
  readonly namespace: string;
  /** How long it waits between two questions. */
  readonly pauseSeconds: number;
}

const loops = /\b(?:while|until|for)\b|\bwatch\b|\b(?:ab|hey|wrk|siege|fortio)\b/;
const asks = /\b(?:wget|curl|ab|hey|wrk|siege|fortio)\b[^;|&]*?\bhttps?:\/\/([a-z0-9-]+)(?:\.([a-z0-9-]+))?/;
const pauses = /\bsleep\s+([\d.]+)/;

function readAsking({ command = [], args = [] }: Container): Asking | undefined {
  const text = [...command, ...args].join(' ').slice(0, limits.askingCharactersMax);
  const found = loops.test(text) ? asks.exec(text) : null;
  if (found === null) return undefined;
  const [, service = '', namespace = ''] = found;
  const pauseSeconds = Number(pauses.exec(text)?.[1] ?? 0);
  return { service, namespace, pauseSeconds: Number.isFinite(pauseSeconds) ? pauseSeconds : 0 };
}

const known = new WeakMap<Container, { readonly asking: Asking | undefined }>();

/** Undefined where it asks nobody that can be told from its command. */
export function askingOf(container: Container): Asking | undefined {
  const cached = known.get(container);
  if (cached !== undefined) return cached.asking;
  const asking = readAsking(container);
  if (Object.isFrozen(container)) known.set(container, { asking });
  return asking;
}

/** The Services that a Pod's containers ask, as `namespace/name`. */
export function askedBy({ metadata, spec }: Pod): readonly string[] {
  return spec.containers.flatMap((container) => {
    if (container.command === undefined && container.args === undefined) return [];
    const asking = askingOf(container);
    return asking === undefined
      ? []
      : [`${asking.namespace || (metadata.namespace ?? '')}/${asking.service}`];
  });
}
