// Who issues service accounts' tokens, for those who would check them without asking: OpenID Connect discovery. The tokens of a
// sandbox are signed with a key that nobody else may have (std/jwt.ts), so there is no public key to be told.
// Source: kubernetes pkg/serviceaccount/openidmetadata.go, pkg/routes/openidmetadata.go.
import { issuer } from '../../kinds/authentication/account-token.ts';
import { supervisorOf } from '../../kinds/vsphere/supervisor.ts';
import type { ReadView } from '../../store/view.ts';
import { json } from './answer.ts';
import type { WireResponse } from './wire.ts';

export const openIdPaths = ['/.well-known/openid-configuration', '/openid/v1/jwks'] as const;

const cache = { 'cache-control': 'public, max-age=3600' };

/** What one of these paths tells. */
export function openId(path: string, view: ReadView): WireResponse {
  if (path === '/openid/v1/jwks')
    return json(200, { keys: [] }, { ...cache, 'content-type': 'application/jwk-set+json' });
  const address = supervisorOf(view)?.status?.apiEndpoint ?? '127.0.0.1';
  const configuration = {
    issuer,
    jwks_uri: `https://${address}:6443/openid/v1/jwks`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['HS256'],
  };
  return json(200, configuration, cache);
}

export function isOpenId(path: string): boolean {
  return (openIdPaths as readonly string[]).includes(path);
}
