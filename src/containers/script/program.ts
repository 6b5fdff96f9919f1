// What a container does while it runs, told by its image, its command and its arguments: what it prints, whether and when it ends,
// with which code. The rules are part of the product: kinds/README.md.
import type { Container } from '#types';
import { latency } from '../../control/latency.ts';
import { shortName } from '../../kinds/core/pod/image.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { MINUTE_MS, parseTime } from '../../std/time.ts';
import type { ReadView } from '../../store/view.ts';
import { expandVariables, environmentOf } from '../environment.ts';
import { hasClaims } from '../disks.ts';
import { imageOf, isAgnhost } from '../image.ts';
import type { Files } from '../../shell/files.ts';
import { shellOf } from '../../shell/execute.ts';
import { parseScript } from '../../shell/parse.ts';
import type { Setting } from '../setting.ts';
import { installTools } from '../tools.ts';
import { mountsOf } from '../mounts.ts';
import { ownersIn } from '../owners.ts';
import { filesFrom, isReadOnlyIn, keptAfter, placeOf, watched, type Written } from '../written.ts';
import { Assuming, notFound } from './assumed.ts';
import { piDigits } from './pi.ts';
import { runPython } from './python.ts';
import { simulate, type Course, type Look, type Simulated } from './simulate.ts';
import { asOf } from './moment.ts';
import { following, share, Story, type Others, type Version } from './stories.ts';

/** Images that serve until they are stopped. */
const servers =
  /nginx|httpd|apache|redis|mysql|mariadb|postgres|mongo|memcached|rabbitmq|kafka|zookeeper|etcd|consul|vault|pause|registry|traefik|haproxy|envoy|caddy|tomcat|jetty|wordpress|grafana|prometheus|elasticsearch|kibana|minio|agnhost|echo|hello-app|frontend|guestbook|server|proxy|web|api/;

/** Images whose own command is a shell or an interpreter: with nothing to read it ends at once. */
const interpreters =
  /^(busybox|alpine|ubuntu|debian|centos|fedora|rockylinux|almalinux|amazonlinux|bash|photon|perl|python|ruby|node|php|golang|openjdk|toolbox|curl)/;

/** Where a run of a container takes place. */
export interface Stage {
  readonly view: ReadView;
  readonly pod: Pod;
  readonly container: Container;
  /** What commands wrote in the Pod's containers. */
  readonly written: readonly Written[];
  /** What the scripts of other containers write; found out where it is not said. */
  readonly others?: Others;
}

export interface Watch extends Look {
  /** False where the container is to run for ever: what is not known then does. */
  readonly ends: boolean;
}

export interface Program extends Simulated {
  /** It could not even be started, in the runtime's words. */
  readonly startError?: string;
  /** It asked something of the world beyond its Pod, so that it holds for the world as it is. */
  readonly sawWorld: boolean;
  /** What it wrote. */
  readonly written: readonly Written[];
  /** What it made of the files of volumes, in order of time. */
  readonly story: readonly Version[];
  /** When it changed a file, in milliseconds after its start. */
  readonly touchedAtMs: readonly number[];
  /** What it left in its termination log. */
  readonly lastWords: string;
}

const still = {
  lines: [],
  exitCode: 0,
  knownUntilMs: Infinity,
  sawTime: false,
  sawWorld: false,
  written: [],
  story: [],
  touchedAtMs: [],
  lastWords: '',
} as const;

/** What runs until it is stopped, or ends at once. */
function plain(endsAfterMs: number | undefined): Program {
  return { ...still, endsAfterMs };
}

/** The program of an image that was told nothing; undefined where nothing is known of it. */
function ownProgram(stage: Stage, ends: boolean): Program | undefined {
  const { container } = stage;
  const name = shortName(container.image ?? '');
  if (name === 'hello-world') {
    const text = 'This message shows that your installation appears to be working correctly.';
    const lines = ['', 'Hello from Docker!', text, ''].map((each) => ({ afterMs: 0, text: each }));
    return { ...plain(0), lines };
  }
  const serves =
    container.stdin === true ||
    (container.ports ?? []).length > 0 ||
    (container.livenessProbe ?? container.readinessProbe ?? container.startupProbe) !== undefined;
  if (!ends || serves || servers.test(name)) return plain(undefined);
  return interpreters.test(name) ? plain(0) : undefined;
}

