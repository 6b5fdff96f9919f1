// Which nodes a Pod may have, and which Pods it must be beside or away from, as cells say it. Several names in a cell are divided by |.
//
//   gpu_spec V100M16|V100M32   nodes of these models        required n1|n2, forbidden n3   nodes by name
//   together web               on one node with all Pods of the group web           apart web        never two of them on one node
//   spread web:2, web:3/zone   at most two of them on one node, three in one zone
import { GROUPS_MAX, GROUPS_OF_ITEM_MAX, MASKS_MAX, type Group } from '../../kernels/fleet.ts';
import { shown } from './amounts.ts';
import type { Nodes } from './nodes.ts';
import type { Mistakes, Row } from './rows.ts';

export const ruleColumns = ['gpu_spec', 'required', 'forbidden', 'together', 'apart', 'spread'];

export class Rules {
  readonly #nodes: Nodes;
  readonly #mistakes: Mistakes;
  /** By what cells say. */
  readonly #masks = new Map<string, number>();
  readonly #places: ReadonlySet<number>[] = [];
  readonly #groups = new Map<string, { readonly index: number; readonly group: Group }>();

  constructor(nodes: Nodes, mistakes: Mistakes) {
    this.#nodes = nodes;
    this.#mistakes = mistakes;
  }

  get masks(): readonly ((host: number) => boolean)[] {
    return this.#places.map((_, index) => (host) => this.allows(index + 1, host));
  }

  get groups(): readonly Group[] {
    return [...this.#groups.values()].map(({ group }) => group);
  }

  /** Whether a mask has a node. */
  allows(mask: number, place: number): boolean {
    return mask === 0 || this.#places[mask - 1]?.has(place) === true;
  }

  /** The mask of the nodes that a row allows; 0 where it allows all. */
  maskOf(row: Row): number {
    const [models, required, forbidden] = ['gpu_spec', 'required', 'forbidden'].map((column) =>
      namesIn(row, column),
    );
    if (!models?.length && !required?.length && !forbidden?.length) return 0;
    const key = JSON.stringify([models, required, forbidden]);
    const found = this.#masks.get(key);
    if (found !== undefined) return found;
    const must = this.#placesOf(row, required ?? []);
    const mustNot = this.#placesOf(row, forbidden ?? []);
    const places = this.#nodes.models.flatMap((model, place) => {
      const isAllowed =
        (!models?.length || models.includes(model)) &&
        (must.size === 0 || must.has(place)) &&
        !mustNot.has(place);
      return isAllowed ? [place] : [];
    });
    if (this.#places.push(new Set(places)) === MASKS_MAX + 1)
      this.#mistakes.add(row.where, `there are more than ${MASKS_MAX} different sets of allowed nodes`);
    this.#masks.set(key, this.#places.length);
    return this.#places.length;
  }

  groupsOf(row: Row): readonly number[] {
    const groups = [
      ...namesIn(row, 'together').map((name) => this.#group(row, `together ${name}`, { limit: 'together' })),
      ...namesIn(row, 'apart').map((name) => this.#group(row, `apart ${name}`, { limit: 1 })),
      ...namesIn(row, 'spread').flatMap((text) => this.#spread(row, text)),
    ];
    if (groups.length > GROUPS_OF_ITEM_MAX)
      this.#mistakes.add(row.where, `${groups.length} groups, but a Pod is in at most ${GROUPS_OF_ITEM_MAX}`);
    return groups.slice(0, GROUPS_OF_ITEM_MAX);
  }

  #spread(row: Row, text: string): number[] {
    const [, name = '', limit = '', zone] = /^(.+):([1-9]\d{0,8})(\/zone)?$/.exec(text) ?? [];
    if (name === '') {
      this.#mistakes.add(
        row.where,
        `spread is ${shown(text)}; what is meant is GROUP:MOST or GROUP:MOST/zone`,
      );
      return [];
    }
    return [this.#group(row, `spread ${text}`, { limit: Number(limit), byDomain: zone !== undefined })];
  }

  #group(row: Row, key: string, group: Group): number {
    const index = this.#groups.get(key)?.index ?? this.#groups.size;
    if (index === GROUPS_MAX) this.#mistakes.add(row.where, `there are more than ${GROUPS_MAX} groups`);
    this.#groups.set(key, { index, group });
    return index;
  }

  #placesOf(row: Row, names: readonly string[]): ReadonlySet<number> {
    const places = names.flatMap((name) => {
      const place = this.#nodes.placeOf.get(name);
      if (place === undefined) this.#mistakes.add(row.where, `there is no node ${shown(name)}`);
      return place === undefined ? [] : [place];
    });
    return new Set(places);
  }
}

function namesIn(row: Row, column: string): string[] {
  return row
    .cell(column)
    .split('|')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
