// Filters of the inventory's lists: `names=a&names=b` below /api, `filter.names=a` below /rest. What is not named filters nothing; a
// list longer than its operation gives is refused.
import { Failure, invalidArgument } from './failure.ts';
import type { Call } from './operation.ts';

/** Older clients number the values of a name, and some of their filters have another name. */
function asked(query: Call['query'], name: string): readonly string[] {
  const wanted = [...query(name)];
  for (const filter of ['filter', 'filter_spec']) {
    wanted.push(...query(`${filter}.${name}`));
    for (let nth = 1; query(`${filter}.${name}.${nth}`).length > 0; nth++)
      wanted.push(...query(`${filter}.${name}.${nth}`));
  }
  return wanted.filter(Boolean);
}

/** Refuses what no filter of an enumeration has; `choices` by the filter's name. */
export function checkChoices({ query }: Call, choices: Readonly<Record<string, readonly string[]>>): void {
  for (const [name, known] of Object.entries(choices))
    for (const each of asked(query, name))
      if (!known.includes(each))
        throw invalidArgument(`Invalid value for '${name}': '${each}' is not one of ${known.join(', ')}.`, [
          name,
        ]);
}

/** Whether each value passes the filter of its name. */
export function passes(
  { query }: Call,
  values: Readonly<Record<string, string | readonly string[]>>,
): boolean {
  return Object.entries(values).every(([name, value]) => {
    const wanted = asked(query, name);
    return wanted.length === 0 || [value].flat().some((each) => wanted.includes(each));
  });
}

/** The list, if it is not longer than `most`. */
export function atMost<Item>(items: readonly Item[], most: number, what: string): readonly Item[] {
  if (items.length <= most) return items;
  throw new Failure(
    'UNABLE_TO_ALLOCATE_RESOURCE',
    'com.vmware.api.vcenter.list_size_exceeded',
    `Too many ${what}: ${items.length} match, and a list has at most ${most}. Add more filters to the request.`,
    [String(items.length), String(most)],
  );
}
