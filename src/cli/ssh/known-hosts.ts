// Host keys that the person has said yes to, in ~/.ssh/known_hosts. Source: OpenSSH, sshconnect.c.
import { makeFolders, type Files } from '../../shell/files.ts';
import { homeOf, type Program, type Session } from '../../shell/program.ts';
import { err, out, prompt, type ExitCode, type Run } from '../effect.ts';

const pathOf = (session: Session): string => `${homeOf(session)}/.ssh/known_hosts`;

interface Known {
  readonly host: string;
  readonly fingerprint: string;
}

function read(files: Files, path: string): readonly Known[] {
  return (files.read(path) ?? '').split('\n').flatMap((line) => {
    const [host = '', , fingerprint = ''] = line.split(' ');
    return fingerprint === '' ? [] : [{ host, fingerprint }];
  });
}

function write(session: Session, all: readonly Known[]): void {
  const path = pathOf(session);
  makeFolders(session.files, path.slice(0, path.lastIndexOf('/')));
  session.files.write(
    path,
    all.map(({ host, fingerprint }) => `${host} ssh-ed25519 ${fingerprint}\n`).join(''),
  );
}

const changed = (host: string, fingerprint: string, path: string, line: number): string => `${'@'.repeat(59)}
@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
${'@'.repeat(59)}
IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!
It is also possible that a host key has just been changed: a floating address moves to
another control plane VM, which has a key of its own.
The fingerprint for the ED25519 key sent by the remote host is
${fingerprint}.
Offending ED25519 key in ${path}:${line}
  remove with:
  ssh-keygen -R "${host}"
Host key for ${host} has changed and you have requested strict checking.
Host key verification failed.
`;

/** Whether the person goes on with a machine that shows this key. */
export function* trusts(
  session: Session,
  host: string,
  fingerprint: string,
  options: ReadonlyMap<string, string>,
): Run<boolean> {
  const isKept = options.get('userknownhostsfile') !== '/dev/null';
  const all = isKept ? read(session.files, pathOf(session)) : [];
  const place = all.findIndex((known) => known.host === host);
  if (all[place]?.fingerprint === fingerprint) return true;
  if (place >= 0) {
    yield* err(changed(host, fingerprint, pathOf(session), place + 1));
    return false;
  }
  if (!['no', 'accept-new'].includes(options.get('stricthostkeychecking') ?? '')) {
    yield* err(
      `The authenticity of host '${host}' can't be established.\nED25519 key fingerprint is ${fingerprint}.\nThis key is not known by any other names.\n`,
    );
    for (let question = 'Are you sure you want to continue connecting (yes/no/[fingerprint])? '; ;) {
      const answer = yield* prompt(question);
      if (answer === undefined || answer.toLowerCase() === 'no') {
        yield* err('Host key verification failed.\n');
        return false;
      }
      if (answer.toLowerCase() === 'yes' || answer === fingerprint) break;
      question = "Please type 'yes', 'no' or the fingerprint: ";
    }
  }
  if (isKept) write(session, [...all, { host, fingerprint }]);
  yield* err(`Warning: Permanently added '${host}' (ED25519) to the list of known hosts.\n`);
  return true;
}

export const sshKeygen: Program = {
  name: 'ssh-keygen',
  summary: 'forget the key of a host: ssh-keygen -R HOST',
  *run([flag, host], session): Run<ExitCode> {
    if (flag !== '-R' || host === undefined) {
      yield* err('usage: ssh-keygen -R hostname\n');
      return 1;
    }
    const all = read(session.files, pathOf(session));
    const line = all.findIndex((known) => known.host === host);
    if (line < 0) {
      yield* err(`Host ${host} not found in ${pathOf(session)}\n`);
      return 1;
    }
    write(
      session,
      all.filter((known) => known.host !== host),
    );
    yield* out(`# Host ${host} found: line ${line + 1}\n${pathOf(session)} updated.\n`);
    return 0;
  },
};
