// As whom containers run and what they may. Source: kubernetes pkg/apis/core/validation, ValidateSecurityContext,
// validatePodSpecSecurityContext. Deliberately absent: Windows.
import type {
  AppArmorProfile,
  PodSecurityContext,
  PodSpec,
  SeccompProfile,
  SecurityContext,
  Sysctl,
} from '#types';
import type { Causes } from '../../../store/causes.ts';
import { goValue } from '../../../store/go-types.ts';
import { checkDescending } from './check-paths.ts';

const idMax = 2_147_483_647;
const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined'];
const sysctlCharactersMax = 253;
const sysctlSegment = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const sysctlPattern = `(${sysctlSegment}[\\./])*${sysctlSegment}`;
const sysctlName = new RegExp(`^${sysctlPattern}$`);
const groupChangePolicies = ['Always', 'OnRootMismatch'];
const supplementalPolicies = ['Merge', 'Strict'];
const procMounts = ['Default', 'Unmasked'];

function checkId(id: number | undefined, field: string, causes: Causes): void {
  if (id !== undefined && (id < 0 || id > idMax))
    causes.invalid(field, id, `must be between 0 and ${idMax}, inclusive`);
}

function checkSeccomp(profile: SeccompProfile | undefined, field: string, causes: Causes): void {
  if (profile === undefined) return;
  const { type, localhostProfile } = profile;
  if (!type) causes.required(`${field}.type`, 'type is required when seccompProfile is set');
  else if (!profileTypes.includes(type)) causes.notSupported(`${field}.type`, type, profileTypes);
  const at = `${field}.localhostProfile`;
  if (type === 'Localhost') {
    if (localhostProfile === undefined) causes.required(at, 'must be set when seccomp type is Localhost');
    else checkDescending(localhostProfile, at, causes);
  } else if (localhostProfile !== undefined) {
    const shown = goValue('core.SeccompProfile', profile);
    causes.invalid(at, shown, 'can only be set when seccomp type is Localhost');
  }
}

function checkAppArmor(profile: AppArmorProfile | undefined, field: string, causes: Causes): void {
  if (profile === undefined) return;
  const { type, localhostProfile } = profile;
  const at = `${field}.localhostProfile`;
  if (!type) causes.required(`${field}.type`, 'type is required when appArmorProfile is set');
  else if (!profileTypes.includes(type)) causes.notSupported(`${field}.type`, type, profileTypes);
  else if (type !== 'Localhost') {
    if (localhostProfile !== undefined)
      causes.invalid(at, localhostProfile, 'can only be set when AppArmor type is Localhost');
  } else if (localhostProfile === undefined)
    causes.required(at, 'must be set when AppArmor type is Localhost');
  else if (localhostProfile.trim() !== localhostProfile)
    causes.invalid(at, localhostProfile, 'must not be padded with whitespace');
}

export function checkSecurity(
  context: SecurityContext | undefined,
  field: string,
  isHostUser: boolean,
  causes: Causes,
): void {
  if (context === undefined) return;
  const { procMount, privileged, allowPrivilegeEscalation, capabilities } = context;
  checkId(context.runAsUser, `${field}.runAsUser`, causes);
  checkId(context.runAsGroup, `${field}.runAsGroup`, causes);
  if (procMount !== undefined) {
    if (!procMounts.includes(procMount)) causes.notSupported(`${field}.procMount`, procMount, procMounts);
    if (isHostUser && procMount === 'Unmasked')
      causes.invalid(`${field}.procMount`, procMount, '`hostUsers` must be false to use `Unmasked`');
  }
  checkSeccomp(context.seccompProfile, `${field}.seccompProfile`, causes);
  if (allowPrivilegeEscalation === false) {
    const refuse = (what: string): void => {
      const shown = goValue('core.SecurityContext', context);
      causes.invalid(field, shown, `cannot set \`allowPrivilegeEscalation\` to false and ${what}`);
    };
    if (privileged === true) refuse('`privileged` to true');
    if (capabilities?.add?.includes('CAP_SYS_ADMIN') === true) refuse('`capabilities.Add` CAP_SYS_ADMIN');
  }
  checkAppArmor(context.appArmorProfile, `${field}.appArmorProfile`, causes);
}

function checkSysctls(sysctls: readonly Sysctl[], field: string, causes: Causes): void {
  const names = new Set<string>();
  for (const [index, { name }] of sysctls.entries()) {
    const at = `${field}[${index}].name`;
    if (!name) causes.required(at);
    else if (name.length > sysctlCharactersMax || !sysctlName.test(name)) {
      const why = `must have at most ${sysctlCharactersMax} characters and match regex ${sysctlPattern}`;
      causes.invalid(at, name, why);
    } else if (names.has(name)) causes.duplicate(at, name);
    names.add(name);
  }
}

export function checkPodSecurity({ securityContext, ...spec }: PodSpec, field: string, causes: Causes): void {
  if (securityContext === undefined) return;
  const context: PodSecurityContext = securityContext;
  const at = `${field}.securityContext`;
  checkId(context.fsGroup, `${at}.fsGroup`, causes);
  checkId(context.runAsUser, `${at}.runAsUser`, causes);
  checkId(context.runAsGroup, `${at}.runAsGroup`, causes);
  for (const [index, group] of (context.supplementalGroups ?? []).entries())
    checkId(group, `${at}.supplementalGroups[${index}]`, causes);
  if (spec.shareProcessNamespace === true && spec.hostPID === true) {
    const why = 'ShareProcessNamespace and HostPID cannot both be enabled';
    causes.invalid(`${at}.shareProcessNamespace`, true, why);
  }
  checkSysctls(context.sysctls ?? [], `${at}.sysctls`, causes);
  const change = context.fsGroupChangePolicy;
  if (change !== undefined && !groupChangePolicies.includes(change))
    causes.notSupported(`${at}.fsGroupChangePolicy`, change, groupChangePolicies);
  checkSeccomp(context.seccompProfile, `${at}.seccompProfile`, causes);
  checkAppArmor(context.appArmorProfile, `${at}.appArmorProfile`, causes);
  const groups = context.supplementalGroupsPolicy;
  if (groups !== undefined && !supplementalPolicies.includes(groups))
    causes.notSupported(`${at}.supplementalGroupsPolicy`, groups, supplementalPolicies);
}
