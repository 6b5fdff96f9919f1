/** Random but repeatable work for a world: what people do to one, by seed. */
import { isResponse, type WireRequest } from '../../../src/apis/kubernetes/wire.ts';
import { clientAdministrator } from '../../../src/runtime/browser/identities.ts';
import { roll } from '../../../src/std/hash.ts';
import type { World } from '../../../src/world.ts';

export type Step =
  | { readonly type: 'request'; readonly request: WireRequest }
  | { readonly type: 'advance'; readonly ms: number };

const names = ['web', 'api', 'db', 'cache'];
const deployments = '/apis/apps/v1/namespaces/demo/deployments';
const services = '/api/v1/namespaces/demo/services';

/** Does a step to a world at hand, as the worker does it; answers the status, 0 for time. */
export function doStep(world: World, step: Step): number {
  if (step.type === 'advance') {
    world.runTo(world.now + step.ms);
    return 0;
  }
  const answer = world.request(step.request, clientAdministrator(world.scenario));
  if (!isResponse(answer)) throw new Error(`${step.request.path} is a watch`);
  return answer.status;
}

export const json = (method: string, path: string, body?: unknown, type = 'application/json'): Step => ({
  type: 'request',
  request: {
    method,
    path,
    headers: { 'content-type': type },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  },
});

function deployment(name: string, replicas: number, image: string): unknown {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app: name } },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [{ name: 'main', image, resources: { requests: { cpu: '250m', memory: '1Gi' } } }],
        },
      },
    },
  };
}

/** So many steps for a seed, the same each time; some of them are refused. */
export function busyWork(seed: number, steps: number): readonly Step[] {
  return Array.from({ length: steps }, (_, index): Step => {
    const draw = (bound: number, purpose: string): number => roll(seed, bound, String(index), purpose);
    const name = names[draw(names.length, 'name')] ?? 'web';
    const host = draw(4, 'host');
    switch (draw(10, 'what')) {
      case 0:
      case 1:
        return json(
          'POST',
          deployments,
          deployment(name, draw(12, 'replicas'), draw(4, 'bad') === 0 ? 'missing/image' : 'nginx:1.25'),
        );
      case 2:
        return json(
          'PATCH',
          `${deployments}/${name}/scale`,
          { spec: { replicas: draw(40, 'replicas') } },
          'application/merge-patch+json',
        );
      case 3:
        return json(
          'PATCH',
          `${deployments}/${name}`,
          {
            spec: {
              template: { spec: { containers: [{ name: 'main', image: `nginx:1.${draw(9, 'tag')}` }] } },
            },
          },
          'application/strategic-merge-patch+json',
        );
      case 4:
        return json('DELETE', `${deployments}/${name}`);
      case 5:
        return json('POST', services, {
          metadata: { name },
          spec: {
            type: draw(2, 'type') === 0 ? 'LoadBalancer' : 'ClusterIP',
            selector: { app: name },
            ports: [{ port: 80 }],
          },
        });
      case 6:
        return json('DELETE', `${services}/${name}`);
      case 7:
        return json(
          'POST',
          `/sdk/vim25/8.0.1.0/HostSystem/host-${21 + host}/${draw(2, 'power') === 0 ? 'ShutdownHost_Task' : 'PowerUpHostFromStandBy_Task'}`,
        );
      case 8:
        return { type: 'advance', ms: 1_000 + draw(4 * 3_600_000, 'long') };
      default:
        return { type: 'advance', ms: draw(20_000, 'short') + 1 };
    }
  });
}
