// One run of a command in its container, followed in simulated time: its files, those of the volumes that others write into as well.
import type { Container } from '#types';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import type { Files } from '../../shell/files.ts';
import { hasClaims } from '../disks.ts';
import { imageOf } from '../image.ts';
import { mountsOf } from '../mounts.ts';
import { ownersIn } from '../owners.ts';
import type { Setting } from '../setting.ts';
import { installTools } from '../tools.ts';
import { filesFrom, isReadOnlyIn, keptAfter, placeOf, watched } from '../written.ts';
import { Assuming } from './assumed.ts';
import { asOf } from './moment.ts';
import { simulate, type Course } from './simulate.ts';
import type { Program, Stage, Watch } from './stage.ts';
import { following, Story, type Others } from './stories.ts';

/** @param othersOf what the Pod's other scripts write until a moment, where the stage does not say it */
export function run(
  { view, pod, container, written, others: known }: Stage,
  words: readonly string[],
  environment: ReadonlyMap<string, string>,
  watch: Watch,
  othersOf: (until: number) => Others,
): Program {
  let sawWorld = false;
  const presentMs = view.now - watch.startedAt;
  let others = known;
  const theOthers = () => (others ??= othersOf(watch.startedAt + watch.untilMs));
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
