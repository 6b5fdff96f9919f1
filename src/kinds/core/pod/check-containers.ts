// A Pod's containers, one by one and beside each other. Source: kubernetes pkg/apis/core/validation, validateContainers,
// validateInitContainers, validateContainerCommon.
import type { Container, ContainerPort, PodSpec } from '#types';
import { isDns1123Label, isValidPortName, isValidPortNum } from '../../../std/names.ts';
import type { Causes } from '../../../store/causes.ts';
import { GoSyntax, goValue } from '../../../store/go-types.ts';
import { checkVariables, checkVariableSources } from './check-environment.ts';
import { checkDevices, checkMounts, type Volumes } from './check-mounts.ts';
import { checkNoProbes, checkProbes } from './check-probes.ts';
import { checkResources } from './check-resources.ts';
import { checkSecurity } from './check-security.ts';

const protocols = ['SCTP', 'TCP', 'UDP'];
const pullPolicies = ['Always', 'IfNotPresent', 'Never'];
const messagePolicies = ['File', 'FallbackToLogsOnError'];
const resizable = ['cpu', 'memory'];
const resizes = ['NotRequired', 'RestartContainer'];

function checkPort(port: ContainerPort, field: string, causes: Causes): void {
  if (port.name) causes.invalidEach(`${field}.name`, port.name, isValidPortName(port.name));
  if (port.containerPort === 0 || port.containerPort === undefined) causes.required(`${field}.containerPort`);
  else causes.invalidEach(`${field}.containerPort`, port.containerPort, isValidPortNum(port.containerPort));
  if (port.hostPort) causes.invalidEach(`${field}.hostPort`, port.hostPort, isValidPortNum(port.hostPort));
  if (!port.protocol) causes.required(`${field}.protocol`);
  else if (!protocols.includes(port.protocol))
    causes.notSupported(`${field}.protocol`, port.protocol, protocols);
}

/** What all containers hold to. */
function checkContainer(container: Container, field: string, where: Where, causes: Causes): void {
  const { name, image, terminationMessagePolicy: messages, imagePullPolicy: pulls, ports = [] } = container;
  if (!name) causes.required(`${field}.name`);
  else causes.invalidEach(`${field}.name`, name, isDns1123Label(name));
  if (!image) causes.required(`${field}.image`);
  if (!messages) causes.required(`${field}.terminationMessagePolicy`);
  else if (!messagePolicies.includes(messages))
    causes.notSupported(`${field}.terminationMessagePolicy`, messages, messagePolicies);
  checkPorts(ports, `${field}.ports`, causes);
  checkVariables(container.env ?? [], `${field}.env`, causes);
  checkVariableSources(container.envFrom ?? [], `${field}.envFrom`, causes);
  checkMounts(container, `${field}.volumeMounts`, where.volumes, causes);
  checkDevices(container, `${field}.volumeDevices`, where.volumes, causes);
  if (!pulls) causes.required(`${field}.imagePullPolicy`);
  else if (!pullPolicies.includes(pulls))
    causes.notSupported(`${field}.imagePullPolicy`, pulls, pullPolicies);
  checkResources(container.resources ?? {}, `${field}.resources`, causes);
  checkResizes(container, `${field}.resizePolicy`, where.restartPolicy, causes);
  checkSecurity(container.securityContext, `${field}.securityContext`, where.isHostUser, causes);
}

interface Where {
  readonly volumes: Volumes;
  readonly restartPolicy: string;
  readonly isHostUser: boolean;
}

function checkPorts(ports: readonly ContainerPort[], field: string, causes: Causes): void {
  const names = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const at = `${field}[${index}]`;
    checkPort(port, at, causes);
    if (!port.name || isValidPortName(port.name).length > 0) continue;
    if (names.has(port.name)) causes.duplicate(`${at}.name`, port.name);
    names.add(port.name);
  }
}

