// Where a container's variables come from, and what of the Pod may be told to it.
// Source: kubernetes pkg/apis/core/validation, ValidateEnv, ValidateEnvFrom.
import type { EnvFromSource, EnvVar, ObjectFieldSelector, ResourceFieldSelector } from '#types';
import {
  isConfigMapKey,
  isDns1123Subdomain,
  isPrintableEnvVarName,
  isQualifiedName,
} from '../../../std/names.ts';
import { formatQuantity, parseQuantity } from '../../../std/quantity.ts';
import type { Causes } from '../../../store/causes.ts';

const podFields = [
  ...['metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName'],
  ...['status.hostIP', 'status.hostIPs', 'status.podIP', 'status.podIPs'],
];

/** What files may tell of their Pod. */
export const fileFields = [
  ...['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'],
];

/** Every field of a Pod that anybody may ask by name. */
const knownFields = [...podFields, ...fileFields, 'spec.restartPolicy', 'spec.schedulerName', 'status.phase'];

const withKeys = ['metadata.annotations', 'metadata.labels'];

const containerFields = [
  ...['limits.cpu', 'limits.ephemeral-storage', 'limits.memory'],
  ...['requests.cpu', 'requests.ephemeral-storage', 'requests.memory'],
];

export function checkFieldRef(
  { apiVersion, fieldPath }: ObjectFieldSelector,
  supported: readonly string[],
  field: string,
  causes: Causes,
): void {
  if (apiVersion === '') {
    causes.required(`${field}.apiVersion`);
    return;
  }
  if (!fieldPath) {
    causes.required(`${field}.fieldPath`);
    return;
  }
  const refuse = (why: string): void =>
    causes.invalid(`${field}.fieldPath`, fieldPath, `error converting fieldPath: ${why}`);
  const [, path = fieldPath, key] = /^(.*)\['(.*)'\]$/s.exec(fieldPath) ?? [];
  if (apiVersion !== undefined && apiVersion !== 'v1') refuse(`unsupported pod version: ${apiVersion}`);
  else if (key !== undefined && !withKeys.includes(path))
    refuse(`field label does not support subscript: ${fieldPath}`);
  else if (key !== undefined) {
    const name = path === 'metadata.annotations' ? key.toLowerCase() : key;
    causes.invalidEach(field, name, isQualifiedName(name));
  } else if (path === 'spec.host') return;
  else if (!knownFields.includes(path)) refuse(`field label not supported: ${path}`);
  else if (!supported.includes(path)) causes.notSupported(`${field}.fieldPath`, path, [...supported].sort());
}

const sizes = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/** By what an amount may be divided, and how the resource is called where it may not. */
function divisorsOf(resource: string): readonly [readonly string[], string] | undefined {
  if (/^(limits|requests)\.hugepages-/.test(resource)) return [sizes, 'hugepages'];
  switch (resource.slice(resource.indexOf('.') + 1)) {
    case 'cpu':
      return [['1m', '1'], 'cpu'];
    case 'memory':
      return [sizes, 'memory'];
    case 'ephemeral-storage':
      return [sizes, 'local ephemeral storage'];
    default:
      return undefined;
  }
}

export function checkResourceRef(
  { containerName, resource, divisor }: ResourceFieldSelector,
  isFile: boolean,
  field: string,
  causes: Causes,
): void {
  if (isFile && !containerName) causes.required(`${field}.containerName`);
  else if (!resource) causes.required(`${field}.resource`);
  else if (!containerFields.includes(resource) && !/^(limits|requests)\.hugepages-/.test(resource))
    causes.notSupported(`${field}.resource`, resource, containerFields);
  const quantity = divisor === undefined ? undefined : parseQuantity(divisor);
  const divisors = divisorsOf(resource);
  if (quantity === undefined || quantity.nano === 0n || divisors === undefined) return;
  const [supported, name] = divisors;
  if (supported.includes(formatQuantity(quantity))) return;
  const shown = name === 'cpu' ? '1m and 1' : supported.join(', ');
  const why = `only divisor's values ${shown} are supported with the ${name} resource`;
  causes.invalid(`${field}.divisor`, resource, why);
}

function checkKeyRef(
  ref: { readonly name?: string; readonly key?: string },
  field: string,
  causes: Causes,
): void {
  const { name = '', key = '' } = ref;
  causes.invalidEach(`${field}.name`, name, isDns1123Subdomain(name));
  if (key === '') causes.required(`${field}.key`);
  else causes.invalidEach(`${field}.key`, key, isConfigMapKey(key));
}

function checkValueFrom({ value, valueFrom }: EnvVar, field: string, causes: Causes): void {
  if (valueFrom === undefined) return;
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  if (fieldRef !== undefined) checkFieldRef(fieldRef, podFields, `${field}.fieldRef`, causes);
  if (resourceFieldRef !== undefined)
    checkResourceRef(resourceFieldRef, false, `${field}.resourceFieldRef`, causes);
  if (configMapKeyRef !== undefined) checkKeyRef(configMapKeyRef, `${field}.configMapKeyRef`, causes);
  if (secretKeyRef !== undefined) checkKeyRef(secretKeyRef, `${field}.secretKeyRef`, causes);
  const count = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef].filter(Boolean).length;
  const names = '`fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`';
  if (count === 0) causes.invalid(field, '', `must specify one of: ${names}`);
  else if (value) causes.invalid(field, '', 'may not be specified when `value` is not empty');
  else if (count > 1) causes.invalid(field, '', 'may not have more than one field specified at a time');
}

export function checkVariables(variables: readonly EnvVar[], field: string, causes: Causes): void {
  for (const [index, variable] of variables.entries()) {
    const at = `${field}[${index}]`;
    if (!variable.name) causes.required(`${at}.name`);
    else causes.invalidEach(`${at}.name`, variable.name, isPrintableEnvVarName(variable.name));
    checkValueFrom(variable, `${at}.valueFrom`, causes);
  }
}

export function checkVariableSources(sources: readonly EnvFromSource[], field: string, causes: Causes): void {
  for (const [index, { prefix, configMapRef, secretRef }] of sources.entries()) {
    const at = `${field}[${index}]`;
    if (prefix) causes.invalidEach(`${at}.prefix`, prefix, isPrintableEnvVarName(prefix));
    for (const [member, ref] of Object.entries({ configMapRef, secretRef })) {
      if (ref === undefined) continue;
      if (!ref.name) causes.required(`${at}.${member}.name`);
      else causes.invalidEach(`${at}.${member}.name`, ref.name, isDns1123Subdomain(ref.name));
    }
    if (configMapRef === undefined && secretRef === undefined)
      causes.invalid(field, '', 'must specify one of: `configMapRef` or `secretRef`');
    else if (configMapRef !== undefined && secretRef !== undefined)
      causes.invalid(field, '', 'may not have more than one field specified at a time');
  }
}
