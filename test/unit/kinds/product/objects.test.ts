// What a Supervisor shows of vCenter in the product's own kinds, who may see and make what, and what is said of objects that nobody
// works on.
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../../src/apis/kubernetes/wire.ts';
import { Client } from '../../apis/vcenter/support.ts';
import { fourHosts, worldOf } from '../../../worlds/setup.ts';
import { ask, refused } from '../../apis/kubernetes/support.ts';

const vms = '/apis/vmoperator.vmware.com/v1alpha1';
const developer: Actor = {
  user: 'sso:dev-anna@vsphere.local',
  groups: ['sso:Everyone@vsphere.local', 'system:authenticated'],
};

interface Item {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: { readonly hardware?: object; readonly policies?: object; readonly description?: string };
  readonly reason?: string;
  readonly message?: string;
  readonly involvedObject?: object;
}

function vcenter(): Client {
  const client = new Client();
  client.signIn();
  return client;
}

function listed({ world }: Client, path: string, actor?: Actor): readonly Item[] {
  const asked = actor === undefined ? {} : { actor };
  return (ask(world, 'GET', path, asked).body as unknown as { items: readonly Item[] }).items;
}

const names = (items: readonly Item[]): readonly string[] => items.map(({ metadata }) => metadata.name);

describe('VM classes', () => {
  it('are those of vCenter, sixteen at first', () => {
    const client = vcenter();
    const found = listed(client, `${vms}/virtualmachineclasses`, developer);
    expect(found).toHaveLength(16);
    expect(found.find(({ metadata }) => metadata.name === 'guaranteed-large')?.spec).toEqual({
      hardware: { cpus: 4, memory: '16Gi' },
      policies: { resources: { requests: { cpu: '4000m', memory: '16Gi' } } },
    });
    const classes = '/api/vcenter/namespace-management/virtual-machine-classes';
    client.ask('POST', classes, { id: 'odd', cpu_count: 3, memory_MB: 1028, cpu_reservation: 50 });
    client.ask('DELETE', `${classes}/best-effort-xsmall`);
    const after = listed(client, `${vms}/virtualmachineclasses`);
    expect(names(after)).toContain('odd');
    expect(names(after)).not.toContain('best-effort-xsmall');
    expect(after.find(({ metadata }) => metadata.name === 'odd')?.spec).toMatchObject({
      hardware: { cpus: 3, memory: '1028Mi' },
      policies: { resources: { requests: { cpu: '1500m' } } },
    });
  });

  it('are bound to the namespaces that may use them', () => {
    const client = vcenter();
    const bindings = `${vms}/namespaces/demo/virtualmachineclassbindings`;
    expect(listed(client, bindings, developer)).toEqual([]);
    const vm_service_spec = { vm_classes: ['guaranteed-small', 'best-effort-large'] };
    client.ask('PATCH', '/api/vcenter/namespaces/instances/demo', { vm_service_spec });
    client.pass(5);
    expect(names(listed(client, bindings, developer))).toEqual(['best-effort-large', 'guaranteed-small']);
    expect(listed(client, `${vms}/namespaces/default/virtualmachineclassbindings`)).toEqual([]);
  });

  it('are not removed on the Supervisor', () => {
    expect(
      refused(vcenter().world, 'DELETE', `${vms}/virtualmachineclasses/best-effort-small`),
    ).toMatchObject({
      code: 403,
      message:
        'virtualmachineclasses.vmoperator.vmware.com "best-effort-small" is forbidden: it is made in vCenter, and changes there',
    });
  });
});

