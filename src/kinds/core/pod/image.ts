// What a container image does in the sandbox, told by its name, since nothing is really pulled or run. The rules are part of
// the product and documented in kinds/README.md:
//   a name with `does-not-exist` cannot be pulled;  `crash` exits with 1 a moment after it starts;
//   `unready` never passes its readiness probe;  a command `sleep N` ends with 0 after N seconds.
// Everything else starts, becomes ready and runs.
import type { Container } from '#types';

export interface ImageBehaviour {
  readonly pullable: boolean;
  readonly crashes: boolean;
  readonly becomesReady: boolean;
  /** Ends by itself with code 0 after so many seconds. */
  readonly endsAfterSeconds: number | undefined;
}

function sleepSeconds(container: Container): number | undefined {
  const words = [...(container.command ?? []), ...(container.args ?? [])];
  const shell =
    words[0]?.endsWith('sh') === true && words[1] === '-c' ? (words[2] ?? '').trim().split(/\s+/) : words;
  const [program = '', amount = ''] = shell;
  if (!program.endsWith('sleep') || shell.length !== 2) return undefined;
  return /^\d{1,9}$/.test(amount) ? Number(amount) : undefined;
}

export function behaviourOf(container: Container): ImageBehaviour {
  const image = container.image ?? '';
  return {
    pullable: !image.includes('does-not-exist'),
    crashes: image.includes('crash'),
    becomesReady: !image.includes('unready'),
    endsAfterSeconds: sleepSeconds(container),
  };
}

/** The short name of an image: no registry, no tag. */
export function shortName(image: string): string {
  const name = image.slice(image.lastIndexOf('/') + 1);
  const end = name.search(/[:@]/);
  return end < 0 ? name : name.slice(0, end);
}
