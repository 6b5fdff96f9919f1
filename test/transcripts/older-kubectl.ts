// What kubectl before the recordings' release words otherwise. A rule turns its words into the recorded ones; a command that no rule
// can help is not compared with a client so old. Everything else has to be the same in every client from 1.29 on.
import type { Outcome } from './transcript.ts';

/** The minor release that the recordings are of. */
export const recordedMinor = 33;

interface Rule {
  /** The first minor release that words it as it is recorded. */
  readonly since: number;
  readonly older: RegExp;
  readonly recorded: string | ((...match: readonly string[]) => string);
}

const rules: readonly Rule[] = [
  // What is said before any command runs begins with a capital in every release.
  { since: 33, older: /^Error: (?!flags cannot be placed)/gm, recorded: 'error: ' },
  {
    since: 33,
    older: /^Emmdd hh:mm:ss\.uuuuuu pid run\.go:\d+\] "command failed" err="(.*)"$/gm,
    recorded: (_, message) => `error: ${message.replace(/\\(.)/g, '$1')}`,
  },
  {
    since: 33,
    older: /^Emmdd hh:mm:ss\.uuuuuu pid run\.go:\d+\] "command failed" err=<\n((?:\t.*\n)+) >$/gm,
    recorded: (_, lines) => `error: ${lines.replace(/^\t/gm, '').trimEnd()}`,
  },
  {
    since: 33,
    older: /ConfigMapOptional: {7}<nil>/g,
    recorded: 'Optional:                false',
  },
  // The line of a source file.
  { since: 33, older: /(scheme\/register\.go:)83/g, recorded: (_, file) => `${file}84` },
  {
    since: 99,
    older: /("applyset\.kubernetes\.io\/tooling":"kubectl\/)v1\.\d+\.\d+[\w.-]*/g,
    recorded: '$1v1.33.1',
  },
  { since: 99, older: /difference between client \(1\.\d+\)/g, recorded: 'difference between client (1.33)' },
];

/** Commands that an older client answers quite otherwise, by the first release that answers as it is recorded. */
const commandsSince: readonly (readonly [minor: number, commands: readonly string[]])[] = [
  [
    33,
    [
      'kubectl autoscale deploy web -n demo --max=5 --cpu-percent=50 --dry-run=client -o yaml',
      'kubectl describe ds agent',
      'kubectl gett pods',
      `printf '{"apiVersion": "v1", "kind": }\\n' | kubectl apply -f -`,
    ],
  ],
  [
    32,
    [
      'kubectl logs -f deploy/talk -c web --tail=1',
      'kubectl scale deploy/nothing --replicas=1',
      'kubectl scale deploy coredns -n kube-system --replicas=0',
      'kubectl scale pod/nothing --replicas=1',
    ],
  ],
  [
    31,
    [
      'kubectl create',
      'kubectl create nothing',
      'kubectl describe deploy web',
      'kubectl explain pods.spec.containers.resources',
      'kubectl logs deploy/talk --all-pods -c web --prefix | sort',
      'kubectl rollout history deployment/web --revision=1',
      'kubectl wait --for=create deploy/web',
      'kubectl describe deployment/web',
      'kubectl describe rs',
      'kubectl describe svc web',
      'kubectl describe cm settings',
      'kubectl --kubeconfig /dev/null get pods',
      'KUBECONFIG=/dev/null kubectl get pods',
      'kubectl --server=https://nobody.lab:6443 get pods',
      'kubectl --server=https://127.0.0.1:1 get pods',
      'kubectl explain deploy.spec.strategy',
      'kubectl exec box ls',
      'kubectl explain svc.spec.ports',
      'kubectl explain deployments.spec.replicas',
      'kubectl explain pod.metadata.labels',
      'kubectl explain deploy.spec.template.spec.containers.livenessProbe.httpGet',
      'kubectl explain node.status.nodeInfo',
      'kubectl describe deployment page',
      'kubectl describe svc page',
      'kubectl logs none',
      'kubectl logs svc/none',
      'kubectl rollout history deployment/web --revision=2',
      'kubectl rollout undo deployment/web --dry-run=client --to-revision=3',
      'kubectl wait --for=CREATE deploy/none',
    ],
  ],
];

const answersSince: ReadonlyMap<string, number> = new Map(
  commandsSince.flatMap(([minor, commands]) => commands.map((command) => [command, minor] as const)),
);

export function isComparable(command: string, minor: number): boolean {
  return minor >= (answersSince.get(command) ?? 0);
}

/** Commands that an older client does not end with, by the first release that does: they are not asked of it. */
const endsSince: ReadonlyMap<string, number> = new Map([['kubectl port-forward deploy/web 8080:', 32]]);

export function isEndless(command: string, minor: number): boolean {
  return minor < (endsSince.get(command) ?? 0);
}

/** What a client of an older release printed, in the words of the recorded one. */
export function inRecordedWords({ out, err, code }: Outcome, minor: number): Outcome {
  const mend = (text: string): string =>
    rules
      .filter(({ since }) => minor < since)
      .reduce(
        (mended, { older, recorded }) =>
          typeof recorded === 'string'
            ? mended.replace(older, recorded)
            : mended.replace(older, (...match: string[]) => recorded(...match)),
        text,
      );
  return { out: mend(out), err: mend(err), code };
}
