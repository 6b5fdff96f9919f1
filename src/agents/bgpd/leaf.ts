// A leaf switch's BGP: learns what its Tier-0 neighbours advertise, an advertisement interval later.
import { latency } from '../../control/latency.ts';
import { nobody, type Loop, type Outcome } from '../../control/loop.ts';
import { leafSwitches, type LeafSwitch } from '../../kinds/leaf/switch.ts';
import type { Tier0 } from '../../kinds/nsx/tier0.ts';
import { equal } from '../../std/draft.ts';

const tier0Kind = 'nsx.sandbox/tier0s';
const leafKind = 'leaf.sandbox/switches';

export const leafBgp: Loop = {
  name: 'leaf-bgp',
  wakeMs: latency.bgpAdvertiseMs,
  observes: {
    [leafKind]: (prev, next) => (prev === undefined && next !== undefined ? [next.metadata.name] : nobody),
    [tier0Kind]: () => ['*'],
  },
  expand: (_pattern, view) => view.list<LeafSwitch>(leafKind).map(({ metadata }) => metadata.name),
  run(name, view): Outcome | undefined {
    const leaf = view.get<LeafSwitch>(leafKind, name);
    if (leaf === undefined) return undefined;
    const known = new Map((leaf.status?.routes ?? []).map((route) => [route.prefix, route]));
    const sessionsBefore = new Map(
      (leaf.status?.sessions ?? []).map((session) => [session.neighbor, session]),
    );
    const hops = new Map<string, string[]>();
    const sessions: NonNullable<NonNullable<LeafSwitch['status']>['sessions']>[number][] = [];
    for (const tier0 of view.list<Tier0>(tier0Kind)) {
      for (const { leaf: neighbor, address } of tier0.spec.neighbors) {
        if (neighbor !== name) continue;
        const before = sessionsBefore.get(address);
        sessions.push(
          before ?? {
            neighbor: address,
            remoteAs: tier0.spec.localAs,
            state: 'Established',
            since: view.now,
          },
        );
        for (const { prefix } of tier0.status?.advertised ?? []) {
          const list = hops.get(prefix);
          if (list === undefined) hops.set(prefix, [address]);
          else list.push(address);
        }
      }
    }
    const routes = [...hops].map(([prefix, nextHops]) => {
      const before = known.get(prefix);
      return before !== undefined && equal(before.nextHops, nextHops)
        ? before
        : { prefix, nextHops, since: view.now };
    });
    const status = { routes, sessions };
    if (equal(status, leaf.status)) return undefined;
    const object: LeafSwitch = { ...leaf, status };
    return { writes: [{ verb: 'update', kind: leafSwitches, object, why: 'BGP update' }] };
  },
};
