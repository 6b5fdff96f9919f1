// The sandbox's own questions, which no real product answers: how a Pod's placement looks host by host, who reaches a Service, what each
// cluster has of what Workload Management asks for.
import type { Pod } from '../../kinds/core/pod/pod.ts';
import type { Service } from '../../kinds/core/service/service.ts';
import { waysTo } from '../../kinds/networking/service-ways.ts';
import type { Pipeline } from '../../store/pipeline.ts';
import type { ReadView } from '../../store/view.ts';
import { notFound } from '../../store/refusal.ts';
import { machinesKind } from '../../kinds/vsphere/machine.ts';
import type { VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';
import type { Cluster } from '../../kinds/vsphere/cluster.ts';
import { fabricScope, standsOn, supervisorsKind, type Supervisor } from '../../kinds/vsphere/supervisor.ts';
import { Authority } from '../vcenter/authorization/authority.ts';
import { unauthorized } from '../vcenter/failure.ts';
import { powerOnPrivilege } from '../vcenter/inventory/machines/power.ts';
import { providersOf, requirementsOf } from '../vcenter/management/requirements.ts';
import type { Call } from '../vcenter/operation.ts';
import { json, pageNotFound, failure } from '../kubernetes/answer.ts';
import { authorize } from '../kubernetes/authorize.ts';
import { breakOrMend, isFaultPath } from './faults.ts';
import { powerOnWord, type PowerOnEdit } from './power-on.ts';
import type { Actor, WireRequest, WireResponse } from '../kubernetes/wire.ts';

export interface SandboxOptions {
  readonly pipeline: Pipeline;
  readonly view: (scope: string) => ReadView;
  readonly has: (scope: string) => boolean;
  /** The host-by-host table of a Pod: as it was decided, where the change log still reaches that far, else as of now. */
  readonly explainPlacement: (scope: string, pod: Pod) => unknown;
  /** What comes of a change that the table names, by its place there, tried in a fork; undefined where it names none. */
  readonly tryEdit: (scope: string, pod: Pod, place: number) => unknown;
  /** DRS's word on a VM. */
  readonly place: Call['place'];
  /** What comes of a change after which a VM would be powered on, tried in a fork. */
  readonly tryPowerOn: (vm: string, edit: PowerOnEdit) => unknown;
}

const path = /^\/sandbox\/(placement|reach)\/([^/]+)\/([^/]+)\/([^/]+)(?:\/edits\/(\d{1,3}))?$/;

const powerOnPath = /^\/sandbox\/power-on\/([^/]+)(?:\/edits\/(\d{1,3}))?$/;

/** Whether a VM would be powered on, and after which changes it would be; or what comes of one of them. */
function powerOn(options: SandboxOptions, asked: string, actor: Actor): WireResponse {
  const [, name = '', place] = powerOnPath.exec(asked) ?? [];
  const fabric = options.view(fabricScope);
  if (!new Authority(fabric, actor).holds(powerOnPrivilege, name)) {
    const refused = unauthorized(powerOnPrivilege, name);
    return json(refused.status, refused.body);
  }
  const vm = fabric.get<VirtualMachine>(machinesKind, name);
  if (vm === undefined)
    return failure(notFound({ group: 'vsphere.sandbox', plural: 'virtualmachines' }, name));
  const word = powerOnWord(fabric, options.place, vm);
  if (place === undefined) return json(200, word);
  const edit = word.edits[Number(place)];
  return edit === undefined ? pageNotFound() : json(200, options.tryPowerOn(name, edit));
}

const preflightPath = '/sandbox/preflight';

/** What the query says of a pre-flight: the network stack, and whether a cluster is to be one zone of three. */
function wantedBy(query: string): Parameters<typeof requirementsOf>[2] {
  const provider = /(?:^|&)network_provider=([A-Z_]{1,40})(?:&|$)/.exec(query)?.[1];
  const isZonal = /(?:^|&)zonal=true(?:&|$)/.test(query);
  return { ...(provider === undefined ? {} : { provider }), ...(isZonal ? { vms: 1 } : {}) };
}

/** Requirement by requirement, of the clusters that the actor may see. */
function preflight(fabric: ReadView, actor: Actor, query: string) {
  const authority = new Authority(fabric, actor);
  const clusters = fabric.list<Cluster>('vsphere.sandbox/clusters');
  const supervisors = fabric.list<Supervisor>(supervisorsKind);
  return {
    providers: providersOf(fabric),
    clusters: clusters
      .filter(({ spec }) => authority.holds('System.Read', spec.moid))
      .map((cluster) => ({
        name: cluster.metadata.name,
        moid: cluster.spec.moid,
        isFree: !supervisors.some((supervisor) => standsOn(supervisor, cluster.metadata.name)),
        requirements: requirementsOf(cluster, fabric, wantedBy(query)),
      })),
  };
}

/**
 * Answers `GET /sandbox/power-on/<vm>` with `/edits/<place>` as below, `GET /sandbox/preflight`, `GET /sandbox/reach/<scope>/<namespace>/<service>`, `GET /sandbox/placement/<scope>/<namespace>/<pod>`, and
 * with `/edits/<place>` what comes of a change that the placement names, tried in a fork; and `POST /sandbox/hosts/<name>/<fault>`, `POST /sandbox/datastores/<name>/<fault>`.
 */
export function sandbox(options: SandboxOptions, request: WireRequest, actor: Actor): WireResponse {
  const found = path.exec(request.path.split('?')[0] ?? '');
  const [asked = ''] = request.path.split('?');
  if (request.method === 'POST' && isFaultPath(asked))
    return breakOrMend(options.view(fabricScope), options.pipeline, asked, actor);
  if (request.method !== 'GET') return pageNotFound();
  if (powerOnPath.test(asked)) return powerOn(options, asked, actor);
  if (asked === preflightPath) {
    const [, query = ''] = request.path.split('?');
    return json(200, preflight(options.view(fabricScope), actor, query));
  }
  if (found === null) return pageNotFound();
  const [, question, scope = '', namespace = '', name = '', place] = found;
  if (!options.has(scope)) return pageNotFound();
  const view = options.view(scope);
  const resource = question === 'placement' ? 'pods' : 'services';
  authorize(view, actor, { verb: 'get', group: '', resource, subresource: '', namespace, name });
  const about = view.get(`core/${resource}`, name, namespace);
  if (about === undefined) return failure(notFound({ group: '', plural: resource }, name));
  if (question === 'reach')
    return place === undefined ? json(200, { ways: waysTo(about as Service, view) }) : pageNotFound();
  if (place === undefined) return json(200, options.explainPlacement(scope, about as Pod));
  const trial = options.tryEdit(scope, about as Pod, Number(place));
  return trial === undefined ? pageNotFound() : json(200, trial);
}
