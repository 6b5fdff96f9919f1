// Certification requests, PKCS #10 (RFC 2986) in PEM: whom they would certify. Deliberately absent: their keys and signatures,
// which only a host can check.
import { base64ToBytes } from './base64.ts';
import { oidOf, readDer, readOneDer, type DerValue } from './der.ts';

export interface CertificateRequest {
  /** Attributes of the subject's name: object identifier to its values, in order. */
  readonly subject: ReadonlyMap<string, readonly string[]>;
  readonly dnsNames: readonly string[];
  readonly emailAddresses: readonly string[];
  readonly uris: readonly string[];
  readonly ipAddresses: readonly string[];
}

export const nameAttributes = {
  commonName: '2.5.4.3',
  serialNumber: '2.5.4.5',
  country: '2.5.4.6',
  locality: '2.5.4.7',
  province: '2.5.4.8',
  streetAddress: '2.5.4.9',
  organization: '2.5.4.10',
  organizationalUnit: '2.5.4.11',
  postalCode: '2.5.4.17',
} as const;

const extensionRequest = '1.2.840.113549.1.9.14';
const subjectAltName = '2.5.29.17';
const tags = { bmpString: 0x1e, attributes: 0xa0, email: 0x81, dns: 0x82, uri: 0x86, ip: 0x87 } as const;

const pem = /-----BEGIN ([A-Z0-9 ]+)-----\s*([A-Za-z0-9+/=\s]*?)-----END \1-----/;
const utf8 = new TextDecoder();

function textOf({ tag, content }: DerValue): string {
  if (tag !== tags.bmpString) return utf8.decode(content);
  let text = '';
  for (let at = 0; at + 1 < content.length; at += 2)
    text += String.fromCharCode(((content[at] as number) << 8) | (content[at + 1] as number));
  return text;
}

function partsOf(value: DerValue | undefined): readonly DerValue[] {
  return value === undefined ? [] : (readDer(value.content) ?? []);
}

function subjectOf(name: DerValue): ReadonlyMap<string, readonly string[]> {
  const subject = new Map<string, readonly string[]>();
  for (const attribute of partsOf(name).flatMap(partsOf)) {
    const [type, value] = partsOf(attribute);
    if (type === undefined || value === undefined) continue;
    const oid = oidOf(type.content);
    subject.set(oid, [...(subject.get(oid) ?? []), textOf(value)]);
  }
  return subject;
}

function addressOf(content: Uint8Array): string {
  if (content.length === 4) return content.join('.');
  const groups: string[] = [];
  for (let at = 0; at + 1 < content.length; at += 2)
    groups.push((((content[at] as number) << 8) | (content[at + 1] as number)).toString(16));
  const zeros = /(?:^|:)(?:0(?::|$)){2,}/.exec(groups.join(':'));
  return zeros === null ? groups.join(':') : groups.join(':').replace(zeros[0], '::');
}

/** The other names that the request asks for, out of its attributes. */
function otherNames(attributes: DerValue | undefined): readonly DerValue[] {
  for (const attribute of partsOf(attributes)) {
    const [type, values] = partsOf(attribute);
    if (type === undefined || oidOf(type.content) !== extensionRequest) continue;
    for (const extension of partsOf(values).flatMap(partsOf)) {
      const parts = partsOf(extension);
      const [id] = parts;
      if (id !== undefined && oidOf(id.content) === subjectAltName)
        return partsOf(readOneDer(parts.at(-1)?.content ?? id.content));
    }
  }
  return [];
}

/** Reads the first PEM block of a text. Errors are Go's. */
export function parseCertificateRequest(text: string): CertificateRequest | { readonly error: string } {
  const found = pem.exec(text);
  const body = base64ToBytes((found?.[2] ?? '').replace(/\s+/g, ''));
  if (found === null || found[1] !== 'CERTIFICATE REQUEST' || 'badAt' in body)
    return { error: 'PEM block type must be CERTIFICATE REQUEST' };
  const [info] = partsOf(readOneDer(body.bytes));
  const [version, name, , attributes] = partsOf(info);
  if (version === undefined || name === undefined) return { error: 'asn1: syntax error: data truncated' };
  const names = otherNames(attributes?.tag === tags.attributes ? attributes : undefined);
  const textsOf = (tag: number) =>
    names.filter((each) => each.tag === tag).map(({ content }) => utf8.decode(content));
  return {
    subject: subjectOf(name),
    dnsNames: textsOf(tags.dns),
    emailAddresses: textsOf(tags.email),
    uris: textsOf(tags.uri),
    ipAddresses: names.filter(({ tag }) => tag === tags.ip).map(({ content }) => addressOf(content)),
  };
}
