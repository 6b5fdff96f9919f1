// service-control and vmon-cli on the vCenter appliance, over the same services that its API tells and changes.
import type { Program } from '../../shell/program.ts';
import { err, out, request, type ExitCode, type Run } from '../effect.ts';
import type { WireResponse } from '../../apis/kubernetes/wire.ts';
import type { Machine } from './machine.ts';

interface Service {
  readonly state: 'STARTED' | 'STOPPED';
  readonly startup_type: string;
  readonly health?: string;
}

type Act = 'start' | 'stop' | 'restart';

const path = '/api/vcenter/services';

function* ask(
  { hostname, token }: Machine,
  method: 'GET' | 'POST',
  question: string,
): Run<WireResponse | undefined> {
  const answer = yield* request(
    { server: `https://${hostname}`, verifies: false },
    { method, path: `${path}${question}`, headers: { 'vmware-api-session-id': token } },
  );
  return 'trouble' in answer ? undefined : answer;
}

/** By name, in the order of their names; undefined where vCenter does not answer. */
function* servicesOf(machine: Machine): Run<ReadonlyMap<string, Service> | undefined> {
  const answer = yield* ask(machine, 'GET', '');
  if (answer?.status !== 200) return undefined;
  const all = Object.entries(JSON.parse(answer.body) as Record<string, Service>);
  return new Map(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface Fault {
  readonly messages?: readonly { readonly default_message?: string }[];
}

/** Why the service did not do as it was told; undefined where it did. */
function* change(machine: Machine, name: string, act: Act): Run<string | undefined> {
  const answer = yield* ask(machine, 'POST', `/${name}?action=${act}`);
  if (answer === undefined) return 'vCenter does not answer';
  if (answer.status < 300) return undefined;
  return (JSON.parse(answer.body) as Fault).messages?.at(-1)?.default_message ?? `status ${answer.status}`;
}

const unanswered = 'Cannot connect to vMon: vCenter does not answer.\n';

const serviceUsage =
  'usage: service-control --status|--start|--stop|--restart|--list [--all] [SERVICE ...]\n';

export const serviceControl = (machine: Machine): Program => ({
  name: 'service-control',
  summary: 'show, start and stop services of the appliance',
  *run(args): Run<ExitCode> {
    const named = args.filter((arg) => !arg.startsWith('-'));
    const act = (['status', 'start', 'stop', 'restart', 'list'] as const).find((each) =>
      args.includes(`--${each}`),
    );
    const services = yield* servicesOf(machine);
    if (services === undefined) {
      yield* err(unanswered);
      return 1;
    }
    const chosen = named.length === 0 ? [...services.keys()] : named;
    const stranger = chosen.find((name) => !services.has(name));
    if (stranger !== undefined) {
      yield* err(`Service ${stranger} is not found.\n`);
      return 1;
    }
    const isWhole = named.length === 0 && !args.includes('--all');
    if (act === undefined || (isWhole && act !== 'status' && act !== 'list')) {
      yield* err(serviceUsage);
      return 2;
    }
    if (act === 'list') {
      yield* out(chosen.map((name) => `${name}\n`).join(''));
      return 0;
    }
    if (act === 'status') {
      const inState = (state: Service['state']): string =>
        chosen
          .filter((name) => services.get(name)?.state === state)
          .map((name) => ` ${name}`)
          .join('');
      const [running, stopped] = [inState('STARTED'), inState('STOPPED')];
      yield* out(
        `${running === '' ? '' : `Running:\n${running}\n`}${stopped === '' ? '' : `Stopped:\n${stopped}\n`}`,
      );
      return 0;
    }
    return yield* each(machine, chosen, act, services);
  },
});

const doing = { start: 'start', stop: 'stop', restart: 'restart' } as const;
const done = { start: 'started', stop: 'stopped', restart: 'restarted' } as const;

/** One after the other; what is so already is left alone, what is refused is told and the rest goes on. */
function* each(
  machine: Machine,
  names: readonly string[],
  act: Act,
  services: ReadonlyMap<string, Service>,
): Run<ExitCode> {
  yield* out('Operation not cancellable. Please wait for it to finish...\n');
  let code: ExitCode = 0;
  const wanted = act === 'stop' ? 'STOPPED' : 'STARTED';
  for (const name of names) {
    const isSo = act !== 'restart' && services.get(name)?.state === wanted;
    if (isSo && names.length > 1) continue;
    yield* out(`Performing ${doing[act]} operation on service ${name}...\n`);
    const trouble = yield* change(machine, name, act);
    if (trouble === undefined) yield* out(`Successfully ${done[act]} service ${name}\n`);
    else {
      yield* err(`Error executing ${doing[act]} on service ${name}. Details ${trouble}\n`);
      code = 1;
    }
  }
  return code;
}

const letters: Readonly<Record<string, Act | 'status' | 'list'>> = {
  '-s': 'status',
  '--status': 'status',
  '-i': 'start',
  '--start': 'start',
  '-k': 'stop',
  '--stop': 'stop',
  '-r': 'restart',
  '--restart': 'restart',
  '-l': 'list',
  '--list': 'list',
};

const vmonUsage = 'usage: vmon-cli -s|-i|-k|-r SERVICE, vmon-cli -l\n';

const statusText = (name: string, { state, startup_type: type, health }: Service): string =>
  `Name: ${name}\nStarttype: ${type}\nRunState: ${state}\nRunAsUser: ${name === 'wcp' ? 'root' : name}\n` +
  `HealthState: ${health ?? 'UNHEALTHY'}\nFailStop: ${state === 'STARTED' ? 'N/A' : 'FALSE'}\n`;

export const vmonCli = (machine: Machine): Program => ({
  name: 'vmon-cli',
  summary: 'show, start and stop one service of the appliance',
  *run([letter = '', name = '']): Run<ExitCode> {
    const act = letters[letter];
    const services = yield* servicesOf(machine);
    if (act === undefined || (act !== 'list' && name === '')) {
      yield* err(vmonUsage);
      return 2;
    }
    if (services === undefined) {
      yield* err(unanswered);
      return 1;
    }
    if (act === 'list') {
      yield* out([...services.keys()].map((each) => `${each}\n`).join(''));
      return 0;
    }
    const service = services.get(name);
    if (service === undefined) {
      yield* err(`Service ${name} is not found.\n`);
      return 1;
    }
    if (act === 'status') {
      yield* out(statusText(name, service));
      return 0;
    }
    const trouble = yield* change(machine, name, act);
    if (trouble !== undefined) {
      yield* err(`Failed to ${act} service ${name}: ${trouble}\n`);
      return 1;
    }
    yield* out(`Completed ${act[0]?.toUpperCase()}${act.slice(1)} service request.\n`);
    return 0;
  },
});
