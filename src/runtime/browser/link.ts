// Links made and opened: the journal's requests into a fragment, a fragment into a world of its own. Opening replays through the
// same door as live requests, in slices, and says what came out otherwise than when the link was made.
import type { Kernels } from '../../kernels/kernels.ts';
import { presetNamed, scenarioFrom, type Scenario } from '../../scenarios/index.ts';
import { parseFragment, printFragment } from '../../share/fragment.ts';
import { readShared } from '../../share/read.ts';
import type { SharedRecord, SharedWorld } from '../../share/shape.ts';
import { differencesOf, writeShared } from '../../share/write.ts';
import type { JsonObject } from '../../std/draft.ts';
import { limits } from '../../std/limits.ts';
import { parseTime } from '../../std/time.ts';
import { engineVersion, World, type WorldOptions, type WorldRecord } from '../../world.ts';
import { pack, unpack } from './compress.ts';
import type { LinkPreview, SharedLink } from './door.ts';
import { identitiesOf, identityName } from './identities.ts';
import { runInSlices, Turns } from './slices.ts';
import type { Wall } from './wall.ts';

export interface LinkWords {
  readonly title: string;
  readonly text: string;
  readonly view: string;
}

/** Differences that are told one by one; more are counted. */
const differencesToldMax = 5;

/** When the scenario begins: every time in a link counts from there. */
function startOf(scenario: Scenario): number {
  return parseTime(scenario.startsAt) ?? 0;
}

/** A link to where the world is now. `records` are all of its journal; words say why where a link cannot carry it. */
export async function makeLink(
  world: World,
  records: readonly WorldRecord[],
  words: LinkWords,
  objectsMax: number = limits.linkObjectsMax,
): Promise<{ readonly link: SharedLink } | { readonly error: string }> {
  const { scenario } = world;
  const asked = records.filter(({ command }) => command.type === 'request').length;
  if (asked > limits.linkRecordsMax)
    return refused(
      `it holds ${asked} requests, a link at most ${limits.linkRecordsMax}. Export the workspace as a file instead`,
    );
  if (world.objects > objectsMax)
    return refused(
      `it has ${world.objects} objects, a link leads to at most ${objectsMax}. Export the workspace as a file instead`,
    );
  const over =
    tooLong('title', words.title, limits.linkTitleCharactersMax) ??
    tooLong('text', words.text, limits.linkTextCharactersMax);
  if (over !== undefined) return refused(over);
  const shared = sharedRecords(scenario, records);
  if ('error' in shared) return shared;
  // What is due at this instant is done first, as a replay does it.
  world.runTo(world.now);
  const hash = world.hash();
  const differences = differencesFromPreset(scenario);
  const text = writeShared({
    engine: engineVersion,
    preset: scenario.preset,
    ...(differences === undefined ? {} : { differences }),
    seed: scenario.seed,
    records: shared.records,
    clockMs: world.now - startOf(scenario),
    hash,
    ...words,
  });
  const fragment = printFragment(await pack(text));
  if (fragment.length > limits.linkCharactersMax)
    return refused(
      `it would have ${fragment.length} characters, a link at most ${limits.linkCharactersMax}. Export the workspace as a file instead`,
    );
  const read = await readLink(fragment);
  return 'error' in read
    ? refused(`nobody could open the link. ${read.error}`)
    : { link: { fragment, characters: fragment.length, hash } };
}

function refused(why: string): { readonly error: string } {
  return { error: `This workspace cannot be shared as a link: ${why}` };
}

function tooLong(what: string, text: string, charactersMax: number): string | undefined {
  if (text.length <= charactersMax) return undefined;
  return `its ${what} has ${text.length} characters, at most ${charactersMax} are allowed`;
}

function differencesFromPreset(scenario: Scenario): JsonObject | undefined {
  const base = presetNamed(scenario.preset);
  const all = scenario as unknown as JsonObject;
  const { preset: _preset, seed: _seed, ...rest } = all;
  return base === undefined ? rest : differencesOf(base as unknown as JsonObject, rest);
}

function sharedRecords(
  scenario: Scenario,
  records: readonly WorldRecord[],
): { readonly records: readonly SharedRecord[] } | { readonly error: string } {
  const identities = identitiesOf(scenario);
  const startsAt = startOf(scenario);
  const shared: SharedRecord[] = [];
  for (const { at, command } of records) {
    if (command.type !== 'request') continue;
    const { method, path, headers = {}, body, binary } = command.request;
    const actor = identityName(identities, command.actor);
    if (actor === undefined)
      return refused(`${method} ${path} was asked by ${command.actor.user}, whom the scenario does not know`);
    shared.push({
      atMs: at - startsAt,
      actor,
      method,
      path,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(binary === true ? { binary } : {}),
    });
  }
  return { records: shared };
}

