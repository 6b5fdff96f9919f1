// What the kubelet does to a container to learn how it is, and before and after its life.
// Source: kubernetes pkg/apis/core/validation, validateProbe, validateHandler, validateLifecycle.
import type { Container, HTTPGetAction, Lifecycle, LifecycleHandler, Probe } from '#types';
import { isHttpHeaderName } from '../../../std/names.ts';
import type { Causes } from '../../../store/causes.ts';
import { checkNotNegative, checkPortOrName } from './check-paths.ts';

type Handler = Pick<Probe, 'exec' | 'grpc' | 'httpGet' | 'tcpSocket'> & Pick<LifecycleHandler, 'sleep'>;

const schemes = ['HTTP', 'HTTPS'];

function checkHttp({ path, port, scheme, httpHeaders }: HTTPGetAction, field: string, causes: Causes): void {
  if (!path) causes.required(`${field}.path`);
  checkPortOrName(port, `${field}.port`, causes);
  if (!schemes.includes(scheme ?? '')) causes.notSupported(`${field}.scheme`, scheme ?? '', schemes);
  for (const { name } of httpHeaders ?? [])
    causes.invalidEach(`${field}.httpHeaders`, name, isHttpHeaderName(name));
}

/** @param graceSeconds the Pod's own; undefined where that is wrong itself */
function checkHandler(
  handler: Handler,
  graceSeconds: number | undefined,
  field: string,
  causes: Causes,
): void {
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler;
  let count = 0;
  const one = <T>(member: string, action: T | undefined, check: (action: T, field: string) => void): void => {
    if (action === undefined) return;
    count += 1;
    if (count > 1) causes.forbidden(`${field}.${member}`, 'may not specify more than 1 handler type');
    else check(action, `${field}.${member}`);
  };
  one('exec', exec, ({ command = [] }, at) => {
    if (command.length === 0) causes.required(`${at}.command`);
  });
  one('httpGet', httpGet, (action, at) => checkHttp(action, at, causes));
  one('tcpSocket', tcpSocket, ({ port }, at) => checkPortOrName(port, `${at}.port`, causes));
  one('grpc', grpc, ({ port }, at) => checkPortOrName(port, `${at}.port`, causes));
  one('sleep', sleep, ({ seconds = 0 }, at) => {
    if (graceSeconds === undefined || (seconds >= 0 && seconds <= graceSeconds)) return;
    const why = `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`;
    causes.invalid(at, seconds, why);
  });
  if (count === 0) causes.required(field, 'must specify a handler type');
}

const counts = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const;

function checkProbe(probe: Probe, graceSeconds: number | undefined, field: string, causes: Causes): void {
  checkHandler(probe, graceSeconds, field, causes);
  for (const name of counts) checkNotNegative(probe[name], `${field}.${name}`, causes);
  const grace = probe.terminationGracePeriodSeconds;
  if (grace !== undefined && grace <= 0)
    causes.invalid(`${field}.terminationGracePeriodSeconds`, grace, 'must be greater than 0');
}

function checkLifecycle(
  { postStart, preStop }: Lifecycle,
  graceSeconds: number | undefined,
  field: string,
  causes: Causes,
): void {
  if (postStart !== undefined) checkHandler(postStart, graceSeconds, `${field}.postStart`, causes);
  if (preStop !== undefined) checkHandler(preStop, graceSeconds, `${field}.preStop`, causes);
}

/** Of a container that stays. */
export function checkProbes(
  { lifecycle, livenessProbe, readinessProbe, startupProbe }: Container,
  graceSeconds: number | undefined,
  field: string,
  causes: Causes,
): void {
  if (lifecycle !== undefined) checkLifecycle(lifecycle, graceSeconds, `${field}.lifecycle`, causes);
  const once = (name: string, probe: Probe | undefined): void => {
    if (probe === undefined) return;
    checkProbe(probe, graceSeconds, `${field}.${name}`, causes);
    if (probe.successThreshold !== 1)
      causes.invalid(`${field}.${name}.successThreshold`, probe.successThreshold, 'must be 1');
  };
  once('livenessProbe', livenessProbe);
  if (readinessProbe !== undefined) {
    const at = `${field}.readinessProbe`;
    checkProbe(readinessProbe, graceSeconds, at, causes);
    const grace = readinessProbe.terminationGracePeriodSeconds;
    if (grace !== undefined)
      causes.invalid(`${at}.terminationGracePeriodSeconds`, grace, 'must not be set for readinessProbes');
  }
  once('startupProbe', startupProbe);
}

/** Of a container that ends before the others start. */
export function checkNoProbes(container: Container, field: string, causes: Causes): void {
  for (const name of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    if (container[name] === undefined) continue;
    const why = 'may not be set for init containers without restartPolicy=Always';
    causes.forbidden(`${field}.${name}`, why);
  }
}
