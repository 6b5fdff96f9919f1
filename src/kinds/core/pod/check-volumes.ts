// A Pod's volumes: their names, and the sources that others than vendors make. Source: kubernetes pkg/apis/core/validation,
// ValidateVolumes. Deliberately absent: what is inside the sources of vendors whose drivers are gone.
import type { DownwardAPIVolumeFile, KeyToPath, ProjectedVolumeSource, Volume } from '#types';
import { isDns1123Label } from '../../../std/names.ts';
import { Causes } from '../../../store/causes.ts';
import { checkClaimSpec } from '../persistent-volume-claim/persistent-volume-claim.ts';
import { checkDriverName } from '../persistent-volume/sources.ts';
import { checkFieldRef, checkResourceRef, fileFields } from './check-environment.ts';
import type { Volumes } from './check-mounts.ts';
import { checkDescending, checkMode, checkNoBacksteps, checkOwnPath } from './check-paths.ts';

type Check<Source> = (source: Source, field: string, causes: Causes) => void;
type Checks = { readonly [Name in Exclude<keyof Volume, 'name'>]?: Check<NonNullable<Volume[Name]>> };

const hostPathTypes = [
  ...['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'],
];
const tokenSecondsMin = 600;
const tokenSecondsMax = 4_294_967_296;
const lunMax = 255;

function checkItems(items: readonly KeyToPath[] | undefined, field: string, causes: Causes): void {
  for (const [index, { key, path, mode }] of (items ?? []).entries()) {
    const at = `${field}.items[${index}]`;
    if (!key) causes.required(`${at}.key`);
    if (!path) causes.required(`${at}.path`);
    checkOwnPath(path ?? '', `${at}.path`, causes);
    checkMode(mode, `${at}.mode`, causes);
  }
}

