// What is wrong with a Pod's spec, in Kubernetes' words and order. Source: kubernetes pkg/apis/core/validation, ValidatePodSpec.
// Deliberately absent still: Windows' own options, devices of resource claims, ephemeral containers beside their own subresource.
import type { HostAlias, PodDNSConfig, PodSpec } from '#types';
import {
  isDns1123Label,
  isDns1123Subdomain,
  isDns1123SubdomainOrUnderscored,
  isQualifiedName,
} from '../../../std/names.ts';
import type { Causes } from '../../../store/causes.ts';
import { goValue } from '../../../store/go-types.ts';
import { checkLabels } from '../../../store/meta.ts';
import { addressCauses } from '../../networking/address.ts';
import { checkContainers } from './check-containers.ts';
import { checkResources } from './check-resources.ts';
import { checkAffinity, checkPlacement, checkTolerations } from './check-scheduling.ts';
import { checkPodSecurity } from './check-security.ts';
import { checkSystem } from './check-system.ts';
import { checkVolumes } from './check-volumes.ts';

const restartPolicies = ['Always', 'OnFailure', 'Never'];
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const preemptionPolicies = ['PreemptLowerPriority', 'Never'];
const systems = ['linux', 'windows'];
const nameserversMax = 3;
const searchesMax = 32;
const searchCharactersMax = 2048;
export const deadlineMax = 2_147_483_647;

function checkDns({ dnsPolicy, dnsConfig }: PodSpec, field: string, causes: Causes): void {
  const { nameservers = [], searches = [], options = [] }: PodDNSConfig = dnsConfig ?? {};
  if (dnsPolicy === 'None' && dnsConfig === undefined) {
    causes.required(field, 'must provide `dnsConfig` when `dnsPolicy` is None');
    return;
  }
  if (dnsPolicy === 'None' && nameservers.length === 0) {
    causes.required(
      `${field}.nameservers`,
      'must provide at least one DNS nameserver when `dnsPolicy` is None',
    );
    return;
  }
  const strings = (values: readonly string[]) => goValue('[]string', values);
  if (nameservers.length > nameserversMax) {
    const why = `must not have more than ${nameserversMax} nameservers`;
    causes.invalid(`${field}.nameservers`, strings(nameservers), why);
  }
  for (const [index, server] of nameservers.entries())
    causes.invalidEach(`${field}.nameservers[${index}]`, server, addressCauses(server));
  const at = `${field}.searches`;
  if (searches.length > searchesMax)
    causes.invalid(at, strings(searches), `must not have more than ${searchesMax} search paths`);
  if (searches.join(' ').length > searchCharactersMax) {
    const why = `must not have more than ${searchCharactersMax} characters (including spaces) in the search list`;
    causes.invalid(at, strings(searches), why);
  }
  for (const [index, search] of searches.entries()) {
    const name = search.replace(/\.$/, '');
    if (search !== '.') causes.invalidEach(`${at}[${index}]`, name, isDns1123SubdomainOrUnderscored(name));
  }
  for (const [index, { name }] of options.entries())
    if (!name) causes.required(`${field}.options[${index}]`, 'must not be empty');
}

function checkAliases(aliases: readonly HostAlias[], field: string, causes: Causes): void {
  for (const [index, { ip, hostnames = [] }] of aliases.entries()) {
    causes.invalidEach(`${field}[${index}].ip`, ip, addressCauses(ip));
    for (const [place, name] of hostnames.entries())
      causes.invalidEach(`${field}[${index}].hostnames[${place}]`, name, isDns1123Subdomain(name));
  }
}

/** Ports of containers that have the node's own network. */
function checkHostNetwork({ hostNetwork, containers = [] }: PodSpec, field: string, causes: Causes): void {
  if (hostNetwork !== true) return;
  for (const [index, { ports = [] }] of containers.entries())
    for (const [place, { hostPort = 0, containerPort }] of ports.entries())
      if (hostPort !== 0 && hostPort !== containerPort) {
        const why = 'must match `containerPort` when `hostNetwork` is true';
        causes.invalid(`${field}.containers[${index}].ports[${place}].hostPort`, hostPort, why);
      }
}