function perlRun(words: readonly string[]): Program | undefined {
  const digits = /print bpi\((\d{1,4})\)/.exec(words.join(' '));
  if (digits === null) return undefined;
  const lines = [{ afterMs: latency.unknownProgramMs, text: piDigits(Number(digits[1])) }];
  return { ...plain(latency.unknownProgramMs), lines };
}

const isShell = (program: string): boolean => /^(ba|a|da|z)?sh$/.test(program);

/** What a run of the container does from its start for as long as is looked at; undefined where nothing is known of it. */
export function programOf(stage: Stage, watch: Watch): Program | undefined {
  const { view, pod, container } = stage;
  const entry = container.command ?? (isAgnhost(container) ? ['/agnhost'] : []);
  const given = [...entry, ...(container.args ?? [])];
  if (given.length === 0) return ownProgram(stage, watch.ends);
  const variables = environmentOf(view, pod, container);
  const words = given.map((word) => expandVariables(word, variables));
  const [first = ''] = words;
  const program = first.slice(first.lastIndexOf('/') + 1);
  const isImages = interpreters.test(shortName(container.image ?? ''));
  const isKnown = isShell(program) || /^(python|perl)/.test(program) || common.has(program);
  if (container.command === undefined && !isKnown && !isImages) return ownProgram(stage, watch.ends);
  if (notFound.test(first)) {
    const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "${first}": executable file not found in $PATH: unknown`;
    return { ...plain(0), exitCode: 128, startError: message };
  }
  const own = mountedFile(stage, first);
  if (own?.isExecutable === false) {
    const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "${first}": permission denied: unknown`;
    return { ...plain(0), exitCode: 128, startError: message };
  }
  const shell = own === undefined ? undefined : readableShellOf(own.text);
  if (shell !== undefined) return run(stage, [shell, ...words], variables, watch);
  if (program.startsWith('python') && words.includes('-c')) {
    const environment = Object.fromEntries(variables);
    const run = runPython(words[words.indexOf('-c') + 1] ?? '', environment, watch.untilMs);
    if (run !== undefined) return { ...plain(run.endsAfterMs), ...run };
  }
  const perl = program.startsWith('perl') ? perlRun(words) : undefined;
  return perl ?? run(stage, words, variables, watch);
}

/** A file of a volume that a container's command names; undefined where it is none, or somebody writes it later. */
function mountedFile(
  { view, pod, container }: Stage,
  path: string,
): { readonly text: string; readonly isExecutable: boolean } | undefined {
  const isIn = ({ mountPath }: { readonly mountPath: string }): boolean =>
    path === mountPath || path.startsWith(mountPath.replace(/\/?$/, '/'));
  if (!path.startsWith('/') || container.volumeMounts?.some(isIn) !== true) return undefined;
  const text = filesFrom(view, pod, container, []).read(path);
  if (text === undefined) return undefined;
  return { text, isExecutable: ownersIn(view, pod, container)(path).fileMode?.includes('x') !== false };
}

/** The shell that a script asks for; undefined of one that this shell cannot read. */
const readableShellOf = (text: string): string | undefined =>
  'error' in parseScript(text) ? undefined : shellOf(text);

const common = new Set([
  'sleep',
  'echo',
  'tail',
  'cat',
  'env',
  'date',
  'printenv',
  'true',
  'false',
  'wget',
  'ls',
  'agnhost',
]);

