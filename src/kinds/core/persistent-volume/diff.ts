// What changed in a claim's spec or a volume's source, in the words of Go: the types that JSON leaves out are named here.
import type { PersistentVolumeClaimSpec, PersistentVolumeSpec } from '#types';
import { quoteGo } from '../../../std/go-quote.ts';
import { goDiff, goNil, type GoField, type GoValue } from '../../../std/go-diff.ts';
import { parseQuantity, quantityValue } from '../../../std/quantity.ts';
import { sourceOf } from './sources.ts';

const text = (value: string | undefined): GoValue => ({ form: 'leaf', text: quoteGo(value ?? '') });

const number = (value: number): GoValue => ({ form: 'leaf', text: String(value) });

const struct = (type: string, fields: readonly GoField[]): GoValue => ({ form: 'struct', type, fields });

const pointer = (value: string | undefined): GoValue =>
  value === undefined ? goNil : { form: 'pointer', to: text(value) };

const list = (type: string, values: readonly string[] | undefined): GoValue =>
  values === undefined ? goNil : { form: 'list', type: `[]${type}`, items: values.map(text) };

const map = (type: string, entries: readonly GoField[] | undefined): GoValue =>
  entries === undefined ? goNil : { form: 'map', type, entries };

/** `{i: resource.int64Amount{value: 1073741824}, s: "1Gi", Format: "BinarySI"}`; decimal amounts keep their exponent. */
function quantity(amount: string): GoValue {
  const parsed = parseQuantity(amount);
  const [, digits = '', suffix = ''] = /^(\d+)([kMGTPE])$/.exec(amount) ?? [];
  const fields: readonly GoField[] =
    digits === ''
      ? [['value', number(parsed === undefined ? 0 : quantityValue(parsed))]]
      : [
          ['value', number(Number(digits))],
          ['scale', number('kMGTPE'.indexOf(suffix) * 3 + 3)],
        ];
  return {
    form: 'opaque',
    type: 'resource.Quantity',
    fields: [
      ['i', struct('resource.int64Amount', fields)],
      ['s', text(amount)],
      ['Format', text(parsed?.format)],
    ],
  };
}

const amounts = (values: Readonly<Record<string, string>> | undefined): GoValue =>
  map(
    'core.ResourceList',
    values &&
      Object.entries(values).map(([name, amount]) => [`s${quoteGo(name)}`, quantity(amount)] as const),
  );

function selector(value: PersistentVolumeClaimSpec['selector']): GoValue {
  if (value === undefined) return goNil;
  const labels =
    value.matchLabels &&
    Object.entries(value.matchLabels).map(([key, label]) => [quoteGo(key), text(label)] as const);
  const expressions = value.matchExpressions?.map(({ key, operator, values }) =>
    struct('v1.LabelSelectorRequirement', [
      ['Key', text(key)],
      ['Operator', text(operator)],
      ['Values', list('string', values)],
    ]),
  );
  return {
    form: 'pointer',
    to: struct('v1.LabelSelector', [
      ['MatchLabels', map('map[string]string', labels)],
      [
        'MatchExpressions',
        expressions === undefined
          ? goNil
          : { form: 'list', type: '[]v1.LabelSelectorRequirement', items: expressions },
      ],
    ]),
  };
}

function reference(type: string, value: PersistentVolumeClaimSpec['dataSourceRef']): GoValue {
  if (value === undefined) return goNil;
  const fields: GoField[] = [
    ['APIGroup', pointer(value.apiGroup)],
    ['Kind', text(value.kind)],
    ['Name', text(value.name)],
  ];
  if (type === 'core.TypedObjectReference') fields.push(['Namespace', pointer(value.namespace)]);
  return { form: 'pointer', to: struct(type, fields) };
}

