// The opaque token between pages of a list: the revision of the walk and the last key that was shown, as base64url JSON.
// Source of form and words: apiserver pkg/storage/continue.go.
import { fromBase64Url, toBase64Url } from '../../std/base64.ts';
import { scanJson } from '../../std/json-scan.ts';
import { badRequest } from '../../store/refusal.ts';

export interface Continue {
  /** The revision of the walk; undefined where the client goes on with whatever is there now. */
  readonly rv: number | undefined;
  readonly key: string;
}

const tokenVersion = 'meta.k8s.io/v1';

/** Stands for whatever is there now; zero would not be told from a token that lacks it. */
const latest = -1;

export function encodeContinue({ rv = latest, key }: Continue): string {
  return toBase64Url(JSON.stringify({ v: tokenVersion, rv, start: key }));
}

export function decodeContinue(token: string): Continue {
  const refuse = (why: string) => badRequest(`invalid continue token: continue key is not valid: ${why}`);
  const decoded = fromBase64Url(token);
  if ('badAt' in decoded) throw refuse(`illegal base64 data at input byte ${decoded.badAt}`);
  const scanned = scanJson(decoded.text);
  if ('error' in scanned) throw refuse(scanned.error.message);
  const { v, rv, start } = (scanned.value ?? {}) as { v?: unknown; rv?: unknown; start?: unknown };
  if (v !== tokenVersion) {
    throw refuse(`server does not recognize this encoded version ${typeof v === 'string' ? v : ''}`);
  }
  if (typeof rv !== 'number' || !Number.isSafeInteger(rv) || rv === 0) {
    throw refuse(`incorrect encoded start resourceVersion (version ${tokenVersion})`);
  }
  if (typeof start !== 'string' || start === '') {
    throw refuse(`encoded start key empty (version ${tokenVersion})`);
  }
  return { rv: rv < 0 ? undefined : rv, key: start };
}
