// Faults of hosts, which no product has a request for: the power is cut, the kernel stops, the network is lost; and their end.
import { hostFaults, hosts, type Host } from '../../kinds/vsphere/host.ts';
import { hostsKind } from '../../kinds/vsphere/machine.ts';
import { fabricScope } from '../../kinds/vsphere/supervisor.ts';
import { keyOfObject } from '../../store/object.ts';
import { whole, type Pipeline } from '../../store/pipeline.ts';
import { notFound } from '../../store/refusal.ts';
import type { ReadView } from '../../store/view.ts';
import { failure, json, pageNotFound } from '../kubernetes/answer.ts';
import type { Actor, WireResponse } from '../kubernetes/wire.ts';
import { Authority } from '../vcenter/authorization/authority.ts';
import { unauthorized } from '../vcenter/failure.ts';
import { rootFolder } from '../vcenter/inventory/places.ts';

/** `POST /sandbox/hosts/esxi-01.sandbox.lab/PowerLost`; `Recovered` ends any fault. */
const path = /^\/sandbox\/hosts\/([^/]+)\/([A-Za-z]+)$/;

/** Who may cut a host's power may break it. */
const privilege = 'Host.Config.Power';

export const isFaultPath = (asked: string): boolean => path.test(asked);

const isFault = (word: string): word is (typeof hostFaults)[number] =>
  (hostFaults as readonly string[]).includes(word);

export function hostFault(view: ReadView, pipeline: Pipeline, asked: string, actor: Actor): WireResponse {
  const [, name = '', word = ''] = path.exec(asked) ?? [];
  if (!isFault(word) && word !== 'Recovered') return pageNotFound();
  const host = view.get<Host>(hostsKind, name);
  const { moid } = host?.spec ?? { moid: rootFolder };
  if (!new Authority(view, actor).holds(privilege, moid)) {
    const refused = unauthorized(privilege, moid);
    return json(refused.status, refused.body);
  }
  if (host === undefined) return failure(notFound({ group: 'vsphere.sandbox', plural: 'hosts' }, name));
  const { fault: _before, ...spec } = host.spec;
  const object = { ...host, spec: isFault(word) ? { ...spec, fault: word } : spec } as Host;
  const options = { by: actor.user, why: word, subresource: whole };
  pipeline.update(fabricScope, hosts, keyOfObject(host), () => object, options);
  return json(200, { host: name, fault: isFault(word) ? word : null });
}
