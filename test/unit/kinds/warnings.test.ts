// What a client is warned of that writes what is right: in the words, order and places of Kubernetes' strategies.
import { describe, expect, it } from 'vitest';
import { worldOf } from '../../worlds/setup.ts';
import { ask, mergePatch, strategicPatch, type Answered } from '../apis/kubernetes/support.ts';
import { widget, widgetsPath, worldWith } from './apiextensions/support.ts';

const world = worldOf();

function warned({ status, headers, body }: Answered): readonly string[] {
  if (status >= 300) throw new Error(JSON.stringify(body));
  return [headers['warning'] ?? []]
    .flat()
    .map((text) => JSON.parse(String(text).slice('299 - '.length)) as string);
}

const paths: Readonly<Record<string, string>> = {
  Pod: '/api/v1/namespaces/demo/pods',
  PodTemplate: '/api/v1/namespaces/demo/podtemplates',
  Service: '/api/v1/namespaces/demo/services',
  PersistentVolume: '/api/v1/persistentvolumes',
  PersistentVolumeClaim: '/api/v1/namespaces/demo/persistentvolumeclaims',
  ReplicationController: '/api/v1/namespaces/demo/replicationcontrollers',
  Deployment: '/apis/apps/v1/namespaces/demo/deployments',
  DaemonSet: '/apis/apps/v1/namespaces/demo/daemonsets',
  StatefulSet: '/apis/apps/v1/namespaces/demo/statefulsets',
  Job: '/apis/batch/v1/namespaces/demo/jobs',
  CronJob: '/apis/batch/v1/namespaces/demo/cronjobs',
  StorageClass: '/apis/storage.k8s.io/v1/storageclasses',
  RuntimeClass: '/apis/node.k8s.io/v1/runtimeclasses',
  Ingress: '/apis/networking.k8s.io/v1/namespaces/demo/ingresses',
};

const createdAs = (kind: string, object: object, name = 'a') =>
  warned(
    ask(world, 'POST', `${paths[kind]}?dryRun=All`, {
      body: {
        apiVersion: paths[kind]?.replace(/^\/apis?\//, '').replace(/\/(namespaces|[a-z]+$).*/, ''),
        kind,
        ...object,
        metadata: { name, ...(object as { metadata?: object }).metadata },
      },
    }),
  );

const main = { name: 'main', image: 'nginx' };
const labels = { app: 'a' };
const old = { nodeSelector: { 'beta.kubernetes.io/os': 'linux' }, containers: [main] };
const oldIs = (field: string) => `${field}: deprecated since v1.14; use "kubernetes.io/os" instead`;
const template = { metadata: { labels }, spec: old };
const selector = { matchLabels: labels };
const dots = (use: string) =>
  `metadata.name: this is used in ${use}, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]`;
const noPod = 'a null labelSelector results in matching no pod';
const hides = 'hides previous definition of "A", which may be dropped when using apply';

describe('a Pod', () => {
  const affinity = (terms: object) => ({ affinity: terms });
  const term = [{ matchExpressions: [{ key: 'beta.kubernetes.io/arch', operator: 'Exists' }] }];
  it.each<[string, object, readonly string[]]>([
    [
      'files over each other',
      {
        containers: [main],
        volumes: [
          {
            name: 'v',
            configMap: {
              name: 'c',
              items: [
                { key: 'a', path: 'a' },
                { key: 'b', path: 'a/b' },
              ],
            },
          },
          {
            name: 'w',
            projected: {
              sources: [
                { secret: { name: 's', items: [{ key: 'a', path: 'x' }] } },
                { configMap: { name: 'c', items: [{ key: 'a', path: 'y' }] } },
                { serviceAccountToken: { path: 'x/token' } },
              ],
            },
          },
        ],
      },
      [
        'volume "v" (ConfigMap "c"): overlapping paths: "a/b" with "a"',
        'volume "w" (Projected ServiceAccountToken): overlapping paths: "x/token" with "x"',
      ],
    ],
    ['labels of old', old, [oldIs('spec.nodeSelector[beta.kubernetes.io/os]')]],
    [
      'terms with labels of old',
      affinity({
        nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: term } },
      }),
      [
        'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/arch is deprecated since v1.14; use "kubernetes.io/arch" instead',
      ],
    ],
    [
      'a spread over nothing',
      { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'z', whenUnsatisfiable: 'DoNotSchedule' }] },
      [`spec.topologySpreadConstraints[0].labelSelector: ${noPod}`],
    ],
    [
      'peers of none',
      affinity({ podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'z' }] } }),
      [`spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector: ${noPod}`],
    ],
    [
      'a wish of nothing',
      affinity({
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 1, podAffinityTerm: { topologyKey: 'z' } },
          ],
        },
      }),
      [
        `spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector: ${noPod}`,
      ],
    ],
    [
      'volumes that are gone',
      { volumes: [{ name: 'v', gitRepo: { repository: 'https://example.com/a.git' } }] },
      ['spec.volumes[0].gitRepo: deprecated in v1.11, and disabled by default in v1.33+'],
    ],
    [
      'names twice',
      {
        hostAliases: [{ ip: '10.0.0.1' }, { ip: '10.0.0.1' }],
        imagePullSecrets: [{ name: 's' }, { name: 's' }, {}],
      },
      [
        'spec.hostAliases[1].ip: duplicate ip "10.0.0.1"',
        'spec.imagePullSecrets[1].name: duplicate name "s"',
        'spec.imagePullSecrets[2].name: invalid empty name ""',
      ],
    ],
    [
      'variables twice',
      {
        containers: [
          {
            ...main,
            env: [
              { name: 'A', value: 'a' },
              { name: 'A', value: '$(A)b' },
              { name: 'A', value: '$(A)' },
              { name: 'A', value: 'c' },
            ],
          },
        ],
      },
      [`spec.containers[0].env[2]: ${hides}`, `spec.containers[0].env[3]: ${hides}`],
    ],
    [
      'parts of bytes',
      { containers: [{ ...main, resources: { limits: { memory: '100m' } } }] },
      [
        'spec.containers[0].resources.limits[memory]: fractional byte value "100m" is invalid, must be an integer',
        'spec.containers[0].resources.requests[memory]: fractional byte value "100m" is invalid, must be an integer',
      ],
    ],
    [
      'ports twice',
      {
        containers: [
          { ...main, ports: [{ containerPort: 80 }, { containerPort: 80 }] },
          { ...main, name: 'side', ports: [{ containerPort: 80, hostPort: 80 }] },
        ],
      },
      [
        'spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]',
        'spec.containers[1].ports[0]: overlapping port definition with spec.containers[0].ports[0]',
        'spec.containers[1].ports[0]: overlapping port definition with spec.containers[0].ports[1]',
      ],
    ],
    [
      'an address for no port',
      { containers: [{ ...main, ports: [{ containerPort: 80, hostIP: '127.0.0.1' }] }] },
      [
        'spec.containers[0].ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:TCP HostIP:127.0.0.1}',
      ],
    ],
    [
      'less than no grace',
      { terminationGracePeriodSeconds: -1 },
      [
        'spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1',
      ],
    ],
    [
      'an address with zeros before it',
      { dnsConfig: { nameservers: ['010.0.0.1'] } },
      [
        'spec.dnsConfig.nameservers[0]: non-standard IP address "010.0.0.1" will be considered invalid in a future Kubernetes release: use "10.0.0.1"',
      ],
    ],
  ])('%s', (_what, spec, warnings) => {
    expect(createdAs('Pod', { spec: { containers: [main], ...spec } })).toEqual(warnings);
  });

  it('whose annotations are fields today', () => {
    const annotations = {
      'container.apparmor.security.beta.kubernetes.io/main': 'runtime/default',
      'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default',
    };
    expect(createdAs('Pod', { metadata: { annotations }, spec: { containers: [main] } })).toEqual([
      'metadata.annotations[container.apparmor.security.beta.kubernetes.io/main]: deprecated since v1.30; use the "appArmorProfile" field instead',
      'metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: non-functional in v1.27+; use the "seccompProfile" field instead',
    ]);
  });

  it('whose name is no label', () => {
    expect(createdAs('Pod', { spec: { containers: [main] } }, 'a.b')).toEqual([dots("the Pod's hostname")]);
  });
});

