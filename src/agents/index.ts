// All agents of a world, wired: DRS has the scheduler's and HA's last word; the kernels are handed in.
import type { Ledger, Loop } from '../control/loop.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { Pod } from '../kinds/core/pod/pod.ts';
import { machinesKind } from '../kinds/vsphere/machine.ts';
import { fabricScope } from '../kinds/vsphere/supervisor.ts';
import type { VirtualMachine } from '../kinds/vsphere/virtual-machine.ts';
import { assert } from '../std/assert.ts';
import { objectsAt } from '../store/past.ts';
import type { Store } from '../store/store.ts';
import { leafBgp } from './bgpd/leaf.ts';
import { createTier0 } from './bgpd/tier0.ts';
import { contentLibrary } from './content-library.ts';
import { createBalance } from './drs/balance.ts';
import { Drs, type DrsChoice } from './drs/drs.ts';
import { createEvacuation } from './drs/evacuation.ts';
import { eventTtl } from './event-ttl.ts';
import { createFdm } from './fdm.ts';
import { garbageCollector } from './garbage-collector.ts';
import { hostd } from './hostd.ts';
import { kubelet } from './kubelet.ts';
import { rootCaPublisher, serviceAccountController } from './namespace-content.ts';
import { ncpNamespaces } from './ncp/namespaces.ts';
import { createNcpPods } from './ncp/pods.ts';
import { ncpBalancer } from './ncp/services.ts';
import { credentials } from './netop/credentials.ts';
import { netopPods } from './netop/pods.ts';
import { netopBalancer } from './netop/services.ts';
import { noController } from './no-controller.ts';
import { nodeLifecycle, taintEviction } from './node-lifecycle.ts';
import { nodeStatus } from './node-status.ts';
import { podGarbageCollector } from './pod-gc.ts';
import type { Decision, NodeWord } from './scheduler/decision.ts';
import type { Edit } from './scheduler/edits.ts';
import { createScheduler, type Scheduler } from './scheduler/scheduler.ts';
import { drain } from './spherelet/drain.ts';
import { spherelet } from './spherelet/spherelet.ts';
import { attachDetach } from './volumes/attach-detach.ts';
import { binder } from './volumes/binder.ts';
import { ephemeralVolumes } from './volumes/ephemeral.ts';
import { claimProtection, volumeProtection } from './volumes/protection.ts';
import { provisioner } from './volumes/provisioner.ts';
import { resizer } from './volumes/resizer.ts';
import { tokenCleaner } from './token-cleaner.ts';
import { createTokenSecrets } from './token-secrets.ts';
import { createVirtualServers } from './virtual-servers.ts';
import { vlcm } from './vlcm.ts';
import { vmtoolsd } from './vmtoolsd.ts';
import { vpxdAlarms } from './vpxd-alarms.ts';
import { vpxdEvents } from './vpxd-events.ts';
import { vmx } from './vmx.ts';
import { vpxd } from './vpxd.ts';
import { createWcp } from './wcp/enable.ts';
import { etcd } from './wcp/etcd.ts';
import { createJoin } from './wcp/join.ts';
import { wcpNamespaces } from './wcp/namespaces.ts';
import { selfServiceNamespaces } from './wcp/self-service.ts';
import { readiness } from './wcp/readiness.ts';
import { supervisorServices } from './wcp/services.ts';

/** A Pod's placement host by host. */
export interface PlacementTable {
  /** `decided`: as it was when the Pod was placed; `now`: as it would be made now. */
  readonly asOf: 'decided' | 'now';
  readonly decision: Decision;
  readonly nodes: readonly NodeWord[];
  /** For a Pod that nobody takes: what would have to change. */
  readonly edits: readonly Edit[];
}

