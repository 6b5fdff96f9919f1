// What a client that lists and watches knows of one list: a fold over the frames, compared with the list of now.
import { isStream } from '../../../src/apis/kubernetes/wire.ts';
import { clusterAdmin, type World } from '../../../src/world.ts';
import { get, type Body } from '../setup.ts';
import { check, type Look } from './look.ts';
import { checkCharge } from './quotas.ts';

const podsPath = '/api/v1/pods';
const quotasPath = '/api/v1/resourcequotas';

interface Frame {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Body;
}

/** A client's view of one list, kept by a watch from its first moment on. */
export class Reflector {
  readonly #path: string;
  readonly #objects = new Map<string, Body>();
  readonly #stop: () => void;
  #last: number;

  constructor(world: World, path: string, uids: Map<string, string>, generations: Map<string, Body>) {
    this.#path = path;
    const start = get(world, path);
    this.#last = Number(start.metadata.resourceVersion);
    for (const object of start.items) this.#objects.set(object.metadata.uid, object);
    const answer = world.request(
      { method: 'GET', path: `${path}?watch=true&resourceVersion=${this.#last}` },
      clusterAdmin,
    );
    if (!isStream(answer)) throw new Error(`${path} is not watched: ${answer.status}`);
    this.#stop = answer.open({
      frame: (json) => this.#apply(JSON.parse(json) as Frame, uids, generations),
      end: () => check(false, () => `the watch of ${path} ended`),
    });
  }

  /** List plus watch is the list of now (5); ordered and unique (6, 7). */
  compare(look: Look): void {
    const present = look.list(this.#path);
    check(
      present.length === this.#objects.size,
      () => `${this.#path}: watch knows ${this.#objects.size}, list has ${present.length}`,
    );
    for (const object of present) {
      const known = this.#objects.get(object.metadata.uid);
      check(
        known?.metadata.resourceVersion === object.metadata.resourceVersion,
        () => `${this.#path}: watch missed a version of ${object.metadata.name}`,
      );
    }
  }

  stop(): void {
    this.#stop();
  }

  #apply({ type, object }: Frame, uids: Map<string, string>, generations: Map<string, Body>): void {
    const { uid, name, namespace, resourceVersion } = object.metadata;
    const rv = Number(resourceVersion);
    check(rv > this.#last, () => `${this.#path}: revision ${rv} after ${this.#last}`);
    this.#last = rv;
    const known = this.#objects.get(uid);
    const key = `${this.#path} ${namespace ?? ''}/${name}`;
    if (type === 'ADDED') {
      check(known === undefined, () => `${key} is added twice`);
      check(!uids.has(uid), () => `${key} has the uid of ${uids.get(uid)} (3)`);
      uids.set(uid, key);
    } else check(known !== undefined, () => `${key} is ${type} but unknown`);
    if (type === 'MODIFIED' && known !== undefined) this.#changed(known, object, key);
    if (type === 'DELETED') {
      const held = known?.metadata.finalizers ?? [];
      check(
        held.length === 0 ||
          this.#path.includes('/scopes/') ||
          known?.metadata.deletionTimestamp !== undefined,
        () => `${key} is gone although ${held.join()} hold it (21)`,
      );
      this.#objects.delete(uid);
    } else this.#objects.set(uid, object);
    generations.set(uid, object);
  }

  /** What a generation counts, as text: all but metadata and status, and of a Pod not where it is bound. */
  #counted(body: Body): string {
    const rest = (value: object, uncounted: readonly string[]): object =>
      Object.fromEntries(Object.entries(value).filter(([name]) => !uncounted.includes(name)));
    const spec = this.#path === podsPath ? rest(body.spec ?? {}, ['nodeName']) : body.spec;
    return JSON.stringify({ ...rest(body, ['kind', 'apiVersion', 'metadata', 'status']), spec });
  }

  #changed(prev: Body, next: Body, key: string): void {
    if (this.#path === quotasPath) checkCharge(prev, next, key);
    const before = prev.metadata.generation;
    const after = next.metadata.generation;
    if (before !== undefined && after !== undefined) {
      check(after >= before, () => `${key}: generation falls (2)`);
      const same = this.#counted(prev) === this.#counted(next);
      const marked = prev.metadata.deletionTimestamp !== next.metadata.deletionTimestamp;
      check(
        after > before === (!same || marked),
        () => `${key}: generation ${before} to ${after}, spec ${same ? 'same' : 'changed'} (2)`,
      );
    }
    const node = prev.spec?.['nodeName'];
    check(node === undefined || node === next.spec?.['nodeName'], () => `${key} is bound again (34)`);
    check(
      prev.metadata.deletionTimestamp === undefined || next.metadata.deletionTimestamp !== undefined,
      () => `${key} is undeleted`,
    );
  }
}
