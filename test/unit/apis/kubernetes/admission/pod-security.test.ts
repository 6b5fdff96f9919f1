// The Pod security standards: every check's sentence, versions, warnings of workloads and of namespaces.
import { describe, expect, it } from 'vitest';
import type { World } from '../../../../../src/world.ts';
import { ask, mergePatch } from '../support.ts';
import { demo, inDemo, pod, post, said, warningsOf } from './support.ts';

const pods = inDemo('pods');
const mode = (name: string, value: string) => ({ [`pod-security.kubernetes.io/${name}`]: value });

interface Context {
  readonly securityContext?: object;
  readonly [member: string]: unknown;
}

/** A Pod of one container `a` that says this of itself, in a Pod that says that. */
const secured = (container: Context, spec: object = {}, metadata: object = {}) => ({
  metadata: { name: 'a', ...metadata },
  spec: { containers: [{ name: 'a', image: 'nginx:1.27', ...container }], ...spec },
});

const hardened = {
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  },
};

const violation = (level: string, found: string) =>
  `pods "a" is forbidden: violates PodSecurity "${level}": ${found}`;

describe('baseline', () => {
  it.each([
    [
      secured({ securityContext: { privileged: true } }),
      'privileged (container "a" must not set securityContext.privileged=true)',
    ],
    [secured({}, { hostNetwork: true, hostPID: true }), 'host namespaces (hostNetwork=true, hostPID=true)'],
    [secured({}, { volumes: [{ name: 'v', hostPath: { path: '/x' } }] }), 'hostPath volumes (volume "v")'],
    [
      secured({ ports: [{ containerPort: 80, hostPort: 8080 }] }),
      'hostPort (container "a" uses hostPort 8080)',
    ],
    [
      secured({ securityContext: { capabilities: { add: ['NET_ADMIN', 'CHOWN'] } } }),
      'non-default capabilities (container "a" must not include "NET_ADMIN" in securityContext.capabilities.add)',
    ],
    [
      secured({ securityContext: { procMount: 'Unmasked' } }, { hostUsers: false }),
      'procMount (container "a" must not set securityContext.procMount to "Unmasked")',
    ],
    [
      secured(
        { securityContext: { seccompProfile: { type: 'Unconfined' } } },
        { securityContext: { seccompProfile: { type: 'Unconfined' } } },
      ),
      'seccompProfile (pod and container "a" must not set securityContext.seccompProfile.type to "Unconfined")',
    ],
    [
      secured({ securityContext: { seLinuxOptions: { type: 'x', role: 'r' } } }),
      'seLinuxOptions (container "a" set forbidden securityContext.seLinuxOptions: type "x"; role may not be set)',
    ],
    [
      secured({ securityContext: { appArmorProfile: { type: 'Unconfined' } } }),
      'forbidden AppArmor profiles (container "a" and annotation must not set AppArmor profile type to "Unconfined", "container.apparmor.security.beta.kubernetes.io/a="unconfined"")',
    ],
    [
      secured({}, { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } }),
      'forbidden sysctls (kernel.msgmax)',
    ],
    [
      secured({ securityContext: { windowsOptions: { hostProcess: true } } }),
      'hostProcess (container "a" must not set securityContext.windowsOptions.hostProcess=true)',
    ],
  ])('refuses %o', (object, found) => {
    expect(said(demo(mode('enforce', 'baseline')), pods, object)).toBe(violation('baseline:latest', found));
  });

  it('lets an ordinary Pod pass', () => {
    expect(said(demo(mode('enforce', 'baseline')), pods, secured({}))).toBe('created');
  });
});

