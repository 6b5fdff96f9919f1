// One property of one object, which pyVmomi and ovftool read so: a call without a place in the published API, answered by the property
// collector. A list comes as an element for each item, as methods return it. Source: pyVmomi's stub adapter; vcsim's property collector.
import type { Json } from '../std/draft.ts';
import { done, fault, itemsOf, memberOf, reference, told, type Ask, type Called, type Told } from './call.ts';

const simpleLists = /^ArrayOf(?:String|Int|Long|Short|Byte|Boolean|Double|Float)$/;

/** The items of a list in the form in which they stand alone. */
function itemsOfList(type: string, values: Json | undefined): Json {
  const item = type.slice('ArrayOf'.length).toLowerCase();
  return itemsOf(values).map((_value) => (simpleLists.test(type) ? { _typeName: item, _value } : _value));
}

/** What is told of a `Fetch`; undefined of every other call. */
export function fetched({ method, type, id, parameters }: Called, ask: Ask): Told | undefined {
  if (method !== 'Fetch') return undefined;
  const name = String(parameters['prop'] ?? '');
  // Anybody may ask for it.
  if (type === 'ServiceInstance' && name === 'content')
    return ask({ type, id, method: 'RetrieveServiceContent', parameters: {} });
  const specSet = [{ propSet: [{ type, pathSet: [name] }], objectSet: [{ obj: reference(type, id) }] }];
  const answer = ask({
    type: 'PropertyCollector',
    id: 'propertyCollector',
    method: 'RetrieveProperties',
    parameters: { specSet },
  });
  if (answer.status !== 200) return answer;
  const [content] = itemsOf(answer.body);
  if (content === undefined)
    return fault('InvalidProperty', `The property '${name}' of '${type}' is not known.`, { name });
  const [property] = itemsOf(memberOf(content, 'propSet'));
  const value = memberOf(property, 'val');
  if (value === undefined) return done;
  const list = memberOf(value, '_typeName');
  return typeof list === 'string' && list.startsWith('ArrayOf')
    ? told(itemsOfList(list, memberOf(value, '_value')))
    : told(value);
}