function checkHostPorts(containers: readonly (readonly [Container, string])[], causes: Causes): void {
  const taken = new Set<string>();
  for (const [{ ports = [] }, field] of containers) {
    for (const [index, { hostPort, hostIP = '', protocol }] of ports.entries()) {
      if (!hostPort) continue;
      const text = `${protocol}/${hostIP}/${hostPort}`;
      if (taken.has(text)) causes.duplicate(`${field}.ports[${index}].hostPort`, text);
      taken.add(text);
    }
  }
}

function checkResizes(
  { resizePolicy = [] }: Container,
  field: string,
  restarts: string,
  causes: Causes,
): void {
  const seen = new Set<string>();
  for (const [index, { resourceName, restartPolicy }] of resizePolicy.entries()) {
    if (seen.has(resourceName)) causes.duplicate(`${field}[${index}]`, resourceName);
    seen.add(resourceName);
    if (resourceName === '') causes.required(field);
    else if (!resizable.includes(resourceName))
      causes.notSupported(field, new GoSyntax(resourceName), resizable);
    if (restartPolicy === '') causes.required(field);
    else if (!resizes.includes(restartPolicy)) causes.notSupported(field, restartPolicy, resizes);
    if (restarts === 'Never' && restartPolicy !== 'NotRequired')
      causes.invalid(field, restartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'");
  }
}

/** A container that ends before the others start has nothing to resize. */
function checkNoResizes({ resizePolicy = [] }: Container, field: string, causes: Causes): void {
  if (resizePolicy.length === 0) return;
  const shown = goValue('[]core.ContainerResizePolicy', resizePolicy);
  causes.invalid(`${field}.resizePolicy`, shown, 'must not be set for init containers');
}

/** Seconds of grace that hooks may rely on; undefined where the Pod's own are wrong. */
function graceOf({ terminationGracePeriodSeconds: seconds }: PodSpec): number | undefined {
  return seconds !== undefined && seconds >= 0 ? seconds : undefined;
}

export function checkContainers(spec: PodSpec, field: string, volumes: Volumes, causes: Causes): void {
  const { containers = [], initContainers = [], restartPolicy = '', hostUsers } = spec;
  const where: Where = { volumes, restartPolicy, isHostUser: hostUsers !== false };
  if (containers.length === 0) causes.required(`${field}.containers`);
  const names = new Set<string>();
  for (const [index, container] of containers.entries()) {
    const at = `${field}.containers[${index}]`;
    checkContainer(container, at, where, causes);
    if (names.has(container.name)) causes.duplicate(`${at}.name`, container.name);
    names.add(container.name);
    checkProbes(container, graceOf(spec), at, causes);
    if (container.restartPolicy !== undefined)
      causes.forbidden(`${at}.restartPolicy`, 'may not be set for non-init containers');
  }
  checkHostPorts(
    containers.map((container, index) => [container, `${field}.containers[${index}]`]),
    causes,
  );
  for (const [index, container] of initContainers.entries()) {
    const at = `${field}.initContainers[${index}]`;
    checkContainer(container, at, where, causes);
    const { name, restartPolicy: restarts } = container;
    if (restarts !== undefined && restarts !== 'Always')
      causes.notSupported(`${at}.restartPolicy`, restarts, ['Always']);
    if (names.has(name)) causes.duplicate(`${at}.name`, name);
    else if (name) names.add(name);
    checkHostPorts([[container, at]], causes);
    if (restarts === 'Always') checkProbes(container, graceOf(spec), at, causes);
    else {
      checkNoProbes(container, at, causes);
      checkNoResizes(container, at, causes);
    }
  }
}

/** What a Pod's images may not be, though a template's may. */
export function checkImages(spec: PodSpec, causes: Causes): void {
  for (const list of ['containers', 'initContainers'] as const)
    for (const [index, { image = '' }] of (spec[list] ?? []).entries())
      if (image.trim() !== image)
        causes.invalid(`spec.${list}[${index}].image`, image, 'must not have leading or trailing whitespace');
}
