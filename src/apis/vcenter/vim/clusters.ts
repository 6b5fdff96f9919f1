// Clusters by VI/JSON: their configuration of DRS and HA, DRS's recommendations, and power and migration of VMs under them. Source: vSphere Web
// Services API, ClusterComputeResource, ClusterRecommendation, VirtualMachine.
import { admissionOf, keptFree } from '../../../kinds/vsphere/admission-control.ts';
import { clusters, type Cluster, type DrsRule, type DrsStatus } from '../../../kinds/vsphere/cluster.ts';
import { capacityMHzOf, type Host } from '../../../kinds/vsphere/host.ts';
import { virtualMachines, withStep, type VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import type { Json, JsonObject } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { formatMilliTime } from '../../../std/time.ts';
import { clusterOf } from '../inventory/clusters.ts';
import { list, titleOf } from '../inventory/places.ts';
import { flagArg, objectOf, textArg } from './arguments.ts';
import { numberIn, wordOf } from './cluster-idle.ts';
import { reconfigured } from './cluster-spec.ts';
import { VimFault, reference, startTask, type VimCall, type VimMethod } from './method.ts';
import { sumOf, UseReader } from './use.ts';
import { vsanIsOn, vsanUuid } from './vsan-clusters.ts';

const type = 'ClusterComputeResource';
const edit = 'Host.Inventory.EditCluster';

const hostId = (call: VimCall, name: string): string =>
  call.fabric.get<Host>('vsphere.sandbox/hosts', name)?.spec.moid ?? name;

function reconfigure(call: VimCall): Json {
  const cluster = clusterOf(call.fabric, call.moid);
  const spec = objectOf(getOwn(call.body, 'spec'), 'spec');
  // Without it everything that is not said becomes the default; all of this is said, or kept.
  flagArg(call.body, 'modify');
  const next = reconfigured(cluster, spec);
  const task = startTask(call, {
    words: 'Reconfigure cluster',
    target: { kind: type, name: titleOf(cluster) },
  });
  call.write.update(clusters, next, 'Reconfigure cluster');
  return task;
}

const rates = [5, 4, 3, 2, 1];

export function policyJson(cluster: Cluster, hosts: number): Json {
  const admission = admissionOf(cluster);
  const { policy, hostFailures: failoverLevel = 1 } = admission;
  if (policy === 'Slots') return { _typeName: 'ClusterFailoverLevelAdmissionControlPolicy', failoverLevel };
  if (policy === 'Dedicated') {
    const failoverHosts = (admission.hosts ?? []).map((id) => reference('HostSystem', id));
    return {
      _typeName: 'ClusterFailoverHostAdmissionControlPolicy',
      failoverLevel: failoverHosts.length,
      failoverHosts,
    };
  }
  const kept = keptFree(admission, hosts);
  return {
    _typeName: 'ClusterFailoverResourcesAdmissionControlPolicy',
    cpuFailoverResourcesPercent: kept.cpu,
    memoryFailoverResourcesPercent: kept.memory,
    failoverLevel,
    autoComputePercentages: admission.cpuPercent === undefined && admission.memoryPercent === undefined,
  };
}

export function ruleJson({
  key,
  name,
  kind,
  enabled,
  mandatory = false,
  vms = [],
  vmGroup,
  hostGroup,
}: DrsRule): Json {
  const common = { key, status: 'green', enabled, name, mandatory, userCreated: true, inCompliance: true };
  if (kind === 'Affinity' || kind === 'AntiAffinity') {
    const vm = vms.map((id) => reference('VirtualMachine', id));
    return { _typeName: `Cluster${kind}RuleSpec`, ...common, vm };
  }
  const hosts =
    kind === 'VmHost'
      ? { affineHostGroupName: hostGroup ?? '' }
      : { antiAffineHostGroupName: hostGroup ?? '' };
  return { _typeName: 'ClusterVmHostRuleInfo', ...common, vmGroupName: vmGroup ?? '', ...hosts };
}

/** Nothing in a guest is restarted because its heartbeats stop. */
const vmMonitoring = (cluster: Cluster): Json => ({
  _typeName: 'ClusterVmToolsMonitoringSettings',
  enabled: false,
  vmMonitoring: 'vmMonitoringDisabled',
  clusterSettings: false,
  failureInterval: numberIn(cluster, 'failureInterval'),
  minUpTime: numberIn(cluster, 'minUpTime'),
  maxFailures: numberIn(cluster, 'maxFailures'),
  maxFailureWindow: numberIn(cluster, 'maxFailureWindow'),
});

const componentProtection = (cluster: Cluster): Json => ({
  _typeName: 'ClusterVmComponentProtectionSettings',
  vmStorageProtectionForAPD: wordOf(cluster, 'vmStorageProtectionForAPD'),
  enableAPDTimeoutForHosts: false,
  vmTerminateDelayForAPDSec: numberIn(cluster, 'vmTerminateDelayForAPDSec'),
  vmReactionOnAPDCleared: wordOf(cluster, 'vmReactionOnAPDCleared'),
  vmStorageProtectionForPDL: wordOf(cluster, 'vmStorageProtectionForPDL'),
});

function configuration({ fabric, moid }: VimCall): JsonObject {
  const cluster = clusterOf(fabric, moid);
  const { drs, ha } = cluster.spec;
  const members = list<Host>(fabric, 'hosts').filter(({ spec }) => spec.cluster === cluster.metadata.name);
  const hosts = members.length;
  const hasVsan = vsanIsOn(fabric, cluster);
  return {
    _typeName: 'ClusterConfigInfoEx',
    vmSwapPlacement: 'vmDirectory',
    dasConfig: {
      _typeName: 'ClusterDasConfigInfo',
      enabled: ha.enabled,
      vmMonitoring: 'vmMonitoringDisabled',
      hostMonitoring: 'enabled',
      vmComponentProtecting: wordOf(cluster, 'vmComponentProtecting'),
      failoverLevel: admissionOf(cluster).hostFailures ?? 1,
      hBDatastoreCandidatePolicy: 'allFeasibleDsWithUserPreference',
      heartbeatDatastore: [],
      admissionControlEnabled: admissionOf(cluster).enabled,
      admissionControlPolicy: policyJson(cluster, hosts),
      defaultVmSettings: {
        _typeName: 'ClusterDasVmSettings',
        restartPriority: ha.restartPriority ?? 'medium',
        restartPriorityTimeout: numberIn(cluster, 'restartPriorityTimeout'),
        isolationResponse: ha.isolationResponse ?? 'none',
        vmToolsMonitoringSettings: vmMonitoring(cluster),
        vmComponentProtectionSettings: componentProtection(cluster),
      },
      option: [],
    },
    dasVmConfig: (ha.vms ?? []).map(({ vm, restartPriority }) => ({
      _typeName: 'ClusterDasVmConfigInfo',
      key: reference('VirtualMachine', vm),
      dasSettings: { _typeName: 'ClusterDasVmSettings', restartPriority },
    })),
    drsConfig: {
      _typeName: 'ClusterDrsConfigInfo',
      enabled: drs.enabled,
      enableVmBehaviorOverrides: true,
      defaultVmBehavior: drs.automation,
      vmotionRate: rates[drs.migrationThreshold - 1] ?? 3,
      option: [],
    },
    drsVmConfig: [],
    rule: (drs.rules ?? []).map(ruleJson),
    dpmConfigInfo: {
      _typeName: 'ClusterDpmConfigInfo',
      enabled: false,
      defaultDpmBehavior: wordOf(cluster, 'defaultDpmBehavior'),
      hostPowerActionRate: 3,
    },
    dpmHostConfig: [],
    vsanConfigInfo: {
      _typeName: 'VsanClusterConfigInfo',
      enabled: hasVsan,
      defaultConfig: {
        _typeName: 'VsanClusterConfigInfoHostDefaultInfo',
        ...(hasVsan ? { uuid: vsanUuid(cluster.spec.moid) } : {}),
        autoClaimStorage: false,
      },
    },
    orchestration: {
      _typeName: 'ClusterOrchestrationInfo',
      defaultVmReadiness: { _typeName: 'ClusterVmReadiness', readyCondition: 'none', postReadyDelay: 0 },
    },
    infraUpdateHaConfig: {
      _typeName: 'ClusterInfraUpdateHaConfigInfo',
      enabled: false,
      behavior: 'Manual',
      moderateRemediation: 'QuarantineMode',
      severeRemediation: 'QuarantineMode',
      providers: [],
    },
    proactiveDrsConfig: { _typeName: 'ClusterProactiveDrsConfigInfo', enabled: false },
    group: (drs.groups ?? []).map(({ name, kind, members }) =>
      kind === 'VM'
        ? { _typeName: 'ClusterVmGroup', name, vm: members.map((id) => reference('VirtualMachine', id)) }
        : { _typeName: 'ClusterHostGroup', name, host: members.map((id) => reference('HostSystem', id)) },
    ),
  };
}

/** The configuration as clients of before configurationEx read it. */
function ofBefore(call: VimCall): Json {
  const { dasConfig, dasVmConfig, drsConfig, drsVmConfig, rule } = configuration(call);
  return {
    _typeName: 'ClusterConfigInfo',
    dasConfig,
    dasVmConfig,
    drsConfig,
    drsVmConfig,
    rule,
  } as JsonObject;
}

function recommendationsOf(call: VimCall): Json[] {
  const cluster = clusterOf(call.fabric, call.moid);
  return (cluster.status?.drs?.recommendations ?? []).map(
    ({ key, vm, from, to, priority, reason, text, at }) => ({
      _typeName: 'ClusterRecommendation',
      key,
      type: 'V1',
      time: formatMilliTime(at),
      // vim25 rates what is most urgent highest; priorities count from there.
      rating: 6 - priority,
      reason,
      reasonText: text,
      target: reference('VirtualMachine', vm),
      action: [
        {
          _typeName: 'ClusterMigrationAction',
          type: 'MigrationV1',
          target: reference('VirtualMachine', vm),
          drsMigration: {
            _typeName: 'ClusterDrsMigration',
            key,
            time: formatMilliTime(at),
            vm: reference('VirtualMachine', vm),
            source: reference('HostSystem', hostId(call, from)),
            destination: reference('HostSystem', hostId(call, to)),
          },
        },
      ],
    }),
  );
}

function recommended(call: VimCall): {
  readonly cluster: Cluster;
  readonly told: DrsStatus;
  readonly found: DrsStatus['recommendations'][number];
} {
  const cluster = clusterOf(call.fabric, call.moid);
  const key = textArg(call.body, 'key');
  const told = cluster.status?.drs;
  const found = told?.recommendations.find((each) => each.key === key);
  if (told === undefined || found === undefined)
    throw new VimFault('InvalidArgument', 'A specified parameter was not correct: key', {
      invalidProperty: 'key',
    });
  return { cluster, told, found };
}

function without(call: VimCall, why: string): DrsStatus['recommendations'][number] {
  const { cluster, told, found } = recommended(call);
  const recommendations = told.recommendations.filter((each) => each !== found);
  const status = { ...cluster.status, drs: { ...told, recommendations } };
  call.write.update(clusters, { ...cluster, status } as Cluster, why);
  return found;
}

function apply(call: VimCall): undefined {
  const { vm: id, from, to } = recommended(call).found;
  const vm = call.fabric.get<VirtualMachine>('vsphere.sandbox/virtualmachines', id);
  if (vm === undefined || vm.status?.host !== from || vm.status.powerState !== 'POWERED_ON')
    throw new VimFault('InvalidState', 'The operation is not allowed in the current state.');
  without(call, 'Apply recommendation');
  const moved = withStep(vm, `Migrated to ${to}`, call.fabric.now);
  const object = { ...moved, status: { ...moved.status, host: to } } as VirtualMachine;
  call.write.update(virtualMachines, object, 'Migrate virtual machine');
  return undefined;
}

const isEffective = ({ status }: Host): boolean =>
  status?.connectionState === 'CONNECTED' && status.inMaintenanceMode !== true;

function summaryOf(call: VimCall): Json {
  const cluster = clusterOf(call.fabric, call.moid);
  const { name } = cluster.metadata;
  const hosts = list<Host>(call.fabric, 'hosts').filter(({ spec }) => spec.cluster === name);
  const sum = (of: (host: Host) => number): number => hosts.reduce((total, host) => total + of(host), 0);
  const cores = sum(({ spec: { cpu } }) => cpu.sockets * cpu.coresPerSocket);
  const { score = 100, buckets = [0, 0, 0, 0, 0] } = cluster.status?.drs ?? {};
  return {
    _typeName: 'ClusterComputeResourceSummary',
    totalCpu: sum(({ spec: { cpu } }) => cpu.sockets * cpu.coresPerSocket * cpu.mhz),
    totalMemory: sum(({ spec }) => spec.memoryMiB) * 1_048_576,
    numCpuCores: cores,
    numCpuThreads: cores * 2,
    effectiveCpu: sum((host) => (isEffective(host) ? capacityMHzOf(host) : 0)),
    effectiveMemory: sum((host) => (isEffective(host) ? host.spec.memoryMiB : 0)),
    numHosts: hosts.length,
    numEffectiveHosts: hosts.filter(isEffective).length,
    overallStatus: 'green',
    drsScore: score,
    numVmsPerDrsScoreBucket: [...buckets],
  };
}

/** What its hosts have, and use of it now. */
function usage(call: VimCall): Json {
  const { fabric } = call;
  const { name } = clusterOf(fabric, call.moid).metadata;
  const hosts = list<Host>(fabric, 'hosts').filter((host) => host.spec.cluster === name && isEffective(host));
  const reader = new UseReader(fabric);
  const used = sumOf(hosts.map((host) => reader.ofHost(host)));
  const stores = list<Datastore>(fabric, 'datastores').filter(({ metadata }) =>
    hosts.some(({ spec }) => spec.datastores?.includes(metadata.name)),
  );
  const capacityMiB = stores.reduce((total, { spec }) => total + spec.capacityMiB, 0);
  const freeMiB = stores.reduce((total, { status }) => total + (status?.freeMiB ?? 0), 0);
  return {
    _typeName: 'ClusterResourceUsageSummary',
    cpuUsedMHz: used.cpuMHz,
    cpuCapacityMHz: hosts.reduce((total, host) => total + capacityMHzOf(host), 0),
    memUsedMB: used.memoryMiB,
    memCapacityMB: hosts.reduce((total, { spec }) => total + spec.memoryMiB, 0),
    storageUsedMB: capacityMiB - freeMiB,
    storageCapacityMB: capacityMiB,
  };
}

/** What DRS could not mend. */
const faultsOf = (call: VimCall): Json =>
  (clusterOf(call.fabric, call.moid).status?.drs?.faults ?? []).map(({ vm, text }) => ({
    _typeName: 'ClusterDrsFaults',
    reason: 'ruleSatisfaction',
    faultsByVm: [
      {
        _typeName: 'ClusterDrsFaultsFaultsByVm',
        vm: reference('VirtualMachine', vm),
        fault: [
          {
            _typeName: 'LocalizedMethodFault',
            fault: { _typeName: 'NoCompatibleHost' },
            localizedMessage: text,
          },
        ],
      },
    ],
  }));

export const clusterMethods: readonly VimMethod[] = [
  { type, name: 'ReconfigureComputeResource_Task', privilege: edit, answer: reconfigure },
  { type, name: 'GetResourceUsage', privilege: 'System.Read', answer: usage },
  { type, name: 'ApplyRecommendation', privilege: edit, answer: apply },
  {
    type,
    name: 'CancelRecommendation',
    privilege: edit,
    answer: (call) => void without(call, 'Cancel recommendation'),
  },
  // DRS looks by itself whenever something has changed.
  {
    type,
    name: 'RefreshRecommendation',
    privilege: edit,
    answer: (call) => void clusterOf(call.fabric, call.moid),
  },
  { type, name: 'configuration', privilege: 'System.Read', answer: ofBefore },
  { type, name: 'configurationEx', privilege: 'System.Read', answer: configuration },
  { type, name: 'recommendation', privilege: 'System.Read', answer: recommendationsOf },
  { type, name: 'drsFault', privilege: 'System.Read', answer: faultsOf },
  { type, name: 'summary', privilege: 'System.Read', answer: summaryOf },
  { type, name: 'summaryEx', privilege: 'System.Read', answer: summaryOf },
];
