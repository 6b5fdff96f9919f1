import { expect, it } from 'vitest';
import { worldOf } from './setup.ts';
import { table } from './show.ts';

const golden = (name: string) => `../golden/worlds/${name}.txt`;

it.each<[string, string, boolean?]>([
  ['nodes', '/api/v1/nodes', true],
  ['namespaces', '/api/v1/namespaces'],
  ['system-pods', '/api/v1/pods', true],
  ['services', '/api/v1/services'],
  ['hosts', '/scopes/fabric/apis/vsphere.sandbox/v1/hosts', true],
  ['machines', '/scopes/fabric/apis/vsphere.sandbox/v1/virtualmachines', true],
  ['vsphere-namespaces', '/scopes/fabric/apis/vsphere.sandbox/v1/namespaces', true],
  ['tier1s', '/scopes/fabric/apis/nsx.sandbox/v1/tier1s', true],
  ['segments', '/scopes/fabric/apis/nsx.sandbox/v1/segments', true],
  ['virtual-servers', '/scopes/fabric/apis/nsx.sandbox/v1/virtualservers', true],
  ['switches', '/scopes/fabric/apis/leaf.sandbox/v1/switches', true],
])('four-hosts begins with these %s', async (name, path, wide = false) => {
  await expect(table(worldOf(), path, wide)).toMatchFileSnapshot(golden(name));
});
