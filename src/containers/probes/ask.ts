// One probe asked once: what the kubelet hears, in its words. Source: kubernetes pkg/probe/{exec,grpc,http,tcp}, pkg/kubelet/prober.
import type { Container, HTTPGetAction, Probe } from '#types';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import type { Files } from '../../shell/files.ts';
import { quoteGo } from '../../std/go-quote.ts';
import { SECOND_MS } from '../../std/time.ts';
import type { ReadView } from '../../store/view.ts';
import { dial } from '../dial.ts';
import { ailsAfterMs, serveHttp, speaksHttp, startOf } from '../http.ts';
import { imageOf, isUnknown } from '../image.ts';
import { filesFrom, type Written } from '../written.ts';
import { scripted, touchesAt } from '../script/program.ts';
import { lazily } from '../script/run.ts';
import { runCommand } from './command.ts';

export interface Heard {
  /** `errored`: the kubelet could not even ask, and nothing follows from it. */
  readonly result: 'errored' | 'failed' | 'passed';
  readonly output: string;
  /** Until when it would hear the same, in simulated milliseconds, while nobody changes anything. */
  readonly holdsUntil: number;
}

export interface Patient {
  readonly view: ReadView;
  readonly pod: Pod;
  readonly container: Container;
  /** What commands wrote in the Pod's containers. */
  readonly written: readonly Written[];
  /** False for what is up and says that it is not well. */
  readonly isWell: boolean;
}

const passed = (holdsUntil = Infinity): Heard => ({ result: 'passed', output: '', holdsUntil });
const failed = (output: string, holdsUntil = Infinity): Heard => ({ result: 'failed', output, holdsUntil });
const errored = (output: string): Heard => ({ result: 'errored', output, holdsUntil: Infinity });

/** A port by number, or by the name that the container gives it. */
function portOf(port: number | string | undefined, { ports = [] }: Container): number | string {
  if (typeof port === 'number') return port;
  const named = ports.find(({ name }) => name === port)?.containerPort;
  if (named !== undefined) return named;
  const number = Number(port);
  return Number.isInteger(number) && number > 0
    ? number
    : `strconv.Atoi: parsing ${quoteGo(port ?? '')}: invalid syntax`;
}

/** Who answers there: the container, nobody, or a program that nothing is known of and that was written to be asked so. */
function answerer(
  { view, pod, container }: Patient,
  host: string,
  port: number,
): Container | 'refused' | 'timeout' {
  const dialled = dial(view, pod, host, port, 0);
  if (dialled.to === 'container') return dialled.container;
  if (dialled.to === 'api' || dialled.to === 'outside') return 'timeout';
  return dialled.why === 'refused' && isUnknown(container) ? container : dialled.why;
}

const refusal = (host: string, port: number): string =>
  `dial tcp ${host}:${port}: connect: connection refused`;

/** A request of a probe or a hook. */
export function askHttp(patient: Patient, action: HTTPGetAction): Heard {
  const { view, pod, written } = patient;
  const port = portOf(action.port, patient.container);
  if (typeof port === 'string') return errored(port);
  const host = action.host || (pod.status?.podIP ?? '');
  const scheme = (action.scheme ?? 'HTTP').toLowerCase();
  const path = action.path ?? '/';
  const url = `${scheme}://${host}:${port}${path.startsWith('/') ? '' : '/'}${path}`;
  const trouble = (why: string): Heard => failed(`Get ${quoteGo(url)}: ${why}`);
  const container = answerer(patient, host, port);
  if (container === 'refused') return trouble(refusal(host, port));
  if (container === 'timeout')
    return trouble('context deadline exceeded (Client.Timeout exceeded while awaiting headers)');
  if (!patient.isWell) return failed('HTTP probe failed with statuscode: 503');
  if (!speaksHttp(container)) return trouble('EOF');
  const { answers, listens, webRoot } = imageOf(container);
  if (scheme === 'https' && listens.includes(port) && port !== 443)
    return trouble('http: server gave HTTP response to HTTPS client');
  let tree: Files | undefined;
  const files = lazily(
    () => (tree ??= filesFrom(view, pod, container, [...scripted(view, pod), ...written])),
  );
  const headers = (action.httpHeaders ?? []).map(({ name, value }) => [name, value] as const);
  const { status } = serveHttp(pod, container, files, { method: 'GET', path, headers }, view.now);
  const ails = answers === 'ailing' ? startOf(pod, container) + ailsAfterMs + 1 : 0;
  const holdsUntil = webRoot !== undefined ? touchesAt(view, pod) : ails > view.now ? ails : Infinity;
  return status >= 200 && status < 400
    ? passed(holdsUntil)
    : failed(`HTTP probe failed with statuscode: ${status}`, holdsUntil);
}

function askTcp(patient: Patient, asked: number | string, host: string): Heard {
  const port = portOf(asked, patient.container);
  if (typeof port === 'string') return errored(port);
  const container = answerer(patient, host, port);
  if (container === 'timeout') return failed(`dial tcp ${host}:${port}: i/o timeout`);
  const isUp = container !== 'refused' && patient.isWell;
  return isUp ? passed() : failed(refusal(host, port));
}

function askGrpc(patient: Patient, port: number, timeoutSeconds: number): Heard {
  const host = patient.pod.status?.podIP ?? '';
  const container = answerer(patient, host, port);
  if (container === 'refused' || container === 'timeout') {
    const why = `within ${timeoutSeconds}s: context deadline exceeded`;
    return failed(`timeout: failed to connect service ${quoteGo(`${host}:${port}`)} ${why}`);
  }
  return patient.isWell ? passed() : failed('service unhealthy (responded with "NOT_SERVING")');
}

function askCommand(patient: Patient, words: readonly string[], timeoutSeconds: number): Heard {
  const { view, pod, container, written } = patient;
  if (!patient.isWell) return failed('');
  const run = runCommand(view, pod, container, written, words, timeoutSeconds * SECOND_MS);
  if (run.trouble !== undefined) {
    const why = `OCI runtime exec failed: exec failed: unable to start container process: ${run.trouble}`;
    return errored(
      `rpc error: code = Unknown desc = failed to exec in container: failed to start exec: ${why}`,
    );
  }
  if (run.exitCode === undefined) {
    const said = `command timed out: ${quoteGo(words.join(' '))} timed out after ${timeoutSeconds}s`;
    return failed(said, run.holdsUntil);
  }
  return run.exitCode === 0 ? passed(run.holdsUntil) : failed(run.output, run.holdsUntil);
}

/** What the kubelet hears now. */
export function ask(patient: Patient, probe: Probe): Heard {
  const { exec, grpc, httpGet, tcpSocket, timeoutSeconds = 1 } = probe;
  if (exec !== undefined) return askCommand(patient, exec.command ?? [], timeoutSeconds);
  if (httpGet !== undefined) return askHttp(patient, httpGet);
  if (grpc !== undefined) return askGrpc(patient, grpc.port, timeoutSeconds);
  const host = tcpSocket?.host ?? patient.pod.status?.podIP ?? '';
  return tcpSocket === undefined ? passed() : askTcp(patient, tcpSocket.port, host);
}
