// The vCenter appliance as root finds it over SSH: its own shell with few commands, and bash behind it. What services do and what the database
// holds is asked of vCenter, as root of the appliance.
import { decryptPath, type ControlPlanes, type Welcome } from '../../apis/ssh/wire.ts';
import type { Program } from '../../shell/program.ts';
import { curl } from '../curl.ts';
import { err, out, type ExitCode, type Run } from '../effect.ts';
import { askMachine, bash, look, machineOf, nextLine, type Machine } from './machine.ts';
import { serviceControl, vmonCli } from './services.ts';

const rule = '-'.repeat(60);

/** Root's password on the control plane VMs of each Supervisor. Source: facts of the product, `admins' way in`. */
const decryptPasswords = ({ host, token }: Machine): Program => ({
  name: decryptPath,
  summary: 'show the passwords of control plane VMs',
  *run(): Run<ExitCode> {
    const said = yield* askMachine<ControlPlanes>(host, '/control-planes', { token });
    yield* out('Read key from file\n\n');
    if ('trouble' in said || said.status !== 200) {
      yield* err('Cannot connect to PSQL\n');
      return 1;
    }
    yield* out('Connected to PSQL\n\n');
    for (const { cluster, floatingIp, password } of said.value.clusters)
      yield* out(`Cluster: ${cluster}\nIP: ${floatingIp}\nPWD: ${password}\n${rule}\n\n`);
    return 0;
  },
});

const help = `Commands of this shell:

  shell       launch BASH; with a command, run it there
  help        show this list
  exit        leave

`;

/** One line of the appliance's shell: the code of what it ran, or `gone`. */
function* runLine(
  line: string,
  machine: Machine,
  programs: readonly Program[],
): Run<ExitCode | 'gone' | 'exit'> {
  const [word = '', ...rest] = line.trim().split(/\s+/);
  if (word === '') return 0;
  if (word === 'exit' || word === 'logout') return 'exit';
  if (word === 'help') {
    yield* out(help);
    return 0;
  }
  if (word !== 'shell') {
    yield* err(`Unknown command: \`${word}'\n`);
    return 1;
  }
  if (rest.length === 0) yield* out('Shell access is granted to root\n');
  return (yield* bash(machine, programs, rest.length === 0 ? undefined : rest.join(' '))) ?? 'gone';
}

/** Runs until the person leaves, and gives the last code; undefined where the appliance is gone. */
export function* applianceShell(
  host: string,
  welcome: Welcome,
  ssh: readonly Program[],
  command: string | undefined,
): Run<ExitCode | undefined> {
  const machine = machineOf(host, welcome, {});
  const programs = [...ssh, curl, decryptPasswords(machine), serviceControl(machine), vmonCli(machine)];
  if (command !== undefined) {
    const code = yield* runLine(command, machine, programs);
    return code === 'gone' ? undefined : code === 'exit' ? 0 : code;
  }
  let last: ExitCode = 0;
  for (;;) {
    const line = yield* nextLine(machine, 'Command> ');
    if (line === undefined) return last;
    if (!(yield* look(machine))) return undefined;
    const code = yield* runLine(line, machine, programs);
    if (code === 'exit') return last;
    if (code === 'gone') return undefined;
    last = code;
  }
}
