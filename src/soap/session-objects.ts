// Objects that a client makes for its session, and changes: list views, collectors of the history of events and tasks. The world knows them by
// ids that say all of them; here each has a name that stays, and what it stands for now. Source: vSphere Web Services API, ListView,
// HistoryCollector.
import { isObject, type Json, type JsonObject } from '../std/draft.ts';
import { limits } from '../std/limits.ts';
import { getOwn } from '../std/own.ts';
import { done, fault, itemsOf, memberOf, reference, told, type Ask, type Called, type Told } from './call.ts';

interface Kept {
  readonly type: string;
  /** As the world knows it. */
  id: string;
  /** How many items of a history have been read, from the oldest on. */
  read: number;
}

const nameOf = (object: Json): string =>
  `${String(memberOf(object, 'type'))}=${String(memberOf(object, 'value'))}`;

const viewPrefix = 'list:';
const makers: ReadonlySet<string> = new Set([
  'CreateListView',
  'CreateCollectorForEvents',
  'CreateCollectorForTasks',
]);
/** The longest page of a collector; all that it has. */
const pageMax = 1_000;

export class SessionObjects {
  readonly #kept = new Map<string, Kept>();
  #made = 0;

  /** What is told of a call that makes, changes or reads one; undefined of every other. */
  answer(called: Called, ask: Ask): Told | undefined {
    const kept = this.#kept.get(called.id);
    if (kept !== undefined) return this.#change(kept, called, ask);
    if (!makers.has(called.method)) return undefined;
    const answer = ask(called);
    const [type, id] = [memberOf(answer.body, 'type'), memberOf(answer.body, 'value')];
    if (answer.status !== 200 || typeof type !== 'string' || typeof id !== 'string') return answer;
    this.#made += 1;
    const name = `session-${type}-${this.#made}`;
    this.#kept.set(name, { type, id, read: 0 });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > limits.sessionObjectsMax && oldest !== undefined) this.#kept.delete(oldest);
    return told(reference(type, name));
  }

  /** A value with the world's ids of all that stands for something here. */
  resolved(value: Json): Json {
    if (this.#kept.size === 0) return value;
    if (Array.isArray(value)) return (value as readonly Json[]).map((each) => this.resolved(each));
    if (!isObject(value)) return value;
    const id = getOwn(value, 'value');
    const kept = typeof id === 'string' ? this.#kept.get(id) : undefined;
    if (kept !== undefined && getOwn(value, 'type') === kept.type) return reference(kept.type, kept.id);
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.resolved(member)]));
  }

  /** What a property collector retrieved, told of the objects by their names here. */
  named({ body, ...rest }: Told): Told {
    if (body === undefined || this.#kept.size === 0)
      return { ...rest, ...(body === undefined ? {} : { body }) };
    const names = new Map([...this.#kept].map(([name, { id }]) => [id, name]));
    const rename = (content: Json): Json => {
      const obj = memberOf(content, 'obj');
      const name = names.get(String(memberOf(obj, 'value')));
      if (name === undefined || !isObject(content) || !isObject(obj)) return content;
      return { ...content, obj: { ...obj, value: name } };
    };
    if (Array.isArray(body)) return { ...rest, body: itemsOf(body).map(rename) };
    const objects = memberOf(body, 'objects');
    if (!isObject(body) || objects === undefined) return { ...rest, body };
    return { ...rest, body: { ...body, objects: itemsOf(objects).map(rename) } };
  }

  #change(kept: Kept, { id, method, parameters }: Called, ask: Ask): Told | undefined {
    switch (method) {
      case 'DestroyView':
      case 'DestroyCollector':
        this.#kept.delete(id);
        return done;
      case 'ModifyListView':
      case 'ResetListView':
        return this.#changeView(kept, method, parameters);
      case 'SetCollectorPageSize': {
        const most = parameters['maxCount'];
        if (typeof most !== 'number' || most < 1 || most > pageMax)
          return fault('InvalidArgument', 'A specified parameter was not correct: maxCount');
        kept.id = `${most}.${kept.id.split('.')[1] ?? ''}`;
        return done;
      }
      case 'RewindCollector':
        kept.read = 0;
        return done;
      case 'ResetCollector': {
        const all = this.#all(kept, ask);
        if ('status' in all) return all;
        kept.read = all.items.length;
        return done;
      }
      case 'ReadNextEvents':
      case 'ReadNextTasks':
      case 'ReadPreviousEvents':
      case 'ReadPreviousTasks':
        return this.#page(kept, method.startsWith('ReadNext'), parameters, ask);
      default:
        return undefined;
    }
  }

  #changeView(kept: Kept, method: string, parameters: JsonObject): Told {
    const text = kept.id.slice(viewPrefix.length);
    const before = method === 'ResetListView' || text === '' ? [] : text.split('+');
    const gone = new Set(itemsOf(parameters['remove']).map(nameOf));
    const added = [...itemsOf(parameters['add']), ...itemsOf(parameters['obj'])].map(nameOf);
    const after = new Set([...before.filter((each) => !gone.has(each)), ...added]);
    if (after.size > pageMax) return fault('InvalidArgument', 'A specified parameter was not correct: add');
    kept.id = `${viewPrefix}${[...after].join('+')}`;
    // Whoever is not found is told; a view takes all.
    return told([]);
  }

  /** All that a collector has, the oldest first. */
  #all({ type, id }: Kept, ask: Ask): { readonly items: readonly Json[] } | Told {
    const whole = `${pageMax}.${id.split('.')[1] ?? ''}`;
    const specSet = [
      { propSet: [{ type, pathSet: ['latestPage'] }], objectSet: [{ obj: reference(type, whole) }] },
    ];
    const answer = ask({
      type: 'PropertyCollector',
      id: 'propertyCollector',
      method: 'RetrieveProperties',
      parameters: { specSet },
    });
    if (answer.status !== 200) return answer;
    const [content] = itemsOf(answer.body);
    const [property] = itemsOf(memberOf(content, 'propSet'));
    return { items: itemsOf(memberOf(memberOf(property, 'val'), '_value')).toReversed() };
  }

  #page(kept: Kept, isNext: boolean, parameters: JsonObject, ask: Ask): Told {
    const most = parameters['maxCount'];
    if (typeof most !== 'number' || most < 1)
      return fault('InvalidArgument', 'A specified parameter was not correct: maxCount');
    const all = this.#all(kept, ask);
    if ('status' in all) return all;
    const from = isNext ? kept.read : Math.max(0, kept.read - most);
    const to = isNext ? Math.min(all.items.length, kept.read + most) : kept.read;
    kept.read = isNext ? to : from;
    return told(all.items.slice(from, to));
  }
}
