// Faults which no product has a request for: a host's power is cut, its kernel stops, its network is lost; a datastore fills with files
// that nobody here put there; and their end.
import { datastores, type Datastore } from '../../kinds/vsphere/datastore.ts';
import { hostFaults, hosts, type Host } from '../../kinds/vsphere/host.ts';
import { fabricScope } from '../../kinds/vsphere/supervisor.ts';
import { kindId, type Kind } from '../../store/kind.ts';
import { keyOfObject, type StoredObject } from '../../store/object.ts';
import { whole, type Pipeline } from '../../store/pipeline.ts';
import { notFound } from '../../store/refusal.ts';
import type { ReadView } from '../../store/view.ts';
import { failure, json, pageNotFound } from '../kubernetes/answer.ts';
import type { Actor, WireResponse } from '../kubernetes/wire.ts';
import { Authority } from '../vcenter/authorization/authority.ts';
import { unauthorized } from '../vcenter/failure.ts';
import { rootFolder } from '../vcenter/inventory/places.ts';

/** `POST /sandbox/hosts/esxi-01.sandbox.lab/PowerLost`, `POST /sandbox/datastores/vsanDatastore/Filled`; `Recovered` ends any fault. */
const path = /^\/sandbox\/(hosts|datastores)\/([^/]+)\/([A-Za-z]+)$/;

export const isFaultPath = (asked: string): boolean => path.test(asked);

type Placed = StoredObject & { readonly spec: { readonly moid: string } };

/** What can be broken: by whom, how, and the object with the fault or, where none is named, without any. */
interface Breakable {
  readonly kind: Kind;
  readonly singular: string;
  /** Who may change so much of it may break it. */
  readonly privilege: string;
  readonly faults: readonly string[];
  readonly broken: (object: Placed, fault: string | undefined) => StoredObject;
}

function brokenHost(host: Host, fault: string | undefined): Host {
  const { fault: _before, ...spec } = host.spec;
  return { ...host, spec: fault === undefined ? spec : { ...spec, fault } } as Host;
}

/** What is left of its room goes to files of others, or comes back from them. */
function filled({ spec, status, ...datastore }: Datastore, fault: string | undefined): Datastore {
  const { foreignMiB = 0, ...own } = spec;
  const roomMiB = (status?.freeMiB ?? 0) + foreignMiB;
  return fault === undefined
    ? { ...datastore, spec: own, status: { ...status, freeMiB: roomMiB } }
    : { ...datastore, spec: { ...own, foreignMiB: roomMiB }, status: { ...status, freeMiB: 0 } };
}

const breakables: Readonly<Record<string, Breakable>> = {
  hosts: {
    kind: hosts,
    singular: 'host',
    privilege: 'Host.Config.Power',
    faults: hostFaults,
    broken: (object, fault) => brokenHost(object as Host, fault),
  },
  datastores: {
    kind: datastores,
    singular: 'datastore',
    privilege: 'Datastore.FileManagement',
    faults: ['Filled'],
    broken: (object, fault) => filled(object as unknown as Datastore, fault),
  },
};

export function breakOrMend(view: ReadView, pipeline: Pipeline, asked: string, actor: Actor): WireResponse {
  const [, plural = '', name = '', word = ''] = path.exec(asked) ?? [];
  const breakable = breakables[plural];
  const isFault = breakable?.faults.includes(word) === true;
  if (breakable === undefined || (!isFault && word !== 'Recovered')) return pageNotFound();
  const { kind, singular, privilege, broken } = breakable;
  const found = view.get<Placed>(kindId(kind), name);
  const { moid } = found?.spec ?? { moid: rootFolder };
  if (!new Authority(view, actor).holds(privilege, moid)) {
    const refused = unauthorized(privilege, moid);
    return json(refused.status, refused.body);
  }
  if (found === undefined) return failure(notFound({ group: 'vsphere.sandbox', plural }, name));
  const object = broken(found, isFault ? word : undefined);
  const options = { by: actor.user, why: word, subresource: whole };
  pipeline.update(fabricScope, kind, keyOfObject(found), () => object, options);
  return json(200, { [singular]: name, fault: isFault ? word : null });
}
