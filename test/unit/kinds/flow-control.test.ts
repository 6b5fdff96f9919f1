import { describe, expect, it } from 'vitest';
import { get, list, send, worldOf } from '../../worlds/setup.ts';

const root = '/apis/flowcontrol.apiserver.k8s.io/v1';
const namesOf = (path: string) => list(worldOf(), `${root}/${path}`).map(({ metadata }) => metadata.name);

describe('flow control', () => {
  it('has what every API server keeps', () => {
    expect(namesOf('flowschemas')).toEqual([
      'catch-all',
      'endpoint-controller',
      'exempt',
      'global-default',
      'kube-controller-manager',
      'kube-scheduler',
      'kube-system-service-accounts',
      'probes',
      'service-accounts',
      'system-leader-election',
      'system-node-high',
      'system-nodes',
      'workload-leader-election',
    ]);
    expect(namesOf('prioritylevelconfigurations')).toEqual([
      'catch-all',
      'exempt',
      'global-default',
      'leader-election',
      'node-high',
      'system',
      'workload-high',
      'workload-low',
    ]);
    for (const { status } of list(worldOf(), `${root}/flowschemas`))
      expect(status).toMatchObject({ conditions: [{ type: 'Dangling', status: 'False', reason: 'Found' }] });
  });

  it('takes more, and says what is missing', () => {
    const world = worldOf();
    const flow = (level: string) => ({
      apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
      kind: 'FlowSchema',
      metadata: { name: level },
      spec: { priorityLevelConfiguration: { name: level } },
    });
    expect(send(world, 'POST', `${root}/flowschemas`, flow('none')).body.spec).toMatchObject({
      matchingPrecedence: 1_000,
    });
    expect(get(world, `${root}/flowschemas/none`).status).toMatchObject({
      conditions: [
        {
          status: 'True',
          reason: 'NotFound',
          message:
            'This FlowSchema references the PriorityLevelConfiguration object named "none" but there is no such object',
        },
      ],
    });
    expect(list(world, `${root}/flowschemas`)).toHaveLength(14);
    expect(send(world, 'DELETE', `${root}/flowschemas/probes`).status).toBe(200);
    expect(get(world, `${root}/flowschemas/probes`).metadata.name).toBe('probes');
    const wrong = send(world, 'POST', `${root}/flowschemas`, {
      ...flow('x'),
      spec: { matchingPrecedence: 10_001 },
    });
    expect(wrong.body.message).toBe(
      'FlowSchema.flowcontrol.apiserver.k8s.io "x" is invalid: [spec.matchingPrecedence: Invalid value: 10001: must not be greater than 10000, spec.priorityLevelConfiguration.name: Required value: must reference a priority level]',
    );
  });
});
