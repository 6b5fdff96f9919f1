/** The session that requests go with: none of the administrator's, whom the page itself is; a vCenter session of whoever signed in. */
import type { Headers } from '../../src/apis/kubernetes/wire.ts';

interface Session {
  /** What a request says of who sends it. */
  headers: Headers;
  /** Signs in anew where the session has run out; false where that is not possible. */
  renew: (() => Promise<boolean>) | undefined;
}

export const session: Session = { headers: {}, renew: undefined };
