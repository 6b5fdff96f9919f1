// agnhost, Kubernetes' own test image, as far as its commands print something; the others serve (`image`).
// Source: kubernetes test/images/agnhost/{mounttest,entrypoint-tester,logs-generator,pause}.
import { err, now, out, pause, type ExitCode, type Run } from '../../shell/effect.ts';
import type { Program, Session } from '../../shell/program.ts';
import { fnv1a32 } from '../../std/hash.ts';
import { formatTime, parseGoDuration } from '../../std/time.ts';
import { identityOf, idOf } from '../identity.ts';
import { isInMemory, mountsOf } from '../mounts.ts';
import type { Setting } from '../setting.ts';
import { modeText } from '../volume-files.ts';

type Flags = ReadonlyMap<string, string>;

/** `--path=/x`, `--path /x`. */
function flagsOf(args: readonly string[]): Flags {
  const flags = new Map<string, string>();
  for (const [at, arg] of args.entries()) {
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name !== undefined) flags.set(name, value ?? args[at + 1] ?? '');
  }
  return flags;
}

const quoted = (path: string): string => JSON.stringify(path);
const missing = 'no such file or directory';
const written = 'mount-tester new file\n';

/** What Linux calls the file system of a container's own disk: ext4. */
const diskMagic = 0xef53;

/** In the order in which they are looked at, whatever the order of the flags. */
const newFiles: readonly (readonly [string, number])[] = [
  ['new_file_0644', 0o644],
  ['new_file_0666', 0o666],
  ['new_file_0660', 0o660],
  ['new_file_0777', 0o777],
];

/** What mounttest finds out of paths, one line each; false where one of them cannot be had. */
class MountTest {
  readonly #setting: Setting;
  readonly #session: Session;
  /** Of files written just now, which no longer have their folder's. */
  readonly #modes = new Map<string, number>();
  failed = false;

  constructor(setting: Setting, session: Session) {
    this.#setting = setting;
    this.#session = session;
  }

