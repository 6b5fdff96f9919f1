// kubectl exec. Source: kubectl pkg/cmd/exec/exec.go, pkg/polymorphichelpers.
import type { JsonObject } from '../../../std/draft.ts';
import { parseGoDuration } from '../../../std/time.ts';
import { err, type Run } from '../../effect.ts';
import { apiVersionOf } from '../api/discovery.ts';
import { listAll } from '../describe/events.ts';
import { usageFailure, type Call, type Command } from '../command.ts';
import { Failure, SilentFailure } from '../failure.ts';
import { filenameFlag } from '../flags/common.ts';
import type { Flag } from '../flags/flag.ts';
import { isObject, textAt } from '../json.ts';
import { plan } from '../resources/select.ts';
import { checkRegistered } from '../resources/scheme.ts';
import { infosOf } from '../resources/visit.ts';
import { converse, type EndStatus } from './converse.ts';
import { defaultContainer } from './default-container.ts';
import { completePods } from './logs-complete.ts';
import { byLogging, podSelector } from './logs-pods.ts';
import { sourcesOf } from './object-selection.ts';

/** Throws where a Pod would get no time to run; some commands then tell of their help. Source: kubectl pkg/cmd/util/helpers.go. */
export function checkPodTimeout(call: Call, tellsOfHelp: boolean): void {
  if ((parseGoDuration(call.flags.text('pod-running-timeout')) ?? 1) > 0) return;
  const why = '--pod-running-timeout must be higher than zero';
  throw tellsOfHelp ? usageFailure(call, why) : new Failure(why);
}

/** The Pod that is named, or the best one of the object that is. */
export function* podFor(call: Call, name: string, scheme?: string): Run<JsonObject> {
  const { client } = call;
  const { namespace } = client.effective();
  const args = name === '' ? [] : [name.includes('/') ? name : `pods/${name}`];
  const selection = { ...sourcesOf(call), args };
  const { infos, failures } = yield* infosOf(client, yield* plan(client, selection), { selection });
  const [failure] = failures;
  if (failure !== undefined) throw failure;
  const [info] = infos;
  if (info === undefined) throw new Failure('pod, type/name or --filename must be specified');
  checkRegistered(apiVersionOf(info.resource), info.resource.kind, '', scheme);
  if (info.resource.kind === 'Pod') return info.object;
  const labelSelector = podSelector(info.object, info.resource.kind);
  if (labelSelector === undefined) {
    throw new Failure(
      `cannot attach to *v1.${info.resource.kind}: selector for *v1.${info.resource.kind} not implemented`,
    );
  }
  const pods = yield* listAll(client, `/api/v1/namespaces/${namespace}/pods`, { labelSelector });
  const [best] = byLogging(pods.filter(isObject));
  if (best === undefined) throw new Failure('timed out waiting for the condition');
  return best;
}

export const yes = (is: boolean): string | undefined => (is ? 'true' : undefined);

function* runExec(call: Call): Run<number> {
  const { args, dashAt, flags } = call;
  if (dashAt === undefined && args.length > 1) {
    throw usageFailure(
      call,
      'exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead',
    );
  }
  const fromFile = flags.list('filename').length > 0;
  const words = dashAt ?? args.length;
  if (words === 0 && !fromFile) throw new Failure('pod, type/name or --filename must be specified');
  const [name = ''] = args.slice(0, words);
  const command = args.slice(words);
  checkPodTimeout(call, true);
  if (command.length === 0) throw new Failure('you must specify at least one command for the container');
  const pod = yield* podFor(call, name);
  const phase = textAt(pod, 'status', 'phase');
  if (phase === 'Succeeded' || phase === 'Failed') {
    throw new Failure(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  }
  const asked = flags.text('container');
  const container = asked === '' ? yield* defaultContainer(pod, flags.is('quiet')) : asked;
  const [stdin, tty] = [flags.is('stdin'), flags.is('tty')];
  const status = yield* converse(call.client, {
    path: `${podPath(pod)}/exec`,
    query: {
      command,
      container,
      stdin: yes(stdin),
      stdout: 'true',
      stderr: yes(!tty),
      tty: yes(tty),
    },
    stdin,
    tty,
  });
  const code = exitCodeOf(status);
  if (status.status === 'Success') return 0;
  if (code === undefined) throw new Failure(status.message ?? '');
  yield* err(`command terminated with exit code ${code}\n`);
  throw new SilentFailure(Number(code));
}

/** The exit code of a command that ran and failed. */
export function exitCodeOf({ details }: EndStatus): string | undefined {
  return details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
}

export function podPath(pod: JsonObject): string {
  return `/api/v1/namespaces/${textAt(pod, 'metadata', 'namespace')}/pods/${textAt(pod, 'metadata', 'name')}`;
}

/** Flags of commands that talk with a container. */
export const talkFlags: readonly Flag[] = [
  { name: 'container', short: 'c', type: 'string', help: 'in this container' },
  { name: 'quiet', short: 'q', type: 'bool', value: 'false', help: 'show only what the command prints' },
  { name: 'stdin', short: 'i', type: 'bool', value: 'false', help: 'pass standard input on' },
  { name: 'tty', short: 't', type: 'bool', value: 'false', help: 'standard input is a terminal' },
  {
    name: 'pod-running-timeout',
    type: 'duration',
    value: '1m0s',
    help: 'how long to wait for a Pod (fixed here)',
  },
];

export const exec: Command = {
  name: 'exec',
  summary: 'run a command in a container',
  usage: '(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
  flags: [...talkFlags, filenameFlag],
  examples: ['kubectl exec web-1 -- date', 'kubectl exec -it deploy/web -- sh'],
  run: runExec,
  complete: completePods,
};
