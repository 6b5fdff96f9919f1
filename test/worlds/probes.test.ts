// Probes are asked of the world as it is, whatever was asked before: a world restored between two rounds goes on as the first.
import { describe, expect, it } from 'vitest';
import { fourHosts, restored, send, worldOf } from './setup.ts';

const probed = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'probed' },
  spec: {
    containers: [
      {
        name: 'web',
        image: 'nginx:1.25',
        ports: [{ containerPort: 80 }],
        startupProbe: { tcpSocket: { port: 80 } },
        readinessProbe: { httpGet: { path: '/', port: 80 } },
        livenessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 7 },
      },
      {
        name: 'liveness',
        image: 'registry.k8s.io/busybox:1.27.2',
        args: ['/bin/sh', '-c', 'touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600'],
        livenessProbe: {
          exec: { command: ['cat', '/tmp/healthy'] },
          initialDelaySeconds: 5,
          periodSeconds: 5,
        },
      },
      // Its restarts wake the kubelet between the rounds of the others.
      { name: 'short', image: 'busybox:1.36', command: ['sh', '-c', 'sleep 13; exit 1'] },
    ],
  },
};

describe('a world with probes', () => {
  it.each([31_000, 47_500, 63_200, 90_000, 131_700])('restored after %i ms goes on as it did', (afterMs) => {
    const world = worldOf(fourHosts);
    expect(send(world, 'POST', '/api/v1/namespaces/demo/pods', probed).status).toBe(201);
    world.runTo(world.now + afterMs);
    const text = JSON.stringify(world.checkpoint());
    const again = restored(JSON.parse(text) as ReturnType<typeof world.checkpoint>);
    for (let step = 0; step < 20; step++) {
      const until = world.now + 9_000;
      world.runTo(until);
      again.runTo(until);
      expect(again.hash()).toBe(world.hash());
    }
  });
});

describe('a world with a script that goes on for ever', () => {
  const endless = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'endless' },
    spec: {
      containers: [
        { name: 'main', image: 'busybox:1.36', command: ['sh', '-c', 'while true; do sleep 1; done'] },
      ],
    },
  };

  it.each([61_000, 120_000, 200_000])('restored after %i ms looks at it when the first does', (afterMs) => {
    const world = worldOf(fourHosts);
    expect(send(world, 'POST', '/api/v1/namespaces/demo/pods', endless).status).toBe(201);
    world.runTo(world.now + afterMs);
    const text = JSON.stringify(world.checkpoint());
    const again = restored(JSON.parse(text) as ReturnType<typeof world.checkpoint>);
    for (let step = 0; step < 12; step++) {
      const until = world.now + 60_000;
      world.runTo(until);
      again.runTo(until);
      expect(again.hash()).toBe(world.hash());
    }
  });
});
