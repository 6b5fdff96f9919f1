// What a container does while it runs, told by its image, its command and its arguments: what it prints, whether and when it ends,
// with which code; and what the scripts of one Pod hear of each other. The rules are part of the product: kinds/README.md.
import type { Container } from '#types';
import { shortName } from '../../kinds/core/pod/image.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { shellOf } from '../../shell/execute.ts';
import { parseScript } from '../../shell/parse.ts';
import { MINUTE_MS, parseTime } from '../../std/time.ts';
import type { ReadView } from '../../store/view.ts';
import { environmentOf, expandVariables } from '../environment.ts';
import { isAgnhost } from '../image.ts';
import { ownersIn } from '../owners.ts';
import { filesFrom, type Written } from '../written.ts';
import { notFound } from './assumed.ts';
import { interpreters, ownProgram, perlRun } from './own-program.ts';
import { runPython } from './python.ts';
import { run } from './run.ts';
import { isToEnd, plain, type Program, type Stage, type Watch } from './stage.ts';
import { share, type Others, type Version } from './stories.ts';

const isShell = (program: string): boolean => /^(ba|a|da|z)?sh$/.test(program);

/** What a run of the container does from its start for as long as is looked at; undefined where nothing is known of it. */
export function programOf(stage: Stage, watch: Watch): Program | undefined {
  const { view, pod, container } = stage;
  const others = (until: number): Others => othersOf(view, pod, container, until);
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
  if (shell !== undefined) return run(stage, [shell, ...words], variables, watch, others);
  if (program.startsWith('python') && words.includes('-c')) {
    const environment = Object.fromEntries(variables);
    const run = runPython(words[words.indexOf('-c') + 1] ?? '', environment, watch.untilMs);
    if (run !== undefined) return { ...plain(run.endsAfterMs), ...run };
  }
  const perl = program.startsWith('perl') ? perlRun(words) : undefined;
  return perl ?? run(stage, words, variables, watch, others);
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