describe('a template', () => {
  const inTemplate = oldIs('spec.template.spec.nodeSelector[beta.kubernetes.io/os]');
  const ofNever = { ...template, spec: { ...old, restartPolicy: 'Never' } };
  const inJob = oldIs('spec.jobTemplate.spec.template.spec.nodeSelector[beta.kubernetes.io/os]');
  it.each<[string, string, object, readonly string[]]>([
    ['Deployment', 'a.b', { selector, template }, [dots('Pod names and hostnames'), inTemplate]],
    ['ReplicationController', 'a', { selector: labels, template }, [inTemplate]],
    ['DaemonSet', 'a.b', { selector, template }, [inTemplate]],
    ['Job', 'a.b', { template: ofNever }, [dots('Pod names and hostnames'), inTemplate]],
    [
      'Job',
      'a',
      {
        completionMode: 'Indexed',
        completions: 100_001,
        parallelism: 10_001,
        template: ofNever,
      },
      [
        'spec: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail',
        inTemplate,
      ],
    ],
    ['CronJob', 'a', { schedule: '* * * * *', jobTemplate: { spec: { template: ofNever } } }, [inJob]],
    [
      'StatefulSet',
      'a',
      {
        serviceName: 'a',
        selector,
        template,
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1500m' } } },
          },
        ],
      },
      [
        inTemplate,
        'spec.volumeClaimTemplates[0].resources.requests[storage]: fractional byte value "1500m" is invalid, must be an integer',
      ],
    ],
  ])('of a %s called %s', (kind, name, spec, warnings) => {
    expect(createdAs(kind, { spec }, name)).toEqual(warnings);
  });

  it('of nobody', () => {
    expect(createdAs('PodTemplate', { template })).toEqual([
      oldIs('template.spec.nodeSelector[beta.kubernetes.io/os]'),
    ]);
  });

  it('is warned of once more when it is another, and not otherwise', () => {
    const at = paths['Deployment'] as string;
    const body = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'once' } };
    ask(world, 'POST', at, { body: { ...body, spec: { replicas: 0, selector, template } } });
    const changed = (change: object, path = `${at}/once`) =>
      warned(ask(world, 'PATCH', path, { body: change, type: strategicPatch }));
    expect(changed({ metadata: { labels: { a: 'b' } } })).toEqual([]);
    expect(changed({ spec: { paused: true } })).toEqual([inTemplate]);
    expect(
      warned(ask(world, 'PATCH', `${at}/once/scale`, { body: { spec: { replicas: 1 } }, type: mergePatch })),
    ).toEqual([inTemplate]);
  });
});

