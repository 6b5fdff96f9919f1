// kubectl cp: files to and from a container, by the tar that is there. Source: kubectl pkg/cmd/cp/cp.go.
import type { JsonObject } from '../../../std/draft.ts';
import { bytesToText, textToBytes } from '../../../std/byte-text.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { SECOND_MS } from '../../../std/time.ts';
import { err, now, out, type Run } from '../../effect.ts';
import { makeFolders, resolvePath, type Files } from '../../../shell/files.ts';
import { homeOf } from '../../../shell/program.ts';
import { readArchive, writeArchive, type Entry } from '../../../shell/programs/tar-format.ts';
import type { Call, Command } from '../command.ts';
import { Failure, SilentFailure } from '../failure.ts';
import { resourceNamed } from '../api/mapper.ts';
import { getObject } from '../resources/info.ts';
import { textAt } from '../json.ts';
import { converse, type EndStatus } from './converse.ts';
import { defaultContainer } from './default-container.ts';
import { exitCodeOf, podPath } from './exec.ts';

/** Where something is copied from or to; without a Pod it is here. */
interface Place {
  readonly pod: string;
  readonly namespace: string;
  readonly file: string;
}

function placeOf(word: string): Place {
  const colon = word.indexOf(':');
  const [pod, file] = colon < 0 ? ['', word] : [word.slice(0, colon), word.slice(colon + 1)];
  const pieces = pod.split('/');
  if (colon === 0 || pieces.length > 2) {
    throw new Failure('filespec must match the canonical format: [[namespace/]pod:]file/path');
  }
  return { pod: pieces.at(-1) ?? '', namespace: pieces.length === 2 ? (pieces[0] ?? '') : '', file };
}

function baseOf(path: string): string {
  return path.replace(/(?!^)\/+$/, '').replace(/^.*\/(?=.)/, '');
}

function folderOf(path: string): string {
  const folder = path.replace(/(?!^)\/+$/, '').replace(/\/?[^/]*$/, '');
  return folder === '' ? (path.startsWith('/') ? '/' : '.') : folder;
}

interface Heard {
  readonly status: EndStatus;
  readonly out: string;
}

/** Lets a conversation run with a text for its input; what it prints is kept, what went wrong is handed on as `errors` says. */
function* heard(run: Run<EndStatus>, input: string, errors: (text: string) => Run<void>): Run<Heard> {
  let printed = '';
  let unread: string | undefined = input === '' ? undefined : input;
  let step = run.next();
  while (step.done !== true) {
    const effect = step.value;
    if (effect.type === 'out') {
      printed += effect.text;
      step = run.next();
    } else if (effect.type === 'err') {
      yield* errors(effect.text);
      step = run.next();
    } else if (effect.type === 'read') {
      const piece = unread;
      unread = undefined;
      step = run.next(piece);
    } else step = run.next(yield effect);
  }
  return { status: step.value, out: printed };
}

function* nothing(): Run<void> {
  yield* [];
}

interface Executing {
  readonly place: Place;
  readonly command: readonly string[];
  readonly input?: string;
  readonly errors: (text: string) => Run<void>;
}

