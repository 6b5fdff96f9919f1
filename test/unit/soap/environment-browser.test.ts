// What clients ask before they make a VM, and what is used of hosts and clusters, as counters and as sums.
import { describe, expect, it } from 'vitest';
import { signedIn, textAt, within } from './client.ts';

const browser = ['EnvironmentBrowser', 'envbrowser-domain-c8'] as const;
const cluster = ['ClusterComputeResource', 'domain-c8'] as const;
const performance = ['PerformanceManager', 'PerfMgr'] as const;

describe('an environment browser', () => {
  it('offers every guest, and the devices that every VM comes with', () => {
    const [option] = signedIn().returned(...browser, 'QueryConfigOption');
    if (option === undefined) throw new Error('no option');
    const guests = within(option, 'guestOSDescriptor').map((each) => [
      textAt(each, 'id'),
      textAt(each, 'family'),
    ]);
    expect(guests).toContainEqual(['ubuntu64Guest', 'linuxGuest']);
    expect(guests).toContainEqual(['windows8_64Guest', 'windowsGuest']);
    expect(new Set(guests.map(([id]) => id)).size).toBe(guests.length);
    expect(within(option, 'defaultDevice').map((each) => textAt(each, 'key'))).toEqual([
      ...['200', '201', '300', '100', '400', '600', '700', '500', '12000'],
    ]);
  });

  it('tells of one guest and one version, and refuses what there is not', () => {
    const client = signedIn();
    const ask = (inner: string) => client.call(...browser, 'QueryConfigOptionEx', `<spec>${inner}</spec>`);
    expect(ask('<key>vmx-19</key><guestId>rhel8_64Guest</guestId>').body).toMatch(
      /<version>vmx-19<[^]*<fullName>Red Hat Enterprise Linux 8 \(64-bit\)</,
    );
    expect(ask('<key>vmx-99</key>').body).toMatch(/InvalidArgument/);
    expect(ask('<guestId>enoent</guestId>').body).toMatch(/InvalidArgument/);
  });

  it('says what is within reach of a host', () => {
    const [target] = signedIn().returned(
      ...browser,
      'QueryConfigTarget',
      '<host type="HostSystem">host-21</host>',
    );
    if (target === undefined) throw new Error('no target');
    expect(textAt(target, 'numCpuCores')).toBe('32');
    const groups = within(target, 'distributedVirtualPortgroup').map((each) => textAt(each, 'portgroupName'));
    expect(groups).toContain('DVPG-Workload');
    expect(within(target, 'datastore').map((each) => textAt(each, 'name'))).toContain('vsanDatastore');
  });
});

it('a cluster says what it has and what is used, the same as its hosts together', () => {
  const client = signedIn();
  const [usage] = client.returned(...cluster, 'GetResourceUsage');
  const numberAt = (name: string) => Number(textAt(usage, name));
  const [used, capacity] = [numberAt('cpuUsedMHz'), numberAt('cpuCapacityMHz')];
  expect(used).toBeGreaterThan(0);
  expect(used).toBeLessThan(capacity);
  expect(numberAt('storageUsedMB')).toBeLessThan(numberAt('storageCapacityMB'));
  const hosts = ['host-21', 'host-22', 'host-23', 'host-24'].map((id) => {
    const [quick] = client.returned('HostSystem', id, 'Fetch', '<prop>summary</prop>');
    return Number(textAt(quick, 'quickStats', 'overallCpuUsage'));
  });
  expect(hosts.reduce((total, each) => total + each, 0)).toBe(used);
});

describe('counters', () => {
  it('are told of a host as it is used now, and nothing of what is past', () => {
    const client = signedIn();
    const ids = '<metricId><counterId>6</counterId><instance></instance></metricId>';
    const ask = (interval: number) =>
      client.returned(
        ...performance,
        'QueryPerf',
        `<querySpec><entity type="HostSystem">host-21</entity><maxSample>1</maxSample>${ids}<intervalId>${interval}</intervalId></querySpec>`,
      )[0];
    const [summary] = client.returned('HostSystem', 'host-21', 'Fetch', '<prop>summary</prop>');
    expect(textAt(ask(20), 'value', 'value')).toBe(textAt(summary, 'quickStats', 'overallCpuUsage'));
    expect(textAt(ask(20), 'sampleInfo', 'interval')).toBe('20');
    expect(textAt(ask(300), 'sampleInfo')).toBeUndefined();
  });

  it('are offered of what has them', () => {
    const client = signedIn();
    const of = (type: string, id: string) =>
      client.returned(...performance, 'QueryAvailablePerfMetric', `<entity type="${type}">${id}</entity>`)
        .length;
    expect(of('VirtualMachine', 'vm-51')).toBe(5);
    expect(of('Datastore', 'datastore-25')).toBe(0);
    expect(
      client
        .returned('PerformanceManager', 'PerfMgr', 'QueryPerfCounter', '<counterId>2</counterId>')
        .map((each) => textAt(each, 'groupInfo', 'key')),
    ).toEqual(['cpu']);
  });
});
