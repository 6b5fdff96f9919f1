// Scripts that a volume brings and a container's command names: they run, if they may be.
import { expect, it } from 'vitest';
import type { WireResponse } from '../../../../src/apis/kubernetes/wire.ts';
import { clusterAdmin } from '../../../../src/world.ts';
import { get, pass, send, worldOf } from '../../../worlds/setup.ts';

const core = '/api/v1/namespaces/demo';

it('a script of a ConfigMap runs by its name where its mode lets it, and not where that does not', () => {
  const world = worldOf();
  const data = {
    'run.sh':
      '#!/bin/bash\nset -e\n. /scripts/part.sh\nname=web-7\n[[ $name =~ -([0-9]+)$ ]] && say ${BASH_REMATCH[1]}\n',
    'part.sh': 'say() { echo "number $1 of $#"; }\n',
    'odd.sh': '#!/bin/bash\nexec 3>&1\n',
  };
  send(world, 'POST', `${core}/configmaps`, { metadata: { name: 'scripts' }, data });
  const pod = (name: string, command: readonly string[], defaultMode: number) => {
    const volumeMounts = [{ name: 'scripts', mountPath: '/scripts' }];
    const spec = {
      restartPolicy: 'Never',
      containers: [{ name: 'main', image: 'debian:12', command, volumeMounts }],
      volumes: [{ name: 'scripts', configMap: { name: 'scripts', defaultMode } }],
    };
    expect(send(world, 'POST', `${core}/pods`, { metadata: { name }, spec }).status).toBe(201);
  };
  pod('direct', ['/scripts/run.sh'], 0o755);
  pod('by-bash', ['bash', '-c', '/scripts/run.sh'], 0o755);
  pod('locked', ['/scripts/run.sh'], 0o644);
  pod('locked-in-bash', ['bash', '-c', '/scripts/run.sh; echo $?'], 0o644);
  pod('odd', ['/scripts/odd.sh'], 0o755);
  pass(world, 90);
  const log = (name: string) => {
    const request = { method: 'GET', path: `${core}/pods/${name}/log` };
    return (world.request(request, clusterAdmin) as WireResponse).body;
  };
  const phase = (name: string) => (get(world, `${core}/pods/${name}`)['status'] as { phase: string }).phase;
  expect([log('direct'), phase('direct')]).toEqual(['number 7 of 1\n', 'Succeeded']);
  expect(log('by-bash')).toBe('number 7 of 1\n');
  expect(log('locked-in-bash')).toBe('bash: /scripts/run.sh: Permission denied\n126\n');
  // What this shell cannot read is believed to be right.
  expect(phase('odd')).toBe('Succeeded');
  const { status } = get(world, `${core}/pods/locked`) as unknown as {
    readonly status: { readonly containerStatuses: readonly { readonly state: object }[] };
  };
  expect(status.containerStatuses[0]?.state).toMatchObject({
    terminated: {
      exitCode: 128,
      reason: 'StartError',
      message: expect.stringContaining('exec: "/scripts/run.sh": permission denied: unknown') as string,
    },
  });
});
