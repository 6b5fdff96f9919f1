// Where a container finds the Pod's volumes. Source: kubernetes pkg/apis/core/validation, ValidateVolumeMounts,
// ValidateVolumeDevices.
import type { Container, Volume, VolumeMount } from '#types';
import type { Causes } from '../../../store/causes.ts';
import { checkDescending } from './check-paths.ts';

export type Volumes = ReadonlyMap<string, Volume>;

const propagations = ['Bidirectional', 'HostToContainer', 'None'];
const recursions = ['Disabled', 'Enabled', 'IfPossible'];

function checkPropagation(mount: VolumeMount, container: Container, field: string, causes: Causes): void {
  const { mountPropagation: propagation, recursiveReadOnly: recursion, readOnly } = mount;
  if (propagation !== undefined) {
    const at = `${field}.mountPropagation`;
    if (!propagations.includes(propagation)) causes.notSupported(at, propagation, propagations);
    if (propagation === 'Bidirectional' && container.securityContext?.privileged !== true)
      causes.forbidden(at, 'Bidirectional mount propagation is available only to privileged containers');
  }
  if (recursion === undefined || recursion === 'Disabled') return;
  const at = `${field}.recursiveReadOnly`;
  if (!recursions.includes(recursion)) {
    causes.notSupported(at, recursion, recursions);
    return;
  }
  if (readOnly !== true) causes.forbidden(at, 'may only be specified when readOnly is true');
  if (propagation !== undefined && propagation !== 'None')
    causes.forbidden(at, 'may only be specified when mountPropagation is None or not specified');
}

/** Paths below a volume are told of as if they stood in the list itself, as Kubernetes does. */
export function checkMounts(container: Container, field: string, volumes: Volumes, causes: Causes): void {
  const { volumeMounts = [], volumeDevices = [] } = container;
  const paths = new Set<string>();
  for (const [index, mount] of volumeMounts.entries()) {
    const { name = '', mountPath = '', subPath = '', subPathExpr = '' } = mount;
    const at = `${field}[${index}]`;
    if (name === '') causes.required(`${at}.name`);
    if (!volumes.has(name)) causes.notFound(`${at}.name`, name);
    if (mountPath === '') causes.required(`${at}.mountPath`);
    if (paths.has(mountPath)) causes.invalid(`${at}.mountPath`, mountPath, 'must be unique');
    paths.add(mountPath);
    if (volumeDevices.some((device) => device.name === name))
      causes.invalid(`${at}.name`, name, 'must not already exist in volumeDevices');
    if (volumeDevices.some(({ devicePath }) => devicePath === mountPath))
      causes.invalid(`${at}.mountPath`, mountPath, 'must not already exist as a path in volumeDevices');
    if (subPath !== '') checkDescending(subPath, `${field}.subPath`, causes);
    if (subPathExpr !== '') {
      if (subPath !== '')
        causes.invalid(`${at}.subPathExpr`, subPathExpr, 'subPathExpr and subPath are mutually exclusive');
      checkDescending(subPathExpr, `${field}.subPathExpr`, causes);
    }
    checkPropagation(mount, container, field, causes);
  }
}

export function checkDevices(container: Container, field: string, volumes: Volumes, causes: Causes): void {
  const { volumeMounts = [], volumeDevices = [] } = container;
  const [names, paths] = [new Set<string>(), new Set<string>()];
  for (const [index, { name = '', devicePath = '' }] of volumeDevices.entries()) {
    const at = `${field}[${index}]`;
    const volume = volumes.get(name);
    if (name === '') causes.required(`${at}.name`);
    if (names.has(name)) causes.invalid(`${at}.name`, name, 'must be unique');
    if (volume === undefined) causes.notFound(`${at}.name`, name);
    else if (volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined) {
      const why = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode';
      causes.invalid(`${at}.name`, name, why);
    }
    if (devicePath === '') causes.required(`${at}.devicePath`);
    if (paths.has(devicePath)) causes.invalid(`${at}.devicePath`, devicePath, 'must be unique');
    if (devicePath.split('/').includes('..'))
      causes.invalid(`${at}.devicePath`, devicePath, "can not contain backsteps ('..')");
    else paths.add(devicePath);
    if (volumeMounts.some((mount) => mount.name === name))
      causes.invalid(`${at}.name`, name, 'must not already exist in volumeMounts');
    if (volumeMounts.some(({ mountPath }) => mountPath === devicePath))
      causes.invalid(`${at}.devicePath`, devicePath, 'must not already exist as a path in volumeMounts');
    if (name !== '') names.add(name);
  }
}
