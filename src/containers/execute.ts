// A command in a running container, from its start to its exit code.
import type { Container } from '#types';
import type { ExitCode } from '../shell/effect.ts';
import { breather } from '../shell/execute.ts';
import type { Files } from '../shell/files.ts';
import type { Program, Session } from '../shell/program.ts';
import type { Pod } from '../kinds/core/pod/pod.ts';
import type { FirstClassDisk } from '../kinds/vsphere/first-class-disk.ts';
import type { VirtualMachine } from '../kinds/vsphere/virtual-machine.ts';
import type { ReadView } from '../store/view.ts';
import { keptOnDisks, type DiskFile } from './disks.ts';
import { environmentOf } from './environment.ts';
import { imageOf } from './image.ts';
import { tokensIn, type TokenWish } from './mounts.ts';
import { ownersIn } from './owners.ts';
import { Process } from './process.ts';
import { install } from '../shell/install.ts';
import { databaseClients } from './programs/databases/index.ts';
import { nginx } from './programs/nginx.ts';
import type { Setting } from './setting.ts';
import { installTools } from './tools.ts';
import { Tty } from './tty.ts';
import { filesOf } from './script/wrote.ts';
import { exitPlace, isReadOnlyIn, keptAfter, runOf, watched, type Written } from './written.ts';

export interface Place {
  /** The world as it is at the moment of asking. */
  readonly view: () => ReadView;
  readonly pod: Pod;
  readonly container: Container;
  /** The CRX that a Pod is, where it is one. */
  readonly vmOf: (pod: Pod) => VirtualMachine | undefined;
  /** The token of the Pod's service account, as the kubelet asks for it. */
  readonly tokenOf: (pod: Pod, wish: TokenWish) => string;
  /** Asks the Kubernetes API. */
  readonly ask?: Setting['ask'];
  /** Keeps what was written, with the CRX. */
  readonly keep: (vm: VirtualMachine, written: readonly Written[]) => void;
  /** Keeps what is on the disk of a volume from now on. */
  readonly keepOnDisk: (disk: FirstClassDisk, files: readonly DiskFile[]) => void;
}

export interface Wish {
  readonly command: readonly string[];
  readonly tty: boolean;
}

export interface Hearer {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly later: (run: () => void, ms: number) => void;
  readonly ended: (code: ExitCode) => void;
}

/** What is under way: fed with what is typed. */
export interface Execution {
  readonly hear: (text: string) => void;
  readonly close: () => void;
  readonly stop: () => void;
}

/** What runs beside a container's first process ends with it, so soon after. */
const cutOffMs = 250;
const killedCode = 137;

/** Why the container runtime cannot start a program. */
function troubleWith(name: string, files: Files): string {
  if (!name.includes('/')) return 'executable file not found in $PATH';
  if (files.isFolder(name)) return 'is a directory';
  return files.read(name) === undefined ? `stat ${name}: no such file or directory` : 'permission denied';
}

/** Begins; or says why it cannot, in the container runtime's words. */
export function execute(
  place: Place,
  { command, tty }: Wish,
  hearer: Hearer,
): Execution | { readonly trouble: string } {
  const { view, pod, container, vmOf, keep, keepOnDisk, ask, tokenOf } = place;
  const now = view();
  const files = filesOf(now, pod, container, vmOf(pod));
  for (const wish of tokensIn(pod, container)) files.write(wish.path, tokenOf(pod, wish));
  const tree = watched(files, isReadOnlyIn(now, pod, container));
  const ends: Written[] = [];
  let isOver = false;
  const finish = (code: ExitCode): void => {
    if (!isOver) hearer.ended(code);
    isOver = true;
  };
  const cutOff = (): void => {
    if (isOver) return;
    process.stop();
    save();
    finish(killedCode);
  };
  const setting: Setting = {
    get view() {
      return view();
    },
    pod,
    container,
    filesOf: (other, of) =>
      other.metadata.uid === pod.metadata.uid && of.name === container.name
        ? tree.files
        : filesOf(view(), other, of, vmOf(other)),
    ask,
    end(ended, code) {
      const run = runOf(pod, ended);
      ends.push({ place: exitPlace(run), path: String(code), text: String(view().now) });
      if (ended.name === container.name) hearer.later(cutOff, cutOffMs);
    },
    turn: 0,
  };
  const [name = '', ...args] = command;
  const tools = new Map<string, Program>();
  installTools(tools, setting, { tty, turn: breather() });
  if (imageOf(container).command.startsWith('nginx: master')) tools.set('nginx', nginx(setting));
  install(tools, databaseClients(setting));
  const program = tools.get(name);
  if (program === undefined) return { trouble: troubleWith(name, tree.files) };
  const session: Session = {
    files: tree.files,
    environment: new Map([
      ...environmentOf(now, pod, container),
      ...(tty ? [['TERM', 'xterm'] as const] : []),
    ]),
    folder: container.workingDir ?? imageOf(container).workingDir ?? '/',
    history: () => [],
    memory: new Map(),
    ownerOf: ownersIn(now, pod, container),
  };
  const save = (): void => {
    const touched = tree.taken();
    const vm = vmOf(pod);
    if (touched.length + ends.length === 0 || vm === undefined) return;
    const written = [...(vm.status?.written ?? []), ...ends.splice(0)];
    keep(vm, keptAfter(view(), pod, container, written, tree.files, touched));
    const fresh = keptAfter(view(), pod, container, [], tree.files, touched);
    for (const [disk, on] of keptOnDisks(view(), pod, fresh)) keepOnDisk(disk, on);
  };
  let terminal: Tty | undefined;
  const process = new Process(program.run(args, session), {
    now: () => view().now,
    out: (text) => (terminal === undefined ? hearer.out(text) : terminal.print(text)),
    // A terminal has one screen for both.
    err: (text) => (terminal === undefined ? hearer.err(text) : terminal.print(text)),
    later: hearer.later,
    rests: save,
    ended(code) {
      save();
      finish(code);
    },
  });
  if (tty) {
    terminal = new Tty(
      {
        line: (text) => process.hear(text),
        end: () => process.close(),
        interrupt: () => process.interrupt(),
      },
      hearer.out,
    );
  }
  process.start();
  return {
    hear: (text) => (terminal === undefined ? process.hear(text) : terminal.hear(text)),
    close: () => process.close(),
    stop() {
      isOver = true;
      process.stop();
    },
  };
}
