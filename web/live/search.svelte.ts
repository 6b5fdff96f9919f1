/**
 * The header's search: every object of every kind by its name. Names are read when the search is first used and again when they are
 * older than a few seconds; what they become is what the box lists.
 */
import { mediaTypes } from '../../src/apis/kubernetes/wire.ts';
import { fabricScope, kinds as known, pathOf, type KindInfo } from './kinds.ts';
import { knownKinds } from './known-kinds.svelte.ts';
import { person } from './person.svelte.ts';
import { getJson } from './request.ts';
import type { ColumnDefinition, TableRow, Thing } from './objects.ts';

export interface Found {
  readonly kind: KindInfo;
  readonly namespace: string;
  readonly name: string;
  /** What people call it: of what vCenter numbers, the name that somebody gave it. */
  readonly title: string;
}

const freshMs = 5_000;
const pageItems = 5_000;
/** Kinds that only the machinery reads: they would bury what people look for. */
const unsearched = ['events', 'leases', 'endpointslices', 'imagedisks'];
/** Measurements are under the name of what they are of. */
const measurements = 'metrics.k8s.io';

interface Page {
  readonly metadata: { readonly continue?: string };
}

interface NamesPage extends Page {
  /** A list of metadata that has nothing in it is null, as the API server's is. */
  readonly items: readonly Thing[] | null;
}

interface TablePage extends Page {
  readonly columnDefinitions: readonly ColumnDefinition[];
  readonly rows: readonly { readonly cells: TableRow['cells']; readonly object: Thing }[];
}

/** Of a page of names, and of a table, where objects of vCenter have what they are called; the VM of a Pod is found as its Pod. */
function foundIn(kind: KindInfo, page: NamesPage | TablePage): readonly Found[] {
  const found = ({ metadata }: Thing, title = metadata.name): Found => ({
    kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    title,
  });
  if ('items' in page) return (page.items ?? []).map((item) => found(item));
  const columnOf = (name: string): number => page.columnDefinitions.findIndex((each) => each.name === name);
  const [title, role] = [columnOf('Display-Name'), columnOf('Role')] as const;
  return page.rows
    .filter(({ cells }) => cells[role] !== 'Pod')
    .map(({ cells, object }) => found(object, cells[title]?.toString()));
}

/** Of all namespaces, or of one; undefined where whoever asks may not list them. */
async function listed(kind: KindInfo, namespace = ''): Promise<readonly Found[] | undefined> {
  const accept = kind.scope === fabricScope ? mediaTypes.table : mediaTypes.metadata;
  const path = pathOf(kind, namespace);
  const found: Found[] = [];
  let next = '';
  do {
    const more = next === '' ? '' : `&continue=${encodeURIComponent(next)}`;
    const page = await getJson<NamesPage | TablePage>(`${path}?limit=${pageItems}${more}`, { accept });
    if (!page.ok) return page.problem.code === 403 ? undefined : found;
    found.push(...foundIn(kind, page.value));
    next = page.value.metadata.continue ?? '';
  } while (next !== '');
  return found;
}

/** Whoever may not list a kind everywhere has what is in the vSphere Namespaces that they see. */
async function namesOf(kind: KindInfo, theirs: () => Promise<readonly string[]>): Promise<readonly Found[]> {
  const all = await listed(kind);
  if (all !== undefined || !kind.namespaced) return all ?? [];
  const some = await Promise.all((await theirs()).map((namespace) => listed(kind, namespace)));
  return some.flatMap((found) => found ?? []);
}

async function namespacesSeen(): Promise<readonly string[]> {
  const list = await getJson<NamesPage>(pathOf(known.vsphereNamespaces), { accept: mediaTypes.metadata });
  return list.ok ? (list.value.items ?? []).map(({ metadata }) => metadata.name) : [];
}

class Search {
  #all = $state.raw<readonly Found[]>([]);
  #busy = $state(false);
  #readAtMs = -Infinity;
  #asker: string | undefined;

  get busy(): boolean {
    return this.#busy && this.#all.length === 0;
  }

  /** Reads the names anew where they are old, or of somebody else. */
  async refresh(): Promise<void> {
    const asker = person.account;
    if (asker !== this.#asker) {
      this.#all = [];
      this.#readAtMs = -Infinity;
      this.#asker = asker;
    }
    if (this.#busy || performance.now() - this.#readAtMs < freshMs) return;
    this.#busy = true;
    const kinds = (await knownKinds.read()).filter(
      ({ verbs, plural, group }) =>
        verbs.includes('list') && !unsearched.includes(plural) && group !== measurements,
    );
    let seen: Promise<readonly string[]> | undefined;
    const all = await Promise.all(kinds.map((kind) => namesOf(kind, () => (seen ??= namespacesSeen()))));
    this.#busy = false;
    // Somebody else signed in meanwhile.
    if (asker !== person.account) return this.refresh();
    this.#all = all.flat();
    this.#readAtMs = performance.now();
  }

  /** Names that hold the text: those that begin with it first, then the shorter; of equals what vCenter has. */
  matches(text: string): readonly Found[] {
    const words = text.trim().toLowerCase();
    if (words === '') return [];
    const rank = ({ title, kind }: Found): number =>
      (title.toLowerCase().startsWith(words) ? 0 : 1_000) +
      title.length +
      (kind.scope === fabricScope ? 0 : 0.5);
    return this.#all
      .filter(({ title }) => title.toLowerCase().includes(words))
      .sort((a, b) => rank(a) - rank(b));
  }
}

export const search = new Search();
