// What runs on the control plane of every Supervisor: static Pods of each node, Deployments of the system namespaces.
import type { SupervisorVersion } from '../../../releases/release.ts';
import { seedIn, type Seed } from '../../../store/seed.ts';
import { staticPods, systemDeployments } from './system-workloads.ts';

const requests = (cpu: string | undefined, memory: string | undefined) =>
  cpu === undefined && memory === undefined
    ? {}
    : { requests: { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) } };

const image = (name: string) => `localhost:5000/vmware/${name}:wcp`;

/** Lets system Pods onto the control plane and nowhere else. */
const controlPlaneOnly = ({ controlPlaneRoles: [role = ''], controlPlaneTaint }: SupervisorVersion) => ({
  nodeSelector: { [`node-role.kubernetes.io/${role}`]: '' },
  tolerations: [{ key: controlPlaneTaint, operator: 'Exists', effect: 'NoSchedule' }],
});

/** The static Pods of a control plane node, as its kubelet mirrors them. */
export function mirrorPods(node: string): readonly Seed[] {
  return staticPods.map(({ name, cpu, memory }) => {
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
  });
}

/** Deployments of the system namespaces that the Supervisor has. */
export function deployments(version: SupervisorVersion, namespaces: readonly string[]): readonly Seed[] {
  const known = systemDeployments.filter(({ namespace }) => namespaces.includes(namespace));
  return known.map(({ namespace, name, replicas, containers, cpu, memory, labels = { app: name } }) => {
    const spec = {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          ...controlPlaneOnly(version),
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
}
