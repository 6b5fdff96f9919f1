// Snapshots and templates of VMs, and what a reconfiguration by VI/JSON changes: kept, told and refused; what was taken of a datastore is given back.
import { describe, expect, it } from 'vitest';
import { signedIn, type Client } from './support.ts';

const gib = 1_024;
const bytesPerMiB = 1_048_576;
const sdk = '/sdk/vim25/8.0.1.0';

/** A VM of a tenth of a terabyte, by the methods that are called on it. */
class Machine {
  readonly client: Client;
  readonly id: string;

  constructor(client: Client) {
    this.client = client;
    const { status, body } = client.ask('POST', '/api/vcenter/vm', {
      name: 'web-01',
      guest_OS: 'RHEL_8_64',
      placement: { folder: 'group-v4', cluster: 'domain-c8', datastore: 'datastore-22' },
      memory: { size_MiB: 2 * gib },
      disks: [{ new_vmdk: { capacity: 10 * gib * bytesPerMiB } }],
    });
    expect(status).toBe(201);
    this.id = String(body);
  }

  call(method: string, body: object = {}, type = 'VirtualMachine', id = this.id): unknown {
    const answer = this.client.ask('POST', `${sdk}/${type}/${id}/${method}`, body);
    expect([200, 204], `${method} ${JSON.stringify(answer.body)}`).toContain(answer.status);
    this.client.pass(5);
    return answer.body;
  }

  fault(method: string, body: object = {}, type = 'VirtualMachine', id = this.id): unknown {
    const answer = this.client.ask('POST', `${sdk}/${type}/${id}/${method}`, body);
    expect(answer.status, method).toBe(500);
    const { _typeName: fault, faultMessage } = answer.body as {
      _typeName: string;
      faultMessage: { message: string }[];
    };
    return `${fault}: ${faultMessage[0]?.message}`;
  }

  /** @returns the id of the snapshot */
  take(name: string, more: object = {}): string {
    const task = this.call('CreateSnapshot_Task', { name, memory: false, quiesce: false, ...more });
    const { value } = task as { value: string };
    const info = this.client.ask('GET', `${sdk}/Task/${value}/info`).body as { result: { value: string } };
    return info.result.value;
  }

  read(property: string): unknown {
    return this.client.ask('GET', `${sdk}/VirtualMachine/${this.id}/${property}`).body;
  }

  /** `root(child)`: names of the tree, the current one with a star. */
  tree(): string {
    interface Node {
      readonly name: string;
      readonly snapshot: { readonly value: string };
      readonly childSnapshotList: readonly Node[];
    }
    const { status, body } = this.client.ask('GET', `${sdk}/VirtualMachine/${this.id}/snapshot`);
    if (status !== 200) return '';
    const { currentSnapshot, rootSnapshotList } = body as {
      currentSnapshot?: { value: string };
      rootSnapshotList: readonly Node[];
    };
    const written = ({ name, snapshot, childSnapshotList: children }: Node): string =>
      `${name}${snapshot.value === currentSnapshot?.value ? '*' : ''}${children.length === 0 ? '' : `(${children.map(written).join()})`}`;
    return rootSnapshotList.map(written).join();
  }

  power(action: string): void {
    expect(this.client.ask('POST', `/api/vcenter/vm/${this.id}/power?action=${action}`).status).toBe(204);
    this.client.pass(5);
  }

  freeMiB(): number {
    const { body } = this.client.ask('GET', '/api/vcenter/datastore/datastore-22');
    return (body as { free_space: number }).free_space / bytesPerMiB;
  }
}

const made = (): Machine => new Machine(signedIn());

