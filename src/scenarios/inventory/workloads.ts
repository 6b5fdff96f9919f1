// What runs on the control plane of every Supervisor: static Pods of each node, Deployments of the system namespaces.
import type { Release } from '../release.ts';
import type { Scenario } from '../scenario.ts';
import { staticPods, systemDeployments } from '../system-workloads.ts';
import { controlPlane } from './machines.ts';
import { seedIn, type Seed } from './seed.ts';

const requests = (cpu: string | undefined, memory: string | undefined) =>
  cpu === undefined && memory === undefined
    ? {}
    : { requests: { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) } };

const image = (name: string) => `localhost:5000/vmware/${name}:wcp`;

/** Lets system Pods onto the control plane and nowhere else. */
const controlPlaneOnly = (release: Release) => ({
  nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
  tolerations: [{ key: release.controlPlaneTaint, operator: 'Exists', effect: 'NoSchedule' }],
});

export function workloads(scenario: Scenario, release: Release): readonly Seed[] {
  const statics = controlPlane(scenario).flatMap(({ node }) =>
    staticPods.map(({ name, cpu, memory }) => {
      const metadata = {
        labels: { component: name, tier: 'control-plane' },
        annotations: { 'kubernetes.io/config.mirror': '', 'kubernetes.io/config.source': 'file' },
      };
      const spec = {
        hostNetwork: true,
        nodeName: node,
        priorityClassName: 'system-node-critical',
        tolerations: [{ operator: 'Exists' }],
        containers: [{ name, image: image(name), resources: requests(cpu, memory) }],
      };
      return seedIn('core/pods', 'kube-system', `${name}-${node}`, metadata, { spec });
    }),
  );
  const deployments = systemDeployments.map(({ namespace, name, replicas, containers, cpu, memory }) => {
    const labels = { app: name };
    const spec = {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          ...controlPlaneOnly(release),
          priorityClassName: 'system-cluster-critical',
          containers: containers.map((container, index) => ({
            name: container,
            image: image(container),
            resources: index === 0 ? requests(cpu, memory) : {},
          })),
        },
      },
    };
    return seedIn('apps/deployments', namespace, name, { labels }, { spec });
  });
  return [...statics, ...deployments];
}