function* executed(call: Call, { place, command, input = '', errors }: Executing): Run<Heard> {
  const { client, flags } = call;
  const namespace = place.namespace || client.effective().namespace;
  const pods = yield* resourceNamed(client, 'pods', 0);
  const pod: JsonObject = yield* getObject(client, pods, namespace, place.pod);
  const phase = textAt(pod, 'status', 'phase');
  if (phase === 'Succeeded' || phase === 'Failed') {
    throw new Failure(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  }
  const conversation = function* (): Run<EndStatus> {
    const container = flags.text('container') || (yield* defaultContainer(pod, false));
    return yield* converse(client, {
      path: `${podPath(pod)}/exec`,
      query: {
        command,
        container,
        stdin: input === '' ? undefined : 'true',
        stdout: 'true',
        stderr: 'true',
      },
      stdin: input !== '',
      tty: false,
    });
  };
  return yield* heard(conversation(), input, errors);
}

/** Throws where the command in the container failed. */
function* checked({ status }: Heard): Run<void> {
  if (status.status === 'Success') return;
  const code = exitCodeOf(status);
  if (code === undefined) throw new Failure(status.message ?? '');
  yield* err(`command terminated with exit code ${code}\n`);
  throw new SilentFailure(Number(code));
}

function* below(files: Files, path: string, name: string): Generator<Entry> {
  const text = files.read(path);
  const inside = files.list(path) ?? [];
  if (text !== undefined || inside.length === 0) yield { path: name, text };
  for (const each of inside) yield* below(files, `${path}/${each}`, `${name}/${each}`);
}

function* copyTo(call: Call, from: Place, to: Place): Run<void> {
  const { session, flags } = call;
  const path = resolvePath(from.file, session.folder, homeOf(session));
  if (session.files.read(path) === undefined && !session.files.isFolder(path)) {
    throw new Failure(`${from.file} doesn't exist in local filesystem`);
  }
  const looked = yield* executed(call, { place: to, command: ['test', '-d', to.file], errors: nothing });
  const isFolder = looked.status.status === 'Success';
  const target = isFolder ? `${to.file.replace(/\/+$/, '')}/${baseOf(path)}` : to.file;
  const entries = [...below(session.files, path, baseOf(target))];
  const input = bytesToText(writeArchive(entries, (yield* now()) / SECOND_MS));
  const plain = flags.is('no-preserve') ? ['--no-same-permissions', '--no-same-owner'] : [];
  const command = ['tar', ...plain, '-xmf', '-', '-C', folderOf(target)];
  const done = yield* executed(call, { place: to, command, input, errors: err });
  yield* out(done.out);
  yield* checked(done);
}

/** A path in the container without what leads out of it. */
function prefixOf(path: string): string {
  return resolvePath(path, '/', '/').slice(1);
}

function* copyFrom(call: Call, from: Place, to: Place): Run<void> {
  const { session } = call;
  const done = yield* executed(call, { place: from, command: ['tar', 'cf', '-', from.file], errors: out });
  const prefix = prefixOf(from.file);
  const target = resolvePath(to.file, session.folder, homeOf(session));
  for (const { path, text } of readArchive(textToBytes(done.out)) ?? []) {
    if (!path.startsWith(prefix)) throw new Failure('tar contents corrupted');
    const rest = path.slice(prefix.length);
    const file = resolvePath(`./${rest}`, target, '/');
    if (file !== target && !file.startsWith(target === '/' ? '/' : `${target}/`)) {
      yield* err(`warning: file ${quoteGo(file)} is outside target destination, skipping\n`);
      continue;
    }
    makeFolders(session.files, text === undefined ? file : file.slice(0, file.lastIndexOf('/')));
    if (text === undefined) continue;
    const trouble = session.files.write(file, text);
    if (trouble !== undefined) throw new Failure(`open ${to.file}${rest}: ${trouble.toLowerCase()}`);
  }
  yield* checked(done);
}

function* run(call: Call): Run<void> {
  const { args } = call;
  if (args.length !== 2) throw new Failure('source and destination are required');
  const [from, to] = args.map(placeOf) as [Place, Place];
  if (from.pod !== '' && to.pod !== '') {
    throw new Failure('one of src or dest must be a local file specification');
  }
  if (from.file === '' || to.file === '') throw new Failure('filepath can not be empty');
  if (from.pod !== '') yield* copyFrom(call, from, to);
  else if (to.pod !== '') yield* copyTo(call, from, to);
  else throw new Failure('one of src or dest must be a remote file specification');
}

export const cp: Command = {
  name: 'cp',
  summary: 'copy files to and from a container',
  usage: '[[NAMESPACE/]POD:]FILE [[NAMESPACE/]POD:]FILE',
  flags: [
    { name: 'container', short: 'c', type: 'string', help: 'in this container' },
    {
      name: 'no-preserve',
      type: 'bool',
      value: 'false',
      help: 'leave owners and modes as the container has them',
    },
    { name: 'retries', type: 'int', value: '0', help: 'how often to try again (no effect here)' },
  ],
  examples: [
    'kubectl cp web.html web-1:/usr/share/nginx/html/index.html',
    'kubectl cp web-1:/etc/nginx conf',
  ],
  run,
  *complete() {
    yield* [];
    return undefined;
  },
};
