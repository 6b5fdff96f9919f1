// Volume snapshots, as the driver of a Supervisor serves them to guest clusters. Source: external-snapshotter 6.2, client/config/crd;
// vsphere-csi-driver 3.1 pkg/syncer/admissionhandler.
import type { ProductGroup } from '../definition.ts';

export const snapshots: ProductGroup = {
  group: 'snapshot.storage.k8s.io',
  approval: 'https://github.com/kubernetes-csi/external-snapshotter/pull/814',
  kinds: [
    {
      kind: 'VolumeSnapshotClass',
      plural: 'volumesnapshotclasses',
      short: ['vsclass', 'vsclasses'],
      namespaced: false,
      about: 'VolumeSnapshotClass says how snapshots are made.',
      versions: ['v1'],
      columns: [
        'Driver string .driver',
        'DeletionPolicy string .deletionPolicy',
        'Age date .metadata.creationTimestamp',
      ],
      schema: String.raw`{
  deletionPolicy!: 'Delete' | 'Retain' "What becomes of a snapshot when its VolumeSnapshot goes."
  driver!: string "The driver that makes them."
  parameters: { *: string }
}`,
    },
    {
      kind: 'VolumeSnapshotContent',
      short: ['vsc', 'vscs'],
      namespaced: false,
      about: 'VolumeSnapshotContent is a snapshot in the storage system.',
      versions: ['v1'],
      status: true,
      columns: [
        'ReadyToUse boolean .status.readyToUse',
        'RestoreSize integer .status.restoreSize',
        'DeletionPolicy string .spec.deletionPolicy',
        'Driver string .spec.driver',
        'VolumeSnapshotClass string .spec.volumeSnapshotClassName',
        'VolumeSnapshot string .spec.volumeSnapshotRef.name',
        'VolumeSnapshotNamespace string .spec.volumeSnapshotRef.namespace',
        'Age date .metadata.creationTimestamp',
      ],
      schema: String.raw`{
  spec!: {
    deletionPolicy!: 'Delete' | 'Retain' "What becomes of it when its VolumeSnapshot goes."
    driver!: string "The driver that made it."
    source!: {
      snapshotHandle: string; volumeHandle: string
    }&{"oneOf":[{"required":["snapshotHandle"]},{"required":["volumeHandle"]}]}
    sourceVolumeMode: string; volumeSnapshotClassName: string
    volumeSnapshotRef!: {
      apiVersion: string; fieldPath: string; kind: string; name: string; namespace: string
      resourceVersion: string; uid: string
    } "The VolumeSnapshot that it belongs to."
  }
  status: {
    creationTime: int64; error: { message: string; time: time }; readyToUse: bool
    restoreSize: int64&{"minimum":0}; snapshotHandle: string
  }
}`,
    },
    {
      kind: 'VolumeSnapshot',
      short: ['vs'],
      namespaced: true,
      about: 'VolumeSnapshot asks that what a volume holds now is kept.',
      versions: ['v1'],
      status: true,
      columns: [
        'ReadyToUse boolean .status.readyToUse',
        'SourcePVC string .spec.source.persistentVolumeClaimName',
        'SourceSnapshotContent string .spec.source.volumeSnapshotContentName',
        'RestoreSize string .status.restoreSize',
        'SnapshotClass string .spec.volumeSnapshotClassName',
        'SnapshotContent string .status.boundVolumeSnapshotContentName',
        'CreationTime date .status.creationTime',
        'Age date .metadata.creationTimestamp',
      ],
      schema: String.raw`{
  spec!: {
    source!: {
      persistentVolumeClaimName: string; volumeSnapshotContentName: string
    }&{"oneOf":[{"required":["persistentVolumeClaimName"]},{"required":["volumeSnapshotContentName"]}]} "The claim whose volume it is of, or a snapshot that is there already."
    volumeSnapshotClassName: string "Name of its VolumeSnapshotClass."
  }
  status: {
    boundVolumeSnapshotContentName: string "The snapshot itself."
    creationTime: time; error: { message: string; time: time }
    readyToUse: bool "Whether volumes can be made of it."
    restoreSize: quantity "How large a volume of it must be."
  }
}`,
    },
  ],
};
