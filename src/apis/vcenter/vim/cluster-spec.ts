// What a ClusterConfigSpecEx changes of a cluster: DRS, HA, groups and rules. What it does not name stays. Source: vSphere Web Services API,
// ClusterConfigSpecEx, ClusterRuleSpec, ClusterGroupSpec, ClusterDasConfigInfo.
import type { Cluster, DrsRule } from '../../../kinds/vsphere/cluster.ts';
import type { Json } from '../../../std/draft.ts';
import { listArg, objectOf, referenceOf, textArg } from './arguments.ts';
import { idleAfter } from './cluster-idle.ts';
import { invalidParameter, member, notSupported, VimFault } from './method.ts';

type Drs = Cluster['spec']['drs'];
type Ha = Cluster['spec']['ha'];
type Group = NonNullable<Drs['groups']>[number];

const behaviors = ['fullyAutomated', 'partiallyAutomated', 'manual'] as const;
const priorities = ['disabled', 'lowest', 'low', 'medium', 'high', 'highest'] as const;
const responses = ['none', 'powerOff', 'shutdown'] as const;

/** One of the values, or undefined where it is not said. */
function oneOf<T extends string>(values: readonly T[], value: Json | undefined, name: string): T | undefined {
  if (value === undefined) return undefined;
  const found = values.find((each) => each === value);
  if (found === undefined) throw invalidParameter(name);
  return found;
}

function flag(value: Json | undefined, name: string): boolean | undefined {
  if (value !== undefined && typeof value !== 'boolean') throw invalidParameter(name);
  return value;
}

function whole(value: Json | undefined, low: number, high: number, name: string): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < low || value > high)
    throw invalidParameter(name);
  return value;
}

/** Members that are said; the others keep what they had. */
function said<T extends object>(members: T): Partial<{ [K in keyof T]: NonNullable<T[K]> }> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}

const idsOf = (value: Json | undefined, name: string): string[] =>
  listArg({ list: value ?? [] }, 'list').map((each) => referenceOf(each, name).value);

interface Change {
  readonly operation: 'add' | 'edit' | 'remove';
  readonly info: Json | undefined;
  readonly removeKey: Json | undefined;
}

function changesOf(spec: Json, name: string): readonly Change[] {
  return listArg(objectOf(spec, 'spec'), name).map((each) => ({
    operation:
      oneOf(['add', 'edit', 'remove'] as const, member(each, 'operation'), `spec.${name}.operation`) ?? 'add',
    info: member(each, 'info'),
    removeKey: member(each, 'removeKey'),
  }));
}

function groupsAfter(groups: readonly Group[], spec: Json): readonly Group[] {
  let after = groups;
  for (const { operation, info, removeKey } of changesOf(spec, 'groupSpec')) {
    const wrong = invalidParameter('spec.groupSpec');
    const name = operation === 'remove' ? removeKey : member(info, 'name');
    if (typeof name !== 'string' || name === '') throw wrong;
    const isThere = after.some((group) => group.name === name);
    if (isThere === (operation === 'add')) throw wrong;
    after = after.filter((group) => group.name !== name);
    if (operation === 'remove') continue;
    const kind = { ClusterVmGroup: 'VM', ClusterHostGroup: 'Host' }[String(member(info, '_typeName'))];
    if (kind !== 'VM' && kind !== 'Host') throw wrong;
    const members = idsOf(member(info, kind === 'VM' ? 'vm' : 'host'), 'spec.groupSpec.info');
    after = [...after, { name, kind, members }];
  }
  return after;
}

