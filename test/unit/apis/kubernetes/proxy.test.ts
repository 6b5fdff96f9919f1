// HTTP to what listens in a Pod, by way of the API server: which Pod and port a name means, and what is said where nobody answers.
import { beforeAll, describe, expect, it } from 'vitest';
import type { World } from '../../../../src/world.ts';
import { pass, paths, podSpec, worldOf } from '../../../worlds/setup.ts';
import { ask, refused } from './support.ts';

const services = '/api/v1/namespaces/demo/services';

let world: World;

function pod(name: string, image: string, port?: number): void {
  const ports = port === undefined ? {} : { ports: [{ containerPort: port }] };
  const spec = { ...podSpec(), containers: [{ name: 'c', image, ...ports }] };
  const metadata = { name, labels: { app: name } };
  ask(world, 'POST', paths.pods, { body: { apiVersion: 'v1', kind: 'Pod', metadata, spec } });
}

function service(name: string, spec: object): void {
  ask(world, 'POST', services, { body: { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec } });
}

beforeAll(() => {
  world = worldOf();
  pod('web', 'nginx:1.27.5', 80);
  pod('cache', 'redis:7', 6379);
  ask(world, 'POST', paths.pods, {
    body: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'waiting' },
      spec: { ...podSpec(), schedulerName: 'nobody' },
    },
  });
  service('web', { selector: { app: 'web' }, ports: [{ port: 8080, targetPort: 80 }] });
  service('named', { selector: { app: 'web' }, ports: [{ name: 'http', port: 8080, targetPort: 80 }] });
  service('lonely', { selector: { app: 'nobody' }, ports: [{ port: 80 }] });
  service('bare', { ports: [{ port: 80 }], type: 'ExternalName', externalName: 'example.com' });
  pass(world, 60);
});

describe('what is reached', () => {
  it.each([
    ['a Pod by its first port', `${paths.pods}/web/proxy/`],
    ['a Pod by a port', `${paths.pods}/web:80/proxy/index.html`],
    ['a Pod by scheme and port', `${paths.pods}/http:web:80/proxy/?x=1`],
    ['a Service with one port', `${services}/web/proxy/`],
    ['a Service by number', `${services}/web:8080/proxy/`],
    ['a Service by name', `${services}/named:http/proxy/`],
  ])('%s', (_, path) => {
    const { status, headers, text } = ask(world, 'GET', path);
    expect([status, headers['content-type'], headers['server']]).toEqual([200, 'text/html', 'nginx/1.27.5']);
    expect(text).toContain('Welcome to nginx!');
  });

  it('answers with what the program says, be it an error', () => {
    expect(ask(world, 'GET', `${services}/web/proxy/nope`).status).toBe(404);
    expect(ask(world, 'HEAD', `${services}/web/proxy/`)).toMatchObject({ status: 200, text: '' });
  });

  it('is sent on to where a path begins', () => {
    expect(ask(world, 'GET', `${services}/web/proxy?a=b`)).toMatchObject({
      status: 301,
      headers: { location: `${services}/web/proxy/?a=b` },
    });
  });
});

