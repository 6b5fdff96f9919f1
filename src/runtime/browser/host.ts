// The door's other side: requests, watches, clock and what is told of it, each to the world that is on show (stage.ts).
import { isConversation, isStream, type WireRequest, type WireResponse } from '../../apis/kubernetes/wire.ts';
import { presets, releaseNames } from '../../scenarios/index.ts';
import { limits } from '../../std/limits.ts';
import { parseTime } from '../../std/time.ts';
import type {
  PresetSummary,
  ClockCommand,
  Door,
  Opened,
  Opening,
  SharedLink,
  WorkspaceSummary,
  WorldState,
} from './door.ts';
import { exportRows, exportWorld } from './export.ts';
import { withCatalogue } from './kept/catalogue.ts';
import { isTooLong } from './kept/records.ts';
import { WorkspaceStore } from './kept/workspace-store.ts';
import { makeLink, type LinkWords } from './link.ts';
import { ask, failure, isRead, type Session } from './session.ts';
import { Stage, type StageTools } from './stage.ts';
import { StateFeed } from './state-feed.ts';
import { converseOver } from './conversation-port.ts';
import { WatchPort } from './watch-port.ts';

export interface HostTools extends StageTools {
  /** Loads the descriptions that `explain` shows; resolves once they are there. */
  readonly describe: () => Promise<void>;
}

const notOpen = 'No world is open yet.';

export class Host implements Door {
  readonly #tools: HostTools;
  readonly #stage: Stage;
  readonly #feed: StateFeed;
  readonly #watches = new Set<WatchPort>();

  constructor(tools: HostTools) {
    this.#tools = tools;
    this.#feed = new StateFeed(() => this.#state(), tools.wall);
    this.#stage = new Stage(tools, {
      onChange: () => this.#feed.change(),
      onShow: () => {
        for (const watch of [...this.#watches]) watch.end();
        this.#feed.tellNow();
      },
    });
  }

  open(opening: Opening): Promise<Opened> {
    return this.#stage.open(opening);
  }

  acceptPreview(): Promise<Opened> {
    return this.#stage.accept();
  }

  dropPreview(): Promise<Opened> {
    return this.#stage.drop();
  }

  async request(request: WireRequest): Promise<WireResponse> {
    if (request.path.startsWith('/openapi/')) await this.#tools.describe();
    const { session } = this.#stage;
    if (session === undefined) return failure(503, notOpen);
    if (isTooLong(request))
      return failure(413, `Request entity too large: limit is ${limits.journalRecordBytesMax}`);
    const answer = await session.request(request);
    // Whoever hears of a write also hears, before, where it is kept.
    if (!isRead(request)) this.#feed.tellNow();
    return answer;
  }

  async watch(request: WireRequest, port: MessagePort): Promise<WireResponse> {
    const { session } = this.#stage;
    if (session === undefined) return failure(503, notOpen);
    const answer = isRead(request) ? ask(session.world, request) : await session.request(request);
    if (isConversation(answer)) {
      converseOver(port, answer, {
        later: (run, ms) => this.#tools.wall.later(run, ms),
        keep: (write) => void session.request(write),
      });
      return { status: answer.status, headers: answer.headers, body: '' };
    }
    if (!isStream(answer)) return answer;
    const watch: WatchPort = new WatchPort(port, this.#tools.wall, () => this.#watches.delete(watch));
    this.#watches.add(watch);
    watch.open(answer);
    return { status: answer.status, headers: answer.headers, body: '' };
  }

  follow(port: MessagePort): Promise<void> {
    this.#feed.follow(port);
    return Promise.resolve();
  }

  async clock(command: ClockCommand): Promise<void> {
    await this.#stage.session?.command(command);
    this.#feed.tellNow();
  }

  async share(words: LinkWords): Promise<SharedLink> {
    const session = this.#session();
    const journal = await session.journal();
    if ('error' in journal) throw new Error(`This workspace cannot be shared as a link: ${journal.error}`);
    const made = await makeLink(session.world, journal.records, words);
    if ('error' in made) throw new Error(made.error);
    return made.link;
  }

  async hash(): Promise<string> {
    return this.#session().world.hash();
  }

  async exportWorkspace(id?: string): Promise<string> {
    const { base, workspaceId } = this.#stage;
    const session = base ?? this.#stage.session;
    if (session !== undefined && (id === undefined || id === workspaceId))
      return exportWorld(session.world, await session.journal());
    const wanted = id ?? (await this.workspaces()).find(({ current }) => current)?.id;
    if (wanted === undefined)
      throw new Error('There is nothing to export: no world is open and none is kept.');
    const store = await WorkspaceStore.open(wanted, this.#tools.wall);
    try {
      return await exportRows(wanted, store);
    } finally {
      store.close();
    }
  }

  async hide(): Promise<void> {
    await this.#stage.base?.hide();
  }

  takeOver(): Promise<Opened> {
    return this.#stage.takeOver();
  }

  presets(): Promise<readonly PresetSummary[]> {
    return Promise.resolve(presets.map(({ preset, title, release }) => ({ preset, title, release })));
  }

  releases(): Promise<readonly string[]> {
    return Promise.resolve(releaseNames);
  }

  async workspaces(): Promise<readonly WorkspaceSummary[]> {
    try {
      return await withCatalogue(this.#tools.wall, (catalogue) => catalogue.list());
    } catch {
      // Where the browser keeps nothing there is nothing to list; `keeping` says so.
      return [];
    }
  }

  removeWorkspace(id: string): Promise<Opened> {
    return this.#stage.remove(id);
  }

  #session(): Session {
    const { session } = this.#stage;
    if (session === undefined) throw new Error(notOpen);
    return session;
  }

  #state(): WorldState | undefined {
    const { session, preview, notices, progress } = this.#stage;
    if (session === undefined) return undefined;
    const { world, pace, keeping } = session;
    const { preset, title, seed, release, names, developer, startsAt } = world.scenario;
    const { vcenter, ssoDomain, supervisorFqdn } = names;
    return {
      now: world.now,
      startsAt: parseTime(startsAt) ?? 0,
      ...pace,
      next: world.next,
      revision: world.revision,
      scenario: { preset, title, seed, release },
      names: { vcenter, ssoDomain, supervisorFqdn, developer },
      keeping,
      preview,
      notices,
      ...(progress === undefined ? {} : { opening: progress }),
    };
  }
}
