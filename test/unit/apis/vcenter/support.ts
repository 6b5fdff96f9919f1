// A vCenter that is asked as its clients ask it: by a session of one of its people.
import { instantiateKernels } from '../../../../src/runtime/node/kernels.ts';
import { presetNamed, type Scenario } from '../../../../src/scenarios/index.ts';
import { World } from '../../../../src/world.ts';
import type { WireAnswer, WireResponse } from '../../../../src/apis/kubernetes/wire.ts';

export interface Answered {
  readonly status: number;
  readonly body: unknown;
}

export class Client {
  readonly world: World;
  #token = '';

  constructor(world = World.create({ scenario: fourHosts(), kernels: instantiateKernels() })) {
    this.world = world;
  }

  get token(): string {
    return this.#token;
  }

  /** Another client of the same vCenter. */
  beside(): Client {
    return new Client(this.world);
  }

  signIn(user = 'administrator@vsphere.local', password = 'VMware1!', path = '/api/session'): Answered {
    const answered = this.#send('POST', path, { authorization: `Basic ${btoa(`${user}:${password}`)}` });
    const { body } = answered;
    if (typeof body === 'string') this.#token = body;
    else if (typeof (body as { value?: unknown }).value === 'string')
      this.#token = (body as { value: string }).value;
    return answered;
  }

  ask(method: string, path: string, body?: unknown): Answered {
    return this.#send(method, path, { 'vmware-api-session-id': this.#token }, body);
  }

  watch(path: string): WireAnswer {
    return this.world.request({ method: 'GET', path, headers: { 'vmware-api-session-id': this.#token } });
  }

  pass(seconds: number): void {
    this.world.runTo(this.world.now + seconds * 1_000);
  }

  #send(method: string, path: string, headers: Record<string, string>, body?: unknown): Answered {
    const request = {
      method,
      path,
      headers,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    };
    const answer = this.world.request(request) as WireResponse;
    return { status: answer.status, body: answer.body === '' ? undefined : JSON.parse(answer.body) };
  }
}

/** The identifier of the Supervisor on a cluster, as its clients look it up. */
export function supervisorOf(client: Client, cluster = 'domain-c8'): string {
  const path = `/api/vcenter/namespace-management/clusters/${cluster}/topology`;
  return client.ask('GET', path).body as string;
}

export function fourHosts(): Scenario {
  return presetNamed('four-hosts') as Scenario;
}

export function signedIn(): Client {
  const client = new Client();
  client.signIn();
  return client;
}