describe('what is not', () => {
  it.each<readonly [path: string, code: number, message: string]>([
    [`${paths.pods}/nope/proxy/`, 404, 'pods "nope" not found'],
    [`${paths.pods}/a:b:c:d/proxy/`, 400, 'invalid pod request "a:b:c:d"'],
    [`${paths.pods}/ftp:web:80/proxy/`, 400, 'invalid pod request "ftp:web:80"'],
    [`${paths.pods}/waiting/proxy/`, 400, 'address not allowed'],
    [`${paths.pods}/cache/proxy/`, 503, 'error trying to reach service: EOF'],
    [`${services}/nope/proxy/`, 404, 'services "nope" not found'],
    [`${services}/nope:80/proxy/`, 404, 'services "nope" not found'],
    [`${services}/web:81/proxy/`, 503, 'no service port 81 found for service "web"'],
    [`${services}/web:http/proxy/`, 503, 'no endpoints available for service "web:http"'],
    [`${services}/lonely/proxy/`, 503, 'no endpoints available for service "lonely"'],
    [`${services}/bare/proxy/`, 404, 'services "bare" not found'],
    [`${services}/:80/proxy/`, 400, 'invalid service request ":80"'],
  ])('%s', (path, code, message) => {
    expect(refused(world, 'GET', path)).toMatchObject({ code, message });
  });

  it('is a port where nothing listens', () => {
    const { message, code } = refused(world, 'GET', `${paths.pods}/web:81/proxy/`);
    const ip = ask(world, 'GET', `${paths.pods}/web`).body.status?.['podIP'] as string;
    expect([code, message]).toEqual([
      503,
      `error trying to reach service: dial tcp ${ip}:81: connect: connection refused`,
    ]);
  });

  it('is any other path below an object', () => {
    expect(refused(world, 'GET', `${paths.pods}/web/log/more`).code).toBe(404);
  });
});

