// Sessions that change the files of a library's item. Source: vSphere Automation API, com.vmware.content.library.item.UpdateSession.
import { libraryItems, type LibraryItem } from '../../../kinds/vsphere/library-item.ts';
import {
  librarySessions,
  librarySessionsKind,
  type LibrarySession,
} from '../../../kinds/vsphere/library-session.ts';
import { uuidFrom } from '../../../std/hash.ts';
import { HOUR_MS, formatMilliTime } from '../../../std/time.ts';
import { boolean, integer, string } from '../../../store/schema/infer.ts';
import { notAllowed, notFound } from '../failure.ts';
import { created, done, ok, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import { checkOwn, itemOf } from './found.ts';

const path = 'content/library/item/update-session';
const withSession = `${path}/{session}`;
const session = { privilege: 'ContentLibrary.UpdateSession' } as const;

export function sessionOf({ fabric, params: { session = '' } }: Call): LibrarySession {
  const found = fabric.get<LibrarySession>(librarySessionsKind, session);
  if (found === undefined) throw notFound('Update session', session);
  return found;
}

export function activeSession(call: Call): LibrarySession {
  const session = sessionOf(call);
  const isOver = session.spec.expiresAt <= call.fabric.now;
  if (session.spec.state !== 'ACTIVE' || isOver)
    throw notAllowed(`Update session ${session.metadata.name} is not active.`, [session.metadata.name]);
  return session;
}

function sessionModel({ metadata, spec }: LibrarySession) {
  return {
    id: metadata.name,
    library_item_id: spec.item,
    state: spec.state,
    client_progress: spec.state === 'DONE' ? 100 : 0,
    expiration_time: formatMilliTime(spec.expiresAt),
  };
}

function begin(call: Call) {
  const schema = {
    type: 'object',
    required: ['library_item_id'],
    properties: {
      library_item_id: string,
      library_item_content_version: string,
      client_progress: integer,
      warning_behavior: {
        type: 'array',
        items: { type: 'object', properties: { type: string, ignored: boolean } },
      },
    },
  } as const;
  const item = itemOf(call.fabric, readBody(schema, call.body).library_item_id);
  checkOwn(call, item.spec.library);
  const name = uuidFrom(call.write.revision, 'update session', item.metadata.name);
  const spec = { item: item.metadata.name, state: 'ACTIVE', files: [], expiresAt: call.fabric.now + HOUR_MS };
  call.write.create(librarySessions, { metadata: { name }, spec }, 'Create update session');
  return created(name);
}

export function putSession(
  call: Call,
  session: LibrarySession,
  change: Partial<LibrarySession['spec']>,
  why: string,
) {
  call.write.update(
    librarySessions,
    { ...session, spec: { ...session.spec, ...change } } as LibrarySession,
    why,
  );
  return done;
}

/** The item takes the session's files: each in place of one with its name. */
function complete(call: Call) {
  const session = activeSession(call);
  const item = itemOf(call.fabric, session.spec.item);
  const came = session.spec.files.map(({ name, bytes }) => ({ name, bytes }));
  const kept = (item.spec.files ?? []).filter(({ name }) => !came.some((file) => file.name === name));
  const files = [...kept, ...came];
  const { contentVersion = 1 } = item.status ?? {};
  const status = { ...item.status, modifiedAt: call.fabric.now, contentVersion: contentVersion + 1 };
  call.write.update(
    libraryItems,
    { ...item, spec: { ...item.spec, files }, status } as LibraryItem,
    'Update Library Item',
  );
  return putSession(call, session, { state: 'DONE' }, 'Complete update session');
}

export const sessionOperations: readonly Operation[] = [
  { method: 'POST', path, ...session, answer: begin },
  {
    method: 'GET',
    path,
    ...session,
    answer: ({ fabric }) =>
      ok(fabric.list<LibrarySession>(librarySessionsKind).map(({ metadata }) => metadata.name)),
  },
  { method: 'GET', path: withSession, ...session, answer: (call) => ok(sessionModel(sessionOf(call))) },
  { method: 'POST', path: withSession, action: 'complete', ...session, answer: complete },
  {
    method: 'POST',
    path: withSession,
    action: 'cancel',
    ...session,
    answer: (call) => putSession(call, activeSession(call), { state: 'CANCELED' }, 'Cancel update session'),
  },
  {
    method: 'POST',
    path: withSession,
    action: 'keep-alive',
    ...session,
    answer: (call) =>
      putSession(
        call,
        activeSession(call),
        { expiresAt: call.fabric.now + HOUR_MS },
        'Keep update session alive',
      ),
  },
  {
    method: 'DELETE',
    path: withSession,
    ...session,
    answer: (call) => {
      call.write.remove(librarySessions, sessionOf(call), 'Delete update session');
      return done;
    },
  },
];