function run(
  { view, pod, container, written, others: known }: Stage,
  words: readonly string[],
  environment: ReadonlyMap<string, string>,
  watch: Watch,
): Program {
  let sawWorld = false;
  const presentMs = view.now - watch.startedAt;
  let others = known;
  const theOthers = () => (others ??= othersOf(view, pod, container, watch.startedAt + watch.untilMs));
  let tree: (ReturnType<typeof watched> & { readonly upTo: (now: number) => void }) | undefined;
  const touchedAtMs: number[] = [];
  const story = new Story();
  let course: Course | undefined;
  let owners: ReturnType<typeof ownersIn> | undefined;
  const plant = () => {
    const mounts = mountsOf(view, pod, container);
    const { versions } = theOthers();
    const later = versions.findIndex(({ at }) => at > watch.startedAt);
    const before = later < 0 ? versions : versions.slice(0, later);
    if (hasClaims(pod)) sawWorld = true;
    const planted = filesFrom(view, pod, container, [...before, ...written]);
    const grown = watched(planted, isReadOnlyIn(view, pod, container), (path) => {
      const { ms = 0, now = 0 } = course ?? {};
      touchedAtMs.push(ms);
      const place = placeOf(pod, container, mounts, path);
      if (place.place.startsWith('volume/')) story.tell(now, place, planted.read(path));
    });
    return { ...grown, upTo: following(planted, mounts, versions.slice(before.length)) };
  };
  const files = () => {
    tree ??= plant();
    const { knownUntil } = theOthers();
    if (course !== undefined) {
      if (course.now > knownUntil) course.waitUntil(knownUntil - watch.startedAt);
      tree.upTo(course.now);
    }
    return tree;
  };
  const served = new Map<Pod, Map<Container, Files>>();
  /** Who asks in a loop is answered out of the same files. */
  const othersFiles = (other: Pod, of: Container): Files => {
    const ofPod = served.get(other) ?? new Map<Container, Files>();
    const known =
      ofPod.get(of) ?? filesFrom(view, other, of, other === pod ? [...theOthers().written, ...written] : []);
    served.set(other, ofPod.set(of, known));
    return known;
  };
  const begin = (begun: Course) => {
    course = begun;
    const setting: Setting = {
      get view() {
        sawWorld = true;
        if (begun.ms > presentMs) begun.waitUntil(begun.ms);
        return asOf(view, begun.now);
      },
      pod,
      container,
      filesOf: othersFiles,
      turn: 0,
    };
    const turn = function* () {
      begun.turn();
      yield { type: 'out', text: '' } as const;
    };
    const tools = new Assuming(begun, watch.ends);
    installTools(tools, setting, { tty: false, turn });
    const [name = '', ...args] = words;
    const session = {
      files: lazily(() => files().files),
      environment: new Map(environment),
      folder: container.workingDir ?? imageOf(container).workingDir ?? '/',
      history: () => [],
      memory: new Map(),
      ownerOf: (path: string) => (owners ??= ownersIn(view, pod, container))(path),
    };
    return tools.get(name).run(args, session);
  };
  const simulated = simulate(begin, { ...watch, hears: container.stdin === true });
  const touched = tree?.taken() ?? [];
  const lastWords = tree?.files.read(container.terminationMessagePath ?? '/dev/termination-log') ?? '';
  return {
    ...simulated,
    sawWorld: sawWorld || others?.sawWorld === true,
    written:
      tree === undefined || touched.length === 0
        ? []
        : keptAfter(view, pod, container, [], tree.files, touched),
    story: story.told(),
    touchedAtMs,
    lastWords,
  };
}

/** Most scripts look at no file. */
export function lazily(
  files: () => ReturnType<typeof watched>['files'],
): ReturnType<typeof watched>['files'] {
  return {
    read: (path) => files().read(path),
    write: (path, text) => files().write(path, text),
    remove: (path) => files().remove(path),
    makeFolder: (path) => files().makeFolder(path),
    isFolder: (path) => files().isFolder(path),
    list: (path) => files().list(path),
  };
}

/** False where the container is to run for ever: in a Pod that starts it again whenever it ends. */
export function isToEnd(pod: Pod, container: Container): boolean {
  if (container.restartPolicy === 'Always') return false;
  if (pod.spec.initContainers?.some(({ name }) => name === container.name) === true) return true;
  return (pod.spec.restartPolicy ?? 'Always') !== 'Always';
}

interface Scripted {
  readonly container: Container;
  readonly startedAt: number;
  readonly isRunning: boolean;
}

/** The present runs of the containers that were told what to do. */
function scriptedRuns({ spec, status }: Pod): readonly Scripted[] {
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return [...(spec.initContainers ?? []), ...spec.containers].flatMap((container) => {
    if ((container.command ?? container.args) === undefined) return [];
    const state = statuses.find(({ name }) => name === container.name)?.state;
    const startedAt = parseTime(state?.running?.startedAt ?? state?.terminated?.startedAt ?? '');
    return startedAt === undefined ? [] : [{ container, startedAt, isRunning: state?.running !== undefined }];
  });
}

/** Which runs there are beside that of a container, whose files it may see: others once one of them begins. */
export function runsBeside(pod: Pod, container?: Container): string {
  const { containers, initContainers = [] } = pod.spec;
  if (containers.length + initContainers.length === 1) return '';
  return scriptedRuns(pod)
    .map((run) => (run.container === container ? '' : `${run.container.name} ${run.startedAt}`))
    .join();
}