describe('a kubelet', () => {
  const host = 'esxi-01.sandbox.lab';
  const at = (path: string, node = host) => `/api/v1/nodes/${node}/proxy${path}`;
  const running = () => {
    const { items } = ask(world, 'GET', `/api/v1/pods?fieldSelector=status.phase=Running`).body;
    return items.filter(({ spec }) => String(spec['nodeName']).startsWith('esxi-'));
  };

  it.each(['/healthz', '/healthz/syncloop'])('says at %s that it is well', (path) => {
    for (const node of [host, `${host}:10250`, `https:${host}:10250`])
      expect(ask(world, 'GET', at(path, node))).toMatchObject({ status: 200, text: 'ok' });
  });

  it('tells its Pods, and what they use', () => {
    const [pod] = running();
    const node = String(pod?.spec['nodeName']);
    const { kind, items } = ask(world, 'GET', at('/pods/', node)).body;
    expect(kind).toBe('PodList');
    expect(items.map(({ metadata }) => metadata.name)).toContain(pod?.metadata.name);
    const summary = ask(world, 'GET', at('/stats/summary', node)).body as unknown as {
      node: { nodeName: string; cpu: { usageNanoCores: number } };
      pods: { podRef: { name: string }; cpu: { usageNanoCores: number } }[];
    };
    expect(summary.node.nodeName).toBe(node);
    const used = summary.pods.reduce((sum, { cpu }) => sum + cpu.usageNanoCores, 0);
    expect(summary.node.cpu.usageNanoCores).toBeGreaterThan(used);
    expect(summary.pods.map(({ podRef }) => podRef.name)).toContain(pod?.metadata.name);
  });

  /** The values of a metric by their labels, as Prometheus' text has them. */
  const valuesOf = (path: string, metric: string, node: string): ReadonlyMap<string, number> => {
    const { headers, text } = ask(world, 'GET', at(path, node));
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    const lines = text
      .split('\n')
      .filter((line) => line.startsWith(`${metric}{`) || line.startsWith(`${metric} `));
    return new Map(
      lines.map((line) => {
        const [, labels = '', value = ''] = /^[^{ ]+(?:\{(.*)\})? (\S+)(?: \d+)?$/.exec(line) ?? [];
        return [labels, Number(value)];
      }),
    );
  };
  const sum = (values: ReadonlyMap<string, number>): number =>
    [...values.values()].reduce((all, value) => all + value, 0);

  it.each(['/metrics/resource', '/metrics/cadvisor'])(
    'counts at %s what containers use, at the rate that they use it',
    (path) => {
      const cache = ask(world, 'GET', `${paths.pods}/cache`).body;
      const node = String(cache.spec['nodeName']);
      const name = 'container_cpu_usage_seconds_total';
      const mine = (values: ReadonlyMap<string, number>) =>
        [...values].find(
          ([labels]) => labels.includes('container="c"') && labels.includes('pod="cache"'),
        )?.[1] ?? 0;
      const used = () => {
        const { pods } = ask(world, 'GET', at('/stats/summary', node)).body as unknown as {
          pods: { podRef: { name: string }; cpu: { usageNanoCores: number } }[];
        };
        return pods.find(({ podRef }) => podRef.name === 'cache')?.cpu.usageNanoCores ?? 0;
      };
      const before = mine(valuesOf(path, name, node));
      pass(world, 30);
      const after = mine(valuesOf(path, name, node));
      expect(before).toBeGreaterThan(0);
      expect((after - before) / 30).toBeCloseTo(used() / 1e9, 3);
      expect(after).toBeGreaterThan(before);
    },
  );

  it('tells a metrics server of containers, Pods and the node', () => {
    const node = String(ask(world, 'GET', `${paths.pods}/cache`).body.spec['nodeName']);
    const memory = (of: string) => valuesOf('/metrics/resource', `${of}_memory_working_set_bytes`, node);
    expect(sum(memory('container'))).toBe(sum(memory('pod')));
    expect(sum(memory('node'))).toBeGreaterThan(sum(memory('pod')));
    expect([...memory('pod').keys()]).toContain('namespace="demo",pod="cache"');
    expect(valuesOf('/metrics/resource', 'resource_scrape_error', node)).toEqual(new Map([['', 0]]));
    const { items } = ask(world, 'GET', '/apis/metrics.k8s.io/v1beta1/nodes').body as unknown as {
      items: { metadata: { name: string }; usage: { memory: string } }[];
    };
    const told = items.find(({ metadata }) => metadata.name === node)?.usage.memory ?? '';
    expect(sum(memory('node'))).toBe(Number(told.replace('Ki', '')) * 1024);
  });

  it('tells control groups, and what containers may use', () => {
    const pod = ask(world, 'GET', `${paths.pods}/web`).body;
    const node = String(pod.spec['nodeName']);
    const limits = valuesOf('/metrics/cadvisor', 'container_memory_working_set_bytes', node);
    const groups = [...limits.keys()].map((labels) => /id="([^"]*)"/.exec(labels)?.[1]);
    expect(groups).toContain('/');
    expect(groups.some((id) => id?.startsWith('/kubepods/') && id.endsWith(`pod${pod.metadata.uid}`))).toBe(
      true,
    );
    const { body } = ask(world, 'GET', `/api/v1/nodes/${node}`);
    const capacity = body.status?.['capacity'] as Record<string, string>;
    expect(valuesOf('/metrics/cadvisor', 'machine_cpu_cores', node)).toEqual(
      new Map([['', Number(capacity['cpu'])]]),
    );
  });

  it('counts its probes, the failures in a row apart', () => {
    const probed = (name: string, command: readonly string[]) => {
      const probe = { exec: { command }, periodSeconds: 5, failureThreshold: 3 };
      const containers = [{ name: 'c', image: 'busybox', command: ['sleep', '1h'], readinessProbe: probe }];
      ask(world, 'POST', paths.pods, {
        body: { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { ...podSpec(), containers } },
      });
    };
    probed('well', ['true']);
    probed('ill', ['false']);
    pass(world, 60);
    const told = (name: string) => {
      const { metadata, spec } = ask(world, 'GET', `${paths.pods}/${name}`).body;
      const counts = valuesOf('/metrics/probes', 'prober_probe_total', String(spec['nodeName']));
      return [...counts].flatMap(([labels, value]) =>
        labels.includes(`pod_uid="${metadata.uid}"`)
          ? [[/probe_type="(\w+)",result="(\w+)"/.exec(labels)?.slice(1).join(' '), value]]
          : [],
      );
    };
    expect(told('well')).toEqual([['Readiness successful', expect.any(Number)]]);
    expect(told('ill')).toEqual([['Readiness failed', expect.any(Number)]]);
    const [[, passed] = []] = told('well');
    pass(world, 20);
    expect(told('well')).toEqual([['Readiness successful', Number(passed) + 4]]);
  });

  it('tells of itself', () => {
    const [pod] = running();
    const node = String(pod?.spec['nodeName']);
    expect(valuesOf('/metrics', 'kubelet_node_name', node)).toEqual(new Map([[`node="${node}"`, 1]]));
    const { items } = ask(world, 'GET', at('/runningpods/', node)).body;
    expect(sum(valuesOf('/metrics', 'kubelet_running_pods', node))).toBe(items.length);
  });

  it('shows the logs of its containers as its runtime writes them', () => {
    const { metadata, spec } = ask(world, 'GET', `${paths.pods}/cache`).body;
    const node = String(spec['nodeName']);
    const links = (path: string) =>
      [...ask(world, 'GET', at(path, node)).text.matchAll(/<a href="([^"]+)">/g)].map(([, link]) => link);
    expect(links('/logs/')).toEqual(['containers/', 'pods/']);
    const folder = `demo_cache_${metadata.uid}`;
    expect(links('/logs/pods/')).toContain(`${folder}/`);
    expect(links(`/logs/pods/${folder}/c/`)).toEqual(['0.log']);
    const said = ask(world, 'GET', `${paths.pods}/cache/log?timestamps=true`).text;
    const { text } = ask(world, 'GET', at(`/logs/pods/${folder}/c/0.log`, node));
    expect(text).toBe(said.replaceAll('Z ', 'Z stdout F '));
    const [link = ''] = links('/logs/containers/').filter((each) => each?.startsWith('cache_demo_c-'));
    expect(ask(world, 'GET', at(`/logs/containers/${link}`, node)).text).toBe(text);
    expect(ask(world, 'GET', at('/logs', node))).toMatchObject({
      status: 301,
      headers: { location: 'logs/' },
    });
    expect(ask(world, 'GET', at('/logs/../etc/passwd', node)).status).toBe(404);
  });

  it('tells what it is configured with', () => {
    const { kubeletconfig } = ask(world, 'GET', at('/configz')).body as unknown as {
      kubeletconfig: Readonly<Record<string, unknown>>;
    };
    const { body } = ask(world, 'GET', `/api/v1/nodes/${host}`);
    const capacity = body.status?.['capacity'] as Record<string, string>;
    expect(kubeletconfig).toMatchObject({
      port: 10_250,
      maxPods: Number(capacity['pods']),
      clusterDNS: ['10.96.0.10'],
    });
  });

  it('shows what containers said', () => {
    const pod = ask(world, 'GET', `${paths.pods}/cache`).body;
    const logs = ask(world, 'GET', `${paths.pods}/cache/log?tailLines=1`).text;
    const path = at('/containerLogs/demo/cache/c?tailLines=1', String(pod.spec['nodeName']));
    expect(ask(world, 'GET', path).text).toBe(logs);
    expect(logs).not.toBe('');
  });

  it.each([
    ['GET', at('/nothing'), 404, '404 page not found\n'],
    ['POST', at('/pods'), 405, 'the server does not allow this method on the requested resource'],
    ['GET', at('/pods', 'nobody'), 404, 'nodes "nobody" not found'],
    [
      'GET',
      at('/', `${host}:80`),
      503,
      /^error trying to reach service: dial tcp [\d.]+:80: connect: connection refused$/,
    ],
  ] as const)('%s %s is answered with %i', (method, path, status, message) => {
    const answer = ask(world, method, path);
    expect(answer.status).toBe(status);
    expect(answer.body.message).toMatch(message);
  });

  it('of a node that never was there is not reached', () => {
    ask(world, 'POST', '/api/v1/nodes', {
      body: { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } },
    });
    expect(refused(world, 'GET', at('/healthz', 'n')).message).toBe(
      'error trying to reach service: dial tcp n:10250: connect: no route to host',
    );
  });
});
