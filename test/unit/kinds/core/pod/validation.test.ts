// What is said of a Pod that is wrong: the rules of ValidatePodSpec beside those of scheduling, in their order.
import { describe, expect, it } from 'vitest';
import { worldOf } from '../../../../worlds/setup.ts';
import { ask } from '../../../apis/kubernetes/support.ts';

const world = worldOf();
const image = 'nginx:1.25';
const main = { name: 'main', image };

const judged = (spec: object): readonly string[] => refusedOf('Pod', { spec });

function refusedOf(kind: 'Pod' | 'PodTemplate', { metadata, ...object }: Partial<Record<string, object>>) {
  const body = { apiVersion: 'v1', kind, metadata: { name: 'a', ...metadata }, ...object };
  const path = `/api/v1/namespaces/demo/${kind.toLowerCase()}s?dryRun=All`;
  const { body: said } = ask(world, 'POST', path, { body });
  const { causes = [] } = (said as { readonly details?: { causes?: readonly Cause[] } }).details ?? {};
  return causes.map(({ field, message }) => `${field}: ${message}`);
}

interface Cause {
  readonly field: string;
  readonly message: string;
}

const ofPod = (more: object) => judged({ containers: [main], ...more });
const ofContainer = (more: object, volumes: readonly object[] = []) =>
  judged({ containers: [{ ...main, ...more }], volumes });

describe('a volume', () => {
  const at = 'spec.volumes[0]';
  it.each<[object, string[]]>([
    [{ hostPath: {} }, [`${at}.hostPath.path: Required value`]],
    [
      { hostPath: { path: '/a/../b', type: 'X' } },
      [
        `${at}.hostPath.path: Invalid value: "/a/../b": must not contain '..'`,
        `${at}.hostPath.type: Unsupported value: "X": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"`,
      ],
    ],
    [{ secret: {} }, [`${at}.secret.secretName: Required value`]],
    [
      { configMap: { name: 'c', defaultMode: 512, items: [{ key: 'k', path: '/x' }] } },
      [
        `${at}.configMap.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive`,
        `${at}.configMap.items[0].path: Invalid value: "/x": must be a relative path`,
      ],
    ],
    [
      { downwardAPI: { items: [{ path: '..x', fieldRef: { fieldPath: 'spec.nodeName' } }] } },
      [
        `${at}.downwardAPI.path: Invalid value: "..x": must not start with '..'`,
        `${at}.downwardAPI.fieldRef.fieldPath: Unsupported value: "spec.nodeName": supported values: "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"`,
      ],
    ],
    [
      { projected: { sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 5 } }] } },
      [
        `${at}.projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 5: may not specify a duration less than 10 minutes`,
      ],
    ],
    [{ nfs: { server: 's', path: 'x' } }, [`${at}.nfs.path: Invalid value: "x": must be an absolute path`]],
    [{ persistentVolumeClaim: {} }, [`${at}.persistentVolumeClaim.claimName: Required value`]],
    [{ ephemeral: {} }, [`${at}.ephemeral.volumeClaimTemplate: Required value`]],
    [
      { emptyDir: { sizeLimit: '-1' } },
      [`${at}.emptyDir.sizeLimit: Forbidden: SizeLimit field must be a valid resource quantity`],
    ],
    [
      { emptyDir: {}, hostPath: { path: '/x' } },
      [`${at}.hostPath: Forbidden: may not specify more than 1 volume type`],
    ],
  ])('%j', (source, expected) => {
    expect(ofPod({ volumes: [{ name: 'v', ...source }] })).toEqual(expected);
  });

  it('that is wrong is none that could be mounted', () => {
    const mounted = { volumeMounts: [{ name: 'v', mountPath: '/v' }] };
    expect(ofContainer(mounted, [{ name: 'v', secret: {} }])).toEqual([
      `${at}.secret.secretName: Required value`,
      'spec.containers[0].volumeMounts[0].name: Not found: "v"',
    ]);
  });
});

