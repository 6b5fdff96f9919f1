// What is wrong with a Pod's spec, in Kubernetes' words. Source: kubernetes pkg/apis/core/validation/validation.go.
// Deliberately absent still: windows, host devices, volume sources beyond their number.
import type { Container, ContainerPort, PodSpec, Volume } from '#types';
import {
  isDns1123Label,
  isDns1123Subdomain,
  isEnvVarName,
  isQualifiedName,
  isValidPortName,
  isValidPortNum,
} from '../../../std/names.ts';
import { compareQuantities, formatQuantity, parseQuantity } from '../../../std/quantity.ts';
import type { Causes } from '../../../store/causes.ts';
import { checkLabels } from '../../../store/meta.ts';
import { checkPlacement, checkTolerations } from './check-scheduling.ts';

const protocols = ['SCTP', 'TCP', 'UDP'];
const pullPolicies = ['Always', 'IfNotPresent', 'Never'];
const restartPolicies = ['Always', 'OnFailure', 'Never'];
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const standardResources = ['cpu', 'memory', 'ephemeral-storage'];
const hugePages = 'hugepages-';

function checkPort(port: ContainerPort, field: string, causes: Causes): void {
  if (port.name) causes.invalidEach(`${field}.name`, port.name, isValidPortName(port.name));
  if (port.containerPort === 0 || port.containerPort === undefined) causes.required(`${field}.containerPort`);
  else causes.invalidEach(`${field}.containerPort`, port.containerPort, isValidPortNum(port.containerPort));
  if (port.hostPort) causes.invalidEach(`${field}.hostPort`, port.hostPort, isValidPortNum(port.hostPort));
  if (!port.protocol) causes.required(`${field}.protocol`);
  else if (!protocols.includes(port.protocol))
    causes.notSupported(`${field}.protocol`, port.protocol, protocols);
}

type Quantities = Readonly<Record<string, string>>;

function checkQuantities(list: Quantities | undefined, field: string, causes: Causes): void {
  for (const [name, text] of Object.entries(list ?? {})) {
    const at = `${field}[${name}]`;
    if (!standardResources.includes(name) && !name.startsWith(hugePages)) {
      if (!name.includes('/')) {
        causes.invalid(at, name, 'must be a standard resource type or fully qualified');
        causes.invalid(at, name, 'must be a standard resource for containers');
      } else causes.invalidEach(at, name, isQualifiedName(name));
    }
    const quantity = parseQuantity(text);
    const zero = parseQuantity('0');
    if (quantity !== undefined && zero !== undefined && compareQuantities(quantity, zero) < 0) {
      causes.invalid(at, formatQuantity(quantity), 'must be greater than or equal to 0');
    }
  }
}

function checkResources(container: Container, field: string, causes: Causes): void {
  const { limits, requests } = container.resources ?? {};
  checkQuantities(limits, `${field}.limits`, causes);
  checkQuantities(requests, `${field}.requests`, causes);
  for (const [name, text] of Object.entries(requests ?? {})) {
    const request = parseQuantity(text);
    const limit = parseQuantity(limits?.[name] ?? '');
    if (request === undefined || limit === undefined || compareQuantities(request, limit) <= 0) continue;
    causes.invalid(
      `${field}.requests`,
      formatQuantity(request),
      `must be less than or equal to ${name} limit of ${formatQuantity(limit)}`,
    );
  }
}

function checkContainer(
  container: Container,
  field: string,
  volumes: ReadonlySet<string>,
  causes: Causes,
): void {
  const { image } = container;
  if (!image) causes.required(`${field}.image`);
  else if (image.trim() !== image) {
    causes.invalid(`${field}.image`, image, 'must not have leading or trailing whitespace');
  }
  if (!container.imagePullPolicy) causes.required(`${field}.imagePullPolicy`);
  else if (!pullPolicies.includes(container.imagePullPolicy)) {
    causes.notSupported(`${field}.imagePullPolicy`, container.imagePullPolicy, pullPolicies);
  }
  const portNames = new Set<string>();
  for (const [index, port] of (container.ports ?? []).entries()) {
    const at = `${field}.ports[${index}]`;
    checkPort(port, at, causes);
    if (!port.name) continue;
    if (portNames.has(port.name)) causes.duplicate(`${at}.name`, port.name);
    portNames.add(port.name);
  }
  for (const [index, variable] of (container.env ?? []).entries()) {
    const at = `${field}.env[${index}]`;
    if (!variable.name) causes.required(`${at}.name`);
    else causes.invalidEach(`${at}.name`, variable.name, isEnvVarName(variable.name));
    if (variable.value && variable.valueFrom !== undefined) {
      causes.invalid(`${at}.valueFrom`, '', 'may not be specified when `value` is not empty');
    }
  }
  const paths = new Set<string>();
  for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
    const at = `${field}.volumeMounts[${index}]`;
    if (!mount.name) causes.required(`${at}.name`);
    else if (!volumes.has(mount.name)) causes.notFound(`${at}.name`, mount.name);
    if (!mount.mountPath) causes.required(`${at}.mountPath`);
    else if (paths.has(mount.mountPath)) causes.invalid(`${at}.mountPath`, mount.mountPath, 'must be unique');
    paths.add(mount.mountPath);
  }
  checkResources(container, `${field}.resources`, causes);
}