describe('restricted', () => {
  it('names everything that an ordinary Pod leaves open', () => {
    const two = pod('a', {}, { initContainers: [{ name: 'init', image: 'x' }] });
    expect(said(demo(mode('enforce', 'restricted')), pods, two)).toBe(
      violation(
        'restricted:latest',
        'allowPrivilegeEscalation != false (containers "init", "main" must set securityContext.allowPrivilegeEscalation=false), ' +
          'unrestricted capabilities (containers "init", "main" must set securityContext.capabilities.drop=["ALL"]), ' +
          'runAsNonRoot != true (pod or containers "init", "main" must set securityContext.runAsNonRoot=true), ' +
          'seccompProfile (pod or containers "init", "main" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
      ),
    );
  });

  const open = (securityContext: object) => ({
    securityContext: { ...hardened.securityContext, ...securityContext },
  });
  it.each([
    [
      secured(hardened, {
        volumes: [
          { name: 'v', nfs: { server: 's', path: '/' } },
          { name: 'w', hostPath: { path: '/' } },
        ],
      }),
      'restricted volume types (volumes "v", "w" use restricted volume types "hostPath", "nfs")',
    ],
    [secured(open({ runAsUser: 0 })), 'runAsUser=0 (container "a" must not set runAsUser=0)'],
    [
      secured(open({ runAsNonRoot: false })),
      'runAsNonRoot != true (container "a" must not set securityContext.runAsNonRoot=false)',
    ],
    [
      secured(open({ capabilities: { drop: ['ALL'], add: ['CHOWN'] } })),
      'unrestricted capabilities (container "a" must not include "CHOWN" in securityContext.capabilities.add)',
    ],
  ])('refuses %o', (object, found) => {
    expect(said(demo(mode('enforce', 'restricted')), pods, object)).toBe(
      violation('restricted:latest', found),
    );
  });

  it('lets a hardened Pod pass, and one whose Pod says it for its containers', () => {
    const world = demo(mode('enforce', 'restricted'));
    expect(said(world, pods, secured(hardened))).toBe('created');
    const { allowPrivilegeEscalation, capabilities, ...ofPod } = hardened.securityContext;
    const container = { securityContext: { allowPrivilegeEscalation, capabilities } };
    expect(said(world, pods, secured(container, { securityContext: ofPod }, { name: 'b' }))).toBe('created');
  });

  it('asks of an older version only what that one knew', () => {
    const world = demo({ ...mode('enforce', 'restricted'), ...mode('enforce-version', 'v1.7') });
    expect(said(world, pods, secured({}))).toBe(
      violation(
        'restricted:v1.7',
        'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)',
      ),
    );
  });
});

const deployment = {
  metadata: { name: 'web' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { hostNetwork: true, containers: [{ name: 'c', image: 'x' }] },
    },
  },
};

describe('a workload', () => {
  it.each([
    [
      mode('enforce', 'baseline'),
      ['would violate PodSecurity "baseline:latest": host namespaces (hostNetwork=true)'],
    ],
    [{ ...mode('enforce', 'baseline'), ...mode('warn', 'privileged') }, []],
    [
      mode('warn', 'baseline'),
      ['would violate PodSecurity "baseline:latest": host namespaces (hostNetwork=true)'],
    ],
    [mode('audit', 'restricted'), []],
  ])('in a namespace with %o is warned of', (labels, expected) => {
    const answer = post(demo(labels), inDemo('deployments', 'apis/apps/v1'), deployment);
    expect([answer.status, warningsOf(answer)]).toEqual([201, expected]);
  });
});

describe('a namespace', () => {
  const label = (world: World, labels: object) =>
    ask(world, 'PATCH', '/api/v1/namespaces/demo', { type: mergePatch, body: { metadata: { labels } } });

  it('that asks for more is told what would not pass', () => {
    const world = demo();
    for (const name of ['b', 'c']) post(world, pods, secured({}, { hostPID: true }, { name }));
    post(world, pods, secured({ securityContext: { privileged: true } }, {}, { name: 'd' }));
    const answer = label(world, mode('enforce', 'baseline'));
    expect(warningsOf(answer)).toEqual([
      'existing pods in namespace "demo" violate the new PodSecurity enforce level "baseline:latest"',
      'b (and 1 other pod): host namespaces',
      'd: privileged',
    ]);
    expect(warningsOf(label(world, mode('enforce', 'privileged')))).toEqual([]);
  });

  it.each([
    [
      mode('enforce', 'tight'),
      'metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "tight": must be one of privileged, baseline, restricted',
    ],
    [
      mode('warn-version', '1.30'),
      'metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: "1.30": must be "latest" or "v1.x"',
    ],
  ])('with labels that say nothing is refused: %o', (labels, why) => {
    expect(label(demo(), labels).body.message).toBe(`Namespace "demo" is invalid: ${why}`);
  });
});