describe('what stores and connects', () => {
  const claim = (storage: string) => ({
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage } },
  });
  const volume = { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/a' } };
  const classed = { annotations: { 'volume.beta.kubernetes.io/storage-class': 'c' } };
  const ofClass =
    'metadata.annotations[volume.beta.kubernetes.io/storage-class]: deprecated since v1.8; use "storageClassName" attribute instead';
  const byClass = { annotations: { 'kubernetes.io/ingress.class': 'nginx' } };
  const defaultBackend = { service: { name: 'a', port: { number: 80 } } };
  it.each<[string, object, readonly string[]]>([
    [
      'PersistentVolume',
      { metadata: classed, spec: { ...volume, persistentVolumeReclaimPolicy: 'Recycle' } },
      [
        ofClass,
        'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
      ],
    ],
    ['PersistentVolumeClaim', { metadata: classed, spec: claim('1Gi') }, [ofClass]],
    [
      'PersistentVolumeClaim',
      { spec: claim('0.5') },
      ['spec.resources.requests[storage]: fractional byte value "500m" is invalid, must be an integer'],
    ],
    [
      'StorageClass',
      {
        provisioner: 'example.com/p',
        allowedTopologies: [{ matchLabelExpressions: [{ key: 'beta.kubernetes.io/os', values: ['linux'] }] }],
      },
      [oldIs('allowedTopologies[0].matchLabelExpressions[0].key')],
    ],
    [
      'RuntimeClass',
      { handler: 'h', scheduling: { nodeSelector: { 'beta.kubernetes.io/os': 'linux' } } },
      [oldIs('scheduling.nodeSelector')],
    ],
    [
      'Service',
      {
        spec: {
          clusterIP: 'None',
          sessionAffinity: 'ClientIP',
          selector: labels,
          externalIPs: ['192.0.2.1'],
        },
      },
      [
        'spec.externalIPs is ignored for headless services',
        'spec.SessionAffinity is ignored for headless services',
      ],
    ],
    [
      'Service',
      { spec: { type: 'ExternalName', externalName: 'example.com', externalIPs: ['192.0.2.1'] } },
      ['spec.externalIPs is ignored when spec.type is "ExternalName"'],
    ],
    [
      'Service',
      { spec: { ports: [{ port: 80 }], externalName: 'example.com', externalIPs: ['2001:DB8::1'] } },
      [
        'spec.externalIPs[0]: IPv6 address "2001:DB8::1" should be in RFC 5952 canonical format ("2001:db8::1")',
        'spec.externalName is ignored when spec.type is not "ExternalName"',
      ],
    ],
    [
      'Service',
      { spec: { type: 'LoadBalancer', ports: [{ port: 80 }], loadBalancerSourceRanges: ['10.0.0.1/8'] } },
      [
        'spec.loadBalancerSourceRanges[0]: CIDR value "10.0.0.1/8" is ambiguous in this context (should be "10.0.0.0/8" or "10.0.0.1/32"?)',
      ],
    ],
    [
      'Ingress',
      { metadata: byClass, spec: { defaultBackend } },
      [`annotation "kubernetes.io/ingress.class" is deprecated, please use 'spec.ingressClassName' instead`],
    ],
    ['Ingress', { metadata: byClass, spec: { defaultBackend, ingressClassName: 'nginx' } }, []],
  ])('%s', (kind, object, warnings) => {
    expect(createdAs(kind, object)).toEqual(warnings);
  });
});

describe('a custom resource', () => {
  it('may have any finalizer, and hears of a better one', () => {
    const own = worldWith({ type: 'object' });
    const made = widget({});
    const finalizers = ['resources-finalizer.example.com', 'plain', 'example.com/mine'];
    const body = { ...made, metadata: { ...made.metadata, finalizers } };
    const better = (path: string) =>
      `prefer a domain-qualified finalizer name${path} to avoid accidental conflicts with other finalizer writers`;
    expect(warned(ask(own, 'POST', widgetsPath, { body }))).toEqual([
      `metadata.finalizers: "plain": ${better('')}`,
      `metadata.finalizers: "resources-finalizer.example.com": ${better(' including a path (/)')}`,
    ]);
    const change = { metadata: { finalizers: [...finalizers, 'other'] } };
    expect(warned(ask(own, 'PATCH', `${widgetsPath}/one`, { body: change, type: mergePatch }))).toEqual([
      `metadata.finalizers: "other": ${better('')}`,
    ]);
  });
});
