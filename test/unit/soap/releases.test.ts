// Clients of older releases are told what these had.
import { describe, expect, it } from 'vitest';
import { asOf, releaseOf } from '../../../src/soap/releases.ts';

describe('the release of a client', () => {
  it.each<[string | undefined, number]>([
    ['urn:vim25/6.7.1', 6.7],
    ['"urn:vim25/8.0.1.0"', 8],
    ['urn:vim25/6.0', 6],
    ['', Number.POSITIVE_INFINITY],
    ['urn:vim25/newest', Number.POSITIVE_INFINITY],
    [undefined, Number.POSITIVE_INFINITY],
  ])('%s is %s', (action, release) => {
    expect(releaseOf(action)).toBe(release);
  });
});

describe('a value', () => {
  const summary = { _typeName: 'ClusterComputeResourceSummary', numHosts: 4, drsScore: 97 };
  const info = { _typeName: 'VsanDatastoreInfo', name: 'vsanDatastore' };
  const event = { _typeName: 'VmPoweredOnEvent', key: 1, objectName: 'web' };
  it('has its newer members from their release on, however deep it is', () => {
    expect(asOf(6.7, [{ summary }])).toEqual([{ summary: { _typeName: summary._typeName, numHosts: 4 } }]);
    expect(asOf(7, [{ summary }])).toEqual([{ summary }]);
  });

  it('of a newer type is what stood for it', () => {
    expect(asOf(6.7, info)).toEqual({ ...info, _typeName: 'DatastoreInfo' });
    expect(asOf(8, info)).toEqual(info);
  });

  it('that is an event has the members of its type', () => {
    expect(asOf(8, event)).toEqual({ _typeName: 'VmPoweredOnEvent', key: 1 });
    const ex = { ...event, _typeName: 'EventEx' };
    expect(asOf(8, ex)).toEqual(ex);
  });
});