export interface Agents {
  readonly fabric: readonly Loop[];
  /** Of one Supervisor, by the scope of its API. */
  readonly supervisor: (scope: string) => readonly Loop[];
  /** DRS's word on a VM, of these hosts by name. */
  readonly place: (vm: VirtualMachine['spec'], hosts: readonly string[]) => DrsChoice;
  readonly explainPlacement: (store: Store, scope: string, pod: Pod) => PlacementTable;
  /** Gives back what the kernels hold for this world, which must not run any more. */
  readonly close: () => void;
}

/** `seed` is the world's: what machines' ids are drawn by. */
export function createAgents(kernels: Kernels, tokenKey: string, seed: number): Agents {
  const drs = new Drs(kernels.placement);
  const schedulers = new Map<string, Scheduler>();
  return {
    fabric: [
      drs.loop,
      createEvacuation(drs),
      createBalance(drs, kernels.fleet),
      hostd,
      vmx,
      vpxd,
      vmtoolsd,
      vlcm,
      vpxdEvents,
      vpxdAlarms,
      contentLibrary,
      createFdm(drs),
      createWcp(drs),
      etcd,
      createTier0(kernels.routes),
      leafBgp,
    ],
    supervisor(scope) {
      const scheduler = createScheduler(drs);
      schedulers.set(scope, scheduler);
      return [
        serviceAccountController,
        rootCaPublisher,
        createTokenSecrets(tokenKey),
        tokenCleaner,
        garbageCollector,
        eventTtl,
        wcpNamespaces,
        selfServiceNamespaces,
        supervisorServices,
        createJoin(seed),
        readiness,
        ncpNamespaces,
        createNcpPods(),
        createVirtualServers(ncpBalancer),
        netopPods,
        createVirtualServers(netopBalancer),
        credentials,
        ephemeralVolumes,
        binder,
        claimProtection,
        volumeProtection,
        provisioner,
        resizer,
        scheduler.loop,
        attachDetach,
        spherelet,
        drain,
        kubelet,
        nodeStatus,
        nodeLifecycle,
        taintEviction,
        podGarbageCollector,
        noController,
      ];
    },
    close: () => drs.close(),
    place: (vm, hosts) => drs.choose(vm, hosts),
    explainPlacement(store, scope, pod) {
      const past = pastScheduler(kernels, store, scope, pod);
      if (past === undefined) {
        const scheduler = schedulers.get(scope);
        assert(scheduler !== undefined, `${scope} is a Supervisor`);
        const decision = scheduler.decide(pod);
        // Of what is stored alone, whatever the time is.
        const edits = decision.node === undefined ? scheduler.edits(pod, store.view(scope, 0)) : [];
        return { asOf: 'now', decision, nodes: scheduler.explain(pod), edits };
      }
      const table: PlacementTable = {
        asOf: 'decided',
        decision: past.scheduler.decide(pod),
        nodes: past.scheduler.explain(pod),
        edits: [],
      };
      past.drs.close();
      return table;
    },
  };
}

/** A scheduler over the state that the Pod's decision saw; undefined where the change logs no longer reach that far. */
function pastScheduler(
  kernels: Kernels,
  store: Store,
  scope: string,
  pod: Pod,
): { readonly scheduler: Scheduler; readonly drs: Drs } | undefined {
  const fabric = store.scope(fabricScope);
  const vm = fabric.collection(machinesKind).list({ index: ['pod', pod.metadata.uid] })[0] as
    | VirtualMachine
    | undefined;
  const placement = vm?.status?.placement;
  if (placement === undefined) return undefined;
  const drs = new Drs(kernels.placement);
  const scheduler = createScheduler(drs);
  const refill = (ledger: Ledger | undefined, from: string, rv: number): boolean =>
    (ledger?.kinds ?? []).every((kind) => {
      const objects = objectsAt(store.scope(from), kind, rv);
      for (const object of objects ?? []) ledger?.fold(kind, undefined, object);
      return objects !== undefined;
    });
  const whole =
    refill(scheduler.loop.ledger, scope, placement.revision) &&
    refill(drs.ledger, fabricScope, placement.fabricRevision);
  if (whole) return { scheduler, drs };
  drs.close();
  return undefined;
}
