// A probe in one line. Source: kubectl pkg/describe/describe.go, DescribeProbe.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { at, isObject, listAt, numberAt, textAt } from '../json.ts';

function portText(port: Json | undefined): string {
  return port === undefined || port === null ? '0' : String(port);
}

export function probeText(probe: JsonObject): string {
  const attributes =
    `delay=${numberAt(probe, 'initialDelaySeconds')}s timeout=${numberAt(probe, 'timeoutSeconds')}s ` +
    `period=${numberAt(probe, 'periodSeconds')}s #success=${numberAt(probe, 'successThreshold')} #failure=${numberAt(probe, 'failureThreshold')}`;
  const { exec, httpGet, tcpSocket, grpc } = probe;
  if (isObject(exec)) return `exec [${listAt(exec, 'command').join(' ')}] ${attributes}`;
  if (isObject(httpGet)) {
    const host = textAt(httpGet, 'host');
    const shown = host.includes(':') ? `[${host}]` : host;
    const path = textAt(httpGet, 'path');
    const address = `${textAt(httpGet, 'scheme').toLowerCase()}://${shown}:${portText(at(httpGet, 'port'))}`;
    return `http-get ${address}${path === '' || path.startsWith('/') ? path : `/${path}`} ${attributes}`;
  }
  if (isObject(tcpSocket))
    return `tcp-socket ${textAt(tcpSocket, 'host')}:${portText(at(tcpSocket, 'port'))} ${attributes}`;
  if (isObject(grpc)) return `grpc <pod>:${numberAt(grpc, 'port')} ${textAt(grpc, 'service')} ${attributes}`;
  return `unknown ${attributes}`;
}
