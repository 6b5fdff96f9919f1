// Bugs planted on purpose: every invariant says no to a world that breaks it. A planted world is a checkpoint with something in it that
// no loop would leave there.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Checkpoint, World } from '../../src/world.ts';
import { claim } from './claims.ts';
import { Image, type Planted } from './image.ts';
import { Invariants } from './invariants/index.ts';
import { deployment, pass, paths, podSpec, restored, send, service, worldOf } from './setup.ts';

const inDemo = ({ metadata }: Planted): boolean => metadata.namespace === 'demo';
const ofDemo = ({ spec }: Planted): boolean => spec['namespace'] === 'demo';
const isControlPlane = ({ spec }: Planted): boolean => spec['role'] === 'ControlPlane';
const isCrx = ({ spec }: Planted): boolean => spec['role'] === 'Pod';
const ofApp = (app: string) => (pod: Planted) => inDemo(pod) && pod.metadata.name.startsWith(`${app}-`);

const vms = 'vsphere.sandbox/virtualmachines';
const pods = 'core/pods';

let beginning: Checkpoint;

beforeAll(() => {
  const world = worldOf();
  const labels = { app: 'agent' };
  const template = { metadata: { labels }, spec: podSpec() };
  const metadata = { name: 'agent' };
  send(world, 'POST', paths.deployments, deployment('web', 3));
  send(world, 'POST', paths.services, service('web', 'web', 'LoadBalancer'));
  send(world, 'POST', paths.claims, claim('data'));
  send(world, 'POST', paths.pods, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'writer' },
    spec: { ...podSpec(), volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] },
  });
  send(world, 'POST', paths.daemonSets, {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata,
    spec: { selector: { matchLabels: labels }, template },
  });
  send(world, 'POST', paths.statefulSets, {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'base' },
    spec: {
      replicas: 2,
      serviceName: 'base',
      selector: { matchLabels: { app: 'base' } },
      template: { metadata: { labels: { app: 'base' } }, spec: podSpec() },
    },
  });
  send(world, 'POST', '/api/v1/namespaces/demo/resourcequotas', {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'few' },
    spec: { hard: { 'count/pods': '20' } },
  });
  pass(world, 600);
  beginning = world.checkpoint();
});

function look(world: World, when: 'always' | 'atRest'): void {
  const invariants = new Invariants(world);
  if (when === 'always') invariants.always();
  else invariants.atRest();
}

test('nothing is wrong before something is planted', () => {
  expect(() => look(restored(beginning), 'atRest')).not.toThrow();
});

type Case = readonly [bug: string, caught: RegExp, plant: (image: Image) => void];

