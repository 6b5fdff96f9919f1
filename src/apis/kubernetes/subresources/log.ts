// `pods/log`: a container's lines as text, all at once or followed. Source: kubernetes pkg/registry/core/pod, GetLogs;
// pkg/apis/core/validation, ValidatePodLogOptions.
import { formatTime, parseTime } from '../../../std/time.ts';
import { Causes } from '../../../store/causes.ts';
import { kindId } from '../../../store/kind.ts';
import { keyOf } from '../../../store/object.ts';
import { badRequest, invalid } from '../../../store/refusal.ts';
import { logLines, type LogLine } from '../../../kinds/core/pod/log.ts';
import { isTerminal, type Pod } from '../../../kinds/core/pod/pod.ts';
import { text } from '../answer.ts';
import { find } from '../read.ts';
import type { Query } from '../route.ts';
import { mediaTypes, type FrameSink } from '../wire.ts';
import type { ServeSubresource } from './index.ts';

interface Options {
  readonly tailLines: number | undefined;
  readonly sinceMs: number | undefined;
  readonly timestamps: boolean;
  readonly previous: boolean;
}

function numberIn(query: Query, name: string, least: number, causes: Causes): number | undefined {
  const value = query.get(name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isSafeInteger(number))
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
  if (number < least) causes.invalid(name, number, `must be greater than or equal to ${least}`);
  return number;
}

function optionsOf(query: Query, now: number): Options {
  const causes = new Causes();
  const tailLines = numberIn(query, 'tailLines', 0, causes);
  const sinceSeconds = numberIn(query, 'sinceSeconds', 1, causes);
  const sinceTime = query.get('sinceTime');
  if (sinceSeconds !== undefined && sinceTime !== undefined) {
    causes.forbidden('', 'at most one of `sinceTime` or `sinceSeconds` may be specified');
  }
  if (causes.list.length > 0) throw invalid({ group: '', kind: 'PodLogOptions' }, '', causes.list);
  const since = sinceTime === undefined ? undefined : parseTime(sinceTime);
  return {
    tailLines,
    sinceMs: sinceSeconds === undefined ? since : now - sinceSeconds * 1000,
    timestamps: query.flag('timestamps'),
    previous: query.flag('previous'),
  };
}

function containerOf(pod: Pod, asked: string | undefined): string {
  const names = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map(({ name }) => name);
  const { name } = pod.metadata;
  if (asked) {
    if (!names.includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${name}`);
    return asked;
  }
  const preferred = pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'];
  if (preferred !== undefined && names.includes(preferred)) return preferred;
  if (names.length === 1) return names[0] as string;
  const mains = pod.spec.containers.map((container) => container.name).join(' ');
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${mains}]`);
}

function written(pod: Pod, containerName: string, options: Options): readonly LogLine[] {
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  const status = statuses.find(({ name }) => name === containerName);
  const container = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].find(
    ({ name }) => name === containerName,
  );
  if (container === undefined) return [];
  const { name } = pod.metadata;
  if (options.previous && status?.lastState?.terminated === undefined) {
    throw badRequest(
      `previous terminated container ${JSON.stringify(containerName)} in pod ${JSON.stringify(name)} not found`,
    );
  }
  const { running, terminated, waiting } = status?.state ?? {};
  if (!options.previous && running === undefined && terminated === undefined) {
    if (status?.lastState?.terminated !== undefined) return logLines(pod, container, status, true);
    const why = waiting?.reason ?? 'ContainerCreating';
    if (!pod.spec.nodeName) throw badRequest(`pod ${name} does not have a host assigned`);
    throw badRequest(
      `container ${JSON.stringify(containerName)} in pod ${JSON.stringify(name)} is waiting to start: ${
        why === 'ImagePullBackOff' || why === 'ErrImagePull' ? 'trying and failing to pull image' : why
      }`,
    );
  }
  return logLines(pod, container, status, options.previous);
}

function print({ at, text: line }: LogLine, options: Options): string {
  return options.timestamps ? `${formatTime(at).replace('Z', '.000000000Z')} ${line}` : line;
}

export const log: ServeSubresource = (_tools, call) => {
  const { target, query } = call;
  const pod = find(target) as Pod;
  const options = optionsOf(query, target.view.now);
  const container = containerOf(pod, query.get('container'));
  const since = options.sinceMs ?? -Infinity;
  const present = written(pod, container, options).filter(({ at }) => at >= since);
  const { tailLines } = options;
  const shown = tailLines === undefined ? present : tailLines === 0 ? [] : present.slice(-tailLines);
  if (!query.flag('follow')) {
    return text(200, shown.map((line) => `${print(line, options)}\n`).join(''));
  }
  const open = (sink: FrameSink): (() => void) => {
    let last = present.at(-1)?.at ?? 0;
    for (const line of shown) sink.frame(print(line, options));
    if (isTerminal(pod)) {
      sink.end();
      return () => undefined;
    }
    const key = keyOf(target.namespace, target.name);
    const stop = target.scope.listen((change) => {
      if (change.kind !== kindId(target.kind) || change.key !== key) return;
      const next = change.next as Pod | undefined;
      if (next === undefined) {
        sink.end();
        return;
      }
      const state = next.status?.containerStatuses?.find(({ name }) => name === container)?.state;
      if (state?.running === undefined && state?.terminated === undefined) return;
      for (const line of written(next, container, options)) {
        if (line.at > last) sink.frame(print(line, options));
        last = Math.max(last, line.at);
      }
    });
    return stop;
  };
  return { status: 200, headers: { 'content-type': mediaTypes.text }, open };
};
