// Claims, volumes and Pods of tests about storage, and what is said and stored of them.
import { expect } from 'vitest';
import { get, list, send, type Body } from './setup.ts';
import type { World } from '../../src/world.ts';

export const ns = '/api/v1/namespaces/demo';
export const claims = `${ns}/persistentvolumeclaims`;
export const volumes = '/api/v1/persistentvolumes';
export const classes = '/apis/storage.k8s.io/v1/storageclasses';
export const attachments = '/apis/storage.k8s.io/v1/volumeattachments';
export const vsan = 'vsan-default-storage-policy';

export function claim(name: string, spec: object = {}) {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
      storageClassName: vsan,
      ...spec,
    },
  };
}

export function volume(name: string, spec: object = {}, metadata: object = {}) {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name, ...metadata },
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '1Gi' },
      storageClassName: 'manual',
      hostPath: { path: '/data' },
      ...spec,
    },
  };
}

export function pod(name: string, podVolumes: readonly object[]) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'main', image: 'nginx:1.25' }], volumes: podVolumes },
  };
}

export const mounting = (claimName: string) => [{ name: 'data', persistentVolumeClaim: { claimName } }];

export function made(world: World, path: string, object: object): Body {
  const { status, body } = send(world, 'POST', path, object);
  expect(status, body.message).toBe(201);
  return body;
}

/** `Reason: message` of everything that was said about an object, in order. */
export function said(world: World, kind: string, name: string, namespace = 'demo'): readonly string[] {
  const events = list(world, `/api/v1/namespaces/${namespace}/events`) as unknown as readonly {
    involvedObject: { kind: string; name: string };
    reason: string;
    message: string;
  }[];
  return events
    .filter(({ involvedObject }) => involvedObject.kind === kind && involvedObject.name === name)
    .map(({ reason, message }) => `${reason}: ${message}`);
}

export const phase = (world: World, path: string): unknown => get(world, path).status?.['phase'];

export const fabric = (plural: string) => `/scopes/fabric/apis/vsphere.sandbox/v1/${plural}`;

export const disks = (world: World): readonly Body[] => list(world, fabric('firstclassdisks'));

export function freeMiB(world: World): number {
  return Number(list(world, fabric('datastores'))[0]?.status?.['freeMiB']);
}
