// Which world is on show: the workspace, a preview of a link before it, or a world in memory where nothing can be kept. Holds: one
// change at a time; what cannot be opened changes nothing; a link touches no storage before it is accepted.
import type { Kernels } from '../../kernels/kernels.ts';
import { presets, presetNamed, scenarioFrom, type Scenario } from '../../scenarios/index.ts';
import { World, type WorldOptions } from '../../world.ts';
import { opened, refused, tooMany } from './answers.ts';
import { chooseKept, chooseNew, type Choice, type Chosen } from './choice.ts';
import type { LinkPreview, Opened, Opening } from './door.ts';
import { newEntry, withCatalogue, type Catalogue } from './kept/catalogue.ts';
import { deleteWorkspace, whyNotKept } from './kept/database.ts';
import { removeWorkspace } from './kept/removal.ts';
import { TooNew } from './kept/workspace-store.ts';
import { readLink, replayLink } from './link.ts';
import type { LiveSession } from './live-session.ts';
import { memorySession } from './memory-session.ts';
import type { Session } from './session.ts';
import type { Wall } from './wall.ts';
import { Unreachable, Unreadable, Workspace, type WorkspaceOptions } from './workspace.ts';

export interface StageTools {
  /** Kernels for one world. */
  readonly kernels: () => Promise<Kernels>;
  readonly options: Omit<WorldOptions, 'scenario' | 'kernels'>;
  readonly wall: Wall;
}

export interface StageEvents {
  /** The state may have changed. */
  readonly onChange: () => void;
  /** Another world is on show, or the same one in another way. */
  readonly onShow: () => void;
}

interface Preview {
  readonly session: LiveSession;
  readonly link: LinkPreview;
}

const previewWhy = 'This is a preview of a link: nothing of it is kept until you accept it.';

const lostNotice =
  'The browser found its storage damaged and removed what this page kept: all workspaces are gone. This is a new one.';

export class Stage {
  readonly #tools: StageTools;
  readonly #events: StageEvents;
  #workspace: Workspace | undefined;
  /** In place of a workspace where the browser keeps nothing. */
  #memory: LiveSession | undefined;
  #preview: Preview | undefined;
  #notice: string | undefined;
  #progress: { readonly done: number; readonly of: number } | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  /** Rises with everything that makes an opening under way unwanted. */
  #wanted = 0;

  constructor(tools: StageTools, events: StageEvents) {
    this.#tools = tools;
    this.#events = events;
  }

  /** The world on show. */
  get session(): Session | undefined {
    return this.#preview?.session ?? this.base;
  }

  /** What is kept, or would be: never a preview. */
  get base(): Session | undefined {
    return this.#workspace?.session ?? this.#memory;
  }

  get workspaceId(): string | undefined {
    return this.#workspace?.entry.id;
  }

  get preview(): LinkPreview | undefined {
    return this.#preview?.link;
  }

  get progress(): { readonly done: number; readonly of: number } | undefined {
    return this.#progress;
  }

  get notices(): readonly string[] {
    const own = this.#notice === undefined ? [] : [this.#notice];
    return [...own, ...(this.session?.notices ?? [])];
  }