/** When a script of the Pod next changes a file, as far as is known: Infinity where none does. */
export function touchesAt(view: ReadView, pod: Pod): number {
  let next = Infinity;
  for (const { container, startedAt, isRunning } of scriptedRuns(pod)) {
    if (!isRunning) continue;
    const ranMs = view.now - startedAt;
    const watch = { startedAt, untilMs: 2 * ranMs + MINUTE_MS, ends: isToEnd(pod, container) };
    const program = programOf({ view, pod, container, written: [] }, watch);
    if (program === undefined) continue;
    const { touchedAtMs, endsAfterMs, knownUntilMs } = program;
    const touch = touchedAtMs.find((ms) => ms > ranMs);
    next = Math.min(next, startedAt + (touch ?? (endsAfterMs === undefined ? knownUntilMs : Infinity)));
  }
  return next;
}

/** A container begins so long after the one before it, though the kubelet starts both within a second. */
const apartMs = 200;

interface Followed {
  readonly run: Scripted;
  readonly program: Program;
}

/** Scripts of a Pod followed until a moment, each as it hears of those before it, and of those behind it as they were heard before. */
function round(
  view: ReadView,
  pod: Pod,
  runs: readonly Scripted[],
  until: number,
  heard: readonly Followed[],
): readonly Followed[] {
  const followed: Followed[] = [];
  for (const [place, run] of runs.entries()) {
    const { container, startedAt } = run;
    const behind = heard.filter((each) => runs.indexOf(each.run) >= place);
    const others = told([...followed, ...behind], container);
    const watch = { startedAt, untilMs: until - startedAt, ends: isToEnd(pod, container) };
    const program = programOf({ view, pod, container, written: [], others }, watch);
    if (program !== undefined) followed.push({ run, program });
  }
  return followed;
}

/** Two rounds let one answer another; where nothing is shared, one tells all. */
function follow(view: ReadView, pod: Pod, all: readonly Scripted[], until: number): readonly Followed[] {
  const runs = all.filter(({ startedAt }) => startedAt <= until);
  const first = round(view, pod, runs, until, []);
  const isShared = runs.some(({ container }, place) =>
    runs.slice(place + 1).some((other) => share(pod, container, other.container)),
  );
  return isShared ? round(view, pod, runs, until, first) : first;
}

/** What those who were followed tell one of them, or one who comes after them. */
function told(all: readonly Followed[], container: Container): Others {
  const found = all.findIndex(({ run }) => run.container === container);
  const own = found < 0 ? all.length : found;
  const versions: Version[] = [];
  let knownUntil = Infinity;
  let sawWorld = false;
  for (const [place, { program, run }] of all.entries()) {
    if (place === own) continue;
    const leadMs = Math.max(0, own - place) * apartMs;
    for (const version of program.story) versions.push({ ...version, at: version.at - leadMs });
    if (program.endsAfterMs === undefined)
      knownUntil = Math.min(knownUntil, run.startedAt + program.knownUntilMs);
    sawWorld ||= program.sawWorld;
  }
  versions.sort((a, b) => a.at - b.at);
  return { versions, knownUntil, sawWorld, written: latest(all.slice(0, own)) };
}

/** What followed scripts have written in the end; of a file that several wrote, what the last of them did. */
function latest(all: readonly Followed[]): readonly Written[] {
  const kept = new Map<string, { readonly file: Written; readonly at: number }>();
  for (const { program } of all) {
    const at = new Map(program.story.map((version) => [`${version.place} ${version.path}`, version.at]));
    for (const file of program.written) {
      const key = `${file.place} ${file.path}`;
      const now = { file, at: at.get(key) ?? 0 };
      if ((kept.get(key)?.at ?? 0) <= now.at) kept.set(key, now);
    }
  }
  return [...kept.values()].map(({ file }) => file);
}

/** What the others of a Pod write: all that share a volume with it, else those that begin before it. */
function othersOf(view: ReadView, pod: Pod, container: Container, until: number): Others {
  const runs = scriptedRuns(pod);
  const own = runs.findIndex((run) => run.container === container);
  const isAlone = runs.every((run, place) => place === own || !share(pod, run.container, container));
  return told(follow(view, pod, isAlone && own >= 0 ? runs.slice(0, own) : runs, until), container);
}

/** What the present runs of a Pod's containers have written by now. */
export function scripted(view: ReadView, pod: Pod): readonly Written[] {
  return latest(follow(view, pod, scriptedRuns(pod), view.now));
}