describe('snapshots', () => {
  it('make a tree, that is reverted along and loses what is removed', () => {
    const vm = made();
    const root = vm.take('root');
    const child = vm.take('child');
    expect(vm.tree()).toBe('root(child*)');
    vm.call('RevertToSnapshot_Task', {}, 'VirtualMachineSnapshot', root);
    vm.take('other');
    expect(vm.tree()).toBe('root(child,other*)');
    vm.call('RenameSnapshot', { name: 'kept' }, 'VirtualMachineSnapshot', child);
    vm.call('RemoveSnapshot_Task', { removeChildren: false }, 'VirtualMachineSnapshot', root);
    expect(vm.tree()).toBe('kept,other*');
    vm.call('RemoveAllSnapshots_Task');
    expect(vm.tree()).toBe('');
    expect(vm.fault('RevertToCurrentSnapshot_Task')).toMatch(/^NotFound: .*no current snapshot/);
    expect(vm.fault('RemoveSnapshot_Task', {}, 'VirtualMachineSnapshot', root)).toMatch(
      /^ManagedObjectNotFound/,
    );
  });

  it('lead back to what the VM was', () => {
    const vm = made();
    vm.call('ReconfigVM_Task', { spec: { annotation: 'before' } });
    vm.take('root');
    vm.call('ReconfigVM_Task', { spec: { annotation: 'after', memoryMB: 4 * gib, numCPUs: 4 } });
    vm.power('start');
    vm.call('RevertToCurrentSnapshot_Task');
    expect(vm.read('config')).toMatchObject({
      annotation: 'before',
      hardware: { memoryMB: 2 * gib, numCPU: 1 },
    });
    expect(vm.read('runtime')).toMatchObject({ powerState: 'poweredOff' });
  });

  it('with memory lead to a VM that runs, and take the room of the memory', () => {
    const vm = made();
    vm.power('start');
    const before = vm.freeMiB();
    const withMemory = vm.take('running', { memory: true });
    expect(before - vm.freeMiB()).toBe(2 * gib);
    vm.power('stop');
    vm.call('RevertToSnapshot_Task', {}, 'VirtualMachineSnapshot', withMemory);
    expect(vm.read('runtime')).toMatchObject({ powerState: 'poweredOn' });
    vm.call('RemoveSnapshot_Task', {}, 'VirtualMachineSnapshot', withMemory);
    expect(vm.freeMiB()).toBe(before);
  });

  it('keep files that the VM has no more, until it goes', () => {
    const vm = made();
    const withDisk = vm.freeMiB();
    vm.take('root');
    const [disk] = (
      vm.read('config') as { hardware: { device: { _typeName: string; key: number }[] } }
    ).hardware.device.filter(({ _typeName }) => _typeName === 'VirtualDisk');
    const deviceChange = [{ operation: 'remove', fileOperation: 'destroy', device: disk }];
    vm.call('ReconfigVM_Task', { spec: { deviceChange } });
    expect(vm.freeMiB()).toBe(withDisk);
    expect(vm.client.ask('DELETE', `/api/vcenter/vm/${vm.id}`).status).toBe(204);
    expect(vm.freeMiB()).toBe(withDisk + 10 * gib);
  });

  it('stand one on the other at most as deep as vSphere lets them', () => {
    const vm = made();
    for (let level = 0; level < 32; level += 1) vm.take(`level ${level}`);
    expect(vm.fault('CreateSnapshot_Task', { name: 'more', memory: false, quiesce: false })).toMatch(
      /^TooManySnapshotLevels/,
    );
  });
});

it('a disk grows, and neither shrinks nor grows below a snapshot', () => {
  const vm = made();
  const free = vm.freeMiB();
  const sized = (capacityMiB: number) => ({
    spec: {
      deviceChange: [
        {
          operation: 'edit',
          device: {
            _typeName: 'VirtualDisk',
            key: 2_000,
            controllerKey: 1_000,
            capacityInBytes: capacityMiB * bytesPerMiB,
          },
        },
      ],
    },
  });
  vm.call('ReconfigVM_Task', sized(12 * gib));
  expect(free - vm.freeMiB()).toBe(2 * gib);
  expect(vm.fault('ReconfigVM_Task', sized(11 * gib))).toMatch(/^InvalidArgument: .*capacityInBytes/);
  vm.take('root');
  expect(vm.fault('ReconfigVM_Task', sized(13 * gib))).toMatch(/^InvalidState: .*has snapshots/);
});

it('a template is copied and not powered on, and a VM again when it is marked as one', () => {
  const vm = made();
  const listed = () => (vm.client.ask('GET', '/api/vcenter/vm?names=web-01').body as unknown[]).length;
  vm.call('MarkAsTemplate');
  expect(vm.read('config')).toMatchObject({ template: true });
  expect(vm.client.ask('GET', `${sdk}/VirtualMachine/${vm.id}/resourcePool`).status).toBe(404);
  expect(listed()).toBe(0);
  expect(vm.fault('PowerOnVM_Task')).toMatch(/^NotSupported: .*is a template/);
  const location = {
    pool: { _typeName: 'ManagedObjectReference', type: 'ResourcePool', value: 'resgroup-9' },
  };
  vm.call('CloneVM_Task', {
    folder: { _typeName: 'ManagedObjectReference', type: 'Folder', value: 'group-v4' },
    name: 'web-02',
    spec: { location, powerOn: true, template: false },
  });
  expect(vm.client.ask('GET', '/api/vcenter/vm?names=web-02').body).toMatchObject([
    { power_state: 'POWERED_ON' },
  ]);
  vm.call('MarkAsVirtualMachine', { pool: location.pool });
  expect(listed()).toBe(1);
  vm.call('PowerOnVM_Task');
  expect(vm.fault('MarkAsTemplate')).toMatch(/^InvalidPowerState/);
});

