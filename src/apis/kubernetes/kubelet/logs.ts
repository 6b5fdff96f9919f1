// `/logs/` of a kubelet: what lies below `/var/log` of its node, the logs of its containers as the runtime writes them.
// Source: kubernetes pkg/kubelet/server; Go net/http, FileServer; cri-api's format of a container's log.
// Deliberately absent: logs of the node's own services, and what a container wrote in runs before its last one.
import { logLines } from '../../../containers/log.ts';
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import { formatTime } from '../../../std/time.ts';
import type { ReadView } from '../../../store/view.ts';
import { moved, pageNotFound, text } from '../answer.ts';
import { writingOf } from '../subresources/follow.ts';
import type { WireResponse } from '../wire.ts';

type Tell = () => string;

/** A folder, or a file that is told when somebody reads it. */
type Entry = ReadonlyMap<string, Entry> | Tell;

function logsOf(view: ReadView, pod: Pod): ReadonlyMap<string, ReadonlyMap<string, Tell>> {
  const { initContainers = [], containers } = pod.spec;
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  const statuses = [...initContainerStatuses, ...containerStatuses];
  return new Map(
    [...initContainers, ...containers].flatMap((container) => {
      const status = statuses.find(({ name }) => name === container.name);
      if (status?.containerID === undefined) return [];
      const hasEnded = status.state?.waiting !== undefined;
      const tell = (isBefore: boolean) => () =>
        logLines(writingOf(view, pod, container), status, isBefore)
          .map(({ at, text: line }) => `${formatTime(at).replace('Z', '.000000000Z')} stdout F ${line}\n`)
          .join('');
      const last = status.restartCount;
      const files = new Map([[`${last}.log`, tell(hasEnded)]]);
      if (last > 0 && !hasEnded) files.set(`${last - 1}.log`, tell(true));
      return [[container.name, files] as const];
    }),
  );
}

function rootOf(view: ReadView, pods: readonly Pod[]): Entry {
  const links = new Map<string, Tell>();
  const folders = new Map<string, Entry>();
  for (const pod of pods) {
    const { name, namespace = '', uid } = pod.metadata;
    const logs = logsOf(view, pod);
    if (logs.size === 0) continue;
    folders.set(`${namespace}_${name}_${uid}`, logs);
    for (const [container, files] of logs) {
      const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
      const status = [...containerStatuses, ...initContainerStatuses].find((each) => each.name === container);
      const id = status?.containerID?.split('/').at(-1) ?? '';
      const [latest] = files.values();
      if (latest !== undefined) links.set(`${name}_${namespace}_${container}-${id}.log`, latest);
    }
  }
  return new Map<string, Entry>([
    ['containers', links],
    ['pods', folders],
  ]);
}

const escaped = (name: string): string =>
  name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&#34;');

function listing(folder: ReadonlyMap<string, Entry>): WireResponse {
  const rows = [...folder].map(([name, entry]) => (typeof entry === 'function' ? name : `${name}/`)).sort();
  const links = rows.map((name) => `<a href="${encodeURI(name)}">${escaped(name)}</a>\n`);
  const head = '<!doctype html>\n<meta name="viewport" content="width=device-width">\n';
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `${head}<pre>\n${links.join('')}</pre>\n`,
  };
}

/** `path` is what follows `/logs`. */
export function nodeLogs(view: ReadView, pods: readonly Pod[], path: string): WireResponse {
  let entry: Entry | undefined = rootOf(view, pods);
  const parts = path.split('/').filter((part) => part !== '');
  for (const part of parts) {
    entry = typeof entry === 'function' ? undefined : entry.get(part);
    if (entry === undefined) return pageNotFound();
  }
  if (typeof entry === 'function') return text(200, entry());
  return path.endsWith('/') ? listing(entry) : moved(`${parts.at(-1) ?? 'logs'}/`);
}
