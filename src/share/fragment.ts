// A link's fragment, `#s=<version>.<codec>.<payload>`: told apart from a route, taken apart, put together. What the payload
// holds is not looked at here.
import { limits } from '../std/limits.ts';
import { linkCodec, linkVersion } from './shape.ts';

export interface Fragment {
  readonly version: number;
  readonly payload: string;
}

export type FragmentRead = { readonly fragment: Fragment } | { readonly error: string };

const prefix = '#s=';

/** Whether the page's address carries a link, sound or not. */
export function isLink(hash: string): boolean {
  return hash.startsWith(prefix);
}

export function printFragment(payload: string): string {
  return `${prefix}${linkVersion}.${linkCodec}.${payload}`;
}

/** Takes a fragment apart; every bound on its text is checked before anything is decoded. */
export function parseFragment(hash: string): FragmentRead {
  if (!isLink(hash)) return { error: `This is not a link of the sandbox: one begins with ${prefix}` };
  if (hash.length > limits.linkCharactersMax) {
    const most = `${limits.linkCharactersMax} characters`;
    return { error: `The link is too long: it has ${hash.length} characters, at most ${most} are read.` };
  }
  const [version = '', codec = '', payload = '', ...rest] = hash.slice(prefix.length).split('.');
  if (!/^[1-9]\d{0,5}$/.test(version))
    return { error: 'The link is damaged: it does not begin with the number of its version.' };
  if (Number(version) > linkVersion) {
    return {
      error: `The link has version ${version} and this sandbox reads up to ${linkVersion}: load the page again to get the newest.`,
    };
  }
  if (codec !== linkCodec)
    return { error: `The link is packed in a way that this sandbox does not know: ${codec.slice(0, 20)}` };
  if (rest.length > 0 || !/^[A-Za-z0-9_-]+$/.test(payload))
    return { error: 'The link is damaged: it has characters that no link has, or nothing in it.' };
  return { fragment: { version: Number(version), payload } };
}
