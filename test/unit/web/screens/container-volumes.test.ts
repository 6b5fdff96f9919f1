// Container volumes from what the fabric has: disks, policies, machines, datastores.
import { describe, expect, it } from 'vitest';
import type {
  Datastore,
  FirstClassDisk,
  StoragePolicy,
  VirtualMachine,
} from '../../../../web/live/fabric.ts';
import { containerVolumes } from '../../../../web/screens/hosts/container-volumes.ts';

const named = (name: string) => ({ metadata: { name } });
const datastore = named('vsan') as Datastore;
const policy = {
  ...named('gold'),
  spec: { id: 'p-1', displayName: 'Gold', datastores: ['vsan'] },
} as unknown as StoragePolicy;
const machine = {
  ...named('vm-7'),
  spec: { pod: { namespace: 'demo', name: 'web' } },
} as unknown as VirtualMachine;

const disk = (spec: object, attachedTo: readonly string[] = []): FirstClassDisk =>
  ({
    ...named('disk-1'),
    spec: {
      datastore: 'vsan',
      capacityMiB: 1024,
      volume: { name: 'pvc-1', namespace: 'demo', claim: 'data' },
      ...spec,
    },
    status: { attachedTo },
  }) as unknown as FirstClassDisk;

const listed = (of: FirstClassDisk, policies: readonly StoragePolicy[] = [policy]) =>
  containerVolumes([of], policies, [machine], [datastore]);

describe('a container volume', () => {
  it('is tied to its claim, its policy and the vSphere Pod that has it', () => {
    expect(listed(disk({ storagePolicy: 'p-1' }, ['vm-7']))).toEqual([
      {
        name: 'pvc-1',
        id: 'disk-1',
        datastore: 'vsan',
        policy: 'Gold',
        compliance: 'Compliant',
        capacityMiB: 1024,
        namespace: 'demo',
        claim: 'data',
        pods: [{ namespace: 'demo', name: 'web' }],
      },
    ]);
  });

  it.each([
    ['whose policy now means other datastores', { storagePolicy: 'p-1' }, [], 'Noncompliant'],
    ['without a policy', {}, ['vsan'], 'Not Applicable'],
  ])('%s is %s', (_what, spec, datastores, compliance) => {
    const now = { ...policy, spec: { ...policy.spec, datastores } };
    expect(listed(disk(spec), [now])[0]).toMatchObject({ compliance, pods: [] });
  });

  it('of another cluster is not listed', () => {
    expect(listed(disk({ datastore: 'elsewhere' }))).toEqual([]);
  });
});
