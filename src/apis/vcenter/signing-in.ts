// Letting people in: whoever proved their password gets a session, which is a token; vCenter tells of it in an event.
import type { ReadView } from '../../store/view.ts';
import { sessionHeader } from '../authenticate.ts';
import type { Actor, WireRequest, WireResponse } from '../kubernetes/wire.ts';
import { personBehind, tokenFor } from '../sign-in.ts';
import type { Writer } from './operation.ts';
import { tell, wordsOfActor } from './record.ts';

export interface Gate {
  readonly tokenKey: string;
  readonly fabric: ReadView;
  readonly revision: () => number;
  readonly writerFor: (actor: Actor) => Writer;
}

/** A new session of whoever asks; undefined of who did not come by the sign-on. */
export function signIn(gate: Gate, { headers }: WireRequest, actor: Actor): string | undefined {
  const person = personBehind(actor);
  if (person === undefined) return undefined;
  const { now } = gate.fabric;
  const token = tokenFor(gate.tokenKey, person, now, `${now}-${gate.revision()}`);
  const agent = headers?.['user-agent'] ?? 'a client without a name';
  const message = `User ${wordsOfActor(actor)}@127.0.0.1 logged in as ${agent}`;
  tell(gate.writerFor(actor), actor, now, { type: 'UserLoginSessionEvent', severity: 'info', message });
  return token;
}

/** Older clients keep their session as a cookie, unless they say that they send it as a header. */
export function withCookie(answer: WireResponse, { headers }: WireRequest, token: string): WireResponse {
  if (headers?.['vmware-use-header-authn'] !== undefined) return answer;
  const cookie = `${sessionHeader}=${token}; Path=/rest; Secure; HttpOnly`;
  return { ...answer, headers: { ...answer.headers, 'set-cookie': cookie } };
}
