// What events mean, by what the world says: every warning that a Pod or a claim meets on its way is explained.
import { describe, expect, it } from 'vitest';
import { meaningOf, meaningWords } from '../../../../web/screens/common/meaning.ts';
import { list, pass, send, worldOf } from '../../../worlds/setup.ts';

describe('an event', () => {
  it.each([
    ['FailedScheduling', '0/7 nodes are available: 4 Insufficient cpu.', 'Blocking'],
    [
      'FailedScheduling',
      "0/7 nodes are available: 7 node(s) didn't match Pod's node affinity/selector.",
      'Blocking',
    ],
    [
      'FailedScheduling',
      '0/7 nodes are available: pod has unbound immediate PersistentVolumeClaims.',
      'Transient',
    ],
    ['BackOff', 'Back-off pulling image "nginx:no-such"', 'Blocking'],
    ['FailedAttachVolume', 'Multi-Attach error for volume "pvc-1"', 'Transient'],
    ['Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503', 'Transient'],
    ['FailedCreate', 'pods "a" is forbidden: exceeded quota: demo', 'Blocking'],
  ])('%s: %s', (reason, message, kind) => {
    expect(meaningOf(reason, message)?.kind).toBe(kind);
  });

  it.each(['Scheduled', 'Pulled', 'Created', 'Started', 'ScalingReplicaSet', 'toString', ''])(
    '%s only tells what was done',
    (reason) => {
      expect(meaningWords(reason, 'something')).toBe('');
    },
  );
});

it('explains every warning of what does not work', () => {
  const world = worldOf();
  const pod = (name: string, spec: object) =>
    send(world, 'POST', '/api/v1/namespaces/demo/pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: { containers: [{ name: 'main', image: 'nginx:1.25' }], ...spec },
    });
  pod('no-image', { containers: [{ name: 'main', image: 'nonexistent:1' }] });
  pod('crashes', { containers: [{ name: 'main', image: 'crash:1' }] });
  pod('no-node', { nodeSelector: { disk: 'fast' } });
  pod('no-secret', { volumes: [{ name: 'a', secret: { secretName: 'gone' } }] });
  pod('no-key', {
    containers: [{ name: 'main', image: 'nginx', envFrom: [{ configMapRef: { name: 'gone' } }] }],
  });
  pod('no-claim', { volumes: [{ name: 'a', persistentVolumeClaim: { claimName: 'gone' } }] });
  send(world, 'POST', '/api/v1/namespaces/demo/persistentvolumeclaims', {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'shared' },
    spec: {
      accessModes: ['ReadWriteMany'],
      resources: { requests: { storage: '1Gi' } },
      storageClassName: 'vsan-default-storage-policy',
    },
  });
  pass(world, 300);
  const warnings = list(world, '/api/v1/namespaces/demo/events') as unknown as readonly {
    type: string;
    reason: string;
    message: string;
  }[];
  const told = warnings.filter(({ type }) => type === 'Warning');
  expect(told.length).toBeGreaterThan(6);
  expect(told.filter(({ reason, message }) => meaningOf(reason, message) === undefined)).toEqual([]);
});
