// `pods/attach`: a conversation with what runs in a container. One whose input is open waits for whoever attaches, and ends with
// them; of any other only what it writes is heard. Source: kubernetes pkg/registry/core/pod/rest/subresources.go, pkg/kubelet/server.
import type { Container } from '#types';
import { execute } from '../../../containers/execute.ts';
import { imageOf } from '../../../containers/image.ts';
import { exitPlace, runOf } from '../../../containers/written.ts';
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import { badRequest } from '../../../store/refusal.ts';
import { find } from '../read.ts';
import type { Conversation, ConversationSink, WireAnswer } from '../wire.ts';
import type { WriteCall, WriteTools } from '../write.ts';
import { runningContainerOf } from './container.ts';
import { conversation, hearerOf, placeOf, talk } from './exec.ts';
import { follow } from './follow.ts';
import type { ServeSubresource } from './index.ts';
import { commandProtocols, nothingHeard, succeeded, upgradeHeaders } from './upgrade.ts';

/** How often it is looked for what time has brought. */
const lookMs = 250;

/** Runs the container's program with somebody at its input; when it ends, the container does. */
function converse(
  tools: WriteTools,
  call: WriteCall,
  pod: Pod,
  container: Container,
  sink: ConversationSink,
): Conversation {
  const words = [...(container.command ?? []), ...(container.args ?? [])];
  const command = words.length === 0 ? [imageOf(container).command] : words;
  const place = placeOf(tools, call, pod, container, sink);
  const execution = execute(
    place,
    { command, tty: container.tty === true },
    hearerOf(sink, (code) => {
      const vm = place.vmOf(pod);
      const at = String(tools.present(call.target.scope.name).now);
      const left = { place: exitPlace(runOf(pod, container)), path: String(code), text: at };
      if (vm !== undefined) place.keep(vm, [...(vm.status?.written ?? []), left]);
      sink.end(succeeded);
    }),
  );
  if ('trouble' in execution) return listen(tools, call, container, sink);
  const conversation = talk(execution, true);
  // Whose input was open once only ends with the first who leaves.
  const leave = (): void => (container.stdinOnce === true ? execution.close() : undefined);
  return { ...conversation, close: leave, stop: leave };
}

function listen(
  tools: WriteTools,
  call: WriteCall,
  container: Container,
  sink: ConversationSink,
): Conversation {
  const from = tools.present(call.target.scope.name).now;
  let isOver = false;
  const end = (): void => {
    if (!isOver) sink.end(succeeded);
    isOver = true;
  };
  const following = follow(tools, call.target, container.name, from, {
    line: ({ text }) => sink.say(1, `${text}${container.tty === true ? '\r' : ''}\n`),
    end,
  });
  const look = (): void => {
    if (isOver) return;
    following.look();
    sink.later(look, lookMs);
  };
  sink.later(look, lookMs);
  return {
    ...nothingHeard,
    stop() {
      isOver = true;
      following.stop();
    },
  };
}

export const attach: ServeSubresource = (tools, call): WireAnswer => {
  const { query } = call;
  const pod = find(call.target) as Pod;
  const container = runningContainerOf(pod, query.get('container') ?? '', 'attach');
  if (query.flag('tty') && container.tty !== true)
    throw badRequest(`Unable to use a TTY - container ${container.name} did not allocate one`);
  const headers = upgradeHeaders(call.request, commandProtocols);
  return conversation(headers, (sink) =>
    container.stdin === true && query.flag('stdin')
      ? converse(tools, call, pod, container, sink)
      : listen(tools, call, container, sink),
  );
};
