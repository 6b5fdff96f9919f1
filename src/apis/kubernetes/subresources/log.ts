// `pods/log`: a container's lines as text, all at once or followed. Source: kubernetes pkg/registry/core/pod, GetLogs;
// pkg/apis/core/validation, ValidatePodLogOptions.
import { formatTime, parseTime } from '../../../std/time.ts';
import { Causes } from '../../../store/causes.ts';
import type { ReadView } from '../../../store/view.ts';
import { badRequest, invalid } from '../../../store/refusal.ts';
import { logLines, type LogLine } from '../../../containers/log.ts';
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import { text } from '../answer.ts';
import { find } from '../read.ts';
import type { Query } from '../query.ts';
import { mediaTypes, type FrameSink, type WireResponse } from '../wire.ts';
import { containerOf } from './container.ts';
import { follow, writingOf } from './follow.ts';
import type { ServeSubresource } from './index.ts';

interface Options {
  readonly tailLines: number | undefined;
  readonly limitBytes: number | undefined;
  readonly sinceMs: number | undefined;
  readonly timestamps: boolean;
  readonly previous: boolean;
}

function optionsOf(query: Query, name: string, now: number): Options {
  const causes = new Causes();
  const tailLines = query.integer('tailLines');
  const limitBytes = query.integer('limitBytes');
  const sinceSeconds = query.integer('sinceSeconds');
  const sinceTime = query.get('sinceTime');
  if (tailLines !== undefined && tailLines < 0) {
    causes.invalid('tailLines', tailLines, 'must be greater than or equal to 0');
  }
  if (limitBytes !== undefined && limitBytes < 1) {
    causes.invalid('limitBytes', limitBytes, 'must be greater than 0');
  }
  if (sinceSeconds !== undefined && sinceTime !== undefined) {
    causes.forbidden('', 'at most one of `sinceTime` or `sinceSeconds` may be specified');
  } else if (sinceSeconds !== undefined && sinceSeconds < 1) {
    causes.invalid('sinceSeconds', sinceSeconds, 'must be greater than 0');
  }
  if (causes.list.length > 0) throw invalid({ group: '', kind: 'PodLogOptions' }, name, causes.list);
  const since = sinceTime === undefined ? undefined : parseTime(sinceTime);
  return {
    tailLines,
    limitBytes,
    sinceMs: sinceSeconds === undefined ? since : now - sinceSeconds * 1000,
    timestamps: query.flag('timestamps'),
    previous: query.flag('previous'),
  };
}

/** The lines of the run that is asked for. Throws the kubelet's words where there was none. */
function written(pod: Pod, wanted: string, options: Options, view: ReadView): readonly LogLine[] {
  const { container, status } = containerOf(pod, wanted);
  const writing = writingOf(view, pod, container);
  const place = `${JSON.stringify(wanted)} in pod ${JSON.stringify(pod.metadata.name)}`;
  const { running, terminated, waiting } = status?.state ?? {};
  const hasPrevious = status?.lastState?.terminated !== undefined;
  if (options.previous && !hasPrevious) {
    throw badRequest(`previous terminated container ${place} not found`);
  }
  if (options.previous || running !== undefined || terminated !== undefined) {
    return logLines(writing, status, options.previous);
  }
  if (hasPrevious) return logLines(writing, status, true);
  const reason = waiting?.reason ?? 'ContainerCreating';
  const isPulling = reason === 'ImagePullBackOff' || reason === 'ErrImagePull';
  throw badRequest(
    `container ${place} is waiting to start: ${isPulling ? 'trying and failing to pull image' : reason}`,
  );
}

function print({ at, text: line }: LogLine, options: Options): string {
  return options.timestamps ? `${formatTime(at).replace('Z', '.000000000Z')} ${line}` : line;
}

/** A Pod that nobody runs has written nothing, and says so. */
const nothing: WireResponse = { status: 204, headers: {}, body: '' };

function cut(written: string, bytesMax: number | undefined): string {
  if (bytesMax === undefined) return written;
  return new TextDecoder().decode(new TextEncoder().encode(written).subarray(0, bytesMax));
}

export const log: ServeSubresource = (tools, call) => {
  const { target, query } = call;
  const options = optionsOf(query, target.name, target.view.now);
  const pod = find(target) as Pod;
  const container = containerOf(pod, query.get('container') ?? '').container.name;
  if (!pod.spec.nodeName) return nothing;
  const since = options.sinceMs ?? -Infinity;
  const all = written(pod, container, options, target.view);
  const present = all.filter(({ at }) => at >= since);
  const { tailLines } = options;
  const shown = tailLines === undefined ? present : tailLines === 0 ? [] : present.slice(-tailLines);
  if (!query.flag('follow')) {
    const lines = shown.map((line) => print(line, options) + (line.isOpen === true ? '' : '\n')).join('');
    return { ...text(200, cut(lines, options.limitBytes)), isOutput: true };
  }
  const open = (sink: FrameSink): (() => void) => {
    for (const line of shown) sink.frame(print(line, options));
    if (options.previous) {
      sink.end();
      return () => undefined;
    }
    const following = follow(tools, target, container, all.at(-1)?.at ?? 0, {
      line: (line) => sink.frame(print(line, options)),
      end: () => sink.end(),
    });
    sink.onLook?.(following.look);
    return following.stop;
  };
  return { status: 200, headers: { 'content-type': mediaTypes.text }, isOutput: true, open };
};
