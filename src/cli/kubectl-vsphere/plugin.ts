// The program kubectl-vsphere, which `kubectl vsphere` runs.
import { err, out, type Effect, type ExitCode, type Run } from '../effect.ts';
import { configStore } from '../kubectl/config/store.ts';
import { isExpected, report } from '../kubectl/failure.ts';
import type { Flag, FlagValues } from '../kubectl/flags/flag.ts';
import { parseFlags } from '../kubectl/flags/parse.ts';
import type { Candidate, Program, Session } from '../../shell/program.ts';
import { withoutLogins } from './contexts.ts';
import { login, loginFlags } from './login.ts';

/** Those that change nothing here say so. */
const globalFlags: readonly Flag[] = [
  {
    name: 'request-timeout',
    type: 'string',
    value: '0',
    help: 'how long to wait for an answer (no effect here)',
  },
  { name: 'verbose', short: 'v', type: 'int', value: '0', help: 'how much to log (no effect here)' },
];

interface Verb {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly Flag[];
  readonly required: readonly string[];
  readonly run: (flags: FlagValues, session: Session) => Run<ExitCode>;
}

function* logout(_flags: FlagValues, session: Session): Run<ExitCode> {
  const store = configStore(session, '');
  const before = store.load();
  const after = withoutLogins(before);
  if (after !== undefined) {
    store.save(after);
    yield* out('Your KUBECONFIG context has changed.\n');
    if (after.currentContext === '') yield* out('The current KUBECONFIG context is unset.\n');
    yield* out('To change context, use `kubectl config use-context <workload name>`\n');
  }
  yield* out('Logged out of all vSphere namespaces.\n');
  return 0;
}

function* version(): Run<ExitCode> {
  yield* out('kubectl-vsphere: version 0.0.1, build 15839988, change 7857139\n');
  return 0;
}

const verbs: readonly Verb[] = [
  { name: 'login', summary: 'log in to a Supervisor', flags: loginFlags, required: ['server'], run: login },
  { name: 'logout', summary: 'forget every login', flags: [], required: [], run: logout },
  { name: 'version', summary: 'show the version of the plugin', flags: [], required: [], run: version },
];

function flagRows(flags: readonly Flag[]): string {
  return flags
    .map(({ name, short, type, help }) => {
      const left = `${short === undefined ? '    ' : `-${short}, `}--${name}${type === 'bool' ? '' : ` ${type}`}`;
      return `  ${left.padEnd(48)}${help}\n`;
    })
    .join('');
}

function usageOf(verb: Verb | undefined): string {
  const more = `\nFlags:\n${flagRows([...(verb?.flags ?? []), ...globalFlags])}`;
  if (verb !== undefined) return `Usage:\n  kubectl-vsphere ${verb.name} [flags]\n${more}`;
  const rows = verbs.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}\n`).join('');
  return `Usage:\n  kubectl-vsphere [command]\n\nAvailable Commands:\n${rows}${more}`;
}

function* misused(verb: Verb, trouble: string): Run<ExitCode> {
  yield* err(`Error: ${trouble}\n${usageOf(verb)}\n`);
  return 1;
}

function* run(args: readonly string[], session: Session): Run<ExitCode> {
  const at = args.findIndex((arg) => !arg.startsWith('-'));
  const verb = verbs.find(({ name }) => name === args[at]);
  if (verb === undefined) {
    if (at < 0 || args[at] === 'help') {
      yield* out(
        `vSphere’s own login for kubectl: here, to a simulated Supervisor.\n\n${usageOf(undefined)}`,
      );
      return 0;
    }
    yield* err(
      `Error: unknown command "${args[at] ?? ''}" for "kubectl-vsphere"\nRun 'kubectl-vsphere --help' for usage.\n`,
    );
    return 1;
  }
  const parsed = parseFlags([...args.slice(0, at), ...args.slice(at + 1)], [...verb.flags, ...globalFlags]);
  if ('trouble' in parsed) return yield* misused(verb, parsed.trouble);
  if (parsed.helps) {
    yield* out(`${verb.summary}\n\n${usageOf(verb)}`);
    return 0;
  }
  const missing = verb.required.filter((name) => !parsed.values.has(name)).map((name) => `"${name}"`);
  if (missing.length > 0) return yield* misused(verb, `required flag(s) ${missing.join(', ')} not set`);
  try {
    return yield* verb.run(parsed.values, session);
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
    yield* err(report(failure));
    return 1;
  }
}

function* complete(words: readonly string[]): Run<readonly Candidate[]> {
  yield* [];
  const verb = verbs.find(({ name }) => name === words[0]);
  if (verb === undefined || words.length < 2) return verbs.map(({ name }) => ({ text: name }));
  return [...verb.flags, ...globalFlags].map(({ name, type }) =>
    type === 'bool' ? { text: `--${name}` } : { text: `--${name}=`, open: true },
  );
}

export const kubectlVsphere: Program<Effect> = {
  name: 'kubectl-vsphere',
  summary: 'log in to a Supervisor; also `kubectl vsphere`',
  run,
  complete,
};
