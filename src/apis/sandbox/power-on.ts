// Why a VM would not be powered on now, and what would have to change: single changes, each as small as it can be and each what somebody may ask of
// vCenter. A change is named where power on's own checks pass with it.
import { admissionOf, keptFree } from '../../kinds/vsphere/admission-control.ts';
import { clustersKind, type Cluster, type HaAdmission } from '../../kinds/vsphere/cluster.ts';
import { rulesOf } from '../../kinds/vsphere/drs-rules.ts';
import type { Host } from '../../kinds/vsphere/host.ts';
import { leavingMaintenance } from '../../kinds/vsphere/leaving-maintenance.ts';
import { hostsKind, machinesKind } from '../../kinds/vsphere/machine.ts';
import type { ResourcePool } from '../../kinds/vsphere/resource-pool.ts';
import { isOn, type VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';
import type { Datastore } from '../../kinds/vsphere/datastore.ts';
import { limits } from '../../std/limits.ts';
import { titleOf } from '../vcenter/inventory/places.ts';
import type { StoredObject } from '../../store/object.ts';
import type { ReadView } from '../../store/view.ts';
import { swapMiBOf } from '../../kinds/vsphere/swap-file.ts';
import { isOwn } from '../vcenter/inventory/machines/machine.ts';
import { policyJson, ruleJson } from '../vcenter/vim/clusters.ts';
import { viJson } from '../vcenter/wire.ts';
import { attempt, largest, placeBy, withObject, type Place } from './supposed.ts';

export interface PowerOnEdit {
  /** In words: `it reserves 12288 MB of memory instead of 40960`. */
  readonly change: string;
  /** What govc would be told. */
  readonly command?: string;
  /** The host that it would be powered on on. */
  readonly node: string;
  /** What vCenter is asked. */
  readonly requests: readonly { readonly method: string; readonly path: string; readonly body?: object }[];
}

export interface PowerOnWord {
  /** As power on would say it; absent where it would not be refused. */
  readonly refusal?: string;
  readonly edits: readonly PowerOnEdit[];
}

const datastoresKind = 'vsphere.sandbox/datastores';

class Edits {
  readonly found: PowerOnEdit[] = [];
  readonly #fabric: ReadView;
  readonly #place: Place;
  readonly #vm: VirtualMachine;
  readonly #cluster: Cluster | undefined;

  constructor(fabric: ReadView, place: Place, vm: VirtualMachine) {
    this.#fabric = fabric;
    this.#place = place;
    this.#vm = vm;
    this.#cluster = fabric.get<Cluster>(clustersKind, vm.spec.cluster);
  }

  /** Where the VM would go in a world with this object instead of its own. */
  #hostWith(kind: string, object: StoredObject): string | undefined {
    const fabric = withObject(this.#fabric, kind, object);
    const said = attempt(fabric, placeBy(fabric), this.#vm);
    return 'host' in said ? said.host : undefined;
  }

  #add(host: string | undefined, edit: Omit<PowerOnEdit, 'node'>): void {
    if (host !== undefined) this.found.push({ ...edit, node: host });
  }

  /** Hosts that are in maintenance mode, each taken out alone. */
  hosts(): void {
    const { cluster } = this.#vm.spec;
    const resting = this.#fabric
      .list<Host>(hostsKind)
      .filter(({ spec }) => spec.cluster === cluster && spec.maintenance === true);
    for (const host of resting.slice(0, limits.editNodesMax)) {
      const leaving = leavingMaintenance(host);
      if (leaving === undefined) continue;
      const { next, ...edit } = leaving;
      this.#add(this.#hostWith(hostsKind, next), edit);
    }
  }

  #reconfigureCluster({ spec: { moid } }: Cluster, spec: object): PowerOnEdit['requests'] {
    const path = `${viJson}/ClusterComputeResource/${moid}/ReconfigureComputeResource_Task`;
    return [
      { method: 'POST', path, body: { modify: true, spec: { _typeName: 'ClusterConfigSpecEx', ...spec } } },
    ];
  }

  /** DRS rules, each disabled alone. */
  rules(): void {
    const cluster = this.#cluster;
    if (cluster === undefined) return;
    const { drs } = cluster.spec;
    for (const rule of rulesOf(cluster)) {
      const off = { ...rule, enabled: false };
      const rules = (drs.rules ?? []).map((each) => (each === rule ? off : each));
      const next = { ...cluster, spec: { ...cluster.spec, drs: { ...drs, rules } } } as Cluster;
      this.#add(this.#hostWith(clustersKind, next), {
        change: `DRS rule ${rule.name} is disabled`,
        command: `govc cluster.rule.change -cluster ${titleOf(cluster)} -name '${rule.name}' -enable=false`,
        requests: this.#reconfigureCluster(cluster, {
          rulesSpec: [{ _typeName: 'ClusterRuleSpec', operation: 'edit', info: ruleJson(off) }],
        }),
      });
    }
  }

  /** The most that the VM can reserve of one resource. */
  reservation(what: 'cpu' | 'memory'): void {
    const vm = this.#vm;
    const key = what === 'cpu' ? 'cpuReservationMHz' : 'memoryReservationMiB';
    const was = vm.spec[key];
    const hostFor = (amount: number) => {
      const said = attempt(this.#fabric, this.#place, { ...vm, spec: { ...vm.spec, [key]: amount } });
      return 'host' in said ? said.host : undefined;
    };
    const most = was === 0 ? undefined : largest(0, was, (amount) => hostFor(amount) !== undefined);
    if (most === undefined) return;
    const unit = what === 'cpu' ? 'MHz of CPU' : 'MB of memory';
    const flag = what === 'cpu' ? 'cpu' : 'mem';
    this.#add(hostFor(most), {
      change: `it reserves ${most} ${unit} instead of ${was}`,
      command: `govc vm.change -vm ${vm.spec.displayName} -${flag}.reservation ${most}`,
      requests: [
        {
          method: 'POST',
          path: `${viJson}/VirtualMachine/${vm.metadata.name}/ReconfigVM_Task`,
          body: {
            spec: { _typeName: 'VirtualMachineConfigSpec', [`${what}Allocation`]: { reservation: most } },
          },
        },
      ],
    });
  }

  /** Room for its swap file: it needs none, it lies elsewhere, or files of others are gone. */
  room(): void {
    const vm = this.#vm;
    const { memoryMiB, memoryReservationMiB: was, displayName, hardware } = vm.spec;
    const hostFor = (fabric: ReadView, spec: Partial<VirtualMachine['spec']> = {}) => {
      const said = attempt(fabric, placeBy(fabric), { ...vm, spec: { ...vm.spec, ...spec } });
      return 'host' in said ? said.host : undefined;
    };
    if (hardware === undefined || swapMiBOf(vm) === 0) return;
    this.#add(hostFor(this.#fabric, { memoryReservationMiB: memoryMiB }), {
      change: `it reserves all its memory, ${memoryMiB} MB instead of ${was}, and needs no swap file`,
      command: `govc vm.change -vm ${displayName} -mem.reservation ${memoryMiB}`,
      requests: [
        {
          method: 'POST',
          path: `${viJson}/VirtualMachine/${vm.metadata.name}/ReconfigVM_Task`,
          body: { spec: { memoryAllocation: { reservation: memoryMiB } } },
        },
      ],
    });
    const sizeMiB = hardware.disks.reduce((total, { capacityMiB }) => total + capacityMiB, 0);
    for (const datastore of this.#fabric.list<Datastore>(datastoresKind)) {
      const { name } = datastore.metadata;
      const freeMiB = datastore.status?.freeMiB ?? 0;
      if (name !== hardware.datastore && freeMiB >= sizeMiB + swapMiBOf(vm)) {
        const disks = hardware.disks.map((disk) => ({ ...disk, datastore: name }));
        this.#add(hostFor(this.#fabric, { hardware: { ...hardware, datastore: name, disks } }), {
          change: `it is moved to datastore ${titleOf(datastore)}`,
          command: `govc vm.migrate -ds ${titleOf(datastore)} ${displayName}`,
          requests: [
            {
              method: 'POST',
              path: `/api/vcenter/vm/${vm.metadata.name}?action=relocate`,
              body: { placement: { datastore: datastore.spec.moid } },
            },
          ],
        });
      }
      const { foreignMiB = 0, ...spec } = datastore.spec;
      if (name !== hardware.datastore || foreignMiB === 0) continue;
      const emptied = {
        ...datastore,
        spec,
        status: { ...datastore.status, freeMiB: freeMiB + foreignMiB },
      } as Datastore;
      this.#add(hostFor(withObject(this.#fabric, datastoresKind, emptied)), {
        change: `files of others, ${foreignMiB} MB, are removed from datastore ${titleOf(datastore)}`,
        requests: [{ method: 'POST', path: `/sandbox/datastores/${name}/Recovered` }],
      });
    }
  }

  /** The VM's resource pool: it expands, or reserves as much more as it takes. */
  pool(what: 'cpu' | 'memory'): void {
    const kind = 'vsphere.sandbox/resourcepools';
    const pool = this.#fabric.get<ResourcePool>(kind, this.#vm.spec.resourcePool ?? '');
    if (pool === undefined) return;
    const { metadata, spec } = pool;
    const before = spec[what];
    const wanted = what === 'cpu' ? this.#vm.spec.cpuReservationMHz : this.#vm.spec.memoryReservationMiB;
    const hostWith = (change: object) =>
      this.#hostWith(kind, { ...pool, spec: { ...spec, [what]: { ...before, ...change } } } as ResourcePool);
    const flag = what === 'cpu' ? 'cpu' : 'mem';
    const request = (allocation: object): PowerOnEdit['requests'] => [
      {
        method: 'PATCH',
        path: `/api/vcenter/resource-pool/${metadata.name}`,
        body: { [`${what}_allocation`]: allocation },
      },
    ];
    const name = spec.displayName;
    if (!before.expandable)
      this.#add(hostWith({ expandable: true }), {
        change: `resource pool ${name} may expand what it reserves of ${what === 'cpu' ? 'CPU' : 'memory'}`,
        command: `govc pool.change -${flag}.expandable=true ${name}`,
        requests: request({ expandable_reservation: true }),
      });
    // As much as it lets be reserved in it by then; no less than that it reserves itself.
    const { limit } = before;
    if (limit >= 0) {
      const less = largest(0, wanted, (by) => hostWith({ limit: limit + wanted - by }) !== undefined);
      const next = limit + wanted - (less ?? 0);
      if (less !== undefined)
        this.#add(hostWith({ limit: next }), {
          change: `resource pool ${name} is limited to ${next} ${what === 'cpu' ? 'MHz of CPU' : 'MB of memory'} instead of ${limit}`,
          command: `govc pool.change -${flag}.limit=${next} ${name}`,
          requests: request({ limit: next }),
        });
    }
    const more = largest(
      0,
      wanted,
      (less) => hostWith({ reservation: before.reservation + wanted - less }) !== undefined,
    );
    if (more === undefined || wanted === more) return;
    const reservation = before.reservation + wanted - more;
    this.#add(hostWith({ reservation }), {
      change: `resource pool ${name} reserves ${reservation} ${what === 'cpu' ? 'MHz of CPU' : 'MB of memory'} instead of ${before.reservation}`,
      command: `govc pool.change -${flag}.reservation=${reservation} ${name}`,
      requests: request({ reservation }),
    });
  }

  /** Admission control of HA: it keeps less free, or is disabled. */
  admission(): void {
    const cluster = this.#cluster;
    if (cluster === undefined || !cluster.spec.ha.enabled || !admissionOf(cluster).enabled) return;
    const { ha } = cluster.spec;
    const admission = admissionOf(cluster);
    const hosts = this.#fabric
      .list<Host>(hostsKind)
      .filter(({ spec }) => spec.cluster === cluster.metadata.name);
    const with_ = (next: HaAdmission): Cluster =>
      ({ ...cluster, spec: { ...cluster.spec, ha: { ...ha, admission: next } } }) as Cluster;
    const offer = (next: HaAdmission, change: string): boolean => {
      const host = this.#hostWith(clustersKind, with_(next));
      this.#add(host, {
        change,
        requests: this.#reconfigureCluster(cluster, {
          dasConfig: {
            _typeName: 'ClusterDasConfigInfo',
            admissionControlPolicy: policyJson(with_(next), hosts.length),
          },
        }),
      });
      return host !== undefined;
    };
    if (admission.policy === 'Percentage') {
      const kept = keptFree(admission, hosts.length);
      const at = (less: number): HaAdmission => ({
        ...admission,
        cpuPercent: Math.max(0, kept.cpu - less),
        memoryPercent: Math.max(0, kept.memory - less),
      });
      const most = Math.max(kept.cpu, kept.memory);
      let less = 1;
      while (less <= most && this.#hostWith(clustersKind, with_(at(less))) === undefined) less += 1;
      const { cpuPercent = 0, memoryPercent = 0 } = at(less);
      if (less <= most)
        offer(
          at(less),
          `HA keeps ${cpuPercent}% of CPU and ${memoryPercent}% of memory free instead of ${kept.cpu}% and ${kept.memory}%`,
        );
    } else if (admission.policy === 'Slots') {
      const tolerated = admission.hostFailures ?? 1;
      for (let fewer = tolerated - 1; fewer >= 1; fewer--)
        if (
          offer(
            { ...admission, hostFailures: fewer },
            `HA tolerates ${fewer} host failures instead of ${tolerated}`,
          )
        )
          break;
    } else {
      for (const moid of admission.hosts ?? []) {
        const name = hosts.find(({ spec }) => spec.moid === moid)?.metadata.name ?? moid;
        const left = (admission.hosts ?? []).filter((each) => each !== moid);
        offer({ ...admission, hosts: left }, `${name} is no dedicated failover host`);
      }
    }
    this.#add(this.#hostWith(clustersKind, with_({ ...admission, enabled: false })), {
      change: 'HA has no admission control',
      command: `govc cluster.change -ha-admission-control-enabled=false ${titleOf(cluster)}`,
      requests: this.#reconfigureCluster(cluster, {
        dasConfig: { _typeName: 'ClusterDasConfigInfo', admissionControlEnabled: false },
      }),
    });
  }

  /** VMs of people's own that run, each powered off alone; those that reserve least first. */
  others(): void {
    const reserved = ({ spec }: VirtualMachine) => spec.memoryReservationMiB + spec.cpuReservationMHz;
    const running = this.#fabric
      .list<VirtualMachine>(machinesKind, { index: ['role', 'VM'] })
      .filter((vm) => isOn(vm) && isOwn(vm) && vm.spec.cluster === this.#vm.spec.cluster && reserved(vm) > 0)
      .toSorted((one, other) => reserved(one) - reserved(other));
    let found = 0;
    for (const vm of running) {
      if (found >= othersMax) return;
      const off = { ...vm, status: { ...vm.status, powerState: 'POWERED_OFF' } } as VirtualMachine;
      const host = this.#hostWith(machinesKind, off);
      if (host !== undefined) found += 1;
      const { displayName } = vm.spec;
      this.#add(host, {
        change: `${displayName} is powered off`,
        command: `govc vm.power -off ${displayName}`,
        requests: [{ method: 'POST', path: `/api/vcenter/vm/${vm.metadata.name}/power?action=stop` }],
      });
    }
  }
}

/** Other VMs that are named, at most. */
const othersMax = 3;

/** Of a VM that is off; those that take least first. */
export function powerOnWord(fabric: ReadView, place: Place, vm: VirtualMachine): PowerOnWord {
  if (isOn(vm) || !isOwn(vm)) return { edits: [] };
  const said = attempt(fabric, place, vm);
  if ('host' in said) return { edits: [] };
  const edits = new Edits(fabric, place, vm);
  edits.hosts();
  edits.rules();
  for (const what of ['cpu', 'memory'] as const) {
    edits.reservation(what);
    edits.pool(what);
  }
  edits.room();
  edits.admission();
  edits.others();
  return { refusal: said.refusal, edits: edits.found.slice(0, limits.editsMax) };
}
