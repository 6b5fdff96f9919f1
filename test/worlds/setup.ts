// Worlds for tests; requests in one line.
import { instantiateKernels } from '../../src/runtime/node/kernels.ts';
import { presetNamed, type Scenario } from '../../src/scenarios/index.ts';
import {
  isResponse,
  type Actor,
  type WireRequest,
  type WireResponse,
} from '../../src/apis/kubernetes/wire.ts';
import { clusterAdmin, World, type Checkpoint } from '../../src/world.ts';

export const fourHosts = presetNamed('four-hosts') as Scenario;

/** One instance serves every world of a test process: no kernel keeps anything between calls. */
const kernels = instantiateKernels();

/** A fresh world of a scenario; strict, so that an error in a loop fails the test. */
export function worldOf(scenario: Scenario = fourHosts): World {
  return World.create({ scenario, kernels, strict: true });
}

export function restored(checkpoint: Checkpoint): World {
  return World.restore({ kernels, strict: true }, checkpoint);
}

export interface Answer {
  readonly status: number;
  readonly body: Body;
}

/** Who owns what, as tests read it. */
export interface Entry {
  readonly manager?: string;
  readonly operation: string;
  readonly subresource?: string;
  readonly time?: string;
  readonly fieldsV1?: Readonly<Record<string, unknown>>;
}

/** What tests read of an answer. */
export interface Body {
  readonly kind?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly generation?: number;
    readonly continue?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
    readonly deletionTimestamp?: string;
    readonly finalizers?: readonly string[];
    readonly managedFields?: readonly Entry[];
    readonly ownerReferences?: readonly {
      readonly uid: string;
      readonly kind: string;
      readonly name: string;
      readonly controller?: boolean;
    }[];
  };
  readonly spec: Record<string, unknown>;
  readonly status?: Record<string, unknown>;
  readonly items: readonly Body[];
  readonly code?: number;
}

export function call(world: World, request: WireRequest, actor: Actor = clusterAdmin): Answer {
  const answer = world.request(request, actor);
  if (!isResponse(answer)) throw new Error(`${request.path} is a watch`);
  const { status, body } = answer as WireResponse;
  return {
    status,
    body: (body.startsWith('{') || body.startsWith('[') ? JSON.parse(body) : { message: body }) as Body,
  };
}

export function get(world: World, path: string): Body {
  return call(world, { method: 'GET', path }).body;
}

export function list(world: World, path: string): readonly Body[] {
  return get(world, path).items;
}

export function send(
  world: World,
  method: string,
  path: string,
  body?: unknown,
  contentType = 'application/json',
  actor: Actor = clusterAdmin,
): Answer {
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  return call(world, { method, path, headers: { 'content-type': contentType }, ...text }, actor);
}

export const mergePatch = 'application/merge-patch+json';

/** Lets simulated time pass. */
export function pass(world: World, seconds: number): void {
  world.runTo(world.now + seconds * 1000);
}

export interface ContainerLike {
  readonly image?: string;
  readonly cpu?: string;
  readonly memory?: string;
}

export function podSpec({ image = 'nginx:1.25', cpu, memory }: ContainerLike = {}) {
  const requests = { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
  return { containers: [{ name: 'main', image, ports: [{ containerPort: 80 }], resources: { requests } }] };
}

export function deployment(name: string, replicas: number, container: ContainerLike = {}) {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec(container) },
    },
  };
}

export function service(name: string, app: string, type = 'ClusterIP') {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { type, selector: { app }, ports: [{ port: 80 }] },
  };
}

export const paths = {
  pods: '/api/v1/namespaces/demo/pods',
  services: '/api/v1/namespaces/demo/services',
  configMaps: '/api/v1/namespaces/demo/configmaps',
  claims: '/api/v1/namespaces/demo/persistentvolumeclaims',
  deployments: '/apis/apps/v1/namespaces/demo/deployments',
  replicaSets: '/apis/apps/v1/namespaces/demo/replicasets',
  jobs: '/apis/batch/v1/namespaces/demo/jobs',
  statefulSets: '/apis/apps/v1/namespaces/demo/statefulsets',
  daemonSets: '/apis/apps/v1/namespaces/demo/daemonsets',
  budgets: '/apis/policy/v1/namespaces/demo/poddisruptionbudgets',
  nodes: '/api/v1/nodes',
  hosts: '/scopes/fabric/apis/vsphere.sandbox/v1/hosts',
  vms: '/scopes/fabric/apis/vsphere.sandbox/v1/virtualmachines',
  datastores: '/scopes/fabric/apis/vsphere.sandbox/v1/datastores',
  tier0: '/scopes/fabric/apis/nsx.sandbox/v1/tier0s/t0-edge',
  leaf: '/scopes/fabric/apis/leaf.sandbox/v1/switches/leaf-a',
} as const;

export function setPower(world: World, hostName: string, power: 'On' | 'Off'): Answer {
  const host = get(world, `${paths.hosts}/${hostName}`);
  const method = power === 'Off' ? 'ShutdownHost_Task' : 'PowerUpHostFromStandBy_Task';
  return send(world, 'POST', `/sdk/vim25/8.0.1.0/HostSystem/${String(host.spec['moid'])}/${method}`, {});
}
