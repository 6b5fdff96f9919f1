// A client of the Web services that keeps its cookie, as SOAP toolkits do.
import { instantiateKernels } from '../../../src/runtime/node/kernels.ts';
import { presetNamed, type Scenario } from '../../../src/scenarios/index.ts';
import { WebServices, type WaitingAnswer } from '../../../src/soap/service.ts';
import { readXml, type XmlElement } from '../../../src/std/xml.ts';
import { World } from '../../../src/world.ts';
import type { WireResponse } from '../../../src/apis/kubernetes/wire.ts';

export const isWaiting = (answer: WireResponse | WaitingAnswer): answer is WaitingAnswer => 'look' in answer;

export class SoapClient {
  readonly world: World;
  readonly services: WebServices;
  cookie = '';

  constructor(
    world = World.create({
      scenario: presetNamed('four-hosts') as Scenario,
      kernels: instantiateKernels(),
    }),
    services = new WebServices(),
  ) {
    this.world = world;
    this.services = services;
  }

  /** Another client of the same server. */
  beside(): SoapClient {
    return new SoapClient(this.world, this.services);
  }

  send(text: string, path = '/sdk'): WireResponse | WaitingAnswer {
    const headers = {
      'content-type': 'text/xml; charset="utf-8"',
      soapaction: '"urn:vim25/8.0.1.0"',
      'user-agent': 'a SOAP client',
      ...(this.cookie === '' ? {} : { cookie: this.cookie }),
    };
    const request = { method: 'POST', path, headers, body: text };
    const answer = this.services.answer(request, (asked) => this.world.request(asked));
    if (isWaiting(answer)) return answer;
    const given = answer.headers['set-cookie'];
    if (typeof given === 'string') this.cookie = given.split(';')[0] ?? '';
    return answer;
  }

  /** A call of a method; `inner` is what stands in it after the object. */
  call(type: string, id: string, method: string, inner = '', path = '/sdk'): WireResponse {
    const answer = this.send(enveloped(type, id, method, inner), path);
    if (isWaiting(answer)) throw new Error(`${method} waits`);
    return answer;
  }

  /** What a call returned, an element for each item. Throws with the answer where it was refused. */
  returned(type: string, id: string, method: string, inner = ''): readonly XmlElement[] {
    const { status, body } = this.call(type, id, method, inner);
    if (status !== 200) throw new Error(body);
    return within(readXml(body), 'Body')[0]?.children[0]?.children ?? [];
  }

  signIn(user = 'administrator@vsphere.local', password = 'VMware1!'): WireResponse {
    const inner = `<userName>${user}</userName><password>${password}</password>`;
    return this.call('SessionManager', 'SessionManager', 'Login', inner);
  }

  pass(seconds: number): void {
    this.world.runTo(this.world.now + seconds * 1_000);
  }
}

export const enveloped = (type: string, id: string, method: string, inner = ''): string =>
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
  ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"><Body>' +
  `<${method} xmlns="urn:vim25"><_this type="${type}">${id}</_this>${inner}</${method}></Body></Envelope>`;

export function signedIn(): SoapClient {
  const client = new SoapClient();
  client.signIn();
  return client;
}

/** Elements of a name right inside of another. */
export const within = ({ children }: XmlElement, name: string): readonly XmlElement[] =>
  children.filter((child) => child.name === name);

/** The text at the end of a path of names. */
export function textAt(element: XmlElement | undefined, ...path: readonly string[]): string | undefined {
  let at = element;
  for (const name of path) at = at?.children.find((child) => child.name === name);
  return at?.text;
}
