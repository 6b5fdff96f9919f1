// ssh to the machines of the world: the vCenter appliance, the control plane VMs of a Supervisor. Words are OpenSSH's.
import type { Unreachable, Welcome } from '../../apis/ssh/wire.ts';
import type { Program, Session } from '../../shell/program.ts';
import { err, out, prompt, type ExitCode, type Run } from '../effect.ts';
import { applianceShell } from './appliance-shell.ts';
import { controlPlane } from './control-plane.ts';
import { sshKeygen, trusts } from './known-hosts.ts';
import { keyOf, logIn } from './machine.ts';

const usage = 'usage: ssh [-q] [-l login_name] [-o option] [-p port] [user@]host [command ...]\n';

/** ssh's own failures; else the code is the remote command's. */
const failed = 255;

interface Asked {
  readonly user: string;
  readonly host: string;
  readonly port: string;
  readonly quiet: boolean;
  /** Names in lower case. */
  readonly options: ReadonlyMap<string, string>;
  readonly command: string;
}

const valued = 'BbcDEeFIiJLlmOopQRSWw';

function askedOf(args: readonly string[], session: Session): Asked | undefined {
  const options = new Map<string, string>();
  let [login, port, quiet] = ['', '22', false];
  let place = 0;
  for (; place < args.length && args[place]?.startsWith('-') === true; place++) {
    const arg = args[place] ?? '';
    const letter = arg[1] ?? '';
    if (!valued.includes(letter) || letter === '') {
      quiet ||= arg.includes('q');
      continue;
    }
    const value = arg.length > 2 ? arg.slice(2) : (args[++place] ?? '');
    if (letter === 'l') login = value;
    else if (letter === 'p') port = value;
    else if (letter === 'o') {
      const [name = '', ...rest] = value.split(/[= ]/);
      options.set(name.toLowerCase(), rest.join('='));
    }
  }
  const target = (args[place] ?? '').replace(/^ssh:\/\//, '');
  const at = target.lastIndexOf('@');
  const host = target.slice(at + 1).toLowerCase();
  if (host === '') return undefined;
  const user = login || (at < 0 ? (session.environment.get('USER') ?? 'dev') : target.slice(0, at));
  return { user, host, port, quiet, options, command: args.slice(place + 1).join(' ') };
}

const whyNot: Readonly<Record<Unreachable['trouble'], string>> = {
  'unknown-host': '',
  refused: 'Connection refused',
  'no-route': 'No route to host',
  timeout: 'Connection timed out',
};

function* tellUnreachable({ host, port }: Asked, trouble: Unreachable['trouble']): Run<ExitCode> {
  yield* err(
    trouble === 'unknown-host'
      ? `ssh: Could not resolve hostname ${host}: Name or service not known\n`
      : `ssh: connect to host ${host} port ${port}: ${whyNot[trouble]}\n`,
  );
  return failed;
}

const triesMax = 3;

/** Asks for the password until it is right; undefined where it is not, or the person gives up. */
function* enter({ user, host }: Asked): Run<Welcome | Unreachable | undefined> {
  for (let tries = 0; tries < triesMax; tries++) {
    if (tries > 0) yield* err('Permission denied, please try again.\n');
    const password = yield* prompt(`${user}@${host}'s password: `, true);
    if (password === undefined) return undefined;
    const said = yield* logIn(host, user, password);
    if ('trouble' in said) return said;
    if (said.status === 201) return said.value;
  }
  yield* err(`${user}@${host}: Permission denied (publickey,password,keyboard-interactive).\n`);
  return undefined;
}

function* connect(asked: Asked, session: Session): Run<ExitCode> {
  const { host, port, quiet, options, command } = asked;
  const key = yield* keyOf(host);
  if ('trouble' in key) return yield* tellUnreachable(asked, key.trouble);
  if (port !== '22') return yield* tellUnreachable(asked, 'refused');
  if (!(yield* trusts(session, host, key.value.fingerprint, options))) return failed;
  if (!quiet) yield* err(key.value.banner);
  const welcome = yield* enter(asked);
  if (welcome === undefined) return failed;
  if ('trouble' in welcome) return yield* tellUnreachable(asked, welcome.trouble);
  if (command === '') yield* out(welcome.greeting);
  else if (welcome.machine === 'control-plane' && !quiet) yield* err(welcome.greeting);
  const run = welcome.machine === 'vcenter' ? applianceShell : controlPlane;
  const code = yield* run(host, welcome, sshPrograms, command === '' ? undefined : command);
  if (command === '') yield* err(code === undefined ? '' : `Connection to ${host} closed.\n`);
  if (code !== undefined) return code;
  yield* err(`Connection to ${host} closed by remote host.\n`);
  return failed;
}

const ssh: Program = {
  name: 'ssh',
  summary: 'log in to the vCenter appliance or to a control plane VM',
  *run(args, session): Run<ExitCode> {
    const asked = askedOf(args, session);
    if (asked !== undefined) return yield* connect(asked, session);
    yield* err(usage);
    return failed;
  },
};

export const sshPrograms: readonly Program[] = [ssh, sshKeygen];
