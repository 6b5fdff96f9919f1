// Tier-0: gathers what the Tier-1s advertise, lets it through the route map, and puts aggregations in the place of what they
// cover. The summaries come from the routes kernel. Source: NSX route redistribution and route_aggregations (summary only).
import { latency } from '../../control/latency.ts';
import type { Loop, Outcome } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import type { RoutesKernel } from '../../kernels/routes.ts';
import type { NatRule } from '../../kinds/nsx/nat-rule.ts';
import type { Segment } from '../../kinds/nsx/segment.ts';
import { tier0s, type Tier0, type Tier0Route } from '../../kinds/nsx/tier0.ts';
import type { Tier1 } from '../../kinds/nsx/tier1.ts';
import type { VirtualServer } from '../../kinds/nsx/virtual-server.ts';
import { equal } from '../../std/draft.ts';
import { contains, formatCidr, parseCidr, type Cidr } from '../../std/ip.ts';
import { isDeleting } from '../../store/object.ts';

const tier0Kind = 'nsx.sandbox/tier0s';

/** Everything that the Tier-1s under the gateway advertise to it. */
function candidates(tier0: Tier0, view: View): readonly Tier0Route[] {
  const below = new Set(
    view
      .list<Tier1>('nsx.sandbox/tier1s')
      .filter(({ spec }) => spec.tier0 === tier0.metadata.name)
      .map(({ metadata }) => metadata.name),
  );
  const under = ({ spec }: { readonly spec: { readonly tier1: string } }): boolean => below.has(spec.tier1);
  const connected = view
    .list<Segment>('nsx.sandbox/segments')
    .filter(under)
    .map(({ spec }): Tier0Route => ({
      prefix: spec.subnet,
      source: 'TIER1_CONNECTED',
      owner: spec.namespace,
    }));
  const owners = new Map(
    view
      .list<VirtualServer>('nsx.sandbox/virtualservers')
      .filter(under)
      .map(({ spec }) => [spec.ip, `${spec.namespace}/${spec.owner}`] as const),
  );
  const vips = [...owners].map(([ip, owner]): Tier0Route => ({
    prefix: `${ip}/32`,
    source: 'TIER1_LB_VIP',
    owner,
  }));
  const nat = view
    .list<NatRule>('nsx.sandbox/natrules')
    .filter(under)
    .map(({ spec }): Tier0Route => ({
      prefix: `${spec.translated}/32`,
      source: 'TIER1_NAT',
      owner: spec.namespace === '' ? 'system namespaces' : spec.namespace,
    }));
  return [...vips, ...nat, ...connected];
}

function matches(prefixes: readonly string[], route: Cidr): boolean {
  return prefixes.some((text) => {
    const prefix = parseCidr(text);
    return prefix !== undefined && contains(prefix, route);
  });
}

/** First match decides; what matches nothing is denied. A map that is not applied lets everything through. */
export function isPermitted(routeMap: Tier0['spec']['routeMap'], route: Cidr): boolean {
  if (!routeMap.applied) return true;
  return routeMap.entries.find(({ prefixes }) => matches(prefixes, route))?.action === 'PERMIT';
}

function uniquePrefixes(routes: readonly Tier0Route[]): readonly Cidr[] {
  return [...new Set(routes.map(({ prefix }) => prefix))]
    .map((text) => parseCidr(text))
    .filter((cidr) => cidr !== undefined);
}

/** The prefixes that take the place of the routes, by the gateway's choice of aggregations. */
export function summarize(
  kernel: RoutesKernel,
  choice: Tier0['spec']['summarization'],
  routes: readonly Cidr[],
): readonly Cidr[] {
  if (choice.mode === 'Exact') return kernel.exact(routes);
  if (choice.mode === 'Boundary') return kernel.boundary(routes, choice.boundaryBits ?? 32);
  return [...routes].sort((a, b) => a.base - b.base || a.prefixBits - b.prefixBits);
}

function statusOf(tier0: Tier0, view: View, kernel: RoutesKernel): Tier0['status'] {
  const all = candidates(tier0, view);
  const passes = (route: Tier0Route): boolean => {
    const cidr = parseCidr(route.prefix);
    return cidr !== undefined && isPermitted(tier0.spec.routeMap, cidr);
  };
  const permitted = all.filter(passes);
  const denied = all.filter((route) => !passes(route));
  const routes = uniquePrefixes(permitted);
  const summary = summarize(kernel, tier0.spec.summarization, routes);
  const advertised = summary.map((prefix) => ({
    prefix: formatCidr(prefix),
    contributors: routes.filter((route) => contains(prefix, route)).length,
  }));
  return {
    permitted: [...permitted],
    denied: [...denied],
    advertised,
    overAdvertised: kernel.overAdvertised(summary, routes),
  };
}

export function createTier0(kernel: RoutesKernel): Loop {
  const every = (): readonly string[] => ['*'];
  return {
    name: 'tier0',
    observes: {
      [tier0Kind]: (prev, next) => [(next ?? prev)?.metadata.name ?? ''],
      'nsx.sandbox/tier1s': every,
      'nsx.sandbox/segments': every,
      'nsx.sandbox/natrules': every,
      'nsx.sandbox/virtualservers': every,
    },
    expand: (_pattern, view) => view.list<Tier0>(tier0Kind).map(({ metadata }) => metadata.name),
    wakeMs: latency.nsxRealizeMs[0],
    run(name, view): Outcome | undefined {
      const tier0 = view.get<Tier0>(tier0Kind, name);
      if (tier0 === undefined || isDeleting(tier0)) return undefined;
      const status = statusOf(tier0, view, kernel);
      if (equal(status, tier0.status)) return undefined;
      return {
        writes: [{ verb: 'update', kind: tier0s, object: { ...tier0, status } as Tier0, why: 'status' }],
      };
    },
  };
}
