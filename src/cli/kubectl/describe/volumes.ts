// Volumes of Pods and templates: the sources that a Supervisor's Pods can have. Source: kubectl pkg/describe/describe.go.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { parseQuantity } from '../../../std/quantity.ts';
import { at, isObject, listAt, numberAt, objectAt, textAt, textsAt } from '../json.ts';
import { writeClaim } from './claim.ts';
import { quantityText } from './containers.ts';
import type { Description } from './description.ts';

type Write = (description: Description, source: JsonObject) => void;

function lines(description: Description, type: string, fields: readonly (readonly [string, string])[]): void {
  description.field(2, 'Type', type);
  for (const [title, value] of fields) description.field(2, title, value);
}

function optional(source: JsonObject): string {
  return String(source['optional'] === true);
}

function writeProjected(description: Description, source: JsonObject): void {
  lines(description, 'Projected (a volume that contains injected data from multiple sources)', []);
  for (const each of listAt(source, 'sources')) {
    const [secret, map, token] = ['secret', 'configMap', 'serviceAccountToken'].map((member) =>
      at(each, member),
    );
    if (isObject(secret)) {
      description.field(2, 'SecretName', textAt(secret, 'name'));
      description.field(2, 'Optional', optional(secret));
    } else if (at(each, 'downwardAPI') !== undefined) description.field(2, 'DownwardAPI', 'true');
    else if (isObject(map)) {
      description.field(2, 'ConfigMapName', textAt(map, 'name'));
      description.field(2, 'Optional', optional(map));
    } else if (isObject(token)) {
      description.field(2, 'TokenExpirationSeconds', numberAt(token, 'expirationSeconds'));
    }
  }
}

function writeDownward(description: Description, source: JsonObject): void {
  lines(description, 'DownwardAPI (a volume populated by information about the pod)', []);
  description.write(2, 'Items:\n');
  for (const item of listAt(source, 'items')) {
    const from = textAt(item, 'fieldRef', 'fieldPath') || textAt(item, 'resourceFieldRef', 'resource');
    description.write(3, `${from} -> ${textAt(item, 'path')}\n`);
  }
}

function writeCsi(
  description: Description,
  source: JsonObject,
  more: readonly (readonly [string, string])[] = [],
): void {
  lines(description, 'CSI (a Container Storage Interface (CSI) volume source)', [
    ['Driver', textAt(source, 'driver')],
    ['FSType', textAt(source, 'fsType')],
    ...more,
    ['ReadOnly', String(source['readOnly'] === true)],
  ]);
  const attributes = textsAt(source, 'volumeAttributes');
  description.write(2, `VolumeAttributes:\t${attributes.length === 0 ? '<none>\n' : ''}`);
  attributes.forEach(([key, value], index) => {
    if (index > 0) description.write(4, '\t');
    description.write(2, `${key}=${value}\n`);
  });
}

const writers: Readonly<Record<string, Write>> = {
  hostPath: (description, source) =>
    lines(description, 'HostPath (bare host directory volume)', [
      ['Path', textAt(source, 'path')],
      ['HostPathType', at(source, 'type') === undefined ? '<none>' : textAt(source, 'type')],
    ]),
  emptyDir(description, source) {
    const limit = source['sizeLimit'];
    const size = typeof limit === 'string' || typeof limit === 'number' ? parseQuantity(limit) : undefined;
    lines(description, "EmptyDir (a temporary directory that shares a pod's lifetime)", [
      ['Medium', textAt(source, 'medium')],
      ['SizeLimit', size !== undefined && size.nano > 0n ? quantityText(limit) : '<unset>'],
    ]);
  },
  secret: (description, source) =>
    lines(description, 'Secret (a volume populated by a Secret)', [
      ['SecretName', textAt(source, 'secretName')],
      ['Optional', optional(source)],
    ]),
  configMap: (description, source) =>
    lines(description, 'ConfigMap (a volume populated by a ConfigMap)', [
      ['Name', textAt(source, 'name')],
      ['Optional', optional(source)],
    ]),
  nfs: (description, source) =>
    lines(description, 'NFS (an NFS mount that lasts the lifetime of a pod)', [
      ['Server', textAt(source, 'server')],
      ['Path', textAt(source, 'path')],
      ['ReadOnly', String(source['readOnly'] === true)],
    ]),
  persistentVolumeClaim: (description, source) =>
    lines(
      description,
      'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
      [
        ['ClaimName', textAt(source, 'claimName')],
        ['ReadOnly', String(source['readOnly'] === true)],
      ],
    ),
  ephemeral(description, source) {
    const type =
      'EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)';
    lines(description, type, []);
    const template = source['volumeClaimTemplate'];
    if (isObject(template)) description.nested(2, () => writeClaim(description, template, undefined));
  },
  downwardAPI: writeDownward,
  vsphereVolume: (description, source) =>
    lines(description, 'vSphereVolume (a Persistent Disk resource in vSphere)', [
      ['VolumePath', textAt(source, 'volumePath')],
      ['FSType', textAt(source, 'fsType')],
      ['StoragePolicyName', textAt(source, 'storagePolicyName')],
    ]),
  projected: writeProjected,
  csi: (description, source) => writeCsi(description, source),
  image: (description, source) =>
    lines(description, 'Image (a container image or OCI artifact)', [
      ['Reference', textAt(source, 'reference')],
      ['PullPolicy', textAt(source, 'pullPolicy')],
    ]),
};

/** The source of a volume that is there by itself. */
export function writePersistentSource(description: Description, spec: JsonObject): void {
  const persistent: Readonly<Record<string, Write>> = {
    ...writers,
    local: (_, source) =>
      lines(description, 'LocalVolume (a persistent volume backed by local storage on a node)', [
        ['Path', textAt(source, 'path')],
      ]),
    csi: (_, source) => writeCsi(description, source, [['VolumeHandle', textAt(source, 'volumeHandle')]]),
  };
  const type = Object.keys(persistent).find((member) => isObject(spec[member]));
  const write = type === undefined ? undefined : persistent[type];
  if (type === undefined || write === undefined) description.write(1, '<unknown>\n');
  else write(description, objectAt(spec, type));
}

/** @param indent what stands before the title in a template */
export function writeVolumes(description: Description, volumes: readonly Json[], indent: string): void {
  description.write(0, `${indent}Volumes:${volumes.length === 0 ? '\t<none>' : ''}\n`);
  for (const volume of volumes.filter(isObject)) {
    description.write(1, `${indent === '' ? '' : ' '}${textAt(volume, 'name')}:\n`);
    const type = Object.keys(writers).find((member) => isObject(volume[member]));
    const write = type === undefined ? undefined : writers[type];
    if (type === undefined || write === undefined) description.write(1, '<unknown>\n');
    else write(description, objectAt(volume, type));
  }
}
