/** What the wizard makes of ranges, and what is wrong with a plan on a distributed switch. */
import { describe, expect, it } from 'vitest';
import { emptyPlan, enableSpecOf, faults } from '../../../../web/screens/workload-management/plan.ts';
import {
  emptyNetwork,
  networkFaults,
  rangesOf,
} from '../../../../web/screens/workload-management/vsphere-plan.ts';

describe('ranges', () => {
  it.each([
    ['10.0.20.10-10.0.20.19', [{ address: '10.0.20.10', count: 10 }]],
    [
      '10.0.20.10, 10.0.20.20 - 10.0.20.21',
      [
        { address: '10.0.20.10', count: 1 },
        { address: '10.0.20.20', count: 2 },
      ],
    ],
    ['10.0.20.19-10.0.20.10', undefined],
    ['10.0.20.10-', undefined],
    ['', undefined],
  ])('%s', (text, ranges) => {
    expect(rangesOf(text)).toEqual(ranges);
  });
});

describe('a plan on a distributed switch', () => {
  const network = {
    networkName: 'primary',
    portGroup: 'dvportgroup-14',
    workloadRanges: '10.0.20.10-10.0.20.12',
    workloadMask: '255.255.255.0',
    workloadGateway: '10.0.20.1',
  };
  const plan = { ...emptyPlan, ...network, stack: 'VDS' as const, balancerEndpoint: '10.0.10.6' };

  it('says what is wrong with it, and nothing of NSX', () => {
    expect(faults(plan)).toMatchObject({
      workloadRanges: 'At least 4 addresses are required',
      balancerEndpoint: 'Address and port, such as 10.0.10.6:5556',
      balancerRanges: 'Required',
      balancerPassword: 'Required',
    });
    expect(faults(plan)).not.toHaveProperty('tier0');
    expect(networkFaults(network)).toEqual({});
    expect(Object.keys(networkFaults(emptyNetwork))).toHaveLength(4);
  });

  it('asks for further networks in the older form', () => {
    const others = [{ ...network, networkName: 'second' }];
    expect(enableSpecOf(plan, others)).toMatchObject({
      network_provider: 'VSPHERE_NETWORK',
      workload_networks_spec: {
        supervisor_primary_workload_network: { network: 'primary' },
        network_list: [{ network: 'second', vsphere_network: { portgroup: 'dvportgroup-14' } }],
      },
      load_balancer_config_spec: { provider: 'HA_PROXY' },
    });
  });
});
