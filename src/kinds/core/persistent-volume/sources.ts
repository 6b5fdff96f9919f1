// What a volume's source must say. Checked in full: hostPath, local, nfs, csi, iscsi, vsphereVolume; of the others only that there
// is no more than one. Source: kubernetes pkg/apis/core/validation/validation.go, ValidatePersistentVolumeSpec.
import type { PersistentVolumeSpec } from '#types';
import { isDns1123Label, isDns1123Subdomain } from '../../../std/names.ts';
import type { Causes } from '../../../store/causes.ts';

type Source = Exclude<
  keyof PersistentVolumeSpec,
  | 'accessModes'
  | 'capacity'
  | 'claimRef'
  | 'mountOptions'
  | 'nodeAffinity'
  | 'persistentVolumeReclaimPolicy'
  | 'storageClassName'
  | 'volumeAttributesClassName'
  | 'volumeMode'
>;

/** In the order in which Kubernetes looks for them. */
const order: readonly Source[] = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
];

/** The members of a volume's spec that make up its source. */
export function sourceOf(spec: PersistentVolumeSpec): Partial<PersistentVolumeSpec> {
  return Object.fromEntries(order.flatMap((name) => (spec[name] === undefined ? [] : [[name, spec[name]]])));
}

const hostPathTypes = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

/** `..` as an element of a path leads out of where it belongs. */
function checkNoBacksteps(path: string, field: string, causes: Causes): void {
  if (path.split('/').includes('..')) causes.invalid(field, path, "must not contain '..'");
}

const driverBytesMax = 63;

/** The name of a CSI driver. */
export function checkDriverName(name: string | undefined, field: string, causes: Causes): void {
  if (!name) causes.required(field);
  if (name !== undefined && name.length > driverBytesMax) causes.tooLong(field, driverBytesMax);
  causes.invalidEach(field, name, isDns1123Subdomain((name ?? '').toLowerCase()));
}

type Checks = {
  readonly [Name in Source]?: (
    source: NonNullable<PersistentVolumeSpec[Name]>,
    field: string,
    causes: Causes,
  ) => void;
};

const checks: Checks = {
  hostPath(source, field, causes) {
    if (source.path === '') {
      causes.required(`${field}.path`);
      return;
    }
    checkNoBacksteps(source.path, `${field}.path`, causes);
    if (!hostPathTypes.includes(source.type ?? ''))
      causes.notSupported(`${field}.type`, source.type, hostPathTypes);
  },
  local(source, field, causes) {
    if (source.path === '') {
      causes.required(`${field}.path`);
      return;
    }
    checkNoBacksteps(source.path, `${field}.path`, causes);
  },
  nfs(source, field, causes) {
    if (source.server === '') causes.required(`${field}.server`);
    if (source.path === '') causes.required(`${field}.path`);
    if (!source.path.startsWith('/'))
      causes.invalid(`${field}.path`, source.path, 'must be an absolute path');
  },
  iscsi(source, field, causes) {
    if (source.targetPortal === '') causes.required(`${field}.targetPortal`);
    if (source.iqn === '') causes.required(`${field}.iqn`);
    else if (!/^(iqn|eui|naa)\./.test(source.iqn))
      causes.invalid(`${field}.iqn`, source.iqn, 'must be valid format starting with iqn, eui, or naa');
    if (source.lun < 0 || source.lun > 255)
      causes.invalid(`${field}.lun`, source.lun, 'must be between 0 and 255, inclusive');
  },
  vsphereVolume(source, field, causes) {
    if (source.volumePath === '') causes.required(`${field}.volumePath`);
  },
  csi(source, field, causes) {
    checkDriverName(source.driver, `${field}.driver`, causes);
    if (source.volumeHandle === '') causes.required(`${field}.volumeHandle`);
    const secrets = {
      controllerPublishSecretRef: source.controllerPublishSecretRef,
      controllerExpandSecretRef: source.controllerExpandSecretRef,
      nodePublishSecretRef: source.nodePublishSecretRef,
      nodeExpandSecretRef: source.nodeExpandSecretRef,
    };
    for (const [name, secret] of Object.entries(secrets)) {
      if (secret === undefined) continue;
      const at = `${field}.${name}`;
      if (secret.name) causes.invalidEach(`${at}.name`, secret.name, isDns1123Subdomain(secret.name));
      else causes.required(`${at}.name`);
      if (secret.namespace)
        causes.invalidEach(`${at}.namespace`, secret.namespace, isDns1123Label(secret.namespace));
      else causes.required(`${at}.namespace`);
    }
  },
};

/** Checks that there is one source, and what it says. */
export function checkSource(spec: PersistentVolumeSpec, field: string, causes: Causes): void {
  const named = order.filter((name) => spec[name] !== undefined);
  if (named.length === 0) causes.required(field, 'must specify a volume type');
  for (const [index, name] of named.entries()) {
    const at = `${field}.${name}`;
    if (index > 0) causes.forbidden(at, 'may not specify more than 1 volume type');
    else
      (checks[name] as ((source: unknown, field: string, causes: Causes) => void) | undefined)?.(
        spec[name],
        at,
        causes,
      );
    if (index === 0 && name === 'local' && spec.nodeAffinity?.required === undefined)
      causes.required(`${field}.nodeAffinity`, 'Local volume requires node affinity');
  }
}
