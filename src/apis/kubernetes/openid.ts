// Who issues service accounts' tokens and what they are signed with, for those who would check them without asking: OpenID Connect
// discovery. Source: kubernetes pkg/serviceaccount/openidmetadata.go, pkg/routes/openidmetadata.go.
import { issuer } from '../../kinds/authentication/account-token.ts';
import { supervisorOf } from '../../kinds/vsphere/supervisor.ts';
import { algorithm, publicKey } from '../../std/jwt.ts';
import type { ReadView } from '../../store/view.ts';
import { json } from './answer.ts';
import type { WireResponse } from './wire.ts';

export const openIdPaths = ['/.well-known/openid-configuration', '/openid/v1/jwks'] as const;

const cache = { 'cache-control': 'public, max-age=3600' };

/** What one of these paths tells, where `tokenKey` signs tokens. */
export function openId(path: string, view: ReadView, tokenKey: string): WireResponse {
  if (path === '/openid/v1/jwks')
    return json(
      200,
      { keys: [publicKey(tokenKey)] },
      { ...cache, 'content-type': 'application/jwk-set+json' },
    );
  const address = supervisorOf(view)?.status?.apiEndpoint ?? '127.0.0.1';
  const configuration = {
    issuer,
    jwks_uri: `https://${address}:6443/openid/v1/jwks`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [algorithm],
  };
  return json(200, configuration, cache);
}

export function isOpenId(path: string): boolean {
  return (openIdPaths as readonly string[]).includes(path);
}
