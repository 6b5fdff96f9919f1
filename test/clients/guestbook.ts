// The application that every client's story is told with: three Deployments and Services, the project's own manifest, and the
// well-known one that it is shaped after where the folder that SUPERVISOR_SANDBOX_DATA names has it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  loadAllYaml,
  type KubernetesObject,
  type V1Deployment,
  type V1Service,
} from '@kubernetes/client-node';
import { contains, parseCidr, parseIpv4, type Cidr } from '../../src/std/ip.ts';
import type { Body, Requester } from './requester.ts';

export type Manifested = KubernetesObject & { readonly metadata: { readonly name: string } };

export interface Guestbook {
  readonly path: string;
  readonly objects: readonly Manifested[];
  readonly deployments: readonly string[];
  /** How many Pods it asks for, all Deployments together. */
  readonly replicas: number;
  /** What people see: Deployment and Service of this name, and the container that serves. */
  readonly front: { readonly name: string; readonly replicas: number; readonly container: string };
}

export interface Manifest {
  readonly title: string;
  /** Undefined where this machine does not have it. */
  readonly path: string | undefined;
}

const well = 'manifests/guestbook-all-in-one.yaml';
const data = process.env['SUPERVISOR_SANDBOX_DATA'];
const given = data === undefined ? undefined : join(data, well);
const found = given !== undefined && existsSync(given) ? given : undefined;

export const manifests: readonly Manifest[] = [
  {
    title: 'manifests/guestbook.yaml',
    path: fileURLToPath(new URL('manifests/guestbook.yaml', import.meta.url)),
  },
  {
    title: `${well} of Kubernetes' examples${
      found === undefined ? ' (skipped: SUPERVISOR_SANDBOX_DATA names no folder that has it)' : ''
    }`,
    path: found,
  },
];

export function readGuestbook(path: string): Guestbook {
  const objects = loadAllYaml(readFileSync(path, 'utf8')) as Manifested[];
  const deployments = objects.filter(({ kind }) => kind === 'Deployment') as (V1Deployment & Manifested)[];
  const services = objects.filter(({ kind }) => kind === 'Service') as (V1Service & Manifested)[];
  const face = services.find(({ spec }) => spec?.type === 'NodePort');
  const front = deployments.find(({ metadata }) => metadata.name === face?.metadata.name);
  const container = front?.spec?.template.spec?.containers[0]?.name;
  if (front === undefined || container === undefined) throw new Error(`${path}: nothing faces outside`);
  const replicasOf = ({ spec }: V1Deployment) => spec?.replicas ?? 1;
  return {
    path,
    objects,
    deployments: deployments.map(({ metadata }) => metadata.name),
    replicas: deployments.reduce((total, each) => total + replicasOf(each), 0),
    front: { name: front.metadata.name, replicas: replicasOf(front), container },
  };
}

/** Switches an ESXi host off or on through vCenter's own interface, as somebody at the vSphere Client would. */
export async function setPower(ask: Requester, hostName: string, power: 'On' | 'Off'): Promise<void> {
  const host = await ask({ path: `/scopes/fabric/apis/vsphere.sandbox/v1/hosts/${hostName}` });
  const method = power === 'Off' ? 'ShutdownHost_Task' : 'PowerUpHostFromStandBy_Task';
  const path = `/sdk/vim25/8.0.1.0/HostSystem/${String(host.json.spec['moid'])}/${method}`;
  const { status, json } = await ask({ path, body: {} });
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(json)}`);
}

function prefixes(routes: unknown): readonly Cidr[] {
  return ((routes ?? []) as readonly { readonly prefix: string }[]).map(({ prefix }) => {
    const cidr = parseCidr(prefix);
    if (cidr === undefined) throw new Error(`${prefix} is no prefix`);
    return cidr;
  });
}

export interface Routed {
  /** Whether the Tier-0 gateway has the address as a host route of its own. */
  readonly atTier0: boolean;
  /** Lengths of the prefixes in the leaf switch's table that cover the address, one each. */
  readonly atLeaf: readonly number[];
}

/** How an address of a virtual server is known outside: in the Tier-0 gateway, and at the leaf switch that it tells by BGP. */
export async function routesTo(ask: Requester, address: string): Promise<Routed> {
  const ip = parseIpv4(address);
  if (ip === undefined) throw new Error(`${address} is no address`);
  const status = async (path: string): Promise<Body['status']> =>
    (await ask({ path: `/scopes/fabric/apis/${path}` })).json.status;
  const tier0 = await status('nsx.sandbox/v1/tier0s/t0-edge');
  const leaf = await status('leaf.sandbox/v1/switches/leaf-a');
  const covering = (routes: unknown) => prefixes(routes).filter((cidr) => contains(cidr, ip));
  return {
    atTier0: covering(tier0['permitted']).some(({ prefixBits }) => prefixBits === 32),
    atLeaf: covering(leaf['routes']).map(({ prefixBits }) => prefixBits),
  };
}
