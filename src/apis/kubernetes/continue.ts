// The opaque token between pages of a list: the revision of the walk and the last key that was shown, as base64url JSON.
// Source of form and words: apiserver pkg/storage/continue.go.
import { fromBase64Url, toBase64Url } from '../../std/base64.ts';
import { scanJson } from '../../std/json-scan.ts';
import type { Json, JsonObject } from '../../std/draft.ts';
import { getOwn } from '../../std/own.ts';
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
  const wrong = misfit(scanned.value);
  if (wrong !== undefined) throw refuse(`json: cannot unmarshal ${wrong}`);
  const { v = '', rv = 0, start = '' } = (scanned.value ?? {}) as { v?: string; rv?: number; start?: string };
  if (v !== tokenVersion) throw refuse(`server does not recognize this encoded version ${v}`);
  if (rv === 0) throw refuse(`incorrect encoded start resourceVersion (version ${tokenVersion})`);
  if (start === '') throw refuse(`encoded start key empty (version ${tokenVersion})`);
  if (!isClean(start)) throw refuse(start);
  return { rv: rv < 0 ? undefined : rv, key: start };
}

const memberTypes = { v: 'string', rv: 'int64', start: 'string' } as const;

/** What does not fit into Go's struct of a token. */
function misfit(value: Json): string | undefined {
  if (value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) {
    return `${goTypeOf(value)} into Go value of type storage.continueToken`;
  }
  for (const [name, type] of Object.entries(memberTypes)) {
    const member = getOwn(value as JsonObject, name) ?? null;
    const fits =
      type === 'string' ? typeof member === 'string' : typeof member === 'number' && Number.isInteger(member);
    if (member === null || fits) continue;
    const told = typeof member === 'number' && type === 'int64' ? `number ${member}` : goTypeOf(member);
    return `${told} into Go struct field continueToken.${name} of type ${type}`;
  }
  return undefined;
}

function goTypeOf(value: Json): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** Whether a key stays within the keys of its list: Go's path.Clean would leave it as it is. */
function isClean(key: string): boolean {
  const parts = (key.startsWith('/') ? key.slice(1) : key).split('/');
  return parts.every((part) => part !== '' && part !== '.' && part !== '..');
}