function ruleOf(info: Json | undefined, key: number, groups: readonly Group[]): DrsRule {
  const object = objectOf(info, 'spec.rulesSpec.info');
  const common = said({
    key,
    name: textArg(object, 'name'),
    enabled: flag(member(info, 'enabled'), 'spec.rulesSpec.info.enabled') ?? false,
    mandatory: flag(member(info, 'mandatory'), 'spec.rulesSpec.info.mandatory'),
  });
  const type = member(info, '_typeName');
  if (type === 'ClusterAffinityRuleSpec' || type === 'ClusterAntiAffinityRuleSpec') {
    const vms = idsOf(member(info, 'vm'), 'spec.rulesSpec.info.vm');
    if (vms.length < 2) throw invalidParameter('spec.rulesSpec.info.vm');
    const kind = type === 'ClusterAffinityRuleSpec' ? 'Affinity' : 'AntiAffinity';
    return { ...common, kind, vms } as DrsRule;
  }
  if (type !== 'ClusterVmHostRuleInfo') throw invalidParameter('spec.rulesSpec.info');
  const affine = member(info, 'affineHostGroupName');
  const hostGroup = affine ?? member(info, 'antiAffineHostGroupName');
  const vmGroup = member(info, 'vmGroupName');
  const isGroup = (name: Json | undefined, kind: Group['kind']): boolean =>
    groups.some((group) => group.name === name && group.kind === kind);
  if (!isGroup(vmGroup, 'VM')) throw invalidParameter('spec.rulesSpec.info.vmGroupName');
  if (!isGroup(hostGroup, 'Host')) throw invalidParameter('spec.rulesSpec.info.affineHostGroupName');
  return { ...common, kind: affine === undefined ? 'VmNotHost' : 'VmHost', vmGroup, hostGroup } as DrsRule;
}

function rulesAfter(rules: readonly DrsRule[], spec: Json, groups: readonly Group[]): readonly DrsRule[] {
  let after = rules;
  for (const { operation, info, removeKey } of changesOf(spec, 'rulesSpec')) {
    const key = operation === 'add' ? undefined : operation === 'remove' ? removeKey : member(info, 'key');
    const before = after.find((rule) => rule.key === key);
    if (operation !== 'add' && before === undefined) throw invalidParameter('spec.rulesSpec');
    const others = after.filter((rule) => rule !== before);
    if (operation === 'remove') {
      after = others;
      continue;
    }
    const next = Math.max(0, ...after.map((rule) => rule.key)) + 1;
    const rule = ruleOf(info, before?.key ?? next, groups);
    if (others.some(({ name }) => name === rule.name))
      throw new VimFault('DuplicateName', `The name '${rule.name}' already exists.`, { name: rule.name });
    after = [...others, rule].toSorted((a, b) => a.key - b.key);
  }
  return after;
}

function drsAfter(drs: Drs, spec: Json): Drs {
  const asked = member(spec, 'drsConfig');
  const rate = whole(member(asked, 'vmotionRate'), 1, 5, 'spec.drsConfig.vmotionRate');
  const groups = groupsAfter(drs.groups ?? [], spec);
  const rules = rulesAfter(drs.rules ?? [], spec, groups);
  return {
    ...drs,
    ...said({
      enabled: flag(member(asked, 'enabled'), 'spec.drsConfig.enabled'),
      automation: oneOf(behaviors, member(asked, 'defaultVmBehavior'), 'spec.drsConfig.defaultVmBehavior'),
      // The rate counts the other way round than the vSphere Client's slider.
      migrationThreshold: rate === undefined ? undefined : 6 - rate,
      groups: groups.length === 0 ? undefined : groups,
      rules: rules.length === 0 ? undefined : rules,
    }),
    ...(groups.length === 0 && drs.groups !== undefined ? { groups } : {}),
    ...(rules.length === 0 && drs.rules !== undefined ? { rules } : {}),
  } as Drs;
}

function policyOf(policy: Json | undefined): Partial<NonNullable<Ha['admission']>> {
  const level = whole(
    member(policy, 'failoverLevel'),
    1,
    31,
    'spec.dasConfig.admissionControlPolicy.failoverLevel',
  );
  switch (member(policy, '_typeName')) {
    case undefined:
      return {};
    case 'ClusterFailoverLevelAdmissionControlPolicy':
      return { policy: 'Slots', hostFailures: level ?? 1 };
    case 'ClusterFailoverHostAdmissionControlPolicy':
      return {
        policy: 'Dedicated',
        hosts: idsOf(member(policy, 'failoverHosts'), 'spec.dasConfig.admissionControlPolicy.failoverHosts'),
      };
    case 'ClusterFailoverResourcesAdmissionControlPolicy': {
      const percent = (name: string): number | undefined =>
        whole(member(policy, name), 0, 100, `spec.dasConfig.admissionControlPolicy.${name}`);
      const isComputed = member(policy, 'autoComputePercentages') !== false;
      const cpuPercent = isComputed ? undefined : percent('cpuFailoverResourcesPercent');
      const memoryPercent = isComputed ? undefined : percent('memoryFailoverResourcesPercent');
      return { policy: 'Percentage', hostFailures: level ?? 1, ...said({ cpuPercent, memoryPercent }) };
    }
    default:
      throw invalidParameter('spec.dasConfig.admissionControlPolicy');
  }
}

