// What a container image does in the sandbox, told by its name, since nothing is really pulled or run. The rules are part of
// the product and documented in kinds/README.md:
//   a name with `does-not-exist` cannot be pulled;  `crash` exits with 1 a moment after it starts;
//   `unready` never passes its readiness probe.
// Everything else starts and becomes ready; what it does then is its program's (containers/script).
import type { Container } from '#types';

export interface ImageBehaviour {
  readonly pullable: boolean;
  readonly crashes: boolean;
  readonly becomesReady: boolean;
}

export function behaviourOf(container: Container): ImageBehaviour {
  const image = container.image ?? '';
  return {
    pullable: !image.includes('does-not-exist'),
    crashes: image.includes('crash'),
    becomesReady: !image.includes('unready'),
  };
}

/** The short name of an image: no registry, no tag. */
export function shortName(image: string): string {
  const name = image.slice(image.lastIndexOf('/') + 1);
  const end = name.search(/[:@]/);
  return end < 0 ? name : name.slice(0, end);
}
