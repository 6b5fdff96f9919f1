// Secret. Source of rules: kubernetes pkg/apis/core/validation, ValidateSecret.
import type { Secret as SecretType } from '#types';
import { base64ToBytes, bytesToBase64 } from '../../std/base64.ts';
import { scanJson } from '../../std/json-scan.ts';
import { equal } from '../../std/draft.ts';
import { isConfigMapKey } from '../../std/names.ts';
import { getOwn, setOwn } from '../../std/own.ts';
import type { Causes } from '../../store/causes.ts';
import { keyOf, type Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';
import { dataBytesMax } from './config-map.ts';

export type Secret = Stored<SecretType>;

export const tokenType = 'kubernetes.io/service-account-token';
export const accountNameKey = 'kubernetes.io/service-account.name';
export const accountUidKey = 'kubernetes.io/service-account.uid';

/** Keys that a type of Secret must have. */
const requiredKeys: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

function checkType(secret: Secret, causes: Causes): void {
  for (const key of getOwn(requiredKeys, secret.type ?? '') ?? []) {
    if (!Object.hasOwn(secret.data ?? {}, key)) causes.required(`data[${key}]`);
  }
  for (const key of ['.dockercfg', '.dockerconfigjson']) {
    const encoded = secret.type === `kubernetes.io/${key.slice(1)}` ? getOwn(secret.data, key) : undefined;
    const decoded = encoded === undefined ? undefined : base64ToBytes(encoded);
    if (decoded === undefined || 'badAt' in decoded) continue;
    const scanned = scanJson(new TextDecoder().decode(decoded.bytes));
    if ('error' in scanned)
      causes.invalid(`data[${key}]`, '<secret contents redacted>', scanned.error.message);
  }
  if (secret.type === 'kubernetes.io/basic-auth') {
    const data = secret.data ?? {};
    if (!Object.hasOwn(data, 'username') && !Object.hasOwn(data, 'password')) {
      causes.required('data[username]');
      causes.required('data[password]');
    }
  }
  if (secret.type === tokenType) {
    if (!secret.metadata.annotations?.[accountNameKey])
      causes.required(`metadata.annotations[${accountNameKey}]`);
  }
}

/** What a server that took the certificate would say; of what is between the lines nothing is read. */
function tlsWarnings({ type, data = {} }: Secret): readonly string[] {
  if (type !== 'kubernetes.io/tls') return [];
  for (const [key, what] of [
    ['tls.crt', 'certificate'],
    ['tls.key', 'key'],
  ] as const) {
    const decoded = base64ToBytes(getOwn(data, key) ?? '');
    const text = 'badAt' in decoded ? '' : new TextDecoder().decode(decoded.bytes);
    if (!text.includes('-----BEGIN ')) return [`tls: failed to find any PEM data in ${what} input`];
  }
  return [];
}

export const secrets = kubernetesKind<Secret>({
  group: '',
  kind: 'Secret',
  plural: 'secrets',
  namespaced: true,
  // Texts become data as soon as the object is read, so that it is data what its writer owns.
  defaults(secret) {
    secret.type ||= 'Opaque';
    if (secret.stringData === undefined) return;
    const data = { ...secret.data };
    for (const [key, value] of Object.entries(secret.stringData)) {
      setOwn(data, key, bytesToBase64(new TextEncoder().encode(value)));
    }
    secret.data = data;
    delete secret.stringData;
  },
  validate(next, prev, causes) {
    let bytes = 0;
    for (const [key, value] of Object.entries(next.data ?? {})) {
      causes.invalidEach(`data[${key}]`, key, isConfigMapKey(key));
      bytes += Math.floor((value.length * 3) / 4);
    }
    if (bytes > dataBytesMax) causes.tooLong('data', dataBytesMax);
    checkType(next, causes);
    if (prev === undefined) return;
    if (next.type !== prev.type) causes.invalid('type', next.type, 'field is immutable');
    if (prev.immutable !== true) return;
    const frozen = 'field is immutable when `immutable` is set';
    if (next.immutable !== true) causes.forbidden('immutable', frozen);
    if (!equal(next.data, prev.data)) causes.forbidden('data', frozen);
  },
  warnings: tlsWarnings,
  indexes: {
    account: ({ type, metadata: { namespace, annotations } }) =>
      type === tokenType ? [keyOf(namespace, annotations?.[accountNameKey] ?? '')] : [],
  },
  fields: { type: (secret) => secret.type ?? '' },
  columns: [
    nameColumn,
    { name: 'Type', cell: (secret) => secret.type ?? '' },
    { name: 'Data', cell: (secret) => Object.keys(secret.data ?? {}).length },
    ageColumn,
  ],
});