describe('content libraries', () => {
  const create = (client: Client): string => {
    const storage_backings = [{ type: 'DATASTORE', datastore_id: 'datastore-22' }];
    const subscription_info = {
      subscription_url: 'https://wp-content.vmware.com/v2/latest/lib.json',
      on_demand: true,
      automatic_sync_enabled: true,
    };
    const spec = { name: 'tkr', storage_backings, subscription_info };
    const { body } = client.ask('POST', '/api/content/subscribed-library', spec);
    client.pass(60);
    const vm_service_spec = { content_libraries: [body] };
    client.ask('PATCH', '/api/vcenter/namespaces/instances/demo', { vm_service_spec });
    client.pass(5);
    return String(body);
  };

  it('are sources and images once a namespace may use them', () => {
    const client = vcenter();
    expect(listed(client, `${vms}/virtualmachineimages`)).toEqual([]);
    const library = create(client);
    for (const plural of [
      'contentlibraryproviders',
      'contentsources',
      'namespaces/demo/contentsourcebindings',
    ])
      expect(names(listed(client, `${vms}/${plural}`))).toEqual([library]);
    const name = 'ob-21554409-photon-3-amd64-vmi-k8s-v1.24.9---vmware.1-tkg.4';
    const image = listed(client, `${vms}/virtualmachineimages`, developer).find(
      ({ metadata }) => metadata.name === name,
    );
    expect(image).toMatchObject({
      spec: {
        type: 'ovf',
        osInfo: { type: 'vmwarePhoton64Guest' },
        providerRef: { kind: 'ContentLibraryProvider', name: library },
        productInfo: { version: 'v1.24.9+vmware.1-tkg.4' },
      },
      status: { imageName: name, imageSupported: true },
    });
  });

  it('bring the releases that clusters can run, each with its images', () => {
    const client = vcenter();
    create(client);
    const tanzu = '/apis/run.tanzu.vmware.com/v1alpha3';
    const releases = listed(client, `${tanzu}/tanzukubernetesreleases`, developer);
    expect(releases.find(({ metadata }) => metadata.name === 'v1.24.9---vmware.1-tkg.4')).toMatchObject({
      spec: {
        version: 'v1.24.9+vmware.1-tkg.4',
        kubernetes: { version: 'v1.24.9+vmware.1' },
        osImages: [
          { name: 'ob-21554409-photon-3-amd64-vmi-k8s-v1.24.9---vmware.1-tkg.4' },
          { name: 'ob-21554411-ubuntu-2004-amd64-vmi-k8s-v1.24.9---vmware.1-tkg.4' },
        ],
      },
    });
    const images = listed(client, `${tanzu}/osimages`);
    expect(images).toHaveLength(releases.length + 1);
    expect(new Set(images.map(({ spec }) => (spec as { os?: { name: string } }).os?.name))).toEqual(
      new Set(['photon', 'ubuntu']),
    );
  });
});

describe('the Supervisor of itself', () => {
  it('says its zone, with the resource pool and the folder of each namespace', () => {
    const zones = listed(vcenter(), '/apis/topology.tanzu.vmware.com/v1alpha1/availabilityzones', developer);
    expect(zones).toMatchObject([
      {
        metadata: { name: 'domain-c8' },
        spec: {
          clusterComputeResourceMoIDs: ['domain-c8'],
          namespaces: { demo: { folderMoId: 'group-v544', poolMoIDs: ['resgroup-443'] } },
        },
      },
    ]);
  });

  it('says its properties', () => {
    const path = '/apis/appplatform.vmware.com/v1alpha1/supervisorproperties';
    expect(listed(vcenter(), path)).toMatchObject([
      {
        metadata: { name: 'supervisor-env-props', namespace: 'vmware-system-supervisor-services' },
        spec: { networkProvider: 'NSX', ssoDomain: 'vsphere.local', cpVMSize: 'SMALL', vcPort: '443' },
      },
    ]);
  });
});

describe('an object that nobody works on', () => {
  const machine = {
    apiVersion: 'vmoperator.vmware.com/v1alpha1',
    kind: 'VirtualMachine',
    metadata: { name: 'a' },
    spec: { className: 'best-effort-small', imageName: 'photon', powerState: 'poweredOn' },
  };

  it('may be made by who may edit the namespace, and says that nothing comes of it', () => {
    const client = vcenter();
    const path = `${vms}/namespaces/demo/virtualmachines`;
    expect(ask(client.world, 'POST', path, { body: machine, actor: developer }).status).toBe(201);
    client.pass(5);
    const events = listed(client, '/api/v1/namespaces/demo/events', developer);
    expect(events.filter(({ involvedObject }) => 'kind' in (involvedObject ?? {}))).toMatchObject([
      {
        involvedObject: { kind: 'VirtualMachine', name: 'a' },
        reason: 'NoController',
        message:
          'No controller of this sandbox works on VirtualMachine objects: it is kept as it was written, and nothing comes of it',
      },
    ]);
    expect(
      refused(client.world, 'POST', `${vms}/namespaces/default/virtualmachines`, {
        body: machine,
        actor: developer,
      }),
    ).toMatchObject({ code: 403, reason: 'Forbidden' });
  });

  it('is checked by its schema', () => {
    const path = `${vms}/namespaces/demo/virtualmachines`;
    const body = { ...machine, spec: { ...machine.spec, powerState: 'on', className: undefined } };
    expect(refused(vcenter().world, 'POST', path, { body })).toMatchObject({
      code: 422,
      message:
        'VirtualMachine.vmoperator.vmware.com "a" is invalid: [spec.powerState: Unsupported value: "on": supported values: "poweredOff", "poweredOn", spec.className: Required value]',
    });
  });
});

