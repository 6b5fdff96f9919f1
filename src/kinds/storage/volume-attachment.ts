// VolumeAttachment: the wish that a volume be attached to a node, and whether it is. Source: kubernetes pkg/apis/storage/validation.
import type { VolumeAttachment as VolumeAttachmentType } from '#types';
import { equal } from '../../std/draft.ts';
import { hash128 } from '../../std/hash.ts';
import { isDns1123Subdomain } from '../../std/names.ts';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { checkDriverName } from '../core/persistent-volume/sources.ts';
import { kubernetesKind, statusSubresource } from '../kubernetes-kind.ts';
import { goValue } from '../../store/go-types.ts';

export type VolumeAttachment = Stored<VolumeAttachmentType>;

export const volumeAttachmentsKind = 'storage.k8s.io/volumeattachments';

/** `csi-` and a digest of what is attached where. */
export function attachmentName(volumeHandle: string, driver: string, node: string): string {
  const text = `${volumeHandle}${driver}${node}`;
  return `csi-${hash128(text)}${hash128(`${text} `)}`;
}

export const volumeAttachments = kubernetesKind<VolumeAttachment>({
  group: 'storage.k8s.io',
  kind: 'VolumeAttachment',
  plural: 'volumeattachments',
  allowUnconditionalUpdate: false,
  namespaced: false,
  subresources: [statusSubresource],
  returnsDeleted: true,
  prepare(next, prev) {
    if (prev === undefined) next.status = { attached: false, ...next.status };
  },
  validate(next, prev, causes) {
    const { attacher = '', nodeName = '', source = {} } = next.spec ?? {};
    if (attacher === '') causes.required('spec.attacher');
    const { inlineVolumeSpec, persistentVolumeName } = source;
    if (inlineVolumeSpec === undefined && persistentVolumeName === undefined)
      causes.required('spec.source', 'must specify exactly one of inlineVolumeSpec and persistentVolumeName');
    if (inlineVolumeSpec !== undefined && persistentVolumeName !== undefined)
      causes.forbidden(
        'spec.source',
        'must specify exactly one of inlineVolumeSpec and persistentVolumeName',
      );
    if (inlineVolumeSpec === undefined && persistentVolumeName === '')
      causes.required('spec.source.persistentVolumeName', 'must specify non empty persistentVolumeName');
    causes.invalidEach('spec.nodeName', nodeName, isDns1123Subdomain(nodeName));
    if (prev === undefined) {
      checkDriverName(attacher, 'spec.attacher', causes);
      if (persistentVolumeName !== undefined)
        causes.invalidEach(
          'spec.source.persistentVolumeName',
          persistentVolumeName,
          isDns1123Subdomain(persistentVolumeName),
        );
    } else if (!equal(prev.spec, next.spec))
      causes.invalid('spec', goValue('storage.VolumeAttachmentSpec', next.spec), 'field is immutable');
  },
  indexes: {
    volume: ({ spec }) =>
      spec.source.persistentVolumeName === undefined ? [] : [spec.source.persistentVolumeName],
    node: ({ spec }) => [spec.nodeName],
  },
  columns: [
    nameColumn,
    { name: 'Attacher', format: 'name', cell: ({ spec }) => spec.attacher },
    { name: 'PV', cell: ({ spec }) => spec.source.persistentVolumeName ?? '' },
    { name: 'Node', cell: ({ spec }) => spec.nodeName },
    { name: 'Attached', type: 'boolean', cell: ({ status }) => status?.attached === true },
    ageColumn,
  ],
});