export interface ReadLink {
  readonly shared: SharedWorld;
  readonly scenario: Scenario;
}

/** Everything about a link that can be checked before a world is built for it. */
export async function readLink(fragment: string): Promise<ReadLink | { readonly error: string }> {
  const parsed = parseFragment(fragment);
  if ('error' in parsed) return parsed;
  const unpacked = await unpack(parsed.fragment.payload);
  if ('error' in unpacked) return unpacked;
  const read = readShared(unpacked.text, parsed.fragment.version);
  if ('error' in read) return read;
  const { shared } = read;
  const given = { ...shared.differences, preset: shared.preset, seed: shared.seed };
  const made = scenarioFrom(given, limits.linkHostsMax);
  if ('causes' in made)
    return { error: `The link cannot be opened: its scenario is wrong: ${made.causes[0]}.` };
  const { scenario } = made;
  if (startOf(scenario) - (parseTime(scenario.enabledAt) ?? 0) > limits.linkSpanMsMax)
    return {
      error: 'The link cannot be opened: its Supervisor was enabled too long before the scenario begins.',
    };
  const identities = identitiesOf(scenario);
  const stranger = shared.records.find(({ actor }) => !identities.has(actor));
  if (stranger !== undefined)
    return {
      error: `The link cannot be opened: its scenario does not know ${stranger.actor}, who asks in it.`,
    };
  return { shared, scenario };
}

export interface ReplayTools {
  readonly kernels: Kernels;
  readonly options: Omit<WorldOptions, 'scenario' | 'kernels'>;
  readonly wall: Wall;
  /** Hears how many requests were done, after each. */
  readonly onProgress: (done: number) => void;
  /** Asked after every slice: true ends the replay. */
  readonly isUnwanted: () => boolean;
  readonly objectsMax?: number;
}

/** The world that a link leads to, and what of it is not as it was. */
export async function replayLink(
  { shared, scenario }: ReadLink,
  tools: ReplayTools,
): Promise<{ readonly world: World; readonly preview: LinkPreview } | { readonly error: string }> {
  const { wall, onProgress, isUnwanted, objectsMax = limits.linkObjectsMax } = tools;
  const world = World.create({ ...tools.options, kernels: tools.kernels, scenario });
  const identities = identitiesOf(scenario);
  const startsAt = startOf(scenario);
  const turns = new Turns(wall);
  const isOver = () => isUnwanted() || world.objects > objectsMax;
  const otherwise: string[] = [];
  for (const [index, record] of shared.records.entries()) {
    await runInSlices(world, startsAt + record.atMs, turns, isOver);
    if (isOver()) break;
    const before = world.journalEnd.seq;
    const { atMs: _atMs, actor, ...request } = record;
    world.request(request, identities.get(actor));
    if (world.journalEnd.seq === before) otherwise.push(`${record.method} ${record.path}`);
    onProgress(index + 1);
    await turns.end();
  }
  if (!isOver()) await runInSlices(world, startsAt + shared.clockMs, turns, isOver);
  if (world.objects > objectsMax)
    return { error: `The link cannot be opened: it makes more than ${objectsMax} objects.` };
  if (isUnwanted()) return { error: 'The link was not opened: something else was asked for meanwhile.' };
  return { world, preview: previewOf(shared, differencesIn(shared, world, otherwise)) };
}

function differencesIn(shared: SharedWorld, world: World, otherwise: readonly string[]): readonly string[] {
  const differences = otherwise
    .slice(0, differencesToldMax)
    .map((request) => `${request} changed something then and changes nothing now.`);
  if (otherwise.length > differencesToldMax)
    differences.push(`So do ${otherwise.length - differencesToldMax} more requests.`);
  if (world.hash() !== shared.hash)
    differences.push('The replay does not end in the state that the world had when it was shared.');
  if (shared.engine !== engineVersion)
    differences.push(
      `The link was made by version ${shared.engine} of the sandbox; this is ${engineVersion}.`,
    );
  return differences;
}

function previewOf(shared: SharedWorld, differences: readonly string[]): LinkPreview {
  const { title, text, view, preset, seed, records, engine } = shared;
  return { title, text, view, preset, seed, records: records.length, engine, differences };
}
