// What a container does while it runs, told by its image, its command and its arguments: what it prints, whether and when it ends,
// with which code. The rules are part of the product: kinds/README.md.
import type { Container } from '#types';
import { latency } from '../../control/latency.ts';
import { shortName } from '../../kinds/core/pod/image.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { MINUTE_MS, parseTime } from '../../std/time.ts';
import type { ReadView } from '../../store/view.ts';
import { expandVariables, environmentOf } from '../environment.ts';
import { imageOf } from '../image.ts';
import type { Files } from '../../shell/files.ts';
import type { Setting } from '../setting.ts';
import { installTools } from '../tools.ts';
import { filesFrom, isReadOnlyIn, keptAfter, watched, type Written } from '../written.ts';
import { Assuming, notFound } from './assumed.ts';
import { piDigits } from './pi.ts';
import { runPython } from './python.ts';
import { simulate, type Course, type Look, type Simulated } from './simulate.ts';
import { asOf } from './moment.ts';

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
  /** What the scripts of the containers before it wrote; found out where it is not said. */
  readonly before?: readonly Written[];
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
  /** What it wrote, and the scripts before it. */
  readonly written: readonly Written[];
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
  touchedAtMs: [],
  lastWords: '',
} as const;

/** What runs until it is stopped, or ends at once. */
function plain({ before = [] }: Stage, endsAfterMs: number | undefined): Program {
  return { ...still, endsAfterMs, written: before };
}

/** The program of an image that was told nothing; undefined where nothing is known of it. */
function ownProgram(stage: Stage, ends: boolean): Program | undefined {
  const { container } = stage;
  const name = shortName(container.image ?? '');
  if (name === 'hello-world') {
    const text = 'This message shows that your installation appears to be working correctly.';
    const lines = ['', 'Hello from Docker!', text, ''].map((each) => ({ afterMs: 0, text: each }));
    return { ...plain(stage, 0), lines };
  }
  const serves =
    container.stdin === true ||
    (container.ports ?? []).length > 0 ||
    (container.livenessProbe ?? container.readinessProbe ?? container.startupProbe) !== undefined;
  if (!ends || serves || servers.test(name)) return plain(stage, undefined);
  return interpreters.test(name) ? plain(stage, 0) : undefined;
}

function perlRun(words: readonly string[], stage: Stage): Program | undefined {
  const digits = /print bpi\((\d{1,4})\)/.exec(words.join(' '));
  if (digits === null) return undefined;
  const lines = [{ afterMs: latency.unknownProgramMs, text: piDigits(Number(digits[1])) }];
  return { ...plain(stage, latency.unknownProgramMs), lines };
}

const isShell = (program: string): boolean => /^(ba|a|da|z)?sh$/.test(program);

