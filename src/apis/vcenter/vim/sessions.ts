// SessionManager for whoever is signed in: their session, and its end. Source: vSphere Web Services API, SessionManager.
import { formatMilliTime } from '../../../std/time.ts';
import { sessionOf, sessionTimes } from '../../sign-in.ts';
import { wordsOfActor } from '../record.ts';
import { endSession } from '../session.ts';
import type { VimMethod } from './method.ts';

const type = 'SessionManager';

export const sessionMethods: readonly VimMethod[] = [
  {
    type,
    name: 'currentSession',
    answer: ({ actor, fabric }) => {
      const session = sessionOf(actor);
      const beganAt = session === undefined ? fabric.now : sessionTimes(session).beganAt;
      return {
        _typeName: 'UserSession',
        key: session ?? '',
        userName: wordsOfActor(actor),
        loginTime: formatMilliTime(beganAt),
        lastActiveTime: formatMilliTime(fabric.now),
      };
    },
  },
  {
    type,
    name: 'Logout',
    answer: (call) => {
      endSession(call);
      return undefined;
    },
  },
];
