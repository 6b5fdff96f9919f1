// What a container image does in the sandbox, told by its name, since nothing is really pulled or run. The rules are part of
// the product and documented in kinds/README.md:
//   a name with `does-not-exist`, `nonexistent`, `no-such`, `not-found` or `invalid` cannot be pulled, nor a tag that a well-known
//   image never had;
//   `crash` exits with 1 a moment after it starts;
//   `unready` never passes its readiness probe.
// Everything else starts and becomes ready; what it does then is its program's (containers/script).
import type { Container } from '#types';

export interface ImageBehaviour {
  readonly pullable: boolean;
  readonly crashes: boolean;
  readonly becomesReady: boolean;
}

const unpullable = /not-?(exist|found)|non-?exist|no-?such|invalid/i;

/** A whole name or tag that says that it is none: `nginx:bad`, `wrong-image`. */
const mistaken = /(^|[/:])(bad|broken|fake|wrong|typo)(-?(image|tag|version|name))?([:@]|$)/i;

/** The tags of images whose tutorials go on to one that is not there, as far as they are told by their names. */
const tags: readonly (readonly [image: RegExp, tag: RegExp])[] = [
  [/(^|\/)nginx:1\./, /^1\.[0-4]?\d(\D|$)/],
  [
    /(^|\/)(alpine|busybox|golang|httpd|memcached|mysql|node|postgres|python|redis|ubuntu):\d+\.\d/,
    /^\d+\.\d\d?(\D|$)/,
  ],
  [/(^|\/)kubernetes-bootcamp:/, /^(latest|v[12])$/],
];

function isPullable(image: string): boolean {
  if (unpullable.test(image) || mistaken.test(image)) return false;
  const tag = tagOf(image);
  return tag === undefined || tags.every(([known, all]) => !known.test(image) || all.test(tag));
}

export function behaviourOf(container: Container): ImageBehaviour {
  const image = container.image ?? '';
  return {
    pullable: isPullable(image),
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

/** The tag of an image; its registry's port and its digest are none. */
export const tagOf = (image: string): string | undefined => /:([^/:]+)$/.exec(image.split('@')[0] ?? '')?.[1];

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const host = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const domain = `${host}(?:\\.${host})*(?::[0-9]+)?`;
const repository = `(?:${domain}/)?${component}(?:/${component})*`;
const reference = new RegExp(
  `^${repository}(?::\\w[\\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$`,
);

/** Why the image's name is none, in kubelet's words. Source: distribution/reference; kubernetes pkg/util/parsers. */
export function badName(image: string): string | undefined {
  if (reference.test(image)) return undefined;
  const [path = ''] = image.split(/[:@](?!.*\/)/);
  const known = path.includes('/') ? path : `library/${path}`;
  const isUpper = reference.test(image.toLowerCase()) && known !== known.toLowerCase();
  const why = isUpper ? `: repository name (${known}) must be lowercase` : '';
  return (
    `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ` +
    `invalid reference format${why}`
  );
}
