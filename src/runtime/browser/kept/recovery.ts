// From what is kept to a world: a ladder. Last checkpoint and the journal after it; the journal up to its first bad record; the
// checkpoint before and the longer journal; the scenario and the whole journal; nothing, and all that is there is set aside.
// Each rung says in words what was lost. Nothing is written here.
import type { Kernels } from '../../../kernels/kernels.ts';
import { scenarioFrom } from '../../../scenarios/index.ts';
import type { ScopeImage } from '../../../scopes.ts';
import {
  engineVersion,
  World,
  type Checkpoint,
  type WorldOptions,
  type WorldRecord,
} from '../../../world.ts';
import { runInSlices, Turns } from '../slices.ts';
import type { Wall } from '../wall.ts';
import type { CheckpointBase } from './checkpoint-writer.ts';
import { chunksOf, type KeptEntry, type KeptObject, type Manifest } from './chunks.ts';
import type { ClockRow, Head, ManifestRow } from './database.ts';
import { digestOf } from './digest.ts';
import { journalStart, tailAfter } from './records.ts';
import type { Image } from './workspace-store.ts';

export interface RecoveryTools {
  /** Kernels for one world; each attempt takes new ones. */
  readonly kernels: () => Promise<Kernels>;
  readonly options: Omit<WorldOptions, 'scenario' | 'kernels'>;
  readonly wall: Wall;
  /** Every segment since the workspace began: read only where no checkpoint bears. */
  readonly wholeJournal: () => Promise<readonly unknown[]>;
}

export type Rung = 'checkpoint' | 'cut' | 'previous' | 'journal';

export interface Recovered {
  readonly world: World;
  readonly rung: Rung;
  /** What the person should know, in words; empty when all is as it was. */
  readonly notices: readonly string[];
  /** The pace in which the clock went when it was last kept. */
  readonly clock: ClockRow | undefined;
  /** Set where the kept journal is not what the world did: from this record on it is to be replaced. */
  readonly replaceAfter: number | undefined;
  /** The checkpoint that it was opened from. */
  readonly base: CheckpointBase;
}

/** A place from which a journal can be replayed. */
interface Start {
  readonly seq: number;
  readonly sum: string;
  readonly engine: string;
  readonly base: CheckpointBase;
  readonly world: () => Promise<World>;
}

/** The world that an image holds, by the highest rung that bears; undefined where none does. */
export async function recover(image: Image, tools: RecoveryTools): Promise<Recovered | undefined> {
  const head = image.head as Partial<Head> | undefined;
  for (const [index, { generation, row }] of image.manifests.entries()) {
    const start = await startFrom(row, generation, image.chunks, tools);
    const rung = index === 0 ? 'checkpoint' : 'previous';
    const recovered = start === undefined ? undefined : await replayFrom(start, rung, image, tools);
    if (recovered !== undefined) return recovered;
  }
  const start = startFromScenario(head, tools);
  if (start === undefined) return undefined;
  const segments = await tools.wholeJournal();
  const rung = image.manifests.length === 0 ? 'checkpoint' : 'journal';
  return await replayFrom(start, rung, { ...image, segments }, tools);
}

async function startFrom(
  row: unknown,
  generation: number,
  chunks: Image['chunks'],
  tools: RecoveryTools,
): Promise<Start | undefined> {
  const read = await checkpointFrom(row, chunks, new Turns(tools.wall));
  if (read === undefined) return undefined;
  const { checkpoint, sound } = read;
  return {
    ...checkpoint.journal,
    engine: checkpoint.engine,
    base: { sound, generation },
    world: async () => World.restore({ ...tools.options, kernels: await tools.kernels() }, checkpoint),
  };
}

/** The checkpoint of a manifest, put together again; undefined where any part of it is missing or not what its hash says. */
async function checkpointFrom(
  row: unknown,
  chunks: Image['chunks'],
  turns: Turns,
): Promise<{ readonly checkpoint: Checkpoint; readonly sound: ReadonlySet<string> } | undefined> {
  try {
    const { text, sum } = row as ManifestRow;
    if ((await digestOf(text)) !== sum) return undefined;
    const manifest = JSON.parse(text) as Manifest;
    const scopes: ScopeImage[] = [];
    for (const { kinds: lists, ...scope } of manifest.scopes) {
      const kinds: ScopeImage['kinds'][number][] = [];
      for (const [kind, hashes] of lists)
        kinds.push([kind, await itemsOf<KeptObject>(chunks, hashes, turns)]);
      scopes.push({ ...scope, kinds });
    }
    const entries = await itemsOf<KeptEntry>(chunks, manifest.clock.entries, turns);
    const checkpoint = { ...manifest, clock: { ...manifest.clock, entries }, scopes };
    return { checkpoint, sound: chunksOf(manifest) };
  } catch {
    return undefined;
  }
}