  *#fail(line: string): Run<void> {
    this.failed = true;
    yield* out(line);
  }

  #isThere(path: string): boolean {
    return this.#session.files.read(path) !== undefined || this.#session.files.isFolder(path);
  }

  *type(path: string): Run<void> {
    if (!this.#isThere(path)) return yield* this.#fail(`error from statfs(${quoted(path)}): ${missing}\n`);
    const { pod, container, view } = this.#setting;
    const mount = mountsOf(view, pod, container)
      .filter((each) => path === each.path || path.startsWith(`${each.path}/`))
      .sort((a, b) => b.path.length - a.path.length)[0];
    const type = mount !== undefined && isInMemory(mount.volume) ? 'tmpfs' : diskMagic;
    yield* out(`mount type of ${quoted(path)}: ${type}\n`);
  }

  *write(path: string, mode: number): Run<void> {
    const trouble = this.#session.files.write(path, written);
    if (trouble !== undefined) {
      const why = trouble.toLowerCase();
      return yield* this.#fail(`error writing new file ${quoted(path)}: open ${path}: ${why}\n`);
    }
    this.#modes.set(path, mode);
    yield* this.content(path);
  }

  *content(path: string): Run<void> {
    const text = this.#session.files.read(path);
    if (text === undefined)
      return yield* this.#fail(`error reading file content for ${quoted(path)}: open ${path}: ${missing}\n`);
    yield* out(`content of file ${quoted(path)}: ${text}\n`);
  }

  /** As Go prints modes, whose letters for setgid and sticky come first. */
  #mode(path: string): string {
    const mode = this.#modes.get(path);
    if (mode !== undefined) return `-${modeText(mode)}`;
    const owner = this.#session.ownerOf?.(path);
    if (!this.#session.files.isFolder(path)) return owner?.fileMode ?? `-${modeText(0o644)}`;
    const text = owner?.mode ?? `d${modeText(0o755)}`;
    const first = `d${text[6] === 's' ? 'g' : ''}${text[9] === 't' ? 't' : ''}`;
    return `${first}${text.slice(1).replace('s', 'x').replace('t', 'x')}`;
  }

  *mode(path: string, isWhole: boolean): Run<void> {
    if (!this.#isThere(path))
      return yield* this.#fail(`error from Stat(${quoted(path)}): stat ${path}: ${missing}\n`);
    const mode = this.#mode(path);
    yield* out(
      isWhole
        ? `mode of file ${quoted(path)}: ${mode}\n`
        : `perms of file ${quoted(path)}: -${mode.slice(-9)}\n`,
    );
  }

  *owner(path: string): Run<void> {
    if (!this.#isThere(path)) return yield* this.#fail(`error from stat(${quoted(path)}): ${missing}\n`);
    const own = identityOf(this.#setting.pod, this.#setting.container);
    const owner = this.#modes.has(path) ? undefined : this.#session.ownerOf?.(path);
    yield* out(
      `owner UID of ${quoted(path)}: ${owner === undefined ? own.user : idOf(owner.user)}\nowner GID of ${quoted(path)}: ${owner === undefined ? own.group : idOf(owner.group)}\n`,
    );
  }

  *loop(path: string, seconds: number, breaks: boolean): Run<void> {
    const until = (yield* now()) + seconds * 1_000;
    for (;;) {
      const text = this.#session.files.read(path);
      this.failed = text === undefined;
      if (text === undefined) yield* out(`Error reading file ${path}: open ${path}: ${missing}, retrying\n`);
      else {
        yield* out(`content of file ${quoted(path)}: ${text}\n`);
        if (breaks && text === written) return;
        if (breaks) yield* out(`Unexpected content. Expected: ${written}. Retrying`);
      }
      yield* pause(2_000);
      if ((yield* now()) >= until) return;
    }
  }
}

function* mountTest(setting: Setting, session: Session, flags: Flags): Run<ExitCode> {
  const test = new MountTest(setting, session);
  const each = function* (name: string, look: (path: string) => Run<void>): Run<void> {
    const path = flags.get(name);
    if (path !== undefined && path !== '') yield* look(path);
  };
  yield* each('fs_type', (path) => test.type(path));
  for (const [name, mode] of newFiles) yield* each(name, (path) => test.write(path, mode));
  yield* each('file_mode', (path) => test.mode(path, true));
  yield* each('file_perm', (path) => test.mode(path, false));
  yield* each('file_owner', (path) => test.owner(path));
  yield* each('file_content', (path) => test.content(path));
  const seconds = Number(flags.get('retry_time') ?? 180);
  const breaks = flags.get('break_on_expected_content') !== 'false';
  yield* each('file_content_in_loop', (path) => test.loop(path, seconds, breaks));
  return test.failed ? 1 : 0;
}

const methods = ['GET', 'POST', 'PUT'];
const namespaces = ['kube-system', 'default', 'ns'];

/** `I0102 15:04:05.000000       1 logs_generator.go:76] 0 GET /api/v1/namespaces/ns/pods/4xb 200`. */
function logLine(id: number, at: number): string {
  const time = formatTime(at);
  const drawn = fnv1a32(`line ${id}`);
  const name = drawn.toString(36).slice(-4);
  const url = `/api/v1/namespaces/${namespaces[(drawn % 7) % 3]}/pods/${name}`;
  const stamp = `${time.slice(5, 7)}${time.slice(8, 10)} ${time.slice(11, 19)}.${String(at % 1_000).padStart(3, '0')}000`;
  return `I${stamp}       1 logs_generator.go:76] ${id} ${methods[drawn % 3]} ${url} ${200 + (drawn % 400)}\n`;
}

function* generateLogs(flags: Flags): Run<ExitCode> {
  const total = Number(flags.get('log-lines-total') ?? 0);
  const spanMs = parseGoDuration(flags.get('run-duration') ?? '1m') ?? 0;
  for (let id = 0; id < total; id++) {
    yield* err(logLine(id, yield* now()));
    yield* pause(spanMs / total);
  }
  return 0;
}

/** @param name that of the program, or of a copy of it that the image has */
export function agnhost(setting: Setting, name: '/agnhost' | '/agnhost-2'): Program {
  return {
    name,
    summary: 'commands to test a cluster with',
    *run(args, session): Run<ExitCode> {
      const [command = 'pause', ...rest] = args;
      if (command === 'mounttest') return yield* mountTest(setting, session, flagsOf(rest));
      if (command === 'logs-generator') return yield* generateLogs(flagsOf(rest));
      if (command === 'entrypoint-tester') {
        yield* out(`[${name} ${args.join(' ')}]\n`);
        return 0;
      }
      if (command === 'pause') yield* out('Paused\n');
      yield { type: 'next', streams: [] };
      return 0;
    },
  };
}
