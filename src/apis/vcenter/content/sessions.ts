// Sessions that change the files of a library's item, and those that fetch them. Source: vSphere Automation API,
// com.vmware.content.library.item.{UpdateSession, DownloadSession}.
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

export type Purpose = 'Update' | 'Download';

const purposeOf = ({ spec }: LibrarySession): Purpose => spec.purpose ?? 'Update';

export function sessionOf({ fabric, params: { session = '' } }: Call, purpose: Purpose): LibrarySession {
  const found = fabric.get<LibrarySession>(librarySessionsKind, session);
  if (found === undefined || purposeOf(found) !== purpose) throw notFound(`${purpose} session`, session);
  return found;
}

export function activeSession(call: Call, purpose: Purpose): LibrarySession {
  const session = sessionOf(call, purpose);
  const isOver = session.spec.expiresAt <= call.fabric.now;
  if (session.spec.state !== 'ACTIVE' || isOver)
    throw notAllowed(`${purpose} session ${session.metadata.name} is not active.`, [session.metadata.name]);
  return session;
}

function sessionModel({ metadata, spec }: LibrarySession) {
  return {
    id: metadata.name,
    library_item_id: spec.item,
    state: spec.state,
    client_progress: spec.progress ?? (spec.state === 'DONE' ? 100 : 0),
    expiration_time: formatMilliTime(spec.expiresAt),
    ...(spec.error === undefined
      ? {}
      : { error_message: { id: 'client.error', default_message: spec.error, args: [] } }),
  };
}

function begin(call: Call, purpose: Purpose) {
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
  if (purpose === 'Update') checkOwn(call, item.spec.library);
  const name = uuidFrom(call.write.revision, `${purpose.toLowerCase()} session`, item.metadata.name);
  const spec = {
    item: item.metadata.name,
    ...(purpose === 'Update' ? {} : { purpose }),
    state: 'ACTIVE',
    files: [],
    expiresAt: call.fabric.now + HOUR_MS,
  };
  call.write.create(librarySessions, { metadata: { name }, spec }, `Create ${purpose.toLowerCase()} session`);
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
  const session = activeSession(call, 'Update');
  const item = itemOf(call.fabric, session.spec.item);
  const came = session.spec.files.map(({ source: _source, ...file }) => file);
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

/** How far its client says that it is; an older one says it in the query. */
function progressIn({ body }: Call): Partial<LibrarySession['spec']> {
  const schema = { type: 'object', properties: { client_progress: integer } } as const;
  const { client_progress: progress } = readBody(schema, body);
  return progress === undefined ? {} : { progress };
}

function fail(call: Call, purpose: Purpose) {
  const schema = { type: 'object', properties: { client_error_message: string } } as const;
  const { client_error_message: error = '' } = readBody(schema, call.body);
  const words = `Fail ${purpose.toLowerCase()} session`;
  return putSession(call, activeSession(call, purpose), { state: 'ERROR', error }, words);
}

/** What sessions of both purposes have. */
function ofPurpose(path: string, purpose: Purpose): readonly Operation[] {
  const session = { privilege: `ContentLibrary.${purpose}Session` } as const;
  const words = `${purpose.toLowerCase()} session`;
  const one = `${path}/{session}`;
  const action = (name: string, change: (call: Call) => ReturnType<typeof putSession>): Operation => ({
    method: 'POST',
    path: one,
    action: name,
    ...session,
    answer: change,
  });
  return [
    { method: 'POST', path, ...session, answer: (call) => begin(call, purpose) },
    {
      method: 'GET',
      path,
      ...session,
      answer: ({ fabric }) =>
        ok(
          fabric
            .list<LibrarySession>(librarySessionsKind)
            .filter((each) => purposeOf(each) === purpose)
            .map(({ metadata }) => metadata.name),
        ),
    },
    { method: 'GET', path: one, ...session, answer: (call) => ok(sessionModel(sessionOf(call, purpose))) },
    action('cancel', (call) =>
      putSession(call, activeSession(call, purpose), { state: 'CANCELED' }, `Cancel ${words}`),
    ),
    action('fail', (call) => fail(call, purpose)),
    action('keep-alive', (call) => {
      const change = { ...progressIn(call), expiresAt: call.fabric.now + HOUR_MS };
      return putSession(call, activeSession(call, purpose), change, `Keep ${words} alive`);
    }),
    {
      method: 'DELETE',
      path: one,
      ...session,
      answer: (call) => {
        call.write.remove(librarySessions, sessionOf(call, purpose), `Delete ${words}`);
        return done;
      },
    },
  ];
}

export const updates = 'content/library/item/update-session';
export const downloads = 'content/library/item/download-session';

export const sessionOperations: readonly Operation[] = [
  ...ofPurpose(updates, 'Update'),
  ...ofPurpose(downloads, 'Download'),
  {
    method: 'POST',
    path: `${updates}/{session}`,
    action: 'complete',
    privilege: 'ContentLibrary.UpdateSession',
    answer: complete,
  },
  {
    method: 'PATCH',
    path: `${updates}/{session}`,
    privilege: 'ContentLibrary.UpdateSession',
    answer: (call) =>
      putSession(call, activeSession(call, 'Update'), progressIn(call), 'Update update session'),
  },
];
