/**
 * The header's search: every object of every kind by its name. Names are read when the search is first used and again when they are
 * older than a few seconds; what they become is what the box lists.
 */
import { fabricScope, pathOf, type KindInfo } from './kinds.ts';
import { knownKinds } from './known-kinds.svelte.ts';
import { getJson } from './request.ts';
import type { Thing } from './objects.ts';

export interface Found {
  readonly kind: KindInfo;
  readonly namespace: string;
  readonly name: string;
}

const freshMs = 5_000;
const pageItems = 5_000;
const accept = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
/** Kinds that only the machinery reads: they would bury what people look for. */
const unsearched = ['events', 'leases', 'endpointslices', 'imagedisks'];
/** Measurements are under the name of what they are of. */
const measurements = 'metrics.k8s.io';

interface MetadataList {
  readonly metadata: { readonly continue?: string };
  readonly items: readonly Thing[];
}

async function namesOf(kind: KindInfo): Promise<readonly Found[]> {
  const found: Found[] = [];
  let next = '';
  do {
    const more = next === '' ? '' : `&continue=${encodeURIComponent(next)}`;
    const page = await getJson<MetadataList>(`${pathOf(kind)}?limit=${pageItems}${more}`, { accept });
    if (!page.ok) return found;
    for (const { metadata } of page.value.items)
      found.push({ kind, namespace: metadata.namespace ?? '', name: metadata.name });
    next = page.value.metadata.continue ?? '';
  } while (next !== '');
  return found;
}

class Search {
  #all = $state.raw<readonly Found[]>([]);
  #busy = $state(false);
  #readAtMs = -Infinity;

  get busy(): boolean {
    return this.#busy && this.#all.length === 0;
  }

  /** Reads the names anew where they are old. */
  async refresh(): Promise<void> {
    if (this.#busy || performance.now() - this.#readAtMs < freshMs) return;
    this.#busy = true;
    const kinds = (await knownKinds.read()).filter(
      ({ verbs, plural, group }) =>
        verbs.includes('list') && !unsearched.includes(plural) && group !== measurements,
    );
    this.#all = (await Promise.all(kinds.map(namesOf))).flat();
    this.#readAtMs = performance.now();
    this.#busy = false;
  }

  /** Names that hold the text: those that begin with it first, then the shorter; of equals what vCenter has. */
  matches(text: string): readonly Found[] {
    const words = text.trim().toLowerCase();
    if (words === '') return [];
    const rank = ({ name, kind }: Found): number =>
      (name.toLowerCase().startsWith(words) ? 0 : 1_000) +
      name.length +
      (kind.scope === fabricScope ? 0 : 0.5);
    return this.#all
      .filter(({ name }) => name.toLowerCase().includes(words))
      .sort((a, b) => rank(a) - rank(b));
  }
}

export const search = new Search();