describe('a reconfiguration', () => {
  it.each([
    [{ annotation: 'of Anna' }, { annotation: 'of Anna' }],
    [{ guestId: 'ubuntu64Guest' }, { guestId: 'ubuntu64Guest', guestFullName: 'Ubuntu Linux (64-bit)' }],
    [{ numCPUs: 4, numCoresPerSocket: 2 }, { hardware: { numCPU: 4, numCoresPerSocket: 2 } }],
    [
      { cpuHotAddEnabled: true, memoryHotAddEnabled: true },
      { cpuHotAddEnabled: true, memoryHotAddEnabled: true },
    ],
    [
      { firmware: 'efi', bootOptions: { efiSecureBootEnabled: true } },
      { firmware: 'efi', bootOptions: { efiSecureBootEnabled: true } },
    ],
    [
      { extraConfig: [{ key: 'guestinfo.a', value: { _typeName: 'string', _value: '1' } }] },
      { extraConfig: [{ key: 'guestinfo.a', value: { _value: '1' } }] },
    ],
  ])('of %j is told', (spec, told) => {
    const vm = made();
    vm.call('ReconfigVM_Task', { spec });
    expect(vm.read('config')).toMatchObject(told);
  });

  it.each([
    [{ memoryAllocation: { limit: 1_024 } }, /^NotSupported: .*memoryAllocation\.limit/],
    [
      { cpuAllocation: { shares: { level: 'high', shares: 2_000 } } },
      /^NotSupported: .*cpuAllocation\.shares/,
    ],
    [{ nestedHVEnabled: true }, /^NotSupported: .*nested virtualization/],
    [{ numCPUs: 3, numCoresPerSocket: 2 }, /^InvalidArgument/],
    [{ firmware: 'openfirmware' }, /^InvalidArgument: .*spec\.firmware/],
    [
      { deviceChange: [{ operation: 'add', device: { _typeName: 'VirtualUSBController' } }] },
      /^NotSupported: .*VirtualUSBController/,
    ],
  ])('of %j is refused', (spec, words) => {
    expect(made().fault('ReconfigVM_Task', { spec })).toMatch(words);
  });

  it('waits for the power, but for what may be added hot', () => {
    const vm = made();
    vm.call('ReconfigVM_Task', { spec: { memoryHotAddEnabled: true } });
    vm.power('start');
    vm.call('ReconfigVM_Task', { spec: { memoryMB: 4 * gib } });
    expect(vm.fault('ReconfigVM_Task', { spec: { memoryMB: 2 * gib } })).toMatch(/^InvalidPowerState/);
    expect(vm.fault('ReconfigVM_Task', { spec: { numCPUs: 2 } })).toMatch(/^InvalidPowerState/);
  });

  it('adds a drive and takes it away', () => {
    const vm = made();
    const drive = {
      _typeName: 'VirtualCdrom',
      key: -1,
      controllerKey: 200,
      backing: { _typeName: 'VirtualCdromRemoteAtapiBackingInfo', deviceName: '' },
    };
    vm.call('ReconfigVM_Task', { spec: { deviceChange: [{ operation: 'add', device: drive }] } });
    expect(vm.client.ask('GET', `/api/vcenter/vm/${vm.id}/hardware/cdrom`).body).toEqual([{ cdrom: '3000' }]);
    expect(JSON.stringify(vm.read('config'))).toContain('"CD/DVD drive 1"');
    const gone = { ...drive, key: 3_000 };
    vm.call('ReconfigVM_Task', { spec: { deviceChange: [{ operation: 'remove', device: gone }] } });
    expect(vm.client.ask('GET', `/api/vcenter/vm/${vm.id}/hardware/cdrom`).body).toEqual([]);
  });
});
