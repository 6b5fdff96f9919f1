// What a container does while it runs, told by its image, its command and its arguments: what it prints, whether and when it ends,
// with which code. A pure function of Pod and container. The rules are part of the product: kinds/README.md.
import type { Container, EnvVar } from '#types';
import { latency } from '../../../../control/latency.ts';
import { limits } from '../../../../std/limits.ts';
import type { Pod } from '../pod.ts';
import { shortName } from '../image.ts';
import { builtins, notFound } from './commands.ts';
import { piDigits } from './pi.ts';
import { runPython } from './python.ts';
import { Shell, type Run, type Setting } from './shell.ts';

/** Images that serve until they are stopped. */
const servers =
  /nginx|httpd|apache|redis|mysql|mariadb|postgres|mongo|memcached|rabbitmq|kafka|zookeeper|etcd|consul|vault|pause|registry|traefik|haproxy|envoy|caddy|tomcat|jetty|wordpress|grafana|prometheus|elasticsearch|kibana|minio|agnhost|echo|hello-app|frontend|guestbook|server|proxy|web|api/;

/** Images whose own command is a shell or an interpreter: with nothing to read it ends at once. */
const interpreters =
  /^(busybox|alpine|ubuntu|debian|centos|fedora|rockylinux|almalinux|amazonlinux|bash|photon|perl|python|ruby|node|php|golang|openjdk|toolbox|curl)/;

export interface Program extends Run {
  /** It could not even be started, in the runtime's words. */
  readonly startError?: string;
}

function fieldOf(pod: Pod, path: string): string {
  const keyed = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (keyed !== null) return pod.metadata[keyed[1] as 'labels' | 'annotations']?.[keyed[2] as string] ?? '';
  const fields: Readonly<Record<string, string | undefined>> = {
    'metadata.name': pod.metadata.name,
    'metadata.namespace': pod.metadata.namespace,
    'metadata.uid': pod.metadata.uid,
    'spec.nodeName': pod.spec.nodeName,
    'spec.serviceAccountName': pod.spec.serviceAccountName,
    'status.hostIP': pod.status?.hostIP,
    'status.podIP': pod.status?.podIP,
  };
  return fields[path] ?? '';
}

function valueOf(pod: Pod, { value, valueFrom }: EnvVar): string {
  return value ?? (valueFrom?.fieldRef === undefined ? '' : fieldOf(pod, valueFrom.fieldRef.fieldPath));
}

/** What the container finds in its environment; values from elsewhere than its Pod are empty. */
function environment(pod: Pod, container: Container): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOSTNAME: pod.spec.hostname ?? pod.metadata.name,
    HOME: '/root',
  };
  for (const variable of container.env ?? [])
    variables[variable.name] = referred(valueOf(pod, variable), variables);
  return variables;
}

/** `$(NAME)` as kubelet fills it in; `$$` is a dollar. */
function referred(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([A-Za-z_][\w.-]*)\)/g, (whole, name: string | undefined) =>
    name === undefined ? '$' : (variables[name] ?? whole),
  );
}

const forever: Run = { lines: [], endsAfterMs: undefined, exitCode: 0 };
const endsAtOnce: Run = { lines: [], endsAfterMs: 0, exitCode: 0 };

/** The program of an image that was told nothing; undefined where nothing is known of it. */
function ownProgram(container: Container, ends: boolean): Run | undefined {
  const name = shortName(container.image ?? '');
  if (name === 'hello-world') {
    const text = 'This message shows that your installation appears to be working correctly.';
    const lines = ['', 'Hello from Docker!', text, ''].map((each) => ({ afterMs: 0, text: each }));
    return { lines, endsAfterMs: 0, exitCode: 0 };
  }
  const serves =
    (container.ports ?? []).length > 0 ||
    (container.livenessProbe ?? container.readinessProbe ?? container.startupProbe) !== undefined;
  if (!ends || serves || servers.test(name)) return forever;
  return interpreters.test(name) ? endsAtOnce : undefined;
}

function perlRun(words: readonly string[]): Run | undefined {
  const digits = /print bpi\((\d{1,4})\)/.exec(words.join(' '));
  if (digits === null) return undefined;
  const lines = [{ afterMs: latency.unknownProgramMs, text: piDigits(Number(digits[1])) }];
  return { lines, endsAfterMs: latency.unknownProgramMs, exitCode: 0 };
}

export interface Look {
  /** Simulated milliseconds since the Unix epoch at which the run began. */
  readonly startedAt: number;
  /** How long after that to look. */
  readonly untilMs: number;
  /** False where the container is to run for ever: what is not known then does. */
  readonly ends: boolean;
}

/** What a run of the container does from its start for as long as is looked at; undefined where nothing is known of it. */
export function programOf(pod: Pod, container: Container, look: Look): Program | undefined {
  const variables = environment(pod, container);
  const given = [...(container.command ?? []), ...(container.args ?? [])];
  const words = given.map((word) => referred(word, variables));
  const [first = ''] = words;
  const program = first.slice(first.lastIndexOf('/') + 1);
  const isShell = /^(ba|a|da|z)?sh$/.test(program);
  const isKnown = isShell || builtins.has(program) || /^(python|perl)/.test(program);
  const isImagesOwn = container.command === undefined && !isKnown;
  if (words.length === 0 || (isImagesOwn && !interpreters.test(shortName(container.image ?? ''))))
    return ownProgram(container, look.ends);
  if (notFound.test(first) && !isShell) {
    const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "${first}": executable file not found in $PATH: unknown`;
    return { ...endsAtOnce, exitCode: 128, startError: message };
  }
  const setting: Setting = {
    variables,
    startedAt: look.startedAt,
    untilMs: look.untilMs,
    stepsMax: limits.scriptStepsMax,
    unknownMs: look.ends ? latency.unknownProgramMs : undefined,
    parameters: isShell ? words.slice(words.findIndex((word) => /^-\w*c$/.test(word)) + 2) : [first],
  };
  if (program.startsWith('python')) {
    const source = words[words.indexOf('-c') + 1];
    const run = words.includes('-c') ? runPython(source ?? '', setting) : undefined;
    if (run !== undefined) return run;
  }
  if (program.startsWith('perl')) {
    const run = perlRun(words);
    if (run !== undefined) return run;
  }
  return new Shell(setting).program(first, words.slice(1));
}

/** False where the container is to run for ever: in a Pod that starts it again whenever it ends. */
export function isToEnd(pod: Pod, container: Container): boolean {
  if (container.restartPolicy === 'Always') return false;
  if (pod.spec.initContainers?.some(({ name }) => name === container.name) === true) return true;
  return (pod.spec.restartPolicy ?? 'Always') !== 'Always';
}

/** How far the end of a program is looked for: a year. */
const horizonMs = 366 * 24 * 3_600_000;

interface Known {
  readonly program: Program | undefined;
  /** What of the Pod the container may see: what it was told by. */
  readonly seen: readonly unknown[];
}

const known = new WeakMap<Container, Known>();

/** How and when a run of the container ends; looked at once for each container of each Pod. */
export function endingOf(pod: Pod, container: Container): Program | undefined {
  const { labels, annotations } = pod.metadata;
  const seen = [labels, annotations, pod.status?.podIP, pod.spec];
  let found = known.get(container);
  if (found === undefined || found.seen.some((part, place) => part !== seen[place])) {
    const look = { startedAt: 0, untilMs: horizonMs, ends: isToEnd(pod, container) };
    found = { program: programOf(pod, container, look), seen };
    known.set(container, found);
  }
  return found.program;
}
