// Where VMs have their files: a Supervisor's control plane and its vSphere Pods lie on a datastore that its policies allow.
import { describe, expect, it } from 'vitest';
import { signedIn, type Client } from './support.ts';

const sdk = '/sdk/vim25/8.0.1.0';
const moids = (client: Client, path: string): readonly string[] =>
  (client.ask('GET', `${sdk}/${path}`).body as { value: string }[]).map(({ value }) => value);

describe('files of VMs', () => {
  it('of the control plane lie on the datastore of the cluster, each way round', () => {
    const client = signedIn();
    const machines = moids(client, 'Datastore/datastore-22/vm');
    const named = client.ask('GET', '/api/vcenter/vm').body as { vm: string; name: string }[];
    const control = named.filter(({ name }) => name.startsWith('SupervisorControlPlaneVM'));
    expect(control).toHaveLength(3);
    for (const { vm, name } of control) {
      expect(machines).toContain(vm);
      expect(moids(client, `VirtualMachine/${vm}/datastore`)).toEqual(['datastore-22']);
      const config = client.ask('GET', `${sdk}/VirtualMachine/${vm}/config`).body;
      expect(config).toMatchObject({
        files: { vmPathName: `[vsanDatastore] ${name}/${name}.vmx` },
      });
    }
  });
});
