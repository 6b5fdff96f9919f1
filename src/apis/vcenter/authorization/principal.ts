// How vCenter names people: `VSPHERE.LOCAL\Administrator`. Whoever asks may also write `administrator@vsphere.local`, or leave the domain out.
import { vcenterIn } from '../../../kinds/vsphere/vcenter.ts';
import type { ReadView } from '../../../store/view.ts';

export interface Principal {
  readonly name: string;
  readonly domain: string;
}

/** vCenter's own sign-on domain. */
export function ssoDomain(fabric: ReadView): string {
  return vcenterIn(fabric)?.spec.ssoDomain ?? '';
}

export function principalOf(text: string, ownDomain: string): Principal {
  const bare = text.replace(/^sso:/, '');
  const slash = bare.indexOf('\\');
  if (slash >= 0) return { name: bare.slice(slash + 1), domain: bare.slice(0, slash) };
  const at = bare.lastIndexOf('@');
  if (at >= 0) return { name: bare.slice(0, at), domain: bare.slice(at + 1) };
  return { name: bare, domain: ownDomain };
}

/** `VSPHERE.LOCAL\Administrator`. */
export function wordsOf({ name, domain }: Principal): string {
  return domain === '' ? name : `${domain.toUpperCase()}\\${name}`;
}

/** The same for every way of writing the same principal. */
export function keyOf({ name, domain }: Principal): string {
  return `${name}@${domain}`.toLowerCase();
}
