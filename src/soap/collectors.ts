// Property collectors as their clients keep them: filters, what each has told of its objects, versions, results that are fetched a page at a
// time. They belong to a session and to no world: what they tell is read from it. Source: vSphere Web Services API, PropertyCollector,
// PropertyFilter.
import type { Json, JsonObject } from '../std/draft.ts';
import { limits } from '../std/limits.ts';
import {
  done,
  fault,
  itemsOf,
  memberOf,
  reference,
  told,
  type Ask,
  type Called,
  type Told,
  type Waiting,
} from './call.ts';

/** What a filter has told: of each object, by `type:id`, the text of each property. */
type Snapshot = ReadonlyMap<string, { readonly obj: Json; readonly properties: ReadonlyMap<string, Json> }>;

interface Filter {
  readonly id: string;
  readonly collector: string;
  readonly spec: Json;
  seen: Snapshot;
}

const gone = (type: string, id: string): Told =>
  fault(
    'ManagedObjectNotFound',
    `The object 'vmodl.query.${type}:${id}' has already been deleted or has not been completely created.`,
    { obj: reference(type, id) },
  );

const isGone = ({ body }: Told): boolean => memberOf(body, '_typeName') === 'ManagedObjectNotFound';

function snapshotOf(objects: Json | undefined): Snapshot {
  return new Map(
    itemsOf(objects).map((content) => {
      const obj = memberOf(content, 'obj') ?? null;
      const properties = itemsOf(memberOf(content, 'propSet')).map((each): [string, Json] => [
        String(memberOf(each, 'name')),
        memberOf(each, 'val') ?? null,
      ]);
      const key = `${String(memberOf(obj, 'type'))}:${String(memberOf(obj, 'value'))}`;
      return [key, { obj, properties: new Map(properties) }];
    }),
  );
}

const change = (name: string, val: Json | undefined): Json => ({
  _typeName: 'PropertyChange',
  name,
  op: 'assign',
  ...(val === undefined ? {} : { val }),
});

const update = (kind: string, obj: Json, changeSet: readonly Json[]): Json => ({
  _typeName: 'ObjectUpdate',
  kind,
  obj,
  changeSet,
});

/** What differs, object by object. */
function updates(before: Snapshot, after: Snapshot): readonly Json[] {
  const all: Json[] = [];
  for (const [key, { obj, properties }] of after) {
    const old = before.get(key)?.properties;
    const changes = [...properties]
      .filter(([name, value]) => JSON.stringify(old?.get(name)) !== JSON.stringify(value))
      .map(([name, value]) => change(name, value));
    const unset = [...(old?.keys() ?? [])].filter((name) => !properties.has(name));
    const changeSet = [...changes, ...unset.map((name) => change(name, undefined))];
    if (old === undefined) all.push(update('enter', obj, changeSet));
    else if (changeSet.length > 0) all.push(update('modify', obj, changeSet));
  }
  for (const [key, { obj }] of before) if (!after.has(key)) all.push(update('leave', obj, []));
  return all;
}

/** Those of one session. */
export class PropertyCollectors {
  readonly #filters = new Map<string, Filter>();
  readonly #rests = new Map<string, readonly Json[]>();
  /** By collector, of what was told last. */
  readonly #versions = new Map<string, number>();
  #made = 0;

