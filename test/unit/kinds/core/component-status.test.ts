import { describe, expect, it } from 'vitest';
import { ask } from '../../apis/kubernetes/support.ts';
import { call, get, list, paths, podSpec, send, worldOf } from '../../../worlds/setup.ts';
import { table } from '../../../worlds/show.ts';

describe('the statuses of components', () => {
  const path = '/api/v1/componentstatuses';

  it('are what kubectl get cs shows', () => {
    expect(table(worldOf(), path)).toBe(
      'NAME                 STATUS    MESSAGE   ERROR\n' +
        'scheduler            Healthy   ok\n' +
        'controller-manager   Healthy   ok\n' +
        'etcd-0               Healthy   ok\n',
    );
  });

  it('are read one by one, and only read', () => {
    const world = worldOf();
    expect(get(world, `${path}/etcd-0`)).toMatchObject({
      conditions: [{ type: 'Healthy', status: 'True', message: 'ok' }],
    });
    expect(get(world, `${path}/none`).message).toBe('componentstatuses "none" not found');
    expect(send(world, 'DELETE', `${path}/etcd-0`).status).toBe(405);
    expect(list(world, path)).toHaveLength(3);
  });

  it('come with the warning that they are old', () => {
    const answer = ask(worldOf(), 'GET', path);
    expect(answer.headers['warning']).toEqual(['299 - "v1 ComponentStatus is deprecated in v1.19+"']);
  });
});

describe('a Binding by itself', () => {
  it('binds the Pod that it names', () => {
    const world = worldOf();
    const spec = { ...podSpec(), schedulerName: 'mine' };
    send(world, 'POST', paths.pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec });
    const [node] = list(world, '/api/v1/nodes');
    const target = { kind: 'Node', name: node?.metadata.name };
    const path = paths.pods.replace(/pods$/, 'bindings');
    const body = { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'a' }, target };
    expect(send(world, 'POST', path, body).status).toBe(201);
    expect(get(world, `${paths.pods}/a`).spec['nodeName']).toBe(target.name);
    expect(call(world, { method: 'GET', path }).status).toBe(405);
  });
});
