// SelfSubjectReview: who the API takes the asker for. Source: kubernetes pkg/registry/authentication/selfsubjectreview.
import type { JsonObject } from '../../../std/draft.ts';
import { formatTime } from '../../../std/time.ts';
import type { Actor } from '../wire.ts';
import type { Answer } from './index.ts';

/** A user as the API tells of one; what is empty is left out. */
export function userInfo({ user, uid = '', groups, extra = {} }: Actor): JsonObject {
  return {
    username: user,
    ...(uid === '' ? {} : { uid }),
    ...(groups.length === 0 ? {} : { groups: [...groups] }),
    ...(Object.keys(extra).length === 0
      ? {}
      : { extra: Object.fromEntries(Object.entries(extra).map(([key, values]) => [key, [...values]])) }),
  };
}

export const selfSubjectReview: Answer = (_question, { view, actor }) => ({
  metadata: { creationTimestamp: formatTime(view.now) },
  status: { userInfo: userInfo(actor) },
});