function checkVolumes(volumes: readonly Volume[], field: string, causes: Causes): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [index, volume] of volumes.entries()) {
    const at = `${field}[${index}]`;
    if (!volume.name) causes.required(`${at}.name`);
    else {
      causes.invalidEach(`${at}.name`, volume.name, isDns1123Label(volume.name));
      if (names.has(volume.name)) causes.duplicate(`${at}.name`, volume.name);
      names.add(volume.name);
    }
    const sources = Object.keys(volume).filter((member) => member !== 'name');
    for (const extra of sources.slice(1))
      causes.forbidden(`${at}.${extra}`, 'may not specify more than 1 volume type');
  }
  return names;
}

export interface PodSpecRules {
  /** Restart policies that the owner allows, where it allows fewer than a Pod may have. */
  readonly restartPolicies?: readonly string[];
}

/** Checks a Pod's spec that stands under `field`. */
export function checkPodSpec(spec: PodSpec, field: string, causes: Causes, rules: PodSpecRules = {}): void {
  const volumes = checkVolumes(spec.volumes ?? [], `${field}.volumes`, causes);
  if ((spec.containers ?? []).length === 0) causes.required(`${field}.containers`);
  const names = new Set<string>();
  for (const list of ['initContainers', 'containers'] as const) {
    for (const [index, container] of (spec[list] ?? []).entries()) {
      const at = `${field}.${list}[${index}]`;
      if (!container.name) causes.required(`${at}.name`);
      else {
        causes.invalidEach(`${at}.name`, container.name, isDns1123Label(container.name));
        if (names.has(container.name)) causes.duplicate(`${at}.name`, container.name);
        names.add(container.name);
      }
      checkContainer(container, at, volumes, causes);
    }
  }
  const policies = rules.restartPolicies ?? restartPolicies;
  if (!spec.restartPolicy) causes.required(`${field}.restartPolicy`);
  else if (!policies.includes(spec.restartPolicy)) {
    causes.notSupported(`${field}.restartPolicy`, spec.restartPolicy, policies);
  }
  if (spec.dnsPolicy && !dnsPolicies.includes(spec.dnsPolicy)) {
    causes.notSupported(`${field}.dnsPolicy`, spec.dnsPolicy, dnsPolicies);
  }
  checkLabels(spec.nodeSelector, `${field}.nodeSelector`, causes);
  checkPlacement(spec, field, causes);
  if (spec.serviceAccountName) {
    causes.invalidEach(
      `${field}.serviceAccountName`,
      spec.serviceAccountName,
      isDns1123Subdomain(spec.serviceAccountName),
    );
  }
  if (spec.nodeName)
    causes.invalidEach(`${field}.nodeName`, spec.nodeName, isDns1123Subdomain(spec.nodeName));
  if (spec.terminationGracePeriodSeconds !== undefined && spec.terminationGracePeriodSeconds < 0) {
    causes.invalid(
      `${field}.terminationGracePeriodSeconds`,
      spec.terminationGracePeriodSeconds,
      'must be greater than or equal to 0',
    );
  }
  if (
    spec.activeDeadlineSeconds !== undefined &&
    (spec.activeDeadlineSeconds < 1 || spec.activeDeadlineSeconds > 2147483647)
  ) {
    causes.invalid(
      `${field}.activeDeadlineSeconds`,
      spec.activeDeadlineSeconds,
      'must be between 1 and 2147483647, inclusive',
    );
  }
  checkTolerations(spec.tolerations ?? [], `${field}.tolerations`, causes);
}