async function itemsOf<Item>(
  chunks: Image['chunks'],
  hashes: readonly string[],
  turns: Turns,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (const hash of hashes) {
    const text = chunks.get(hash);
    if (typeof text !== 'string' || (await digestOf(text)) !== hash)
      throw new Error(`the chunk ${hash} is not whole`);
    items.push(...(JSON.parse(text) as readonly Item[]));
    await turns.end();
  }
  return items;
}

function startFromScenario(head: Partial<Head> | undefined, tools: RecoveryTools): Start | undefined {
  const read = scenarioFrom(head?.scenario);
  if ('causes' in read) return undefined;
  return {
    ...journalStart,
    engine: typeof head?.engine === 'string' ? head.engine : engineVersion,
    base: { sound: new Set(), generation: undefined },
    world: async () =>
      World.create({ ...tools.options, kernels: await tools.kernels(), scenario: read.scenario }),
  };
}

async function replayFrom(
  start: Start,
  rung: Rung,
  image: Image,
  tools: RecoveryTools,
): Promise<Recovered | undefined> {
  const tail = tailAfter(image.segments, start);
  let wanted = tail.records;
  for (;;) {
    let replayed: Replayed;
    try {
      replayed = await replay(await start.world(), wanted, tools.wall);
    } catch {
      return undefined;
    }
    if (replayed.failedAt !== undefined) {
      // The world may be half way through what failed: once more from the start, without it.
      wanted = wanted.slice(0, replayed.failedAt);
      continue;
    }
    const { world, otherwise } = replayed;
    const lost = tail.lost + tail.records.length - wanted.length;
    const last = wanted.at(-1);
    const isAsKept =
      world.journalEnd.seq === (last?.seq ?? start.seq) && world.journalEnd.sum === (last?.sum ?? start.sum);
    const clock = clockOf(image.clock);
    if (lost === 0 && isAsKept && clock?.seq === world.journalEnd.seq)
      await runInSlices(world, clock.now, new Turns(tools.wall));
    return {
      world,
      rung: rung === 'checkpoint' && lost > 0 ? 'cut' : rung,
      notices: noticesOf(rung, lost, otherwise, start.engine),
      clock,
      replaceAfter: lost === 0 && isAsKept ? undefined : start.seq,
      base: start.base,
    };
  }
}

interface Replayed {
  readonly world: World;
  /** Requests that changed something once and change nothing now. */
  readonly otherwise: readonly string[];
  /** The record that could not be replayed. */
  readonly failedAt?: number;
}

async function replay(world: World, records: readonly WorldRecord[], wall: Wall): Promise<Replayed> {
  const turns = new Turns(wall);
  const otherwise: string[] = [];
  for (const [index, record] of records.entries()) {
    const { seq } = world.journalEnd;
    try {
      await runInSlices(world, record.at, turns);
      world.replay(record);
    } catch {
      return { world, otherwise, failedAt: index };
    }
    const { command } = record;
    if (world.journalEnd.seq === seq && command.type === 'request')
      otherwise.push(`${command.request.method} ${command.request.path}`);
    await turns.end();
  }
  return { world, otherwise };
}

/** The clock's row, if it is one. */
export function clockOf(value: unknown): ClockRow | undefined {
  const row = value as Partial<ClockRow> | undefined;
  const isRow =
    Number.isSafeInteger(row?.now) &&
    Number.isSafeInteger(row?.seq) &&
    typeof row?.running === 'boolean' &&
    (row.speed === 'max' || (Number.isFinite(row.speed) && (row.speed as number) > 0));
  return isRow ? (row as ClockRow) : undefined;
}

function noticesOf(
  rung: Rung,
  lost: number,
  otherwise: readonly string[],
  engine: string,
): readonly string[] {
  const notices: string[] = [];
  if (rung === 'previous')
    notices.push(
      'The last checkpoint was damaged. The workspace was opened from the one before; nothing is lost by that.',
    );
  if (rung === 'journal')
    notices.push(
      'The checkpoints were damaged. The workspace was made again from everything that was asked of it.',
    );
  if (lost > 0)
    notices.push(
      `${lost === 1 ? 'The last request' : `The last ${lost} requests`} could not be read and ${lost === 1 ? 'was' : 'were'} set aside: the workspace is as it was before.`,
    );
  if (engine !== engineVersion)
    notices.push(`The workspace was kept by version ${engine} of the sandbox; this is ${engineVersion}.`);
  for (const request of otherwise.slice(0, 5))
    notices.push(`${request} changed something then and changes nothing now.`);
  if (otherwise.length > 5) notices.push(`So do ${otherwise.length - 5} more requests.`);
  return notices;
}
