// A machine that somebody is logged in to: how it is asked, what lies on it, the shell that runs there. Its files live as long as the session;
// those that the machine tells itself, such as logs, are told anew before each line.
import type { HostKey, MachineFiles, Unreachable, Welcome } from '../../apis/ssh/wire.ts';
import type { WireRequest } from '../../apis/kubernetes/wire.ts';
import { createFiles, makeFolders, type Files } from '../../shell/files.ts';
import { breather } from '../../shell/execute.ts';
import { install } from '../../shell/install.ts';
import type { Program, Session } from '../../shell/program.ts';
import { common } from '../../shell/programs/common.ts';
import { runners } from '../../shell/programs/runners.ts';
import { shell } from '../../shell/shell.ts';
import { out, prompt, request, type ExitCode, type Run } from '../effect.ts';

export type Said<T> = { readonly status: number; readonly value: T } | Unreachable;

/** Asks a machine by SSH; the world itself says who listens there. */
export function* askMachine<T>(
  host: string,
  question = '',
  { token, ...wire }: Partial<WireRequest> & { readonly token?: string } = {},
): Run<Said<T>> {
  const answer = yield* request(
    { server: `ssh://${host}`, verifies: false },
    {
      method: 'GET',
      path: `/sandbox/ssh/${encodeURIComponent(host)}${question}`,
      ...wire,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token ?? ''}`.trim() },
    },
  );
  if ('trouble' in answer) return { trouble: 'unknown-host' };
  if (answer.status === 502) return JSON.parse(answer.body) as Unreachable;
  return { status: answer.status, value: JSON.parse(answer.body) as T };
}

export const keyOf = (host: string): Run<Said<HostKey>> => askMachine<HostKey>(host);

export const logIn = (host: string, user: string, password: string): Run<Said<Welcome>> =>
  askMachine<Welcome>(host, '/sessions', { method: 'POST', body: JSON.stringify({ user, password }) });

export interface Machine extends Welcome {
  /** By which it was reached. */
  readonly host: string;
  readonly session: Session;
  /** What was typed there, oldest first. */
  readonly lines: string[];
}

/** Photon's programs that tell who and where one is. */
const said = (name: string, summary: string, text: (args: readonly string[]) => string): Program => ({
  name,
  summary,
  *run(args): Run<ExitCode> {
    yield* out(`${text(args)}\n`);
    return 0;
  },
});

function own({ hostname }: Machine): readonly Program[] {
  return [
    said('hostname', 'show the host name', (args) => (args.includes('-s') ? shortOf(hostname) : hostname)),
    said('whoami', 'show the user', () => 'root'),
    said('id', 'show the user', (args) =>
      args.includes('-u') ? '0' : 'uid=0(root) gid=0(root) groups=0(root)',
    ),
    said('uname', 'show the system', (args) => (args.includes('-n') ? hostname : 'Linux')),
  ];
}

const shortOf = (hostname: string): string => hostname.split('.')[0] ?? '';

const home = '/root';

export function machineOf(
  host: string,
  welcome: Welcome,
  environment: Readonly<Record<string, string>>,
): Machine {
  const files = createFiles();
  const lines: string[] = [];
  for (const folder of [home, '/tmp']) makeFolders(files, folder);
  return {
    ...welcome,
    host,
    lines,
    session: {
      files,
      environment: new Map(Object.entries({ HOME: home, USER: 'root', ...environment })),
      folder: home,
      history: () => lines,
      memory: new Map(),
    },
  };
}

function keep(files: Files, path: string, text: string): void {
  makeFolders(files, path.slice(0, path.lastIndexOf('/')));
  files.write(path, text);
}

/** What the machine says of its own files by now; false where it is gone. */
export function* look({ host, token, session: { files } }: Machine): Run<boolean> {
  const said = yield* askMachine<MachineFiles>(host, '/files', { token });
  if ('trouble' in said || said.status !== 200) return false;
  for (const [path, text] of Object.entries(said.value.files)) keep(files, path, text);
  return true;
}

export function* nextLine({ lines }: Machine, text: string): Run<string | undefined> {
  const line = yield* prompt(text, false, lines);
  if (line !== undefined && line.trim() !== '') lines.push(line);
  return line;
}

/** Root's bash there: a script where one is given, else lines until it ends; undefined where the machine is gone before. */
export function* bash(
  machine: Machine,
  programs: readonly Program[],
  script?: string,
): Run<ExitCode | undefined> {
  const found = new Map<string, Program>();
  const name = shortOf(machine.hostname);
  let isLost = !(yield* look(machine));
  if (isLost) return undefined;
  const inner = shell({
    name: 'bash',
    programs: found,
    prompt: ({ folder }) => `root@${name} [ ${folder === home ? '~' : folder} ]# `,
    more: '> ',
    *ask(text) {
      const line = yield* nextLine(machine, text);
      if (line === undefined) return undefined;
      isLost = !(yield* look(machine));
      return isLost ? undefined : `${line}\n`;
    },
    turn: breather(),
  });
  install(found, [...common, ...runners(found), ...own(machine), ...programs, inner]);
  // What the shell hands on is what our own programs yield.
  const code = yield* inner.run(script === undefined ? [] : ['-c', script], machine.session) as Run<ExitCode>;
  return isLost ? undefined : code;
}