describe('a container', () => {
  const at = 'spec.containers[0]';
  const claim = [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }];
  it.each<[object, string[]]>([
    [{ env: [{ name: '1 is-fine' }] }, []],
    [
      { env: [{ name: 'a=b' }] },
      [
        `${at}.env[0].name: Invalid value: "a=b": a valid environment variable name must consist only of printable ASCII characters other than '='`,
      ],
    ],
    [
      { env: [{ name: 'a', valueFrom: {} }] },
      [
        `${at}.env[0].valueFrom: Invalid value: "": must specify one of: \`fieldRef\`, \`resourceFieldRef\`, \`configMapKeyRef\` or \`secretKeyRef\``,
      ],
    ],
    [
      { env: [{ name: 'a', valueFrom: { fieldRef: { fieldPath: 'spec.x' } } }] },
      [
        `${at}.env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.x": error converting fieldPath: field label not supported: spec.x`,
      ],
    ],
    [{ env: [{ name: 'a', valueFrom: { fieldRef: { fieldPath: "metadata.labels['x']" } } }] }, []],
    [
      { env: [{ name: 'a', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '2' } } }] },
      [
        `${at}.env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.cpu": only divisor's values 1m and 1 are supported with the cpu resource`,
      ],
    ],
    [
      { envFrom: [{}] },
      [`${at}.envFrom: Invalid value: "": must specify one of: \`configMapRef\` or \`secretRef\``],
    ],
    [
      { terminationMessagePolicy: 'X' },
      [
        `${at}.terminationMessagePolicy: Unsupported value: "X": supported values: "File", "FallbackToLogsOnError"`,
      ],
    ],
    [
      { volumeMounts: [{ name: 'v', mountPath: '/v', subPath: '/x' }] },
      [`${at}.volumeMounts.subPath: Invalid value: "/x": must be a relative path`],
    ],
    [
      { volumeMounts: [{ name: 'v', mountPath: '/v', mountPropagation: 'Bidirectional' }] },
      [
        `${at}.volumeMounts.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers`,
      ],
    ],
    [
      { volumeMounts: [{ name: 'v', mountPath: '/v' }], volumeDevices: [{ name: 'v', devicePath: '/d' }] },
      [
        `${at}.volumeMounts[0].name: Invalid value: "v": must not already exist in volumeDevices`,
        `${at}.volumeDevices[0].name: Invalid value: "v": must not already exist in volumeMounts`,
      ],
    ],
    [
      { resources: { requests: { 'example.com/gpu': '1' } } },
      [`${at}.resources.limits: Required value: Limit must be set for non overcommitable resources`],
    ],
    [
      { resources: { requests: { 'example.com/gpu': '1' }, limits: { 'example.com/gpu': '2' } } },
      [`${at}.resources.requests: Invalid value: "1": must be equal to example.com/gpu limit of 2`],
    ],
    [
      { resources: { limits: { 'hugepages-2Mi': '3Mi' } } },
      [
        `${at}.resources.limits[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi`,
        `${at}.resources.requests[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi`,
        `${at}.resources: Forbidden: HugePages require cpu or memory`,
      ],
    ],
    [
      { resources: { limits: { 'example.com/gpu': '1500m', gpu: '1', cpu: '-1' } } },
      [
        `${at}.resources.limits[example.com/gpu]: Invalid value: resource.Quantity{i:resource.int64Amount{value:1500, scale:-3}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"1500m", Format:"DecimalSI"}: must be an integer`,
        `${at}.resources.limits[gpu]: Invalid value: gpu: must be a standard resource type or fully qualified`,
        `${at}.resources.limits[gpu]: Invalid value: gpu: must be a standard resource for containers`,
        `${at}.resources.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0`,
        `${at}.resources.requests[example.com/gpu]: Invalid value: resource.Quantity{i:resource.int64Amount{value:1500, scale:-3}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"1500m", Format:"DecimalSI"}: must be an integer`,
        `${at}.resources.requests[gpu]: Invalid value: gpu: must be a standard resource type or fully qualified`,
        `${at}.resources.requests[gpu]: Invalid value: gpu: must be a standard resource for containers`,
        `${at}.resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0`,
      ],
    ],
    [
      { livenessProbe: { httpGet: { port: 0, scheme: 'X' }, successThreshold: 2 } },
      [
        `${at}.livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive`,
        `${at}.livenessProbe.httpGet.scheme: Unsupported value: "X": supported values: "HTTP", "HTTPS"`,
        `${at}.livenessProbe.successThreshold: Invalid value: 2: must be 1`,
      ],
    ],
    [{ readinessProbe: {} }, [`${at}.readinessProbe: Required value: must specify a handler type`]],
    [
      { startupProbe: { exec: { command: ['a'] }, tcpSocket: { port: 1 } } },
      [`${at}.startupProbe.tcpSocket: Forbidden: may not specify more than 1 handler type`],
    ],
    [
      { lifecycle: { preStop: { sleep: { seconds: 40 } } } },
      [
        `${at}.lifecycle.preStop.sleep: Invalid value: 40: must be non-negative and less than terminationGracePeriodSeconds (30)`,
      ],
    ],
    [{ restartPolicy: 'Always' }, [`${at}.restartPolicy: Forbidden: may not be set for non-init containers`]],
    [
      { securityContext: { runAsUser: -1, seccompProfile: { type: 'Localhost' } } },
      [
        `${at}.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive`,
        `${at}.securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost`,
      ],
    ],
    [{ image: ' x' }, [`${at}.image: Invalid value: " x": must not have leading or trailing whitespace`]],
  ])('%j', (more, expected) => {
    expect(ofContainer(more, claim)).toEqual(expected);
  });

  it('may not escalate what it says it does not', () => {
    const [said] = ofContainer({ securityContext: { privileged: true, allowPrivilegeEscalation: false } });
    expect(said).toMatch(
      /^spec\.containers\[0\]\.securityContext: Invalid value: core\.SecurityContext\{.*\}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true$/,
    );
  });

  it('shares no port of the node', () => {
    const ports = [{ containerPort: 80, hostPort: 80 }];
    const containers = [
      { ...main, ports },
      { name: 'b', image, ports },
    ];
    expect(judged({ containers })).toEqual([
      'spec.containers[1].ports[0].hostPort: Duplicate value: "TCP//80"',
    ]);
  });

  it('that ends before the others start has no probes, and no name of theirs', () => {
    const probed = { ...main, readinessProbe: { exec: { command: ['a'] } }, lifecycle: {} };
    const why = 'Forbidden: may not be set for init containers without restartPolicy=Always';
    expect(ofPod({ initContainers: [probed, { name: 'i', image, restartPolicy: 'Never' }] })).toEqual([
      'spec.initContainers[0].name: Duplicate value: "main"',
      `spec.initContainers[0].lifecycle: ${why}`,
      `spec.initContainers[0].readinessProbe: ${why}`,
      'spec.initContainers[1].restartPolicy: Unsupported value: "Never": supported values: "Always"',
    ]);
  });
});

