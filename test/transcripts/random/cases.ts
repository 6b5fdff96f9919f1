// Random kubectl lines, played by the page's kubectl and by a real one against a world that equals the page's. Both have to print the
// same and leave the same objects.
import { dice } from '../../dice.ts';
import { clusterAdmin, type Checkpoint, type World } from '../../../src/world.ts';
import { pageSide, type Played } from '../page-side.ts';
import { findKubectl, realSide } from '../real-side.ts';
import { fourHosts, masked, worldFrom } from '../setting.ts';
import { recordedMinor } from '../older-kubectl.ts';
import { printOutcome, type Outcome } from '../transcript.ts';
import { draw, parseGrammar } from './grammar.ts';
import { files, setup } from './beginning.ts';
import { grammar } from './lines.ts';

export interface Share {
  readonly seed: number;
  readonly first: number;
  readonly cases: number;
}

const rules = parseGrammar(grammar);
/** Until everything runs and is measured. */
const settle = '5m';
/** Lines that a failure shows: of either side, and how many of them before the first that differs. */
const linesShown = 12;
const linesBefore = 3;

/** Where the objects are looked at, that lines may change. */
const looked = [
  '/api/v1/namespaces/demo/pods',
  '/api/v1/namespaces/demo/configmaps',
  '/api/v1/namespaces/demo/secrets',
  '/api/v1/namespaces/demo/services',
  '/api/v1/namespaces/demo/serviceaccounts',
  '/api/v1/namespaces/demo/resourcequotas',
  '/api/v1/nodes',
  '/api/v1/namespaces',
  '/apis/apps/v1/namespaces/demo/deployments',
  '/apis/apps/v1/namespaces/demo/replicasets',
  '/apis/apps/v1/namespaces/demo/statefulsets',
  '/apis/apps/v1/namespaces/demo/daemonsets',
  '/apis/batch/v1/namespaces/demo/jobs',
  '/apis/batch/v1/namespaces/demo/cronjobs',
  '/apis/autoscaling/v2/namespaces/demo/horizontalpodautoscalers',
  '/apis/policy/v1/namespaces/demo/poddisruptionbudgets',
  '/apis/networking.k8s.io/v1/namespaces/demo/ingresses',
  '/apis/rbac.authorization.k8s.io/v1/namespaces/demo/roles',
  '/apis/rbac.authorization.k8s.io/v1/namespaces/demo/rolebindings',
  '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
  '/apis/scheduling.k8s.io/v1/priorityclasses',
  '/apis/certificates.k8s.io/v1/certificatesigningrequests',
  '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  '/apis/sea.lab/v1/namespaces/demo/boats',
  '/apis/sea.lab/v1/namespaces/demo/ships',
  '/api/v1/namespaces/tight/pods',
];

/** Names that a client makes up. */
const madeUp = /\bdebugger-\w{5}\b/g;

/** Times that a client takes from its own clock. */
const wallClock = /("(?:lastUpdateTime|kubectl.kubernetes.io\/restartedAt)": ")[^"]*/g;

const writeFiles = Object.entries(files)
  .map(([name, text]) => `cat > ${name} <<'END'\n${text}END\n`)
  .join('');

let beginning: Promise<Checkpoint> | undefined;

/** The world in which every case begins. */
function begin(): Promise<Checkpoint> {
  beginning ??= (async () => {
    const page = pageSide();
    await page.direct('as admin');
    for (const line of [writeFiles, ...setup.trim().split('\n')]) {
      const { err, code } = await page.run(line);
      if (code !== 0) throw new Error(`${line}: ${err}`);
    }
    await page.direct(settle);
    return page.world.checkpoint();
  })();
  return beginning;
}

/** Throws where they differ, with the lines and what either said. */
export async function runKubectlCases({ seed, first, cases }: Share): Promise<void> {
  const kubectl = findKubectl();
  if ('missing' in kubectl) throw new Error(kubectl.missing);
  if (kubectl.minor !== recordedMinor)
    throw new Error(`${kubectl.path} is ${kubectl.version}; the page speaks as v1.${recordedMinor}`);
  const from = await begin();
  for (let number = first; number < first + cases; number++) {
    const page = pageSide(fourHosts, worldFrom(from));
    const real = await realSide(kubectl, worldFrom(from));
    try {
      const steps = draw(rules, 'case', dice(seed, number)).split(' ;; ');
      const difference = await compare(page, real, steps).catch(
        (error: unknown) => `thrown: ${String(error)}`,
      );
      if (difference !== undefined)
        throw new Error(`--from ${seed} case ${number}\n${steps.join('\n')}\n${difference}`);
    } finally {
      await real.end();
      await page.end();
    }
  }
}

async function compare(page: Played, real: Played, steps: readonly string[]): Promise<string | undefined> {
  for (const side of [page, real]) {
    await side.direct('as admin');
    await side.run(writeFiles);
  }
  for (const step of steps) {
    if (step.startsWith('@ ')) {
      for (const side of [page, real]) await side.direct(step.slice(2));
      continue;
    }
    const found = printed(await outcome(page, step));
    const difference = differenceOf(found, printed(await outcome(real, step)));
    if (difference !== undefined) return difference;
  }
  return objectsThatDiffer(page.world, real.world);
}

async function outcome(side: Played, line: string): Promise<Outcome> {
  try {
    return masked(await side.run(line));
  } catch (error) {
    return { out: '', err: `thrown: ${error instanceof Error ? error.message : String(error)}\n`, code: -1 };
  }
}

function printed(outcome: Outcome): readonly string[] {
  return printOutcome(outcome).map((line) => line.replace(madeUp, 'debugger-xxxxx'));
}

function objectsThatDiffer(page: World, real: World): string | undefined {
  for (const path of looked) {
    const difference = differenceOf(itemsOf(page, path), itemsOf(real, path));
    if (difference !== undefined) return `${path}\n${difference}`;
  }
  return undefined;
}

function itemsOf(world: World, path: string): readonly string[] {
  const answer = world.request({ method: 'GET', path }, clusterAdmin);
  if (!('body' in answer)) throw new Error(`${path} gave no list`);
  const { items } = JSON.parse(answer.body) as { readonly items?: unknown };
  return JSON.stringify(inOrder(items ?? null), undefined, 1)
    .replace(wallClock, '$1<time>')
    .split('\n');
}

/** The same value with its members by name. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, inOrder(member)]),
  );
}

/** The lines from shortly before the first that differs. */
function differenceOf(page: readonly string[], real: readonly string[]): string | undefined {
  const longest = page.length > real.length ? page : real;
  const at = longest.findIndex((_, index) => page[index] !== real[index]);
  if (at < 0) return undefined;
  const from = Math.max(0, at - linesBefore);
  const part = (lines: readonly string[]) => lines.slice(from, from + linesShown).join('\n');
  return `real, from line ${from + 1}\n${part(real)}\npage\n${part(page)}`;
}
