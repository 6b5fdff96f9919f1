/** What people do with the guestbook, as steps: applied, scaled to 200, a host lost and back, rolled, exposed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { json, type Step } from './busy.ts';

const services = '/api/v1/namespaces/demo/services';
const deployments = '/apis/apps/v1/namespaces/demo/deployments';
const mergePatch = 'application/merge-patch+json';
const file = join(import.meta.dirname, '../../clients/manifests/guestbook.yaml');

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly replicas?: number;
    readonly template?: { readonly spec: { readonly containers: readonly object[] } };
  };
}

const pass = (seconds: number): Step => ({ type: 'advance', ms: seconds * 1_000 });
const power = (task: string): Step => json('POST', `/sdk/vim25/8.0.1.0/HostSystem/host-24/${task}`, {});

export function guestbook(): readonly Step[] {
  const manifests = parseAllDocuments(readFileSync(file, 'utf8'))
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null);
  // What people see of it is the tier with the most replicas.
  const [front] = manifests
    .filter(({ kind }) => kind === 'Deployment')
    .sort((a, b) => (b.spec.replicas ?? 1) - (a.spec.replicas ?? 1));
  if (front === undefined) throw new Error('the guestbook has a Deployment');
  const { name } = front.metadata;
  const containers = front.spec.template?.spec.containers.map((container) => ({
    ...container,
    image: 'registry.example/guestbook/frontend:v6',
  }));
  return [
    ...manifests.map((manifest) =>
      json('POST', manifest.kind === 'Service' ? services : deployments, manifest),
    ),
    pass(60),
    json('PATCH', `${deployments}/${name}/scale`, { spec: { replicas: 200 } }, mergePatch),
    pass(120),
    power('ShutdownHost_Task'),
    pass(600),
    power('PowerUpHostFromStandBy_Task'),
    pass(600),
    json('PATCH', `${deployments}/${name}`, { spec: { template: { spec: { containers } } } }, mergePatch),
    pass(900),
    json('PATCH', `${services}/${name}`, { spec: { type: 'LoadBalancer' } }, mergePatch),
    pass(60),
  ];
}
