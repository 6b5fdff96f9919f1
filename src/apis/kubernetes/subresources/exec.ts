// `pods/exec`: a command in a container. Source: kubernetes pkg/registry/core/pod/rest/subresources.go,
// pkg/kubelet/server, apimachinery pkg/util/remotecommand.
import type { Container } from '#types';
import { execute, type Execution, type Hearer, type Place } from '../../../containers/execute.ts';
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import { crxOf } from '../../../kinds/vsphere/machine.ts';
import { boundToken, issuer } from '../../../kinds/authentication/account-token.ts';
import type { ServiceAccount } from '../../../kinds/core/service-account.ts';
import { fabricScope } from '../../../kinds/vsphere/supervisor.ts';
import { hash128 } from '../../../std/hash.ts';
import type { StoredObject } from '../../../store/object.ts';
import { badRequest } from '../../../store/refusal.ts';
import { find } from '../read.ts';
import {
  isResponse,
  type Conversation,
  type ConversationSink,
  type WireAnswer,
  type WireConversation,
  type WireRequest,
} from '../wire.ts';
import type { WriteCall, WriteTools } from '../write.ts';
import type { ServeSubresource } from './index.ts';
import { runningContainerOf } from './container.ts';
import { commandProtocols, nothingHeard, succeeded, upgradeHeaders } from './upgrade.ts';

function endedWith(command: readonly string[], code: number): string {
  if (code === 0) return succeeded;
  return JSON.stringify({
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: error executing command [${command.join(' ')}], exit code ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  });
}

/** The Status of a program that could not be started. */
function unstarted(command: readonly string[], pod: Pod, trouble: string): string {
  const name = JSON.stringify(command[0] ?? '');
  const id = hash128(`${pod.metadata.uid} ${command.join(' ')}`).repeat(2);
  const why = `error executing command in container: failed to exec in container: failed to start exec ${JSON.stringify(id)}: OCI runtime exec failed: exec failed: unable to start container process: exec: ${name}: ${trouble}: unknown`;
  return JSON.stringify({
    metadata: {},
    status: 'Failure',
    message: `Internal error occurred: ${why}`,
    reason: 'InternalError',
    details: { causes: [{ message: why }] },
    code: 500,
  });
}

/** The API as a web server that a container reaches. */
function asking(ask: NonNullable<ConversationSink['ask']>): Place['ask'] {
  return ({ method, path, headers, body }) => {
    const lower = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
    const answer = ask({ method, path, headers: lower, ...(body === undefined ? {} : { body }) });
    const given = Object.entries(answer.headers).flatMap(([name, value]) =>
      (typeof value === 'string' ? [value] : value).map((each) => [name, each] as const),
    );
    return { status: answer.status, reason: '', headers: given, body: isResponse(answer) ? answer.body : '' };
  };
}

/** What keeps files with the object of the fabric that they are in. */
function keeping(plural: string, { metadata }: StoredObject, written: readonly object[]): WireRequest {
  return {
    method: 'PATCH',
    path: `/scopes/${fabricScope}/apis/vsphere.sandbox/v1/${plural}/${metadata.name}`,
    headers: { 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify({ status: { written } }),
  };
}

export function placeOf(
  tools: WriteTools,
  call: WriteCall,
  pod: Pod,
  container: Container,
  sink: ConversationSink,
): Place {
  const { scope } = call.target;
  return {
    view: () => tools.present(scope.name),
    pod,
    container,
    vmOf: (other) => crxOf(other, tools.present(scope.name)),
    tokenOf: (other, { audience, expirationSeconds }) => {
      const view = tools.present(scope.name);
      const { namespace = '', name, uid } = other.metadata;
      const account = view.get<ServiceAccount>(
        'core/serviceaccounts',
        other.spec.serviceAccountName ?? 'default',
        namespace,
      );
      if (account === undefined) return '';
      const audiences = [audience ?? issuer];
      const bound = { pod: { name, uid } };
      return boundToken(tools.tokenKey, { account, audiences, expirationSeconds, bound, now: view.now });
    },
    ask: sink.ask === undefined ? undefined : asking(sink.ask.bind(sink)),
    keep: (vm, written) => sink.keep(keeping('virtualmachines', vm, written)),
    keepOnDisk: (disk, files) => sink.keep(keeping('firstclassdisks', disk, files)),
  };
}

export function conversation(
  headers: WireConversation['headers'],
  begin: (sink: ConversationSink) => Conversation,
): WireConversation {
  return { status: 101, headers, converse: begin };
}

export function talk(execution: Execution, hears: boolean): Conversation {
  if (!hears) execution.close();
  return {
    hear: (text) => hears && execution.hear(text),
    close: () => execution.close(),
    stop: () => execution.stop(),
  };
}

export function hearerOf(sink: ConversationSink, ended: (code: number) => void): Hearer {
  return {
    out: (text) => sink.say(1, text),
    err: (text) => sink.say(2, text),
    later: (run, ms) => sink.later(run, ms),
    ended,
  };
}

export const exec: ServeSubresource = (tools, call): WireAnswer => {
  const { query } = call;
  const pod = find(call.target) as Pod;
  const container = runningContainerOf(pod, query.get('container') ?? '', 'exec');
  const command = query.all('command');
  if (command.length === 0) throw badRequest('you must specify at least 1 command for the container');
  const headers = upgradeHeaders(call.request, commandProtocols);
  const tty = query.flag('tty');
  return conversation(headers, (sink) => {
    const hearer = hearerOf(sink, (code) => sink.end(endedWith(command, code)));
    const execution = execute(placeOf(tools, call, pod, container, sink), { command, tty }, hearer);
    if ('trouble' in execution) {
      sink.end(unstarted(command, pod, execution.trouble));
      return nothingHeard;
    }
    return talk(execution, query.flag('stdin'));
  });
};