function haAfter(ha: Ha, spec: Json): Ha {
  const asked = member(spec, 'dasConfig');
  const settings = member(asked, 'defaultVmSettings');
  const isControlled = flag(
    member(asked, 'admissionControlEnabled'),
    'spec.dasConfig.admissionControlEnabled',
  );
  const policy = policyOf(member(asked, 'admissionControlPolicy'));
  const isAdmissionSaid = isControlled !== undefined || policy.policy !== undefined;
  const { admission = { enabled: true, policy: 'Percentage', hostFailures: 1 } } = ha;
  let vms = ha.vms ?? [];
  for (const { operation, info, removeKey } of changesOf(spec, 'dasVmConfigSpec')) {
    const key = referenceOf(
      operation === 'remove' ? removeKey : member(info, 'key'),
      'spec.dasVmConfigSpec',
    ).value;
    vms = vms.filter(({ vm }) => vm !== key);
    const name = 'spec.dasVmConfigSpec.info.dasSettings.restartPriority';
    const priority = oneOf(priorities, member(member(info, 'dasSettings'), 'restartPriority'), name);
    if (operation !== 'remove' && priority !== undefined)
      vms = [...vms, { vm: key, restartPriority: priority }];
  }
  return {
    ...ha,
    ...said({
      enabled: flag(member(asked, 'enabled'), 'spec.dasConfig.enabled'),
      admission: isAdmissionSaid
        ? {
            ...(policy.policy === undefined ? admission : { enabled: admission.enabled }),
            ...policy,
            ...said({ enabled: isControlled }),
          }
        : undefined,
      restartPriority: oneOf(
        priorities,
        member(settings, 'restartPriority'),
        'spec.dasConfig.defaultVmSettings.restartPriority',
      ),
      isolationResponse: oneOf(
        responses,
        member(settings, 'isolationResponse'),
        'spec.dasConfig.defaultVmSettings.isolationResponse',
      ),
      vms: vms.length === 0 && ha.vms === undefined ? undefined : vms,
    }),
  } as Ha;
}

/** The cluster with what the spec says. */
/** What a cluster here does not have is refused where it is wanted, rather than forgotten. */
function checkKnown(spec: Json): void {
  const listed = (name: string): boolean => {
    const value = member(spec, name);
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  };
  const wanted = (name: string): boolean => member(member(spec, name), 'enabled') === true;
  if (listed('drsVmConfigSpec')) throw notSupported('DRS automation of single virtual machines');
  if (wanted('dpmConfig')) throw notSupported('Distributed Power Management');
  if (wanted('proactiveDrsConfig')) throw notSupported('predictive DRS');
  if (wanted('infraUpdateHaConfig')) throw notSupported('Proactive HA');
  const monitoring = member(member(spec, 'dasConfig'), 'vmMonitoring') ?? 'vmMonitoringDisabled';
  if (monitoring !== 'vmMonitoringDisabled')
    throw notSupported('monitoring of virtual machines by their heartbeats');
}

export function reconfigured(cluster: Cluster, spec: Json): Cluster {
  checkKnown(spec);
  const { drs, ha, idle: before } = cluster.spec;
  const idle = idleAfter(before, spec);
  const kept = idle === undefined ? {} : { idle };
  return { ...cluster, spec: { ...cluster.spec, drs: drsAfter(drs, spec), ha: haAfter(ha, spec), ...kept } };
}