/** A file's mistakes are told of its volume, as Kubernetes does. */
function checkFile(file: DownwardAPIVolumeFile, field: string, causes: Causes): void {
  const { path, fieldRef, resourceFieldRef, mode } = file;
  if (!path) causes.required(`${field}.path`);
  checkOwnPath(path ?? '', `${field}.path`, causes);
  if (fieldRef !== undefined) {
    checkFieldRef(fieldRef, fileFields, `${field}.fieldRef`, causes);
    if (resourceFieldRef !== undefined)
      causes.invalid(field, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously');
  } else if (resourceFieldRef !== undefined)
    checkResourceRef(resourceFieldRef, true, `${field}.resourceFieldRef`, causes);
  else causes.required(field, 'one of fieldRef and resourceFieldRef is required');
  checkMode(mode, `${field}.mode`, causes);
}

function checkProjected({ sources = [] }: ProjectedVolumeSource, field: string, causes: Causes): void {
  const paths = new Set<string>();
  const take = (path: string | undefined, shown: string): void => {
    if (!path) return;
    if (paths.has(path)) causes.invalid(field, shown, 'conflicting duplicate paths');
    paths.add(path);
  };
  for (const [index, source] of sources.entries()) {
    const at = `${field}.sources[${index}]`;
    for (const member of ['secret', 'configMap'] as const) {
      const own = source[member];
      if (own === undefined) continue;
      if (!own.name) causes.required(`${at}.${member}.name`);
      checkItems(own.items, `${at}.${member}`, causes);
      for (const { path } of own.items ?? []) take(path, own.name ?? '');
    }
    for (const file of source.downwardAPI?.items ?? []) {
      checkFile(file, `${at}.downwardAPI`, causes);
      take(file.path, file.path ?? '');
    }
    const token = source.serviceAccountToken;
    if (token !== undefined) {
      const { path, expirationSeconds: seconds = 3600 } = token;
      const place = `${at}.serviceAccountToken.expirationSeconds`;
      if (seconds < tokenSecondsMin)
        causes.invalid(place, seconds, 'may not specify a duration less than 10 minutes');
      if (seconds > tokenSecondsMax)
        causes.invalid(place, seconds, 'may not specify a duration larger than 2^32 seconds');
      if (!path) causes.required(`${field}.path`);
      else checkOwnPath(path, `${field}.path`, causes);
    }
    if (Object.keys(source).length > 1)
      causes.forbidden(at, 'may not specify more than 1 volume type per source');
  }
}

const checks: Checks = {
  hostPath({ path, type }, field, causes) {
    if (!path) {
      causes.required(`${field}.path`);
      return;
    }
    checkNoBacksteps(path, `${field}.path`, causes);
    if (type !== undefined && !hostPathTypes.includes(type))
      causes.notSupported(`${field}.type`, type, hostPathTypes);
  },
  emptyDir({ sizeLimit }, field, causes) {
    if (sizeLimit?.startsWith('-') === true)
      causes.forbidden(`${field}.sizeLimit`, 'SizeLimit field must be a valid resource quantity');
  },
  gitRepo({ repository, directory = '' }, field, causes) {
    if (!repository) causes.required(`${field}.repository`);
    checkDescending(directory, `${field}.directory`, causes);
  },
  secret({ secretName, defaultMode, items }, field, causes) {
    if (!secretName) causes.required(`${field}.secretName`);
    checkMode(defaultMode, `${field}.defaultMode`, causes);
    checkItems(items, field, causes);
  },
  configMap({ name, defaultMode, items }, field, causes) {
    if (!name) causes.required(`${field}.name`);
    checkMode(defaultMode, `${field}.defaultMode`, causes);
    checkItems(items, field, causes);
  },
  downwardAPI({ defaultMode, items = [] }, field, causes) {
    checkMode(defaultMode, `${field}.defaultMode`, causes);
    for (const file of items) checkFile(file, field, causes);
  },
  projected(source, field, causes) {
    checkMode(source.defaultMode, `${field}.defaultMode`, causes);
    checkProjected(source, field, causes);
  },
  nfs({ server, path = '' }, field, causes) {
    if (!server) causes.required(`${field}.server`);
    if (path === '') causes.required(`${field}.path`);
    if (!path.startsWith('/')) causes.invalid(`${field}.path`, path, 'must be an absolute path');
  },
  iscsi({ targetPortal, iqn, lun }, field, causes) {
    if (!targetPortal) causes.required(`${field}.targetPortal`);
    if (!iqn) causes.required(`${field}.iqn`);
    else if (!/^(iqn|eui|naa)/.test(iqn))
      causes.invalid(`${field}.iqn`, iqn, 'must be valid format starting with iqn, eui, or naa');
    if (lun < 0 || lun > lunMax)
      causes.invalid(`${field}.lun`, lun, `must be between 0 and ${lunMax}, inclusive`);
  },
  glusterfs({ endpoints, path }, field, causes) {
    if (!endpoints) causes.required(`${field}.endpoints`);
    if (!path) causes.required(`${field}.path`);
  },
  gcePersistentDisk({ pdName }, field, causes) {
    if (!pdName) causes.required(`${field}.pdName`);
  },
  awsElasticBlockStore({ volumeID }, field, causes) {
    if (!volumeID) causes.required(`${field}.volumeID`);
  },
  vsphereVolume({ volumePath }, field, causes) {
    if (!volumePath) causes.required(`${field}.volumePath`);
  },
  persistentVolumeClaim({ claimName }, field, causes) {
    if (!claimName) causes.required(`${field}.claimName`);
  },
  csi({ driver, nodePublishSecretRef }, field, causes) {
    checkDriverName(driver, `${field}.driver`, causes);
    if (nodePublishSecretRef !== undefined && !nodePublishSecretRef.name)
      causes.required(`${field}.nodePublishSecretRef.name`);
  },
  ephemeral({ volumeClaimTemplate }, field, causes) {
    const at = `${field}.volumeClaimTemplate`;
    if (volumeClaimTemplate === undefined) causes.required(at);
    else checkClaimSpec(volumeClaimTemplate.spec ?? {}, `${at}.spec`, causes);
  },
};

/** Sources in the order in which the API server looks for them, which is none of their names. */
const order = (
  'emptyDir hostPath gitRepo gcePersistentDisk awsElasticBlockStore secret nfs iscsi glusterfs flocker persistentVolumeClaim rbd cinder ' +
  'cephfs quobyte downwardAPI fc flexVolume configMap azureFile vsphereVolume photonPersistentDisk portworxVolume azureDisk storageos ' +
  'projected scaleIO csi ephemeral image'
).split(' ') as readonly (keyof Volume)[];

/** What its refusals call some of them, beside the others. */
const extraNames: Readonly<Record<string, string>> = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };
const checkedNames: Readonly<Record<string, string>> = { gcePersistentDisk: 'persistentDisk' };

function checkSources(volume: Volume, at: string, causes: Causes): void {
  const [first, ...more] = order.filter((member) => volume[member] !== undefined);
  if (first === undefined) causes.required(at, 'must specify a volume type');
  else {
    const name = first as keyof Checks;
    const check = checks[name] as Check<unknown> | undefined;
    check?.(volume[name], `${at}.${checkedNames[first] ?? first}`, causes);
  }
  for (const extra of more)
    causes.forbidden(`${at}.${extraNames[extra] ?? extra}`, 'may not specify more than 1 volume type');
}

/** The volumes that containers may mount: those that are right. */
export function checkVolumes(volumes: readonly Volume[], field: string, causes: Causes): Volumes {
  const right = new Map<string, Volume>();
  for (const [index, volume] of volumes.entries()) {
    const at = `${field}[${index}]`;
    const wrong = new Causes();
    checkSources(volume, at, wrong);
    if (!volume.name) wrong.required(`${at}.name`);
    else wrong.invalidEach(`${at}.name`, volume.name, isDns1123Label(volume.name));
    if (right.has(volume.name)) wrong.duplicate(`${at}.name`, volume.name);
    if (wrong.list.length === 0) right.set(volume.name, volume);
    else causes.takeAll(wrong.list);
  }
  return right;
}