  open(opening: Opening): Promise<Opened> {
    const wanted = ++this.#wanted;
    return this.#inTurn(() => {
      if (opening.type === 'link') return this.#openLink(opening.fragment, wanted);
      return opening.type === 'new'
        ? this.#openNew(opening)
        : this.#openWorkspace(opening.preset, opening.id);
    });
  }

  /** Keeps the preview as a workspace of its own, beside what was kept before. */
  accept(): Promise<Opened> {
    return this.#inTurn(async () => {
      const preview = this.#preview;
      if (preview === undefined) return refused('There is no preview to accept.');
      try {
        return await withCatalogue(this.#tools.wall, (catalogue) => this.#acceptInto(catalogue, preview));
      } catch (error) {
        // Where nothing was kept before there is nothing to keep it beside.
        return this.#workspace === undefined
          ? await this.#acceptInMemory(preview, whyNotKept(error))
          : refused(whyNotKept(error));
      }
    });
  }

  /** Back to what was open before the preview. */
  drop(): Promise<Opened> {
    this.#wanted += 1;
    return this.#inTurn(() => this.#openWorkspace(presets[0]?.preset ?? '', undefined));
  }

  /** Makes this tab the writer of its workspace. */
  takeOver(): Promise<Opened> {
    return this.#inTurn(async () => {
      try {
        await this.#workspace?.takeOver();
        return opened;
      } catch (error) {
        return refused(whyNotKept(error));
      }
    });
  }

  remove(id: string): Promise<Opened> {
    return this.#inTurn(() => removeWorkspace(id, this.#tools.wall));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #openWorkspace(preset: string, id: string | undefined): Promise<Opened> {
    const scenario = presetNamed(preset);
    if (scenario === undefined) return refused(unknownPreset(preset));
    await this.#closePreview();
    const isOpen = id === undefined ? this.base !== undefined : id === this.workspaceId;
    return isOpen ? this.#show() : await this.#enter(scenario, chooseKept(scenario, id));
  }

  async #openNew({ type: _type, ...asked }: Opening & { readonly type: 'new' }): Promise<Opened> {
    const { preset } = asked;
    if (presetNamed(preset) === undefined) return refused(unknownPreset(preset));
    const read = scenarioFrom(asked);
    if ('causes' in read) return refused(read.causes.join(' '));
    await this.#closePreview();
    return await this.#enter(read.scenario, chooseNew(read.scenario));
  }

  /** Puts the chosen workspace on the stage; where the browser keeps nothing, a world of the scenario in memory. */
  async #enter(scenario: Scenario, choose: Choice): Promise<Opened> {
    try {
      return await withCatalogue(this.#tools.wall, async (catalogue) => {
        const chosen = await choose(catalogue);
        return 'state' in chosen ? chosen : await this.#enterKept(chosen, catalogue);
      });
    } catch (error) {
      if (error instanceof Unreachable) return refused(error.message);
      return await this.#enterMemory(scenario, whyNotKept(error));
    }
  }

  async #enterKept(chosen: Chosen, catalogue: Catalogue): Promise<Opened> {
    let workspace: Workspace;
    let notice = catalogue.wasLost ? lostNotice : undefined;
    try {
      workspace = await Workspace.open(this.#workspaceOptions(chosen));
    } catch (error) {
      if (error instanceof Unreachable) throw error;
      // What cannot be opened is left as it is, to be exported; work goes on under a new name, tried once.
      const { entry } = chosen;
      const fresh = newEntry(entry.scenario, entry.title);
      const why = error instanceof Unreadable || error instanceof TooNew ? error.message : whyNotKept(error);
      const isNewer = error instanceof TooNew;
      notice = isNewer
        ? `${why} Until then this is a new workspace; the other one stays as it is.`
        : `The workspace could not be opened and was set aside; it can still be exported. ${why}`;
      if (!(await (isNewer ? catalogue.add(fresh) : catalogue.setAside(entry, why, fresh)))) throw error;
      workspace = await Workspace.open(this.#workspaceOptions({ entry: fresh, isNew: true }));
    }
    await this.#leave();
    this.#workspace = workspace;
    this.#notice = notice;
    return this.#show();
  }

  async #enterMemory(scenario: Scenario, why: string): Promise<Opened> {
    const world = World.create({ ...this.#tools.options, kernels: await this.#tools.kernels(), scenario });
    await this.#leave();
    this.#memory = this.#inMemory(world, why);
    this.#memory.play(1);
    return this.#show();
  }

  #inMemory(world: World, why: string): LiveSession {
    return memorySession(world, why, { wall: this.#tools.wall, onChange: this.#events.onChange });
  }

  async #openLink(fragment: string, wanted: number): Promise<Opened> {
    const read = await readLink(fragment);
    if ('error' in read) return refused(read.error);
    const of = read.shared.records.length;
    try {
      const replayed = await replayLink(read, {
        ...this.#tools,
        kernels: await this.#tools.kernels(),
        isUnwanted: () => this.#wanted !== wanted,
        onProgress: (done) => {
          this.#progress = { done, of };
          this.#events.onChange();
        },
      });
      if ('error' in replayed) return refused(replayed.error);
      await this.#closePreview();
      this.#workspace?.park();
      this.#memory?.park();
      this.#preview = { session: this.#inMemory(replayed.world, previewWhy), link: replayed.preview };
      return this.#show();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return refused(`The link cannot be opened: its replay failed. ${why}`);
    } finally {
      this.#progress = undefined;
      this.#events.onChange();
    }
  }

  async #acceptInMemory({ session: { world } }: Preview, why: string): Promise<Opened> {
    await this.#closePreview();
    await this.#leave();
    this.#memory = this.#inMemory(world, why);
    return this.#show();
  }

  async #acceptInto(catalogue: Catalogue, { session, link }: Preview): Promise<Opened> {
    const { world } = session;
    const entry = newEntry(world.scenario, link.title || world.scenario.title);
    // From here on nothing happens in it that its workspace would not have.
    session.park();
    let workspace: Workspace | undefined;
    let isListed = false;
    try {
      workspace = await Workspace.adopt(this.#workspaceOptions({ entry, isNew: true }), world);
      isListed = await catalogue.add(entry);
    } finally {
      // Listed last: what cannot be kept whole is not left in half, and the preview goes on.
      if (!isListed) {
        await workspace?.close();
        await deleteWorkspace(entry.id).catch(() => undefined);
        session.unpark();
      }
    }
    if (!isListed) return tooMany;
    await this.#closePreview();
    await this.#leave();
    this.#workspace = workspace;
    return this.#show();
  }

  #workspaceOptions(chosen: Chosen): WorkspaceOptions {
    const { onChange, onShow } = this.#events;
    return { ...chosen, tools: this.#tools, onChange, onReplaced: onShow };
  }

  async #leave(): Promise<void> {
    const [workspace, memory] = [this.#workspace, this.#memory];
    this.#workspace = undefined;
    this.#memory = undefined;
    this.#notice = undefined;
    await workspace?.close();
    await memory?.close();
  }

  async #closePreview(): Promise<void> {
    const preview = this.#preview;
    this.#preview = undefined;
    await preview?.session.close();
  }

  #show(): Opened {
    if (this.#preview === undefined) {
      this.#workspace?.unpark();
      this.#memory?.unpark();
    }
    this.#events.onShow();
    return opened;
  }
}

const unknownPreset = (preset: string): string =>
  `There is no preset ${JSON.stringify(preset)}; there are ${presets.map((known) => known.preset).join(', ')}.`;
