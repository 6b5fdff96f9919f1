// History collectors of events and of tasks. A collector says by its id what it filters and how long its latest page is, so nothing is kept
// here; positions in the history are their reader's. Source: vSphere Web Services API, HistoryCollector, TaskFilterSpec.
import type { Task } from '../../../kinds/vsphere/task.ts';
import { fromBase64Url, toBase64Url } from '../../../std/base64.ts';
import { isObject, type Json, type JsonObject } from '../../../std/draft.ts';
import { scanJson } from '../../../std/json-scan.ts';
import { getOwn } from '../../../std/own.ts';
import { Tree } from '../authorization/tree.ts';
import { list } from '../inventory/places.ts';
import { maySee } from '../tasks.ts';
import { objectOf, referenceOf, textsArg } from './arguments.ts';
import { eventJson, eventsFound, timeIn } from './events.ts';
import { invalidParameter, reference, type VimCall, type VimMethod } from './method.ts';
import { infoOf } from './tasks.ts';

/** The viewable latest page, as long as nobody says otherwise; and the longest. */
const pageUsual = 10;
const pageMax = 1_000;

/** `10.<filter>` */
function collector(type: string, filter: JsonObject): Json {
  return reference(type, `${pageUsual}.${toBase64Url(JSON.stringify(filter))}`);
}

interface Collected {
  readonly page: number;
  readonly filter: JsonObject;
}

function collected(id: string): Collected {
  const [page = '', filter = ''] = id.split('.');
  const decoded = fromBase64Url(filter);
  const scanned = 'badAt' in decoded ? undefined : scanJson(decoded.text);
  const number = Number(page);
  if (scanned === undefined || 'error' in scanned || !isObject(scanned.value) || !Number.isInteger(number))
    throw invalidParameter('this');
  return { page: Math.min(Math.max(1, number), pageMax), filter: scanned.value };
}

const states = { QUEUED: 'queued', RUNNING: 'running', SUCCESS: 'success', ERROR: 'error' } as const;

/** When a task was queued, began or ended. */
const times: Readonly<Record<string, (task: Task) => number | undefined>> = {
  queuedTime: ({ spec }) => spec.queuedAt,
  startedTime: ({ status }) => status?.startedAt,
  completedTime: ({ status }) => status?.completedAt,
};

function inTime(filter: Json | undefined): (task: Task) => boolean {
  if (filter === undefined) return () => true;
  const asked = objectOf(filter, 'filter.time');
  const read = times[String(getOwn(asked, 'timeType') ?? 'queuedTime')];
  if (read === undefined) throw invalidParameter('filter.time.timeType');
  const from = timeIn(asked, 'beginTime') ?? 0;
  const to = timeIn(asked, 'endTime') ?? Number.MAX_SAFE_INTEGER;
  return (task) => {
    const at = read(task);
    return at !== undefined && at >= from && at <= to;
  };
}

function onEntity({ fabric }: VimCall, filter: Json | undefined): (task: Task) => boolean {
  if (filter === undefined) return () => true;
  const asked = objectOf(filter, 'filter.entity');
  const { value } = referenceOf(getOwn(asked, 'entity'), 'filter.entity.entity');
  const recursion = getOwn(asked, 'recursion') ?? 'self';
  const tree = new Tree(fabric);
  const isBelow = (id: string): boolean =>
    tree.parents(id).some((parent) => parent === value || isBelow(parent));
  return ({ spec: { target } }) => {
    const id = target.id ?? target.name;
    if (id === value) return recursion !== 'children';
    return recursion !== 'self' && isBelow(id);
  };
}

/** The newest first. */
function tasksFound(call: VimCall, filter: JsonObject): readonly Task[] {
  const wanted = textsArg(filter, 'state');
  const isAbout = onEntity(call, getOwn(filter, 'entity'));
  const isThen = inTime(getOwn(filter, 'time'));
  return list<Task>(call.fabric, 'tasks')
    .filter(
      (task) =>
        (wanted.length === 0 || wanted.includes(states[task.status?.state ?? 'QUEUED'])) &&
        isThen(task) &&
        isAbout(task) &&
        maySee(call, task),
    )
    .toSorted(
      (a, b) =>
        b.spec.queuedAt - a.spec.queuedAt ||
        Number(b.metadata.resourceVersion) - Number(a.metadata.resourceVersion),
    );
}

export const historyMethods: readonly VimMethod[] = [
  {
    type: 'EventManager',
    name: 'CreateCollectorForEvents',
    answer: ({ body }) =>
      collector('EventHistoryCollector', objectOf(getOwn(body, 'filter') ?? {}, 'filter')),
  },
  {
    type: 'TaskManager',
    name: 'CreateCollectorForTasks',
    answer: ({ body }) => collector('TaskHistoryCollector', objectOf(getOwn(body, 'filter') ?? {}, 'filter')),
  },
  {
    type: 'EventHistoryCollector',
    name: 'latestPage',
    answer: (call) => {
      const { page, filter } = collected(call.moid);
      return eventsFound({ ...call, body: { filter } })
        .slice(0, page)
        .map(eventJson);
    },
  },
  {
    type: 'TaskHistoryCollector',
    name: 'latestPage',
    answer: (call) => {
      const { page, filter } = collected(call.moid);
      return tasksFound(call, filter)
        .slice(0, page)
        .map((task) => infoOf(call.fabric, task));
    },
  },
  ...['EventHistoryCollector', 'TaskHistoryCollector'].flatMap((type): VimMethod[] => [
    { type, name: 'filter', answer: ({ moid }) => collected(moid).filter },
    { type, name: 'DestroyCollector', answer: () => undefined },
  ]),
];
