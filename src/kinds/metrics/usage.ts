// What Pods use, read off the world as it is: nothing of it is stored, nothing ticks. A curve comes from the Pod, where it says what
// the Pod's containers use together; else from the workload that it belongs to, where it says what all its running Pods use
// together; else from what its programs are, and from who asks its Services for something (load.ts). Limits bound it all.
import type { Container, ContainerStatus } from '#types';
import { parseQuantity } from '../../std/quantity.ts';
import { parseTime } from '../../std/time.ts';
import { controllerOf, type StoredObject } from '../../store/object.ts';
import type { ReadView } from '../../store/view.ts';
import type { Pod } from '../core/pod/pod.ts';
import { readCurve, usageAnnotations, type Curve, type Measured } from './curve.ts';
import { loadsIn, type Loads } from './load.ts';
import { programUsage } from './programs.ts';
import { lastScrape, scrapeSince, type Scrape } from './scrape.ts';

export interface ContainerUsage {
  readonly name: string;
  /** Billionths of a core. */
  readonly cpuNano: number;
  readonly memoryBytes: number;
}

export interface PodUsage extends Scrape {
  readonly containers: readonly ContainerUsage[];
}

/** The kinds of what Pods belong to. */
const owners: ReadonlyMap<string, string> = new Map([
  ['DaemonSet', 'apps/daemonsets'],
  ['Deployment', 'apps/deployments'],
  ['Job', 'batch/jobs'],
  ['ReplicaSet', 'apps/replicasets'],
  ['ReplicationController', 'core/replicationcontrollers'],
  ['StatefulSet', 'apps/statefulsets'],
]);

/** A Pod, its ReplicaSet, its Deployment. */
const ownersMax = 3;

const fallbackAsked: Readonly<Record<Measured, string>> = { cpu: '1', memory: '128Mi' };

interface Running {
  readonly container: Container;
  readonly startedAt: number;
}

function statusOf(pod: Pod, name: string): ContainerStatus | undefined {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  return [...containerStatuses, ...initContainerStatuses].find((status) => status.name === name);
}

/** The containers that run now, those that initialize included. */
function runningIn(pod: Pod): readonly Running[] {
  const containers = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  return containers.flatMap((container) => {
    const startedAt = parseTime(statusOf(pod, container.name)?.state?.running?.startedAt ?? '');
    return startedAt === undefined ? [] : [{ container, startedAt }];
  });
}

function nanoOf(text: string | undefined): number | undefined {
  const quantity = text === undefined ? undefined : parseQuantity(text);
  return quantity === undefined ? undefined : Number(quantity.nano);
}

/** Usage as one reading of the world tells it: what Pods share is counted once. */
export class UsageReader {
  readonly #view: ReadView;
  readonly #sharers = new Map<string, number>();
  readonly #loads = new Map<string, Loads>();

  constructor(view: ReadView) {
    this.#view = view;
  }

  /** What a Pod used when its node was last looked at; undefined where nothing was seen of it yet. */
  of(pod: Pod): PodUsage | undefined {
    const { nodeName } = pod.spec;
    if (!nodeName) return undefined;
    const running = runningIn(pod);
    const last = lastScrape(nodeName, this.#view.now);
    let seen: Scrape | undefined;
    for (const { startedAt } of running) {
      const scrape = scrapeSince(last, startedAt);
      if (scrape === undefined) return undefined;
      if (seen === undefined || scrape.windowMs < seen.windowMs) seen = scrape;
    }
    if (seen === undefined) return undefined;
    const { at } = seen;
    const containers = running.map(({ container }) => ({
      name: container.name,
      cpuNano: this.#measure('cpu', pod, container, running.length, at),
      memoryBytes: Math.floor(this.#measure('memory', pod, container, running.length, at) / 1e9),
    }));
    return { ...seen, containers };
  }

  /** Billionths of the resource's unit. */
  #measure(measured: Measured, pod: Pod, container: Container, running: number, at: number): number {
    const requested = nanoOf(container.resources?.requests?.[measured]);
    const limit = nanoOf(container.resources?.limits?.[measured]);
    const used =
      this.#stated(measured, pod, requested ?? limit, running, at) ??
      programUsage(measured, container, pod.metadata.uid, requested ?? 0, at) +
        (measured === 'cpu' ? this.#loadOn(pod) / running : 0);
    return Math.floor(limit === undefined ? used : Math.min(used, limit));
  }

  /** By the Pod's own curve, else by that of the outermost workload: a Deployment's ReplicaSets carry copies of its annotations. */
  #stated(
    measured: Measured,
    pod: Pod,
    askedNano = nanoOf(fallbackAsked[measured]) as number,
    running: number,
    at: number,
  ): number | undefined {
    const amount = (curve: Curve, sharers: number): number =>
      curve.isPart ? curve.at(at, askedNano) : curve.at(at, askedNano) / sharers / running;
    let object: StoredObject | undefined = pod;
    let found: number | undefined;
    for (let depth = 0; depth < ownersMax && object !== undefined; depth++) {
      const curve = readCurve(object.metadata.annotations?.[usageAnnotations[measured]]);
      if (curve !== undefined) found = amount(curve, object === pod ? 1 : this.#sharersOf(object));
      if (curve !== undefined && object === pod) return found;
      object = this.#ownerOf(object);
    }
    return found;
  }

  #ownerOf(object: StoredObject): StoredObject | undefined {
    const owner = controllerOf(object);
    const kind = owner === undefined ? undefined : owners.get(owner.kind);
    if (owner === undefined || kind === undefined) return undefined;
    const found = this.#view.get(kind, owner.name, object.metadata.namespace);
    return found?.metadata.uid === owner.uid ? found : undefined;
  }

  /** How many running Pods belong to a workload, itself or through its ReplicaSets. */
  #sharersOf({ kind, metadata: { uid } }: StoredObject): number {
    let count = this.#sharers.get(uid);
    if (count === undefined) {
      const sets = kind === 'Deployment' ? this.#view.list('apps/replicasets', { owner: uid }) : [];
      const uids = kind === 'Deployment' ? sets.map(({ metadata }) => metadata.uid) : [uid];
      const pods = uids.flatMap((owner) => this.#view.list<Pod>('core/pods', { owner }));
      count = Math.max(1, pods.filter((pod) => runningIn(pod).length > 0).length);
      this.#sharers.set(uid, count);
    }
    return count;
  }

  #loadOn(pod: Pod): number {
    const { namespace = '' } = pod.metadata;
    let loads = this.#loads.get(namespace);
    if (loads === undefined) this.#loads.set(namespace, (loads = loadsIn(this.#view, namespace)));
    return loads(pod);
  }
}
