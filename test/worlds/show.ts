// What people see of a world, as text that golden files hold: tables as kubectl prints them, the events of an object in order.
import { clusterAdmin, type World } from '../../src/world.ts';
import { isResponse } from '../../src/apis/kubernetes/wire.ts';
import { list } from './setup.ts';

interface Table {
  readonly columnDefinitions: readonly { readonly name: string; readonly priority: number }[];
  readonly rows: readonly { readonly cells: readonly (string | number | boolean | null)[] }[];
}

/** The server's table of a list, columns aligned; `wide` with the columns of `-o wide`. */
export function table(world: World, path: string, wide = false): string {
  const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
  const answer = world.request({ method: 'GET', path, headers }, clusterAdmin);
  if (!isResponse(answer)) throw new Error(`${path} is a watch`);
  const { columnDefinitions, rows } = JSON.parse(answer.body) as Table;
  const shown = columnDefinitions.flatMap(({ name, priority }, place) =>
    wide || priority === 0 ? [{ title: name.toUpperCase(), place }] : [],
  );
  const lines = [
    shown.map(({ title }) => title),
    ...rows.map(({ cells }) => shown.map(({ place }) => String(cells[place] ?? '<none>'))),
  ];
  const widths = shown.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return `${lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}

/** An object's events in the order in which they first happened: seconds since a moment, who, what. */
export function eventsOf(world: World, uid: string, since: number): string {
  interface Event {
    readonly firstTimestamp?: string;
    readonly lastTimestamp?: string;
    readonly eventTime?: string;
    readonly type: string;
    readonly reason: string;
    readonly message: string;
    readonly count?: number;
    readonly series?: { readonly count: number; readonly lastObservedTime: string };
    readonly source?: { readonly component?: string };
    readonly reportingComponent: string;
    readonly involvedObject: { readonly uid: string };
  }
  const second = (time = ''): number => Math.floor(Date.parse(time) / 1000) - Math.floor(since / 1000);
  return (list(world, '/api/v1/events') as unknown as readonly Event[])
    .filter(({ involvedObject }) => involvedObject.uid === uid)
    .map((event, place) => ({ event, place, first: second(event.firstTimestamp ?? event.eventTime) }))
    .sort((a, b) => a.first - b.first || a.place - b.place)
    .map(({ event, first }) => {
      const { type, reason, message, series, source } = event;
      const count = series?.count ?? event.count ?? 1;
      const last = second(series?.lastObservedTime ?? event.lastTimestamp);
      const times = count === 1 ? `${first}s` : `${first}s to ${last}s, ${count} times`;
      return `${times}  ${type}  ${reason}  ${source?.component ?? event.reportingComponent}  ${message}\n`;
    })
    .join('');
}
