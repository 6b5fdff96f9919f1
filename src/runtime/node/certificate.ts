// A certificate authority of one server's life and a certificate that it signed for loopback. Keys are points on a curve, which are
// made in a hundredth of the time that RSA's primes are looked for.
import { generate } from 'selfsigned';

export interface Certificate {
  /** PEM of the authority that clients trust, and that vouches for clients. */
  readonly authority: string;
  readonly authorityKey: string;
  readonly certificate: string;
  readonly key: string;
}

/** Of the authority's key and of what it signs. */
export const keyCurve = 'P-256';
export const signatureHash = 'SHA-256';

const days = 30;
const dayMs = 24 * 3600 * 1000;

export async function makeCertificate(): Promise<Certificate> {
  const notAfterDate = new Date(Date.now() + days * dayMs);
  const kind = { keyType: 'ec', curve: keyCurve, algorithm: 'sha256', notAfterDate } as const;
  const authority = await generate([{ name: 'commonName', value: 'Supervisor Sandbox local authority' }], {
    ...kind,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    ...kind,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
          { type: 2, value: 'localhost' },
        ],
      },
    ],
  });
  return {
    authority: authority.cert,
    authorityKey: authority.private,
    certificate: server.cert,
    key: server.private,
  };
}