const atOnce: readonly Case[] = [
  [
    'a host reserves more than it has',
    /reserved \(26\)/,
    (image) => {
      image.one(vms, isCrx).spec['cpuReservationMHz'] = 1e7;
    },
  ],
  [
    'a Pod has two CRX',
    /is a second CRX/,
    (image) => {
      const [first, second] = image.all(vms).filter(isCrx) as [Planted, Planted];
      second.spec['pod'] = first.spec['pod'];
    },
  ],
  ['a vSphere Pod has no CRX', /has no CRX \(27\)/, (image) => image.remove(vms, image.one(vms, isCrx))],
  [
    'two control plane VMs share a host',
    /share a host \(26\)/,
    (image) => {
      const [first, second] = image.all(vms).filter(isControlPlane) as [Planted, Planted];
      second.status['host'] = first.status['host'];
    },
  ],
  [
    'two control plane VMs have one address',
    /have one managementIp/,
    (image) => {
      const [first, second] = image.all(vms).filter(isControlPlane) as [Planted, Planted];
      second.spec['managementIp'] = first.spec['managementIp'];
    },
  ],
  [
    'two Pods have one address',
    /pod address 10\.244\.\S+ is given twice/,
    (image) => {
      const [first, second] = image.all(pods).filter(ofApp('web')) as [Planted, Planted];
      second.status['podIP'] = first.status['podIP'];
    },
  ],
  [
    'a Pod is in no segment of its namespace',
    /in no segment of its namespace \(37\)/,
    (image) => {
      image.one(pods, ofApp('web')).status['podIP'] = '10.244.15.250';
    },
  ],
  [
    'two Services have one cluster IP',
    /cluster IP 10\.96\.\S+ is given twice/,
    (image) => {
      const [first, second] = image.all('core/services') as [Planted, Planted];
      second.spec['clusterIP'] = first.spec['clusterIP'];
    },
  ],
  [
    'two namespaces have one segment',
    /segment \S+ is given twice/,
    (image) => {
      const [first, second] = image.all('nsx.sandbox/segments').filter((each) => !ofDemo(each)) as [
        Planted,
        Planted,
      ];
      second.spec['subnet'] = first.spec['subnet'];
    },
  ],
  [
    'a segment is not of the pod CIDR',
    /outside the pod CIDR \(39\)/,
    (image) => {
      image.copy('nsx.sandbox/segments', image.one('nsx.sandbox/segments', ofDemo), 'zz').spec['subnet'] =
        '10.9.0.0/28';
    },
  ],
  [
    'a virtual server is not of the pool',
    /outside the load balancer's pool \(38\)/,
    (image) => {
      image.one('nsx.sandbox/virtualservers', ofDemo).spec['ip'] = '10.15.7.1';
    },
  ],
  [
    'two Services have one virtual server',
    /virtual server \S+ is given twice/,
    (image) => {
      const server = image.one('nsx.sandbox/virtualservers', ofDemo);
      image.copy('nsx.sandbox/virtualservers', server, 'zz').spec['owner'] = 'another';
    },
  ],
  [
    'a SNAT address is not of the pool',
    /outside the egress CIDR \(45\)/,
    (image) => {
      image.one('nsx.sandbox/natrules', ofDemo).spec['translated'] = '10.15.7.2';
    },
  ],
  [
    'the route map lets Pods out',
    /of the pods is let out \(41\)/,
    (image) => {
      (image.one('nsx.sandbox/tier0s').status['permitted'] as object[]).push({ prefix: '10.244.0.0/28' });
    },
  ],
  [
    'a route is in no summary',
    /is in no summary \(42\)/,
    (image) => {
      (image.one('nsx.sandbox/tier0s').status['permitted'] as object[]).push({ prefix: '10.77.0.1/32' });
    },
  ],
  [
    'a summary has nothing behind it',
    /has no contributor \(42\)/,
    (image) => {
      const tier0 = image.one('nsx.sandbox/tier0s');
      (tier0.status['advertised'] as object[]).push({ prefix: '10.78.0.0/24', contributors: 0 });
    },
  ],
  [
    'a set has a Pod that is named otherwise',
    /is no ordinal's name of base \(54\)/,
    (image) => {
      const set = image.one('apps/statefulsets');
      const [owner] = image.one(pods, ofApp('web')).metadata.ownerReferences as [{ uid: string }];
      owner.uid = set.metadata.uid;
    },
  ],
];

