// TokenReview: whom a token proves, to which audiences. Source: kubernetes pkg/registry/authentication/tokenreview.
import type { TokenReview } from '#types';
import { fabricScope } from '../../../kinds/vsphere/supervisor.ts';
import { badRequest } from '../../../store/refusal.ts';
import { prove } from '../../authenticate.ts';
import type { Answer } from './index.ts';
import { userInfo } from './self.ts';

export const tokenReview: Answer = (question, { view, tokenKey }) => {
  const { token = '', audiences = [] } = (question as unknown as TokenReview).spec;
  if (token === '') throw badRequest('token is required for TokenReview in authentication');
  const spec = { token, ...(audiences.length === 0 ? {} : { audiences: [...audiences] }) };
  const asked = audiences.length === 0 ? undefined : audiences;
  const proved = prove(view.in(fabricScope), view, tokenKey, token, asked);
  if ('error' in proved) return { spec, status: { user: {}, error: proved.error } };
  const status = { authenticated: true, user: userInfo(proved.actor), audiences: [...proved.audiences] };
  return { spec, status };
};
