/** Addresses: what is read from one is written back as the same, and what names no screen says so. */
import { describe, expect, it } from 'vitest';
import { type Route, hrefOf, parseRoute } from '../../../../web/screens/route.ts';

const routes: readonly (readonly [string, Route])[] = [
  ['#/', { screen: 'home', inventory: '' }],
  ['#/hosts', { screen: 'home', inventory: 'hosts' }],
  ['#/namespaces', { screen: 'home', inventory: 'namespaces' }],
  ['#/networking', { screen: 'home', inventory: 'networking' }],
  ['#/hosts/host/esxi-01.sandbox.lab', { screen: 'host', name: 'esxi-01.sandbox.lab', tab: 'summary' }],
  ['#/hosts/cluster/mgmt%20cl01/vms', { screen: 'cluster', name: 'mgmt cl01', tab: 'vms' }],
  ['#/networking/leaf/leaf-a/routes', { screen: 'leaf', name: 'leaf-a', tab: 'routes' }],
  [
    '#/networking/distributed-switch/dvs-11/hosts',
    { screen: 'distributed-switch', name: 'dvs-11', tab: 'hosts' },
  ],
  ['#/namespaces/demo', { screen: 'namespace', name: 'demo', tab: 'summary', category: '' }],
  [
    '#/namespaces/demo/compute/deployments.apps',
    { screen: 'namespace', name: 'demo', tab: 'compute', category: 'deployments.apps' },
  ],
  ['#/namespaces/demo/events', { screen: 'namespace', name: 'demo', tab: 'events', category: '' }],
  [
    '#/namespaces/demo/events/web.17',
    { screen: 'object', namespace: 'demo', resource: 'events', name: 'web.17', tab: 'summary' },
  ],
  [
    '#/namespaces/demo/pods/web-0/placement',
    { screen: 'object', namespace: 'demo', resource: 'pods', name: 'web-0', tab: 'placement' },
  ],
  ['#/lab/placement', { screen: 'placement-lab' }],
  ['#/lab/routes', { screen: 'routes-lab' }],
  ['#/kinds', { screen: 'kinds' }],
  ['#/kinds/supervisor/nodes', { screen: 'list', scope: 'supervisor', resource: 'nodes' }],
  [
    '#/kinds/supervisor/nodes/-/esxi-01/yaml',
    { screen: 'any', scope: 'supervisor', resource: 'nodes', namespace: '', name: 'esxi-01', tab: 'yaml' },
  ],
  ['#/nowhere', { screen: 'unknown', path: '/nowhere' }],
];

describe('addresses', () => {
  it.each(routes)('%s', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
    expect(hrefOf(route)).toBe(hash);
  });

  it('reads what cannot be decoded as it stands', () => {
    expect(parseRoute('#/hosts/host/%E0%A4')).toEqual({ screen: 'host', name: '%E0%A4', tab: 'summary' });
  });
});
