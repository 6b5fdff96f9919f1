// kubectl attach: talk to what runs in a container. Source: kubectl pkg/cmd/attach/attach.go.
import type { JsonObject } from '../../../std/draft.ts';
import { err, out, type Run } from '../../effect.ts';
import type { Call, Command } from '../command.ts';
import { Failure } from '../failure.ts';
import { at, listAt, textAt } from '../json.ts';
import { converse } from './converse.ts';
import { containerNames, defaultContainer } from './default-container.ts';
import { checkPodTimeout, podFor, podPath, talkFlags, yes } from './exec.ts';
import { completePods } from './logs-complete.ts';

export interface Attaching {
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly quiet: boolean;
  /** Empty for the Pod's default. */
  readonly container: string;
}

const members = ['containers', 'initContainers', 'ephemeralContainers'] as const;

/** The end of what is said where the session may be taken up again. */
function again(pod: JsonObject, container: string): string {
  const command = `'kubectl attach ${textAt(pod, 'metadata', 'name')} -c ${container} -i -t'`;
  const isEphemeral = containerNames(pod, 'ephemeralContainers').includes(container);
  return isEphemeral
    ? `Session ended, the ephemeral container will not be restarted but may be reattached using ${command} if it is still running\n`
    : `Session ended, resume using ${command} command when the pod is running\n`;
}

/** Talks with the Pod's container until that ends. */
export function* attachTo({ client }: Call, pod: JsonObject, attaching: Attaching): Run<void> {
  const { stdin, quiet } = attaching;
  const name = attaching.container || (yield* defaultContainer(pod, quiet));
  const container = members
    .flatMap((member) => listAt(pod, 'spec', member))
    .find((each) => textAt(each, 'name') === name);
  if (container === undefined) {
    throw new Failure(
      `cannot attach to the container: container ${name} not found in pod ${textAt(pod, 'metadata', 'name')}`,
    );
  }
  const tty = at(container, 'tty') === true;
  if (attaching.tty && !tty && !quiet) {
    yield* err(`error: Unable to use a TTY - container ${name} did not allocate one\n`);
  }
  if (!quiet) yield* err("If you don't see a command prompt, try pressing enter.\n");
  const status = yield* converse(client, {
    path: `${podPath(pod)}/attach`,
    query: { container: name, stdin: yes(stdin), stdout: 'true', stderr: yes(!tty), tty: yes(tty) },
    stdin,
    tty: tty && stdin,
  });
  if (status.status !== 'Success') throw new Failure(status.message ?? '');
  const resumes = stdin && tty && attaching.tty && textAt(pod, 'spec', 'restartPolicy') === 'Always';
  if (resumes && !quiet) yield* out(again(pod, name));
}

function* run(call: Call): Run<void> {
  const { args, flags } = call;
  if (args.length > 2) {
    throw new Failure(
      `expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${args.length}: [${args.join(' ')}]`,
    );
  }
  if (args.length === 0) throw new Failure('at least 1 argument is required for attach');
  checkPodTimeout(call, true);
  const pod = yield* podFor(call, args.join('/'));
  const phase = textAt(pod, 'status', 'phase');
  if (phase === 'Succeeded' || phase === 'Failed') {
    throw new Failure(`cannot attach a container in a completed pod; current phase is ${phase}`);
  }
  yield* attachTo(call, pod, {
    stdin: flags.is('stdin'),
    tty: flags.is('tty'),
    quiet: flags.is('quiet'),
    container: flags.text('container'),
  });
}

export const attach: Command = {
  name: 'attach',
  summary: 'talk to what runs in a container',
  usage: '(POD | TYPE/NAME) [-c CONTAINER] [flags]',
  flags: talkFlags,
  examples: ['kubectl attach web-1', 'kubectl attach web-1 -c sh -it'],
  run,
  complete: completePods,
};
