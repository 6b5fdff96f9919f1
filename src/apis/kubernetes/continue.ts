// The opaque token between pages of a list: the revision of the walk and the last key that was shown, as base64url JSON.
import { fromBase64Url, toBase64Url } from '../../std/base64.ts';
import { badRequest } from '../../store/refusal.ts';

export interface Continue {
  readonly rv: number;
  readonly key: string;
}

const tokenVersion = 'meta.k8s.io/v1';

export function encodeContinue(from: Continue): string {
  return toBase64Url(JSON.stringify({ v: tokenVersion, rv: from.rv, start: from.key }));
}

export function decodeContinue(token: string): Continue {
  const refuse = (why: string) => badRequest(`invalid continue token: continue key is not valid: ${why}`);
  const decoded = fromBase64Url(token);
  if ('badAt' in decoded) throw refuse(`illegal base64 data at input byte ${decoded.badAt}`);
  let content: unknown;
  try {
    content = JSON.parse(decoded.text);
  } catch {
    throw refuse('it is not JSON');
  }
  const { v, rv, start } = (content ?? {}) as { v?: unknown; rv?: unknown; start?: unknown };
  if (v !== tokenVersion)
    throw refuse(`server does not recognize this encoded version ${JSON.stringify(v ?? '')}`);
  if (typeof rv !== 'number' || !Number.isSafeInteger(rv) || typeof start !== 'string') {
    throw refuse('incorrect encoded start resourceVersion 0 (version meta.k8s.io/v1)');
  }
  return { rv, key: start };
}
