// NSX Container Plugin, namespaces: a Tier-1, a segment with its block of the pod CIDR, and a SNAT address for each; system
// namespaces share one Tier-1 and one SNAT address. Source: facts on NSX with WCP.
import { nobody, type Loop, type Note, type Outcome, type Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { latency } from '../../control/latency.ts';
import { namespaces, type Namespace } from '../../kinds/core/namespace.ts';
import { natRules, type NatRule } from '../../kinds/nsx/nat-rule.ts';
import { segments, type Segment } from '../../kinds/nsx/segment.ts';
import { tier1s, type Tier1 } from '../../kinds/nsx/tier1.ts';
import {
  fabricScope,
  supervisorOf,
  type NsxNetworking,
  type Supervisor,
} from '../../kinds/vsphere/supervisor.ts';
import { releaseIn, vcenterIn } from '../../kinds/vsphere/vcenter.ts';
import { uuidFrom } from '../../std/hash.ts';
import { formatCidr, formatIpv4, lastOf, parseCidr, type Cidr } from '../../std/ip.ts';
import { isDeleting } from '../../store/object.ts';
import { cidrsOf, freeAddress, freeBlock, gatewayOf, type FreeBlock } from './pool.ts';

export const component = 'nsx-container-ncp';
export const segmentsKind = 'nsx.sandbox/segments';

/** Namespaces of the Supervisor itself: they share a Tier-1. */
export function isSystem(name: string): boolean {
  return name.startsWith('kube-') || name.startsWith('vmware-system-') || name === 'default';
}

/** The name under which a namespace's SNAT address goes: its own, or the system's. */
function tenantOf(name: string): string {
  return isSystem(name) ? '' : name;
}

/** The same of its Tier-1: before 7.0 U1c one serves all. */
function routedAs(name: string, view: View): string {
  return releaseIn(view.in(fabricScope))?.hasNamespaceTier1 === false ? '' : tenantOf(name);
}

/** Blocks of segments, read once each: a namespace of thousands of Pods has hundreds, and every Pod looks through them. */
const blocks = new WeakMap<Segment['spec'], Cidr>();

const nothing: Cidr = { base: 0, prefixBits: 32 };

export function blockOf({ spec }: Segment): Cidr {
  let block = blocks.get(spec);
  if (block === undefined) blocks.set(spec, (block = parseCidr(spec.subnet) ?? nothing));
  return block;
}

export function segmentsOf(namespace: string, view: View): readonly Segment[] {
  return [
    ...view
      .in(fabricScope)
      .list<Segment>(segmentsKind, { index: ['namespace', `${view.scope}/${namespace}`] }),
  ].sort((a, b) => a.spec.index - b.spec.index);
}

export function tier1Of(namespace: string, view: View): Tier1 | undefined {
  return view.in(fabricScope).list<Tier1>('nsx.sandbox/tier1s', {
    index: ['namespace', `${view.scope}/${routedAs(namespace, view)}`],
  })[0];
}

function vcenterUuid(view: View): string {
  return vcenterIn(view.in(fabricScope))?.spec.instanceUuid ?? '';
}

function segmentName(namespace: string, index: number, view: View): string {
  return `${view.scope}-${namespace}-${index}`;
}

/** The namespace's segment of an index, as `segmentsOf` has it. */
export function segmentAt(namespace: string, index: number, view: View): Segment | undefined {
  return view.in(fabricScope).get<Segment>(segmentsKind, segmentName(namespace, index, view));
}

interface NewSegment extends FreeBlock {
  readonly write: Write;
}

/**
 * A further segment for a namespace, out of the pod CIDR; undefined when the CIDR is used up. So many of the CIDR's blocks as
 * `from` says are known to be taken.
 */
export function newSegment(
  namespace: string,
  index: number,
  supervisor: Supervisor,
  view: View,
  from = 0,
): NewSegment | undefined {
  const { nsx } = supervisor.spec.workloads;
  if (nsx === undefined) return undefined;
  const { podCidrs, namespaceSubnetPrefix } = nsx;
  const fabric = view.in(fabricScope);
  const isTaken = (block: Cidr): boolean =>
    fabric.count(segmentsKind, { index: ['gateway', `${view.scope}/${gatewayOf(block)}`] }) > 0;
  const free = freeBlock(cidrsOf(podCidrs), namespaceSubnetPrefix, isTaken, from);
  if (free === undefined) return undefined;
  const { block } = free;
  const subnet = formatCidr(block);
  const displayName = `vnet-${supervisor.spec.moid}:${vcenterUuid(view)}-${namespace}-${index}`;
  const object = {
    metadata: { name: segmentName(namespace, index, view) },
    spec: {
      displayName,
      tier1: tier1Name(namespace, view),
      scope: view.scope,
      namespace,
      index,
      subnet,
      gateway: gatewayOf(block),
    },
  };
  const why = `block ${index} of ${namespace}`;
  return { ...free, write: { verb: 'create', kind: segments, in: fabricScope, object, why } };
}

function tier1Name(namespace: string, view: View): string {
  const tenant = routedAs(namespace, view);
  return `t1-${view.scope}-${tenant === '' ? 'system' : tenant}`;
}

function snatOf(namespace: string, view: View): NatRule | undefined {
  return view.in(fabricScope).list<NatRule>('nsx.sandbox/natrules', {
    index: ['namespace', `${view.scope}/${tenantOf(namespace)}`],
  })[0];
}

function poolName({ spec: { moid } }: Supervisor, { egressCidrs }: NsxNetworking, view: View): string {
  const cidr = parseCidr(egressCidrs[0] ?? '');
  if (cidr === undefined) return '';
  const range = `${formatIpv4(cidr.base + 1)}-${formatIpv4(lastOf(cidr) - 1)}`.replaceAll('.', '-');
  return `${moid}:${vcenterUuid(view)}-ippool-${range}`;
}

interface Network {
  readonly writes: readonly Write[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly missing: string | undefined;
}

/** What the namespace has in NSX and what must still be made for it. */
function networkOf(namespace: Namespace, supervisor: Supervisor, nsx: NsxNetworking, view: View): Network {
  const { name, uid } = namespace.metadata;
  const tenant = tenantOf(name);
  const writes: Write[] = [];
  const t1 = tier1Name(name, view);
  const router = routedAs(name, view);
  const t1Uuid = uuidFrom(0, view.scope, 'tier1', router);
  if (tier1Of(name, view) === undefined) {
    const object = {
      metadata: { name: t1 },
      spec: {
        displayName: `t1_${t1Uuid}_rtr`,
        tier0: nsx.tier0,
        scope: view.scope,
        namespace: router,
      },
    };
    writes.push({ verb: 'create', kind: tier1s, in: fabricScope, object, why: `router of ${name}` });
  }
  let missing: string | undefined;
  const first = segmentsOf(name, view)[0];
  let subnet = first?.spec.subnet;
  if (first === undefined) {
    const made = newSegment(name, 0, supervisor, view);
    if (made === undefined)
      missing = `pod CIDR ${nsx.podCidrs.join(', ')} has no free /${nsx.namespaceSubnetPrefix} left`;
    else {
      writes.push(made.write);
      subnet = formatCidr(made.block);
    }
  }
  const rule = snatOf(name, view);
  let snat = rule?.spec.translated;
  if (rule === undefined) {
    const taken = new Set(
      view
        .in(fabricScope)
        .list<NatRule>('nsx.sandbox/natrules')
        .map(({ spec }) => spec.translated),
    );
    snat = freeAddress(cidrsOf(nsx.egressCidrs), taken);
    if (snat === undefined) missing ??= `egress CIDR ${nsx.egressCidrs.join(', ')} has no free address left`;
    else {
      const object = {
        metadata: { name: `snat-${view.scope}-${tenant === '' ? 'system' : tenant}` },
        spec: {
          tier1: t1,
          scope: view.scope,
          namespace: tenant,
          action: 'SNAT',
          sources: nsx.podCidrs,
          translated: snat,
        },
      };
      writes.push({ verb: 'create', kind: natRules, in: fabricScope, object, why: `egress of ${name}` });
    }
  }
  const blocks = segmentsOf(name, view);
  const subnets =
    subnet !== undefined && blocks.length === 0 ? [subnet] : blocks.map(({ spec }) => spec.subnet);
  const annotations = {
    'ls_id-0': uuidFrom(0, uid, 'segment'),
    'ncp/extpoolid': poolName(supervisor, nsx, view),
    'ncp/router_id': `t1_${t1Uuid}_rtr`,
    ...(snat === undefined ? {} : { 'ncp/snat_ip': snat }),
    ...Object.fromEntries(subnets.map((block, index) => [`ncp/subnet-${index}`, block])),
  };
  return { writes, annotations, missing };
}

/** The namespace is gone: everything of it in NSX goes too. */
function teardown(name: string, view: View): Outcome | undefined {
  const fabric = view.in(fabricScope);
  const why = `${name} is gone`;
  const gone: Write[] = segmentsOf(name, view).map((object) => ({
    verb: 'delete',
    kind: segments,
    in: fabricScope,
    object,
    why,
  }));
  if (!isSystem(name)) {
    const own = { index: ['namespace', `${view.scope}/${name}`] } as const;
    gone.push(
      ...fabric
        .list<NatRule>('nsx.sandbox/natrules', own)
        .map((object): Write => ({ verb: 'delete', kind: natRules, in: fabricScope, object, why })),
    );
    gone.push(
      ...fabric
        .list<Tier1>('nsx.sandbox/tier1s', own)
        .map((object): Write => ({ verb: 'delete', kind: tier1s, in: fabricScope, object, why })),
    );
  }
  return gone.length === 0 ? undefined : { writes: gone };
}

export const ncpNamespaces: Loop = {
  name: 'ncp-namespaces',
  wakeMs: latency.nsxRealizeMs[0],
  observes: {
    'core/namespaces': (prev, next) => [(next ?? prev)?.metadata.name ?? ''],
    [segmentsKind]: (prev, next) => {
      const { namespace } = ((next ?? prev) as Segment).spec;
      // The control plane's own segment is no namespace's.
      if (namespace === '') return nobody;
      // A block that came back lets a namespace have one that found none.
      return next === undefined ? [namespace, '*'] : [namespace];
    },
  },
  consults: [
    'nsx.sandbox/tier1s',
    'nsx.sandbox/natrules',
    'vsphere.sandbox/supervisors',
    'vsphere.sandbox/vcenters',
  ],
  expand: (_pattern, view) =>
    view
      .list<Namespace>('core/namespaces')
      .filter(({ metadata }) => metadata.annotations?.['ncp/subnet-0'] === undefined)
      .map(({ metadata }) => metadata.name),
  run(name, view): Outcome | undefined {
    const namespace = view.get<Namespace>('core/namespaces', name);
    if (namespace === undefined) return teardown(name, view);
    const supervisor = supervisorOf(view);
    const nsx = supervisor?.spec.workloads.nsx;
    if (supervisor === undefined || nsx === undefined || isDeleting(namespace)) return undefined;
    const network = networkOf(namespace, supervisor, nsx, view);
    const writes = [...network.writes];
    const before = namespace.metadata.annotations ?? {};
    const differs = Object.entries(network.annotations).some(([key, value]) => before[key] !== value);
    if (differs) {
      const object = {
        ...namespace,
        metadata: { ...namespace.metadata, annotations: { ...before, ...network.annotations } },
      };
      writes.push({ verb: 'update', kind: namespaces, object, why: 'its network is realized' });
    }
    const notes: Note[] =
      network.missing === undefined
        ? []
        : [
            {
              about: namespace,
              type: 'Warning',
              reason: 'FailedRealizeNSXResource',
              message: `Failed to realize NSX resource for Namespace: ${network.missing}`,
              component,
            },
          ];
    return { writes, notes };
  },
};