  /** What is to tell of a call; undefined where it is none for a property collector that keeps something. */
  answer(called: Called, ask: Ask): Told | Waiting | undefined {
    const { method, type, id, parameters } = called;
    if (type === 'PropertyFilter') {
      if (method !== 'DestroyPropertyFilter') return undefined;
      return this.#filters.delete(id) ? done : gone(type, id);
    }
    if (type !== 'PropertyCollector') return undefined;
    switch (method) {
      case 'CreatePropertyCollector':
        return told(reference('PropertyCollector', this.#next('propertyCollector')));
      case 'DestroyPropertyCollector':
        for (const filter of [...this.#filters.values()])
          if (filter.collector === id) this.#filters.delete(filter.id);
        this.#versions.delete(id);
        return done;
      case 'CreateFilter':
        return this.#createFilter(called, ask);
      case 'WaitForUpdatesEx': {
        const seconds = memberOf(parameters['options'], 'maxWaitSeconds');
        return this.#wait(called, ask, typeof seconds === 'number' ? seconds : undefined);
      }
      case 'WaitForUpdates':
        return this.#wait(called, ask, undefined);
      case 'CheckForUpdates':
        return this.#wait(called, ask, 0);
      case 'CancelWaitForUpdates':
        return done;
      case 'RetrievePropertiesEx':
        return this.#retrieve(called, ask);
      case 'ContinueRetrievePropertiesEx':
        return this.#more(parameters);
      case 'CancelRetrievePropertiesEx':
        this.#rests.delete(String(parameters['token']));
        return done;
      default:
        return undefined;
    }
  }

  #next(name: string): string {
    this.#made += 1;
    return `${name}-${this.#made}`;
  }

  #createFilter({ id, parameters }: Called, ask: Ask): Told {
    if (this.#filters.size >= limits.propertyFiltersMax)
      return fault(
        'InvalidState',
        `A session has at most ${limits.propertyFiltersMax} property filters: destroy some.`,
      );
    const spec = parameters['spec'] ?? null;
    // Asked once, so that a wrong one is refused now.
    const first = this.#read(spec, ask);
    if (first.status !== 200) return first;
    const name = this.#next('filter');
    this.#filters.set(name, { id: name, collector: id, spec, seen: new Map() });
    return told(reference('PropertyFilter', name));
  }

  #read(spec: Json, ask: Ask): Told {
    const parameters = { specSet: [spec] };
    return ask({
      type: 'PropertyCollector',
      id: 'propertyCollector',
      method: 'RetrieveProperties',
      parameters,
    });
  }

  #wait({ id, parameters }: Called, ask: Ask, seconds: number | undefined): Told | Waiting {
    const asked = parameters['version'] ?? '';
    const last = this.#versions.get(id) ?? 0;
    // From the beginning again.
    if (asked === '') {
      for (const filter of this.#filters.values()) if (filter.collector === id) filter.seen = new Map();
    } else if (asked !== String(last)) {
      return fault('InvalidCollectorVersion', 'The version of the collector is not known.');
    }
    const waiting = { seconds, look: () => this.#look(id, ask), nothing: done };
    return waiting.look() ?? (seconds === 0 ? done : waiting);
  }

  /** The updates since the last time; undefined where there are none. */
  #look(collector: string, ask: Ask): Told | undefined {
    const filterSet: Json[] = [];
    for (const filter of this.#filters.values()) {
      if (filter.collector !== collector) continue;
      const read = this.#read(filter.spec, ask);
      if (read.status !== 200 && !isGone(read)) return read;
      const now = snapshotOf(read.status === 200 ? read.body : []);
      const objectSet = updates(filter.seen, now);
      filter.seen = now;
      if (objectSet.length > 0)
        filterSet.push({
          _typeName: 'PropertyFilterUpdate',
          filter: reference('PropertyFilter', filter.id),
          objectSet,
        });
    }
    if (filterSet.length === 0) return undefined;
    const version = (this.#versions.get(collector) ?? 0) + 1;
    this.#versions.set(collector, version);
    return told({ _typeName: 'UpdateSet', version: String(version), filterSet, truncated: false });
  }

  #retrieve(called: Called, ask: Ask): Told {
    const most = memberOf(called.parameters['options'], 'maxObjects');
    const answer = ask(called);
    if (answer.status !== 200 || typeof most !== 'number' || most < 1) return answer;
    return this.#page(itemsOf(memberOf(answer.body, 'objects')), most);
  }

  /** The first objects, and a token for the rest if there is one. */
  #page(objects: readonly Json[], most: number): Told {
    const result: JsonObject = { _typeName: 'RetrieveResult', objects: objects.slice(0, most) };
    if (objects.length <= most) return told(result);
    const token = this.#next(String(most));
    this.#rests.set(token, objects.slice(most));
    const [oldest] = this.#rests.keys();
    if (this.#rests.size > limits.retrievalsKeptMax && oldest !== undefined) this.#rests.delete(oldest);
    return told({ ...result, token });
  }

  #more(parameters: JsonObject): Told {
    const token = String(parameters['token'] ?? '');
    const rest = this.#rests.get(token);
    if (rest === undefined)
      return fault('InvalidProperty', `There is nothing more to retrieve by the token '${token}'.`);
    this.#rests.delete(token);
    return this.#page(rest, Number(token.split('-')[0]));
  }
}
