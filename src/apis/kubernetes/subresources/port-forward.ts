// `pods/portforward`: bytes to and from a port of a Pod. What listens there answers HTTP; anything else closes the connection.
// Source: kubernetes pkg/kubelet/cri/streaming/portforward.
import { filesOf } from '../../../containers/script/wrote.ts';
import { listensOn } from '../../../containers/image.ts';
import { answerText, requestOf } from '../../../containers/http-text.ts';
import { serveHttp, speaksHttp } from '../../../containers/http.ts';
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import { crxOf } from '../../../kinds/vsphere/machine.ts';
import { badRequest } from '../../../store/refusal.ts';
import { find } from '../read.ts';
import type { Conversation, ConversationSink, WireAnswer } from '../wire.ts';
import type { WriteTools } from '../write.ts';
import type { ServeSubresource } from './index.ts';
import { nothingHeard, portProtocols, succeeded, upgradeHeaders } from './upgrade.ts';

const requestBytesMax = 64 * 1024;

function failed(message: string): string {
  return JSON.stringify({ metadata: {}, status: 'Failure', message, reason: 'InternalError', code: 500 });
}

function speak(
  tools: WriteTools,
  scope: string,
  pod: Pod,
  port: number,
  sink: ConversationSink,
): Conversation {
  const container = pod.spec.containers.find((each) => listensOn(each).includes(port));
  if (container === undefined) {
    const id = pod.metadata.uid.replaceAll('-', '');
    sink.end(
      failed(
        `error forwarding port ${port} to pod ${id}, uid : failed to execute portforward in network namespace: failed to connect to localhost:${port} inside namespace "${id}", IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused`,
      ),
    );
    return nothingHeard;
  }
  let heard = '';
  return {
    ...nothingHeard,
    hear(text) {
      heard += text;
      if (heard.length > requestBytesMax || !speaksHttp(container)) {
        sink.end(succeeded);
        return;
      }
      for (let end = heard.indexOf('\r\n\r\n'); end >= 0; end = heard.indexOf('\r\n\r\n')) {
        const next = requestOf(heard.slice(0, end));
        heard = heard.slice(end + 4);
        if (next === undefined) {
          sink.end(succeeded);
          return;
        }
        const view = tools.present(scope);
        const files = filesOf(view, pod, container, crxOf(pod, view));
        sink.say(1, answerText(serveHttp(pod, container, files, next.request, view.now)));
        if (next.isLast) sink.end(succeeded);
      }
    },
    close: () => sink.end(succeeded),
  };
}

export const portForward: ServeSubresource = (tools, call): WireAnswer => {
  const { query, target } = call;
  const pod = find(target) as Pod;
  const ports = query.all('ports').flatMap((list) => list.split(',').map(Number));
  if (ports.some((port) => !Number.isInteger(port) || port < 1 || port > 65_535)) {
    throw badRequest(`unable to upgrade connection: invalid port`);
  }
  if (pod.status?.phase !== 'Running')
    throw badRequest(
      `unable to forward port because pod is not running. Current status=${pod.status?.phase ?? ''}`,
    );
  return {
    status: 101,
    headers: upgradeHeaders(call.request, portProtocols),
    ports,
    converse: (sink, port = ports[0] ?? 0) => speak(tools, target.scope.name, pod, port, sink),
  };
};
