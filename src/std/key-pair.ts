// A certificate and a private key in PEM: whether they belong together. Refusals are those of Go's crypto/tls, X509KeyPair.
// Deliberately absent: signatures, dates, and elliptic keys that do not carry their public half, which are believed.
import { base64ToBytes } from './base64.ts';
import { oidOf, readDer, readOneDer, type DerValue } from './der.ts';

interface Block {
  readonly type: string;
  readonly bytes: Uint8Array;
}

function blocksOf(text: string): readonly Block[] {
  const pem = /-----BEGIN ([A-Z0-9 ]+)-----\s*([A-Za-z0-9+/=\s]*?)-----END \1-----/g;
  return [...text.matchAll(pem)].flatMap(([, type = '', body = '']) => {
    const decoded = base64ToBytes(body.replace(/\s+/g, ''));
    return 'badAt' in decoded ? [] : [{ type, bytes: decoded.bytes }];
  });
}

const rsa = '1.2.840.113549.1.1.1';
const elliptic = '1.2.840.10045.2.1';
const edwards = '1.3.101.112';
const publicPart = 0xa1;

/** The public half of a key: its algorithm, and the bytes that are it, where they are known. */
interface PublicKey {
  readonly algorithm: string;
  readonly bytes?: Uint8Array;
}

function partsOf(value: DerValue | undefined): readonly DerValue[] {
  return value === undefined ? [] : (readDer(value.content) ?? []);
}

function algorithmOf(identifier: DerValue | undefined): string {
  const [oid] = partsOf(identifier);
  return oid === undefined ? '' : oidOf(oid.content);
}

/** Bits without the octet that counts the unused ones. */
const bitsOf = ({ content }: DerValue): Uint8Array => content.subarray(1);

function certified(certificate: Uint8Array): PublicKey | undefined {
  const [signed] = partsOf(readOneDer(certificate));
  const parts = partsOf(signed).filter(({ tag }) => tag !== 0xa0);
  const [algorithm, bits] = partsOf(parts[5]);
  if (bits === undefined) return undefined;
  const name = algorithmOf(algorithm);
  if (name !== rsa) return { algorithm: name, bytes: bitsOf(bits) };
  const [modulus] = partsOf(readOneDer(bitsOf(bits)));
  return modulus === undefined ? undefined : { algorithm: rsa, bytes: modulus.content };
}

function rsaKey(parts: readonly DerValue[]): PublicKey | undefined {
  const [, modulus] = parts;
  return modulus === undefined || parts.length < 9 ? undefined : { algorithm: rsa, bytes: modulus.content };
}

function ellipticKey(parts: readonly DerValue[]): PublicKey | undefined {
  if (parts.length < 2) return undefined;
  const bits = readOneDer(parts.find(({ tag }) => tag === publicPart)?.content ?? new Uint8Array());
  return { algorithm: elliptic, ...(bits === undefined ? {} : { bytes: bitsOf(bits) }) };
}

/** The public half of a private key in PKCS #1, SEC 1 or PKCS #8. */
function publicOf({ bytes, type }: Block): PublicKey | undefined {
  const parts = partsOf(readOneDer(bytes));
  if (type === 'RSA PRIVATE KEY') return rsaKey(parts);
  if (type === 'EC PRIVATE KEY') return ellipticKey(parts);
  const [, identifier, inner] = parts;
  if (inner === undefined) return undefined;
  const algorithm = algorithmOf(identifier);
  if (algorithm === edwards) return { algorithm };
  const innerParts = partsOf(readOneDer(inner.content));
  if (algorithm === rsa) return rsaKey(innerParts);
  return algorithm === elliptic ? ellipticKey(innerParts) : undefined;
}

function firstOf(
  blocks: readonly Block[],
  what: 'certificate' | 'key',
  fits: (type: string) => boolean,
): Block | string {
  const found = blocks.find(({ type }) => fits(type));
  if (found !== undefined) return found;
  const types = blocks.map(({ type }) => type);
  const [only = ''] = types;
  if (types.length === 0) return `tls: failed to find any PEM data in ${what} input`;
  if (what === 'key' && types.length === 1 && only === 'CERTIFICATE')
    return 'tls: found a certificate rather than a key in the PEM for the private key';
  if (what === 'certificate' && types.length === 1 && only.endsWith('PRIVATE KEY'))
    return 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched';
  const wanted =
    what === 'certificate' ? '"CERTIFICATE" PEM block' : 'PEM block with type ending in "PRIVATE KEY"';
  return `tls: failed to find ${wanted} in ${what} input after skipping PEM blocks of the following types: [${types.join(' ')}]`;
}

/** Why a certificate and a key are no pair, or undefined. */
export function keyPairTrouble(certificateText: string, keyText: string): string | undefined {
  const certificate = firstOf(blocksOf(certificateText), 'certificate', (type) => type === 'CERTIFICATE');
  if (typeof certificate === 'string') return certificate;
  const key = firstOf(
    blocksOf(keyText),
    'key',
    (type) => type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY'),
  );
  if (typeof key === 'string') return key;
  const shown = certified(certificate.bytes);
  if (shown === undefined) return 'x509: malformed certificate';
  const held = publicOf(key);
  if (held === undefined) return 'tls: failed to parse private key';
  if (held.algorithm !== shown.algorithm) return 'tls: private key type does not match public key type';
  const { bytes } = held;
  const differs =
    bytes !== undefined &&
    (bytes.length !== shown.bytes?.length || bytes.some((byte, at) => byte !== shown.bytes?.[at]));
  return differs ? 'tls: private key does not match public key' : undefined;
}
