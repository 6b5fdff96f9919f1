// Who is at the other end of a TLS connection, by the certificate that they show: its common name is the user, its organizations are
// the groups. Source: apiserver pkg/authentication/request/x509.
import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { Actor } from '../../apis/kubernetes/wire.ts';

const credentialKey = 'authentication.kubernetes.io/credential-id';

/** Node gives one value as text and several as a list. */
function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

type Peer = Actor | 'unknown' | undefined;

function shownBy(socket: Socket): Peer {
  const tls = socket as TLSSocket;
  const certificate = tls.getPeerCertificate() as Partial<PeerCertificate> | undefined;
  if (certificate?.raw === undefined) return undefined;
  const user = listOf(certificate.subject?.CN).at(-1) ?? '';
  const isForClients = certificate.ext_key_usage?.includes('1.3.6.1.5.5.7.3.2') === true;
  if (!tls.authorized || !isForClients || user === '') return 'unknown';
  const fingerprint = createHash('sha256').update(certificate.raw).digest('hex');
  return {
    user,
    groups: [...listOf(certificate.subject?.O), 'system:authenticated'],
    extra: { [credentialKey]: [`X509SHA256=${fingerprint}`] },
  };
}

/** By connection: a certificate is shown once, in the handshake. */
const peers = new WeakMap<Socket, Peer>();

/** The user of a certificate that the server's authority signed; `unknown` where another did, undefined where none is shown. */
export function peerOf(socket: Socket): Peer {
  if (!peers.has(socket)) peers.set(socket, shownBy(socket));
  return peers.get(socket);
}
