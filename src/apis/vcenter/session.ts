// Sessions: of /api, and of /rest as older clients make them. A session is a token of its user. Source: vSphere Automation API, com.vmware.cis.session.
import { endedSessions, type EndedSession } from '../../kinds/vsphere/ended-session.ts';
import { formatMilliTime } from '../../std/time.ts';
import type { Actor } from '../kubernetes/wire.ts';
import { sessionOf, sessionTimes } from '../sign-in.ts';
import { done, ok, type Call, type Operation, type Reply } from './operation.ts';
import { list } from './inventory/places.ts';
import { tell } from './record.ts';

/** `VSPHERE.LOCAL\Administrator`, as vCenter names people. */
function nameOf({ user }: Actor): string {
  const [name = '', domain = ''] = user.replace(/^sso:/, '').split('@');
  return domain === '' ? name : `${domain.toUpperCase()}\\${name}`;
}

function info({ actor, fabric }: Call): Reply {
  const session = sessionOf(actor);
  const beganAt = session === undefined ? fabric.now : sessionTimes(session).beganAt;
  return ok({
    user: nameOf(actor),
    created_time: formatMilliTime(beganAt),
    last_accessed_time: formatMilliTime(fabric.now),
  });
}

/** The session is over at once; what was kept of sessions that have run out by now is forgotten. */
export function endSession({ actor, fabric, write }: Pick<Call, 'actor' | 'fabric' | 'write'>): void {
  for (const old of list<EndedSession>(fabric, 'endedsessions'))
    if (old.spec.expiresAt <= fabric.now) write.remove(endedSessions, old, 'has run out');
  const session = sessionOf(actor);
  if (session !== undefined) {
    const { expiresAt } = sessionTimes(session);
    const object = { metadata: { name: session }, spec: { user: actor.user, expiresAt } };
    write.create(endedSessions, object, 'signed out');
    const message = `User ${nameOf(actor)}@127.0.0.1 logged out (login time: ${formatMilliTime(sessionTimes(session).beganAt)})`;
    tell(write, actor, fabric.now, { type: 'UserLogoutSessionEvent', severity: 'info', message });
  }
}

function end(call: Call): Reply {
  endSession(call);
  return done;
}

export const sessions: readonly Operation[] = [
  { method: 'GET', path: 'session', answer: info },
  { method: 'DELETE', path: 'session', answer: end },
  { method: 'POST', path: 'com/vmware/cis/session', action: 'get', answer: info },
  { method: 'DELETE', path: 'com/vmware/cis/session', answer: end },
];
