// A command that the kubelet runs in a container for a probe or a hook: what it says, how it ends, and how long that would go on
// being so. It takes simulated time of its own, which the world's does not wait for.
import type { Container } from '#types';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import type { ReadView } from '../../store/view.ts';
import { environmentOf } from '../environment.ts';
import { imageOf } from '../image.ts';
import { Assuming, notFound } from '../script/assumed.ts';
import { scripted, touchesAt } from '../script/program.ts';
import { lazily } from '../script/run.ts';
import { simulate, type Course } from '../script/simulate.ts';
import type { Setting } from '../setting.ts';
import { installTools } from '../tools.ts';
import { filesFrom, isReadOnlyIn, keptAfter, watched, type Written } from '../written.ts';

export interface CommandRun {
  /** What it printed, both streams as they came. */
  readonly output: string;
  /** Undefined where it took longer than it was given. */
  readonly exitCode: number | undefined;
  readonly tookMs: number;
  /** There is no such program: the runtime's words. */
  readonly trouble?: string;
  /** Until when the same command would do the same, in simulated milliseconds. */
  readonly holdsUntil: number;
  /** The files that it wrote. */
  readonly written: readonly Written[];
}

/** @param patienceMs how long it may take */
export function runCommand(
  view: ReadView,
  pod: Pod,
  container: Container,
  written: readonly Written[],
  words: readonly string[],
  patienceMs: number,
): CommandRun {
  const [name = '', ...args] = words;
  if (notFound.test(name)) {
    const trouble = `exec: "${name}": executable file not found in $PATH: unknown`;
    return { output: '', exitCode: undefined, tookMs: 0, trouble, holdsUntil: Infinity, written: [] };
  }
  let sawWorld = false;
  let tree: ReturnType<typeof watched> | undefined;
  const files = () =>
    (tree ??= watched(
      filesFrom(view, pod, container, [...scripted(view, pod), ...written]),
      isReadOnlyIn(view, pod, container),
    ));
  const begin = (course: Course) => {
    const setting: Setting = {
      get view() {
        sawWorld = true;
        return view;
      },
      pod,
      container,
      filesOf: (other, of) => filesFrom(view, other, of, other === pod ? written : []),
      turn: 0,
    };
    const tools = new Assuming(course, true, 1);
    const turn = function* () {
      course.turn();
      yield { type: 'out', text: '' } as const;
    };
    installTools(tools, setting, { tty: false, turn });
    return tools.get(name).run(args, {
      files: lazily(() => files().files),
      environment: new Map(environmentOf(view, pod, container)),
      folder: container.workingDir ?? imageOf(container).workingDir ?? '/',
      history: () => [],
      memory: new Map(),
    });
  };
  const run = simulate(begin, { startedAt: view.now, untilMs: patienceMs });
  const touched = tree?.taken() ?? [];
  const isSteady = !sawWorld && !run.sawTime;
  return {
    output: run.lines.map(({ text }) => `${text}\n`).join(''),
    exitCode: run.endsAfterMs === undefined ? undefined : run.exitCode,
    tookMs: run.endsAfterMs ?? patienceMs,
    holdsUntil: !isSteady ? view.now : tree === undefined ? Infinity : touchesAt(view, pod),
    written: touched.length === 0 ? [] : keptAfter(view, pod, container, [], files().files, touched),
  };
}
