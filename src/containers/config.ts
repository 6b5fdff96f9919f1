// Why a container cannot be made of what it says: variables out of what is not there, a path of variables that are not there, a user that
// may not be root and would be.
// Source: kubernetes pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables; pkg/kubelet/kuberuntime/security_context.go.
import type { Container, EnvVar } from '#types';
import { latency } from '../control/latency.ts';
import type { Pod } from '../kinds/core/pod/pod.ts';
import { quoteGo } from '../std/go-quote.ts';
import { parseTime } from '../std/time.ts';
import type { ReadView } from '../store/view.ts';
import { environmentOf, expandVariables } from './environment.ts';
import { runsAsRoot } from './image.ts';
import { configTexts, secretTexts } from './reference.ts';

interface Reference {
  readonly name?: string;
  readonly key?: string;
  readonly optional?: boolean;
}

const kinds = {
  configmap: { texts: configTexts, title: 'ConfigMap' },
  secret: { texts: secretTexts, title: 'Secret' },
} as const;

/** What is missing of a ConfigMap or Secret, or of the one key that is wanted of it. */
function missing(
  kind: keyof typeof kinds,
  reference: Reference | undefined,
  namespace: string,
  view: ReadView,
): string | undefined {
  if (reference === undefined || reference.optional === true) return undefined;
  const { name = '', key } = reference;
  const { texts, title } = kinds[kind];
  const found = texts(view, namespace, name);
  if (found === undefined) return `${kind} ${quoteGo(name)} not found`;
  if (key === undefined || Object.hasOwn(found, key)) return undefined;
  return `couldn't find key ${key} in ${title} ${namespace}/${name}`;
}

function missingVariable({ valueFrom }: EnvVar, namespace: string, view: ReadView): string | undefined {
  return (
    missing('configmap', valueFrom?.configMapKeyRef, namespace, view) ??
    missing('secret', valueFrom?.secretKeyRef, namespace, view)
  );
}

function missingSource(container: Container, namespace: string, view: ReadView): string | undefined {
  for (const { configMapRef, secretRef } of container.envFrom ?? []) {
    const why =
      missing('configmap', configMapRef, namespace, view) ?? missing('secret', secretRef, namespace, view);
    if (why !== undefined) return why;
  }
  for (const variable of container.env ?? []) {
    const why = missingVariable(variable, namespace, view);
    if (why !== undefined) return why;
  }
  return undefined;
}

/** Why it may not run as the user that it would run as. */
function wrongUser({ metadata, spec }: Pod, container: Container): string | undefined {
  const own = container.securityContext;
  const { runAsNonRoot, runAsUser } = {
    runAsNonRoot: own?.runAsNonRoot ?? spec.securityContext?.runAsNonRoot,
    runAsUser: own?.runAsUser ?? spec.securityContext?.runAsUser,
  };
  if (runAsNonRoot !== true) return undefined;
  const { name, namespace = '', uid } = metadata;
  const where = `(pod: "${name}_${namespace}(${uid})", container: ${container.name})`;
  if (runAsUser === 0) return `container's runAsUser breaks non-root policy ${where}`;
  if (runAsUser !== undefined || !runsAsRoot(container)) return undefined;
  return `container has runAsNonRoot and image will run as root ${where}`;
}

/** What a container has of its own image, and kubelet does not know of. */
const ofImages = ['HOME', 'HOSTNAME', 'PATH'];

/** Why a part of a volume cannot be told that is named by variables. Source: kubernetes pkg/kubelet/kubelet_pods.go, makeMounts. */
function wrongPath(pod: Pod, container: Container, view: ReadView): string | undefined {
  const expressions = (container.volumeMounts ?? []).flatMap(({ subPathExpr = '' }) => subPathExpr || []);
  if (expressions.length === 0) return undefined;
  const known = new Map(environmentOf(view, pod, container));
  const own = (container.env ?? []).map(({ name }) => name);
  for (const name of ofImages) if (!own.includes(name)) known.delete(name);
  for (const expression of expressions) {
    const names = [...expression.matchAll(/\$\$|\$\(([^()]*)\)/g)].flatMap(([, name]) => name ?? []);
    const missing = [...new Set(names)].filter((name) => (known.get(name) ?? '') === '').sort();
    if (missing.length > 0) return `missing value for ${missing.join(', ')}`;
    const path = expandVariables(expression, known);
    if (path.startsWith('/')) return `error SubPath \`${path}\` must not be an absolute path`;
    if (path.split('/').includes('..'))
      return `unable to provision SubPath \`${path}\`: must not contain '..'`;
  }
  return undefined;
}

/** Undefined where the container can be made. */
export function configProblem(pod: Pod, container: Container, view: ReadView): string | undefined {
  return (
    missingSource(container, pod.metadata.namespace ?? '', view) ??
    wrongPath(pod, container, view) ??
    wrongUser(pod, container)
  );
}

/** From now to the next attempt: kubelet's resync of a Pod that failed, ever longer only for what nobody looks after. */
export function retryMs({ status }: Pod, now: number): number {
  const [least, most] = latency.configRetryMs;
  const since = parseTime(status?.startTime ?? '') ?? now;
  return Math.min(most, Math.max(least, Math.floor((now - since) / 20)));
}
