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
  // A program that chooses one of several kubectls, as Google's SDK has it, explains its own flags before it starts one.
  { since: 99, older: /^Usage of dispatcher-kube-config:\n(?: .*\n)+/gm, recorded: '' },
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
  { since: 33, older: /(scheme\/register\.go:)\d+/g, recorded: (_, file) => `${file}84` },
  { since: 33, older: /(helpers\.go:)\d+/g, recorded: (_, file) => `${file}703` },
  {
    since: 31,
    older: /^(Emmdd hh:mm:ss\.uuuuuu pid memcache\.go:265\] )([^"].*)$/gm,
    recorded: (_, head, message) => `${head}"Unhandled Error" err=${JSON.stringify(message)}`,
  },
  { since: 30, older: /pkg\/runtime\/scheme\.go:100/g, recorded: 'pkg/scheme/scheme.go:28' },
  { since: 31, older: /due to error:(?! )/g, recorded: 'due to error: ' },
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
      'kubectl autoscale deploy web --max=3 -o json | head -30',
      'kubectl autoscale deploy shown --min=1 --max=5 --cpu-percent=40 --dry-run=client -o json',
      'kubectl describe ds agent',
      'kubectl get configmap taken --match-server-version',
      'kubectl gett pods',
      `printf '{"apiVersion": "v1", "kind": }\\n' | kubectl apply -f -`,
    ],
  ],
  [
    32,
    [
      'kubectl top node',
      'kubectl top node esxi-01.sandbox.lab --show-capacity',
      'kubectl top node -l kubernetes.io/os=ESXi --sort-by memory',
      'kubectl cluster-info dump --namespaces dumped --output-directory=d -o yaml; ls d d/dumped d/dumped/once; cat d/dumped/once/logs.txt d/dumped/services.yaml',
      'kubectl cluster-info foo',
      'kubectl get deploy web --subresource=log',
      "kubectl patch deploy web --subresource=nothing --type=merge -p '{}'",
      "kubectl debug web --copy-to=three --set-image='*=httpd'",
      "printf 'securityContext:\\n  runAsUser: 5\\nenv:\\n- name: A\\n  value: b\\n' > part.yaml; kubectl debug custom --image=busybox --custom=part.yaml -c dbg -q -- sleep 1000; kubectl get pod custom -o jsonpath='{.spec.ephemeralContainers}'",
      `kubectl debug custom --image=busybox --custom=part.yaml -c dbg2 -q --env=A=z --env=B=c --copy-to=copied -- sleep 1000; kubectl get pod copied -o jsonpath='{range .spec.containers[1].env[*]}{.name}={.value}{"\\n"}{end}{.spec.containers[1].securityContext}' | sort`,
      'kubectl get deploy web --subresource=foo',
      'kubectl apply --subresource=status -f x.yaml',
      "kubectl get deploy web -o yaml > web.yaml; sed -i -e 's/replicas: 2/replicas: 3/' web.yaml; kubectl apply --subresource=status -f web.yaml",
      'kubectl apply --subresource=status --server-side -f web.yaml',
      'kubectl edit deploy web --subresource=foo',
      'kubectl edit deploy web --subresource=scale',
      'kubectl apply --server-side --subresource=status -f new.yaml',
      'kubectl kustomize k -e A=b --mount x --network --network-name foo --helm-command helm3 --enable-alpha-plugins --helm-debug --helm-api-versions x --helm-kube-version 1 | head -2',
      'kubectl logs -f deploy/talk -c web --tail=1',
      'kubectl scale deploy/nothing --replicas=1',
      'kubectl scale deploy coredns -n kube-system --replicas=0',
      'kubectl scale pod/nothing --replicas=1',
      'kubectl describe -f t.yaml; kubectl delete -f t.yaml; kubectl scale -f t.yaml --replicas=1; kubectl wait -f t.yaml --for=delete; kubectl rollout status -f t.yaml; kubectl logs -f t.yaml',
    ],
  ],
  [
    31,
    [
      'kubectl create token default --bound-object-kind=Deployment --bound-object-name=x',
      'kubectl wait --for=create cm/none --timeout=1s',
      'kubectl debug web --image=busybox --profile=general --copy-to=two -c side --keep-labels -- sleep 1000',
      `for pod in two three four; do kubectl get pod $pod -o jsonpath='{.metadata.labels} {.spec.containers} {.spec.shareProcessNamespace}{"\\n"}'; done`,
      'kubectl debug custom --image=busybox --custom=nope.json',
      `echo '{"image":"x"}' > bad.json; kubectl debug custom --image=busybox --custom=bad.json`,
      "printf 'a: [' > bad.yaml; kubectl debug custom --image=busybox --custom=bad.yaml 2>&1 | cut -c1-60",
      'kubectl describe -k base',
      'kubectl describe svc page | grep -c Endpoints',
      'kubectl kustomize old',
      "printf 'resources: [a.yaml]\\npatches: [{path: none.yaml}]\\n' > bad/kustomization.yaml; kubectl kustomize bad",
      `printf 'namePrefix: x\\npatches: [{patch: "kind: A\\\\napiVersion: v1\\\\nmetadata: {name: b}"}]\\n' > loop/kustomization.yaml; kubectl kustomize loop`,
      'kubectl run x --image=nginx --cascade=foo',
      'kubectl run x2 --image=nginx --cascade=true --restart=Never',
      'kubectl run x3 --image=nginx --grace-period=3',
      'kubectl run x4 --image=nginx --force',
      'kubectl run x5 --image=nginx --wait --timeout=3s',
      'kubectl run x6 --image=nginx -f w.yaml',
      'kubectl create --raw /api/v1/namespaces/demo/configmaps',
      'kubectl describe ing web all',
      'kubectl describe ing web',
      'kubectl describe netpol web deny in-only',
      'kubectl create secret docker-registry r1 --from-file=dir/one.txt --dry-run=client -o yaml',
      'kubectl create secret docker-registry r1 --from-file=dir/one.txt --from-file=y=dir/one.txt --docker-username=a --dry-run=client -o yaml',
      'kubectl create secret docker-registry r1 --from-file=dir/one.txt --from-file=dir/bin --dry-run=client',
      'kubectl create secret docker-registry r1 --from-file=dir --dry-run=client',
      'kubectl logs deploy/web --all-pods --prefix --tail=1 | wc -l',
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
      'kubectl logs none --since=1h --since-time=2020-01-01T00:00:00Z',
      'kubectl logs svc/none',
      'kubectl rollout history deployment/web --revision=2',
      'kubectl rollout undo deployment/web --dry-run=client --to-revision=3',
      'kubectl wait --for=CREATE deploy/none',
    ],
  ],
  [
    30,
    [
      'kubectl create token default --duration=-1s',
      'kubectl config set-credentials u --exec-command=a --exec-api-version=client.authentication.k8s.io/v1 --exec-arg=b --exec-env=A=b --exec-interactive-mode=Never --exec-provide-cluster-info; kubectl config view',
      'kubectl config set-credentials u --auth-provider=oidc --auth-provider-arg=a=b; kubectl config view',
      'kubectl config set-credentials u --auth-provider-arg=a-; kubectl config view',
      'kubectl config set-credentials c --exec-interactive-mode=Sometimes',
      'kubectl explain deploy.spec.strategy --recursive',
      'kubectl debug web --copy-to=four -c web --profile=sysadmin --share-processes=false --same-node -- sleep 100',
      'kubectl describe job sum',
      'kubectl explain boat.spec.sails --recursive',
      'kubectl describe cronjob',
      'kubectl describe job/sum --show-events=false',
      'kubectl explain deploy.spec.strategy.rollingUpdate.maxSurge | head -12',
      'kubectl explain ingress.spec.rules.http.paths.pathType | head -12',
      'kubectl explain vm.spec.vmMetadata',
      'kubectl explain tkc.spec.topology.controlPlane',
      'kubectl logs nope',
      'kubectl logs deploy/nope',
      'kubectl port-forward vmclass/best-effort-small 80',
      'kubectl describe sts db',
      'kubectl describe rc old',
      'kubectl rollout history sts/db --revision=2',
      'kubectl rollout undo sts/db --dry-run=client',
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