const once: readonly Case[] = [
  [
    'a VM runs on a host without power',
    /runs without power \(26\)/,
    (image) => {
      image.one('vsphere.sandbox/hosts').status['powerState'] = 'POWERED_OFF';
    },
  ],
  [
    'a VM runs on a host in maintenance mode',
    /maintenance mode \(26\)/,
    (image) => {
      image.one('vsphere.sandbox/hosts').status['inMaintenanceMode'] = true;
    },
  ],
  [
    'a Supervisor does not come to rest',
    /is RUNNING WARNING/,
    (image) => {
      image.one('vsphere.sandbox/supervisors').status['kubernetesStatus'] = 'WARNING';
    },
  ],
  [
    'a control plane VM is off',
    /2 of 3 control plane VMs running/,
    (image) => {
      image.one(vms, isControlPlane).status['powerState'] = 'POWERED_OFF';
    },
  ],
  [
    'a slice lacks a ready Pod',
    /service web publishes .* for .* \(46\)/,
    (image) => {
      image.one('discovery.k8s.io/endpointslices', inDemo).endpoints.pop();
    },
  ],
  [
    'a ReplicaSet lacks a Pod',
    /has 3 Pods and wants 4 \(54\)/,
    (image) => {
      image.one('apps/replicasets', inDemo).spec['replicas'] = 4;
    },
  ],
  [
    'a ReplicaSet counts wrong',
    /says 2 and has 3/,
    (image) => {
      image.one('apps/replicasets', inDemo).status['replicas'] = 2;
    },
  ],
  [
    'a StatefulSet lacks an ordinal',
    /base has 0,1 and wants 0,1,2 \(54\)/,
    (image) => {
      image.one('apps/statefulsets').spec['replicas'] = 3;
    },
  ],
  [
    'a DaemonSet lacks a host',
    /agent has 0 of 0 Pods on esxi-\S+ \(54\)/,
    (image) => {
      delete image.one(pods, ofApp('agent')).metadata.ownerReferences;
    },
  ],
  [
    'a Pod outlives its set',
    /outlives its ReplicaSet \(20\)/,
    (image) => {
      image.remove('apps/replicasets', image.one('apps/replicasets', inDemo));
    },
  ],
  [
    'a NAT rule outlives its namespace',
    /outlives the namespace gone \(22\)/,
    (image) => {
      const rule = image.copy('nsx.sandbox/natrules', image.one('nsx.sandbox/natrules', ofDemo), 'zz');
      Object.assign(rule.spec, { namespace: 'gone', translated: '10.15.9.99' });
    },
  ],
  [
    'a CRX outlives its Pod',
    /outlives its Pod \(27\)/,
    (image) => {
      const crx = image.copy(vms, image.one(vms, isCrx), 'vm-zz');
      crx.spec['pod'] = { namespace: 'demo', name: 'gone', uid: 'gone' };
    },
  ],
  [
    'a claim is bound to a volume of somebody else',
    /not its own/,
    (image) => {
      const volume = image.one('core/persistentvolumes');
      (volume.spec['claimRef'] as { uid: string }).uid = 'somebody else';
    },
  ],
  [
    'a volume is bound to a claim that is gone',
    /bound to a claim that is not there/,
    (image) => {
      image.remove('core/persistentvolumeclaims', image.one('core/persistentvolumeclaims'));
    },
  ],
  [
    'a disk outlives its volume',
    /outlives its volume/,
    (image) => {
      const disk = image.copy(
        'vsphere.sandbox/firstclassdisks',
        image.one('vsphere.sandbox/firstclassdisks'),
        'zz',
      );
      disk.spec['volume'] = { name: 'gone' };
    },
  ],
  [
    'a volume has no disk',
    /has no disk/,
    (image) => {
      (image.one('core/persistentvolumes').spec['csi'] as { volumeHandle: string }).volumeHandle = 'gone';
    },
  ],
  [
    'a datastore counts wrong',
    /MiB free beside/,
    (image) => {
      const { status } = image.one('vsphere.sandbox/datastores');
      status['freeMiB'] = Number(status['freeMiB']) + 1;
    },
  ],
  [
    'a volume stays attached where nobody uses it',
    /where nobody uses it/,
    (image) => {
      image.one(pods, ({ metadata }) => metadata.name === 'writer').spec['volumes'] = [];
    },
  ],
  [
    'a quota counts wrong',
    /which a recount does not give \(35\)/,
    (image) => {
      (image.one('core/resourcequotas', inDemo).status['used'] as Record<string, string>)['count/pods'] = '1';
    },
  ],
  [
    'a limit of vCenter does not stand on the Supervisor',
    /demo may ask for undefined of storage, not 5 MiB \(35\)/,
    (image) => {
      image.one('vsphere.sandbox/namespaces').spec['resources'] = { storage_request_limit: 5 };
    },
  ],
  [
    'a namespace that was removed is there',
    /was removed and is still there \(22\)/,
    (image) => {
      image.one('vsphere.sandbox/namespaces').spec['removed'] = true;
    },
  ],
  [
    'a namespace of vCenter is not on its Supervisor',
    /is not on its Supervisor/,
    (image) => {
      image.copy('vsphere.sandbox/namespaces', image.one('vsphere.sandbox/namespaces'), 'zz');
    },
  ],
];

describe.each([
  ['always', atOnce],
  ['atRest', once],
] as const)('%s', (when, cases) => {
  test.each(cases)('%s', (_, caught, plant) => {
    const image = new Image(beginning);
    plant(image);
    expect(() => look(restored(image.checkpoint), when)).toThrow(caught);
  });
});