function claimSpec(spec: PersistentVolumeClaimSpec): GoValue {
  return struct('core.PersistentVolumeClaimSpec', [
    ['AccessModes', list('core.PersistentVolumeAccessMode', spec.accessModes)],
    ['Selector', selector(spec.selector)],
    [
      'Resources',
      struct('core.VolumeResourceRequirements', [
        ['Limits', amounts(spec.resources?.limits)],
        ['Requests', amounts(spec.resources?.requests)],
      ]),
    ],
    ['VolumeName', text(spec.volumeName)],
    ['StorageClassName', pointer(spec.storageClassName)],
    ['VolumeMode', pointer(spec.volumeMode)],
    ['DataSource', reference('core.TypedLocalObjectReference', spec.dataSource)],
    ['DataSourceRef', reference('core.TypedObjectReference', spec.dataSourceRef)],
    ['VolumeAttributesClassName', pointer(spec.volumeAttributesClassName)],
  ]);
}

export function claimDiff(prev: PersistentVolumeClaimSpec, next: PersistentVolumeClaimSpec): string {
  return goDiff(claimSpec(prev), claimSpec(next));
}

/** Go's names of the sources' members, in Go's order. */
const sourceFields = [
  ['gcePersistentDisk', 'GCEPersistentDisk', 'GCEPersistentDiskVolumeSource'],
  ['awsElasticBlockStore', 'AWSElasticBlockStore', 'AWSElasticBlockStoreVolumeSource'],
  ['hostPath', 'HostPath', 'HostPathVolumeSource'],
  ['glusterfs', 'Glusterfs', 'GlusterfsPersistentVolumeSource'],
  ['nfs', 'NFS', 'NFSVolumeSource'],
  ['rbd', 'RBD', 'RBDPersistentVolumeSource'],
  ['quobyte', 'Quobyte', 'QuobyteVolumeSource'],
  ['iscsi', 'ISCSI', 'ISCSIPersistentVolumeSource'],
  ['flexVolume', 'FlexVolume', 'FlexPersistentVolumeSource'],
  ['cinder', 'Cinder', 'CinderPersistentVolumeSource'],
  ['cephfs', 'CephFS', 'CephFSPersistentVolumeSource'],
  ['fc', 'FC', 'FCVolumeSource'],
  ['flocker', 'Flocker', 'FlockerVolumeSource'],
  ['azureFile', 'AzureFile', 'AzureFilePersistentVolumeSource'],
  ['vsphereVolume', 'VsphereVolume', 'VsphereVirtualDiskVolumeSource'],
  ['azureDisk', 'AzureDisk', 'AzureDiskVolumeSource'],
  ['photonPersistentDisk', 'PhotonPersistentDisk', 'PhotonPersistentDiskVolumeSource'],
  ['portworxVolume', 'PortworxVolume', 'PortworxVolumeSource'],
  ['scaleIO', 'ScaleIO', 'ScaleIOPersistentVolumeSource'],
  ['local', 'Local', 'LocalVolumeSource'],
  ['storageos', 'StorageOS', 'StorageOSPersistentVolumeSource'],
  ['csi', 'CSI', 'CSIPersistentVolumeSource'],
] as const;

/** Members whose name Go writes otherwise than with a capital, and those that it keeps behind a pointer. */
const goNames: Readonly<Record<string, string>> = { fsType: 'FSType', iqn: 'IQN', targetWWNs: 'TargetWWNs' };
const behindPointer = new Set(['hostPath.type', 'local.fsType']);

function plain(value: unknown): GoValue {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return { form: 'list', type: '[]string', items: value.map(plain) };
  if (typeof value !== 'object' || value === null) return { form: 'leaf', text: String(value) };
  const entries = Object.entries(value).map(([key, member]) => [quoteGo(key), plain(member)] as const);
  return map('map[string]string', entries);
}

function sourceStruct(spec: PersistentVolumeSpec): GoValue {
  const sources = sourceOf(spec) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return struct(
    'core.PersistentVolumeSource',
    sourceFields.map(([name, goName, type]): GoField => {
      const source = sources[name];
      if (source === undefined) return [goName, goNil];
      const fields = Object.entries(source).map(([key, value]): GoField => {
        const field = goNames[key] ?? `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
        const isPointer = behindPointer.has(`${name}.${key}`);
        return [field, isPointer ? { form: 'pointer', to: plain(value) } : plain(value)];
      });
      return [goName, { form: 'pointer', to: struct(`core.${type}`, fields) }];
    }),
  );
}

export function sourceDiff(prev: PersistentVolumeSpec, next: PersistentVolumeSpec): string {
  return goDiff(sourceStruct(prev), sourceStruct(next));
}