/** What a run of the container does from its start for as long as is looked at; undefined where nothing is known of it. */
export function programOf(stage: Stage, watch: Watch): Program | undefined {
  const { view, pod, container } = stage;
  const given = [...(container.command ?? []), ...(container.args ?? [])];
  if (given.length === 0) return ownProgram(stage, watch.ends);
  const variables = environmentOf(view, pod, container);
  const words = given.map((word) => expandVariables(word, variables));
  const [first = ''] = words;
  const program = first.slice(first.lastIndexOf('/') + 1);
  const isImages = interpreters.test(shortName(container.image ?? ''));
  const isKnown = isShell(program) || /^(python|perl)/.test(program) || isCommon(program);
  if (container.command === undefined && !isKnown && !isImages) return ownProgram(stage, watch.ends);
  if (notFound.test(first)) {
    const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "${first}": executable file not found in $PATH: unknown`;
    return { ...plain(stage, 0), exitCode: 128, startError: message };
  }
  if (program.startsWith('python') && words.includes('-c')) {
    const environment = Object.fromEntries(variables);
    const run = runPython(words[words.indexOf('-c') + 1] ?? '', environment, watch.untilMs);
    if (run !== undefined) return { ...plain(stage, run.endsAfterMs), ...run };
  }
  const perl = program.startsWith('perl') ? perlRun(words, stage) : undefined;
  return perl ?? run(stage, words, variables, watch);
}

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
]);
const isCommon = (program: string): boolean => common.has(program);

function run(
  { view, pod, container, written, before }: Stage,
  words: readonly string[],
  environment: ReadonlyMap<string, string>,
  watch: Watch,
): Program {
  let sawWorld = false;
  const presentMs = view.now - watch.startedAt;
  let tree: ReturnType<typeof watched> | undefined;
  let all: readonly Written[] | undefined;
  const present = () => (all ??= [...(before ?? scripted(view, pod, container)), ...written]);
  const touchedAtMs: number[] = [];
  let ms = () => 0;
  const files = () => {
    const isReadOnly = isReadOnlyIn(view, pod, container);
    return (tree ??= watched(filesFrom(view, pod, container, present()), isReadOnly, () =>
      touchedAtMs.push(ms()),
    ));
  };
  const served = new Map<Pod, Map<Container, Files>>();
  /** Who asks in a loop is answered out of the same files. */
  const othersFiles = (other: Pod, of: Container): Files => {
    const ofPod = served.get(other) ?? new Map<Container, Files>();
    const known = ofPod.get(of) ?? filesFrom(view, other, of, other === pod ? present() : []);
    served.set(other, ofPod.set(of, known));
    return known;
  };
  const begin = (course: Course) => {
    ms = () => course.ms;
    const setting: Setting = {
      get view() {
        sawWorld = true;
        if (course.ms > presentMs) course.waitUntil(course.ms);
        return asOf(view, course.now);
      },
      pod,
      container,
      filesOf: othersFiles,
      turn: 0,
    };
    const turn = function* () {
      course.turn();
      yield { type: 'out', text: '' } as const;
    };
    const tools = new Assuming(course, watch.ends);
    installTools(tools, setting, { tty: false, turn });
    const [name = '', ...args] = words;
    const session = {
      files: lazily(() => files().files),
      environment: new Map(environment),
      folder: container.workingDir ?? imageOf(container).workingDir ?? '/',
      history: () => [],
      memory: new Map(),
    };
    return tools.get(name).run(args, session);
  };
  const simulated = simulate(begin, { ...watch, hears: container.stdin === true });
  const touched = tree?.taken() ?? [];
  const lastWords = tree?.files.read(container.terminationMessagePath ?? '/dev/termination-log') ?? '';
  const after =
    touched.length === 0
      ? (before ?? [])
      : keptAfter(view, pod, container, before ?? [], files().files, touched);
  return { ...simulated, sawWorld, written: after, touchedAtMs, lastWords };
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

/** The present runs of the containers that were told what to do, up to one of them. */
function scriptedRuns({ spec, status }: Pod, upTo?: Container): readonly Scripted[] {
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const all = [...(spec.initContainers ?? []), ...spec.containers];
  const end = upTo === undefined ? -1 : all.indexOf(upTo);
  return (end < 0 ? all : all.slice(0, end)).flatMap((container) => {
    if ((container.command ?? container.args) === undefined) return [];
    const state = statuses.find(({ name }) => name === container.name)?.state;
    const startedAt = parseTime(state?.running?.startedAt ?? state?.terminated?.startedAt ?? '');
    return startedAt === undefined ? [] : [{ container, startedAt, isRunning: state?.running !== undefined }];
  });
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

/** What the present runs of a Pod's containers have written by now, up to one of them. */
export function scripted(view: ReadView, pod: Pod, upTo?: Container): readonly Written[] {
  let before: readonly Written[] = [];
  for (const { container, startedAt } of scriptedRuns(pod, upTo)) {
    const watch = { startedAt, untilMs: view.now - startedAt, ends: isToEnd(pod, container) };
    before = programOf({ view, pod, container, written: [], before }, watch)?.written ?? before;
  }
  return before;
}
