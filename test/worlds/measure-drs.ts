// A pass of DRS over 64 hosts with 20,000 VMs, as the world runs it: what it looks at, what it decides, what it writes.
import { instantiateKernels } from '../../src/runtime/node/kernels.ts';
import { presetNamed, type Scenario } from '../../src/scenarios/index.ts';
import { World } from '../../src/world.ts';
import type { VirtualMachine } from '../../src/kinds/vsphere/virtual-machine.ts';
import type { WireResponse } from '../../src/apis/kubernetes/wire.ts';
import { type Row, median } from './measure.ts';

const passes = 5;

export function measureDrs(): Row {
  const scenario = presetNamed('large-64') as Scenario;
  const world = World.create({ scenario, kernels: instantiateKernels() });
  const ask = (path: string, headers: Readonly<Record<string, string>>): WireResponse =>
    world.request({ method: 'POST', path, headers }) as WireResponse;
  const basic = `Basic ${btoa('administrator@vsphere.local:VMware1!')}`;
  const session = JSON.parse(ask('/api/session', { authorization: basic }).body) as string;
  const machines = world
    .view('fabric')
    .list<VirtualMachine>('vsphere.sandbox/virtualmachines', { index: ['role', 'VM'] })
    .filter(({ status }) => status?.powerState === 'POWERED_ON');
  const times: number[] = [];
  // A VM that goes off is what DRS looks for.
  for (const { metadata } of machines.slice(0, passes)) {
    const answer = ask(`/api/vcenter/vm/${metadata.name}/power?action=stop`, {
      'vmware-api-session-id': session,
    });
    if (answer.status !== 204) throw new Error(answer.body);
    let passMs = 0;
    for (const until = world.now + 600_000; world.now < until;) {
      const isPass = world.next?.what.startsWith('drs-balance') === true;
      const before = performance.now();
      const { done } = world.run(until, 1);
      if (isPass) passMs = Math.max(passMs, performance.now() - before);
      if (done) break;
    }
    times.push(passMs);
  }
  return {
    name: 'a pass of DRS over 64 hosts with 20,000 VMs',
    value: median(times),
    unit: 'ms',
    note: `median of ${times.length}; at most 100`,
  };
}
