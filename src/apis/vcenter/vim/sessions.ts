// SessionManager for whoever is signed in: their session, and its end. Source: vSphere Web Services API, SessionManager.
import { formatMilliTime } from '../../../std/time.ts';
import { sessionOf, sessionTimes } from '../../sign-in.ts';
import { wordsOfActor } from '../record.ts';
import { endSession } from '../session.ts';
import type { Json } from '../../../std/draft.ts';
import { listArg, textArg } from './arguments.ts';
import { invalidParameter, VimFault, type VimCall, type VimMethod } from './method.ts';

const type = 'SessionManager';

function current({ actor, fabric }: VimCall): Json {
  const session = sessionOf(actor);
  const beganAt = session === undefined ? fabric.now : sessionTimes(session).beganAt;
  return {
    _typeName: 'UserSession',
    key: session ?? '',
    userName: wordsOfActor(actor),
    fullName: wordsOfActor(actor),
    loginTime: formatMilliTime(beganAt),
    lastActiveTime: formatMilliTime(fabric.now),
    locale: 'en',
    messageLocale: 'en',
    extensionSession: false,
    ipAddress: '127.0.0.1',
    userAgent: '',
    callCount: 0,
  };
}

export const sessionMethods: readonly VimMethod[] = [
  { type, name: 'currentSession', answer: current },
  // Sessions are tokens that nobody keeps: each sees its own.
  { type, name: 'sessionList', answer: (call) => [current(call)] },
  { type, name: 'defaultLocale', answer: () => 'en' },
  ...['supportedLocaleList', 'messageLocaleList'].map((name): VimMethod => ({
    type,
    name,
    answer: () => ['en'],
  })),
  {
    type,
    name: 'SessionIsActive',
    answer: ({ actor, body }) => textArg(body, 'sessionID') === sessionOf(actor),
  },
  {
    type,
    name: 'TerminateSession',
    privilege: 'Sessions.TerminateSession',
    answer: ({ actor, body }) => {
      const ids = listArg(body, 'sessionId');
      if (ids.includes(sessionOf(actor) ?? '')) throw invalidParameter('sessionId');
      throw new VimFault('NotFound', 'The object or item referred to could not be found.');
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