describe('a TanzuKubernetesCluster', () => {
  const base = '/apis/run.tanzu.vmware.com';
  const old = {
    apiVersion: 'run.tanzu.vmware.com/v1alpha1',
    kind: 'TanzuKubernetesCluster',
    metadata: { name: 'tkc' },
    spec: {
      distribution: { version: 'v1.18' },
      topology: {
        controlPlane: { count: 1, class: 'best-effort-small', storageClass: 'gold' },
        workers: { count: 3, class: 'best-effort-large', storageClass: 'gold' },
      },
    },
  };
  const at = (version: string) => `${base}/${version}/namespaces/demo/tanzukubernetesclusters`;

  it.each([
    ['8.0 U1', ['v1alpha2', 'v1alpha3']],
    ['7.0 U3', ['v1alpha2']],
  ])('of %s is one object in each of its versions', (release, others) => {
    const world = worldOf({ ...fourHosts, release });
    expect(ask(world, 'POST', at('v1alpha1'), { body: old }).body).toMatchObject(old);
    const pools = { replicas: 3, vmClass: 'best-effort-large', storageClass: 'gold' };
    for (const version of others)
      expect(ask(world, 'GET', `${at(version)}/tkc`).body).toMatchObject({
        apiVersion: `run.tanzu.vmware.com/${version}`,
        spec: {
          distribution: { version: 'v1.18' },
          topology: {
            controlPlane: { replicas: 1, vmClass: 'best-effort-small', storageClass: 'gold' },
            nodePools: [{ name: 'workers', ...pools }],
          },
        },
      });
    const type = 'application/merge-patch+json';
    const body = { spec: { topology: { workers: { count: 5 } } } };
    expect(ask(world, 'PATCH', `${at('v1alpha1')}/tkc`, { body, type }).status).toBe(200);
    const now = ask(world, 'GET', `${at('v1alpha2')}/tkc`).body;
    expect(now.spec).toMatchObject({ topology: { nodePools: [{ replicas: 5 }] } });
    expect(ask(world, 'GET', `${at('v1alpha1')}/tkc`).body).toMatchObject({
      spec: { topology: { workers: { ...old.spec.topology.workers, count: 5 } } },
    });
  });

  it('is held against the schema of the version in which it comes', () => {
    const { world } = vcenter();
    const spec = { ...old.spec, topology: { controlPlane: old.spec.topology.controlPlane } };
    expect(refused(world, 'POST', at('v1alpha1'), { body: { ...old, spec } })).toMatchObject({
      code: 422,
      message:
        'TanzuKubernetesCluster.run.tanzu.vmware.com "tkc" is invalid: spec.topology.workers: Required value',
    });
  });

  it('of 7.0 GA has no other version', () => {
    const scenario = { ...fourHosts, release: '7.0 GA' };
    const world = worldOf(scenario);
    expect(ask(world, 'POST', at('v1alpha1'), { body: old }).status).toBe(201);
    expect(ask(world, 'GET', `${at('v1alpha1')}/tkc`).body).toMatchObject(old);
    expect(ask(world, 'GET', at('v1alpha2')).status).toBe(404);
    expect(ask(world, 'GET', '/apis/vmoperator.vmware.com').status).toBe(404);
  });
});

it('packages are answered for by a server of their own', () => {
  const name = 'v1alpha1.data.packaging.carvel.dev';
  const { world } = vcenter();
  const path = `/apis/apiregistration.k8s.io/v1/apiservices/${name}`;
  expect(ask(world, 'GET', path).body).toMatchObject({
    spec: {
      group: 'data.packaging.carvel.dev',
      groupPriorityMinimum: 100,
      service: { name: 'packaging-api', namespace: 'vmware-system-appplatform-operator-system', port: 443 },
    },
    status: { conditions: [{ type: 'Available', status: 'True', reason: 'Passed' }] },
  });
  const crd = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/packages.data.packaging.carvel.dev';
  expect(refused(world, 'GET', crd).code).toBe(404);
});