describe('a Pod', () => {
  const wish =
    'spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey';
  it.each<[object, string[]]>([
    [
      { hostname: 'A' },
      [
        `spec.hostname: Invalid value: "A": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`,
      ],
    ],
    [
      { dnsPolicy: 'None' },
      ['spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None'],
    ],
    [
      { dnsConfig: { nameservers: ['x'], searches: ['_a.example.com', '.'], options: [{}] } },
      [
        'spec.dnsConfig.nameservers[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
        'spec.dnsConfig.options[0]: Required value: must not be empty',
      ],
    ],
    [
      { hostAliases: [{ ip: '1.2.3', hostnames: [] }] },
      [
        'spec.hostAliases[0].ip: Invalid value: "1.2.3": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      ],
    ],
    [{ os: { name: 'dos' } }, ['spec.os: Unsupported value: "dos": supported values: "linux", "windows"']],
    [
      { shareProcessNamespace: true, hostPID: true },
      [
        'spec.securityContext.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled',
      ],
    ],
    [
      { securityContext: { sysctls: [{ name: 'A', value: '1' }], supplementalGroups: [-1] } },
      [
        'spec.securityContext.supplementalGroups[0]: Invalid value: -1: must be between 0 and 2147483647, inclusive',
        'spec.securityContext.sysctls[0].name: Invalid value: "A": must have at most 253 characters and match regex ([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?',
      ],
    ],
    [
      { hostNetwork: true, containers: [{ ...main, ports: [{ containerPort: 80, hostPort: 81 }] }] },
      [
        'spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true',
      ],
    ],
    [{ terminationGracePeriodSeconds: -1 }, []],
    [
      { affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1 }] } } },
      [
        `${wish}: Required value: can not be empty`,
        `${wish}: Invalid value: "": name part must be non-empty`,
        `${wish}: Invalid value: "": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
      ],
    ],
    [
      { hostUsers: false, hostNetwork: true, hostPID: true },
      [
        'spec.hostNetwork: Forbidden: when `hostUsers` is false',
        'spec.hostPID: Forbidden: when `hostUsers` is false',
      ],
    ],
    [
      { os: { name: 'linux' }, securityContext: { windowsOptions: { runAsUserName: 'a' } } },
      ['spec.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod'],
    ],
    [
      {
        os: { name: 'windows' },
        shareProcessNamespace: true,
        securityContext: { fsGroup: 1, sysctls: [] },
        containers: [{ ...main, securityContext: { privileged: true, runAsUser: 1 } }],
      },
      [
        'spec.securityContext.fsGroup: Forbidden: cannot be set for a windows pod',
        'spec.shareProcessNamespace: Forbidden: cannot be set for a windows pod',
        'spec.containers[0].securityContext.privileged: Forbidden: cannot be set for a windows pod',
        'spec.containers[0].securityContext.runAsUser: Forbidden: cannot be set for a windows pod',
      ],
    ],
    [
      {
        affinity: {
          nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } },
        },
        dnsPolicy: 'None',
      },
      [
        'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term',
        'spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None',
      ],
    ],
  ])('%j', (more, expected) => {
    expect(ofPod(more)).toEqual(expected);
  });
});

describe('annotations that mean something', () => {
  const armor = 'container.apparmor.security.beta.kubernetes.io';
  const seccomp = 'seccomp.security.alpha.kubernetes.io/pod';
  const cost = 'controller.kubernetes.io/pod-deletion-cost';
  it.each<[Record<string, string>, string[]]>([
    [{ [cost]: '+1' }, [`[${cost}]: Invalid value: "+1": must be a 32bit integer`]],
    [{ [cost]: '2147483648' }, [`[${cost}]: Invalid value: "2147483648": must be a 32bit integer`]],
    [{ [cost]: '-5' }, []],
    [{ [seccomp]: 'none' }, [`.${seccomp}: Invalid value: "none": must be a valid seccomp profile`]],
    [{ [seccomp]: 'localhost/../a' }, [`.${seccomp}: Invalid value: "../a": must not contain '..'`]],
    [{ [`${armor}/main`]: 'localhost/a' }, []],
    [
      { [`${armor}/other`]: 'a' },
      [
        `[${armor}/other]: Invalid value: "other": container not found`,
        `[${armor}/other]: Invalid value: "a": invalid AppArmor profile name: "a"`,
      ],
    ],
  ])('%j', (annotations, expected) => {
    const said = refusedOf('Pod', { metadata: { annotations }, spec: { containers: [main] } });
    expect(said).toEqual(expected.map((rest) => `metadata.annotations${rest}`));
    const template = { metadata: { annotations }, spec: { containers: [main] } };
    expect(refusedOf('PodTemplate', { template })).toEqual(
      expected.map((rest) => `template.annotations${rest}`),
    );
  });

  it('are not looked at before labels', () => {
    const template = { metadata: { labels: { a: '-' } }, spec: { ephemeralContainers: [], containers: [] } };
    expect(refusedOf('PodTemplate', { template }).map((text) => text.slice(0, 40))).toEqual([
      'template.labels: Invalid value: "-": a v',
      'template.spec.containers: Required value',
    ]);
  });
});
