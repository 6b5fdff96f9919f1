/**
 * One terminal: a prompt that is read, run and read again. Keys that come while a program runs wait for it, Ctrl-C does not. Logs in
 * first, as the session is to be, with the same command that a person would type.
 */
import type { Terminal } from '@xterm/xterm';
import { Interrupted } from '../../src/cli/effect.ts';
import { type Shell, createShell } from '../../src/cli/shell.ts';
import { parseYaml } from '../../src/std/yaml.ts';
import type { Thing } from '../live/objects.ts';
import { kinds, pathOf } from '../live/kinds.ts';
import { type Signatory, accountOf } from '../live/person.svelte.ts';
import { getJson } from '../live/request.ts';
import { world } from '../live/world.svelte.ts';
import { dialogs } from '../screens/dialogs.svelte.ts';
import { type Console, Interrupt, drive } from './drive.ts';
import { files, home, keepFiles } from './files.ts';
import { history } from './history.ts';
import { LineReader } from './line-reader.ts';
import type { Login } from './sessions.svelte.ts';

const green = (text: string): string => `\x1b[32m${text}\x1b[39m`;
const weak = (text: string): string => `\x1b[90m${text}\x1b[39m`;

export interface SessionEvents {
  /** Who is logged in and with which context, for the heading. */
  readonly onTitle: (title: string) => void;
  /** The person wants to leave: `exit`, or Ctrl-D on an empty line. */
  readonly onExit: () => void;
}

/** A command that is nothing but leaving; where it stands among others it ends the line it is in. */
const leaves = /^\s*(?:exit|logout)(?:\s+\d+)?\s*;?\s*$/;

export class TerminalRun {
  readonly #terminal: Terminal;
  readonly #reader: LineReader;
  readonly #interrupt = new Interrupt();
  readonly #shell: Shell;
  readonly #folder: string;
  readonly #events: SessionEvents;
  #user = '';
  #over = false;
  /** What was printed last ended its line. */
  #lineEnded = true;