/** Users of a Pod's own are none in the node's other namespaces. */
function checkHostUsers(spec: PodSpec, field: string, causes: Causes): void {
  if (spec.hostUsers !== false) return;
  for (const name of ['hostNetwork', 'hostPID', 'hostIPC'] as const)
    if (spec[name] === true) causes.forbidden(`${field}.${name}`, 'when `hostUsers` is false');
}

function checkNames(spec: PodSpec, field: string, causes: Causes): void {
  for (const name of ['serviceAccountName', 'nodeName'] as const) {
    const value = spec[name];
    if (value) causes.invalidEach(`${field}.${name}`, value, isDns1123Subdomain(value));
  }
  const deadline = spec.activeDeadlineSeconds;
  if (deadline !== undefined && (deadline < 1 || deadline > deadlineMax))
    causes.invalid(
      `${field}.activeDeadlineSeconds`,
      deadline,
      `must be between 1 and ${deadlineMax}, inclusive`,
    );
  for (const name of ['hostname', 'subdomain'] as const) {
    const value = spec[name];
    if (value) causes.invalidEach(`${field}.${name}`, value, isDns1123Label(value));
  }
}

export interface PodSpecRules {
  /** Restart policies that the owner allows, where it allows fewer than a Pod may have. */
  readonly restartPolicies?: readonly string[];
}

/** Checks a Pod's spec that stands under `field`. */
export function checkPodSpec(spec: PodSpec, field: string, causes: Causes, rules: PodSpecRules = {}): void {
  const volumes = checkVolumes(spec.volumes ?? [], `${field}.volumes`, causes);
  checkContainers(spec, field, volumes, causes);
  checkHostNetwork(spec, field, causes);
  const policies = rules.restartPolicies ?? restartPolicies;
  const oneOf = (name: 'dnsPolicy' | 'restartPolicy', values: readonly string[]): void => {
    const value = spec[name];
    if (!value) causes.required(`${field}.${name}`);
    else if (!values.includes(value)) causes.notSupported(`${field}.${name}`, value, values);
  };
  oneOf('restartPolicy', policies);
  oneOf('dnsPolicy', dnsPolicies);
  checkLabels(spec.nodeSelector, `${field}.nodeSelector`, causes);
  checkPodSecurity(spec, field, causes);
  checkAffinity(spec, field, causes);
  checkDns(spec, `${field}.dnsConfig`, causes);
  for (const [index, { conditionType }] of (spec.readinessGates ?? []).entries()) {
    const at = `${field}.readinessGates[${index}].conditionType`;
    causes.invalidEach(at, conditionType, isQualifiedName(conditionType));
  }
  checkPlacement(spec, field, causes);
  checkHostUsers(spec, field, causes);
  checkNames(spec, field, causes);
  checkTolerations(spec.tolerations ?? [], `${field}.tolerations`, causes);
  checkAliases(spec.hostAliases ?? [], `${field}.hostAliases`, causes);
  for (const name of ['priorityClassName', 'runtimeClassName'] as const) {
    const value = spec[name];
    if (value) causes.invalidEach(`${field}.${name}`, value, isDns1123Subdomain(value));
  }
  const { preemptionPolicy, os } = spec;
  if (preemptionPolicy !== undefined && !preemptionPolicies.includes(preemptionPolicy))
    causes.notSupported(`${field}.preemptionPolicy`, preemptionPolicy, preemptionPolicies);
  if (spec.overhead !== undefined) checkResources({ limits: spec.overhead }, `${field}.overhead`, causes);
  if (os === undefined) return;
  if (!os.name) causes.required(`${field}.os.name`, 'cannot be empty');
  else if (!systems.includes(os.name)) causes.notSupported(`${field}.os`, os.name, systems);
  else checkSystem(spec, os.name, field, causes);
}