  constructor(terminal: Terminal, id: number, events: SessionEvents) {
    this.#terminal = terminal;
    this.#events = events;
    this.#reader = new LineReader(terminal, this.#interrupt);
    // Each session has a kubeconfig of its own; the folder is shared.
    this.#folder = `${home}/.kube/session-${id}`;
    this.#shell = createShell({
      files,
      environment: { HOME: home, KUBECONFIG: `${this.#folder}` },
      history: history.lines,
    });
  }

  /** Closes the session: what runs is interrupted, nothing more is read. */
  close(): void {
    this.#over = true;
    this.#interrupt.press();
    this.#reader.close();
    files.remove(this.#folder);
  }

  /** Says something between the lines; what is being typed stands below it. */
  tell(lines: readonly string[]): void {
    this.#reader.note(lines.map(weak).join('\n'));
  }

  async start(login: Login): Promise<void> {
    await this.#logIn(login);
    while (!this.#over) {
      const text = await this.#command();
      if (text === undefined) continue;
      history.add(text);
      if (leaves.test(text)) {
        this.#events.onExit();
        continue;
      }
      await this.#run(text, this.#console);
      keepFiles();
      this.#tellTitle();
    }
  }

  /** A whole command: lines until nothing is left open. */
  async #command(): Promise<string | undefined> {
    // A prompt is drawn over its row: what ended in the middle of one is left to stand.
    if (!this.#lineEnded) this.#console.write('\n');
    const { context } = this.#config();
    const folder = this.#shell.folder();
    const place = [context, folder === '~' && context !== '' ? '' : folder].filter(Boolean).join(' ');
    let text = '';
    let prompt = green(`${place} $ `);
    for (;;) {
      const line = await this.#reader.read(prompt, {
        history: history.lines(),
        complete: (typed, cursor) => this.#complete(`${text}${typed}`, text.length + cursor, text.length),
      });
      if (line === 'interrupted') return undefined;
      if (line === undefined) {
        if (text === '' && !this.#over) this.#events.onExit();
        return undefined;
      }
      text += line;
      if (text.trim() === '') return undefined;
      if (!this.#shell.needsMore(text)) return text;
      text += '\n';
      prompt = '> ';
    }
  }

  async #complete(text: string, cursor: number, offset: number) {
    const nothing: Console = {
      write: () => undefined,
      readLine: () => Promise.resolve(undefined),
      edit: () => Promise.resolve(undefined),
      clear: () => undefined,
    };
    const { from, candidates } = await drive(this.#shell.complete(text, cursor), nothing, new Interrupt());
    return { from: from - offset, candidates };
  }

  async #run(text: string, console_: Console): Promise<number> {
    this.#interrupt.take();
    try {
      return await drive(this.#shell.run(text), console_, this.#interrupt);
    } catch (error) {
      if (error instanceof Interrupted) return 130;
      console_.write(`${error instanceof Error ? error.message : String(error)}\n`);
      return 1;
    }
  }

  readonly #console: Console = {
    write: (text) => {
      if (text !== '') this.#lineEnded = text.endsWith('\n');
      this.#terminal.write(text);
    },
    clear: () => this.#terminal.write('\x1b[2J\x1b[3J\x1b[H'),
    edit: (name, text) =>
      new Promise((resolve) =>
        dialogs.show({
          kind: 'editor',
          editing: {
            type: 'text',
            title: name,
            text,
            done: (edited) => {
              resolve(edited);
              this.#terminal.focus();
            },
          },
        }),
      ),
    readLine: async (prompt, secret, lines = []) => {
      const line = await this.#reader.read(prompt, { secret, history: lines });
      if (line === 'interrupted') throw new Interrupted();
      return line;
    },
  };

  #config(): { readonly context: string; readonly user: string } {
    const read = parseYaml(files.read(this.#folder) ?? '');
    const value = 'documents' in read ? read.documents[0]?.value : undefined;
    const config = (typeof value === 'object' && value !== null ? value : {}) as {
      readonly 'current-context'?: unknown;
    };
    const context = config['current-context'];
    return { context: typeof context === 'string' ? context : '', user: this.#user };
  }

  #tellTitle(): void {
    const { context } = this.#config();
    const who = this.#user === '' ? 'not logged in' : this.#user;
    this.#events.onTitle(context === '' ? who : `${who}, context ${context}`);
  }

  async #logIn(login: Login): Promise<void> {
    const names = world.names;
    if (login === 'nobody' || names === undefined) {
      this.#tellTitle();
      return;
    }
    const supervisors = await getJson<{ readonly items: readonly Thing[] }>(
      pathOf(kinds.supervisors),
      {},
      'page',
    );
    if (supervisors.ok && supervisors.value.items.length === 0) {
      this.#terminal.writeln(
        weak('There is no Supervisor to log in to yet: enable Workload Management first.'),
      );
      this.#tellTitle();
      return;
    }
    const wanted =
      login === 'developer'
        ? `${names.developer}@${names.ssoDomain}`
        : login === 'administrator'
          ? world.administrator
          : login.account;
    const answer = await getJson<{ readonly items: readonly Signatory[] }>(pathOf(kinds.users), {}, 'page');
    const user = answer.ok ? answer.value.items.find((each) => accountOf(each) === wanted) : undefined;
    const account = user === undefined ? wanted : accountOf(user);
    let said = '';
    const silent: Console = {
      ...this.#console,
      write: (text) => (said += text),
      // The password is the scenario's, part of the lesson.
      readLine: () => Promise.resolve(user?.spec.password),
    };
    const command = `kubectl vsphere login --insecure-skip-tls-verify --vsphere-username ${account} --server=${names.supervisorFqdn}`;
    if ((await this.#run(command, silent)) !== 0) {
      this.#terminal.write(said);
      this.#tellTitle();
      return;
    }
    this.#user = account;
    const namespace = login === 'administrator' ? undefined : await firstNamespace();
    if (namespace !== undefined) await this.#run(`kubectl config use-context ${namespace}`, silent);
    this.#terminal.writeln(
      weak(
        login !== 'administrator'
          ? `Logged in to ${names.supervisorFqdn} as ${account}. Try: kubectl apply -f web.yaml`
          : `Logged in to ${names.supervisorFqdn} as ${account}.`,
      ),
    );
    this.#tellTitle();
  }
}

/** The context that a session begins in: the first vSphere Namespace that the page's person sees. */
async function firstNamespace(): Promise<string | undefined> {
  const answer = await getJson<{ readonly items: readonly Thing[] }>(pathOf(kinds.vsphereNamespaces));
  return answer.ok ? answer.value.items[0]?.metadata.name : undefined;
}
