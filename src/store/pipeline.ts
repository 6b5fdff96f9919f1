// The one way into the store: default, admit, prepare, validate, ask admission again, commit. The three faces, the runner and
// the agents are its callers. Holds: a refused write changes nothing; a write that changes nothing is not committed; a dry run
// never commits. Order and rules follow apiserver pkg/registry/generic/registry/store.go.
import { equal, type Draft, type JsonObject } from '../std/draft.ts';
import { quoteGo } from '../std/go-quote.ts';
import { keyedHash, uuidFrom } from '../std/hash.ts';
import { limits } from '../std/limits.ts';
import { generatedName, nameSuffix } from '../std/names.ts';
import { formatTime } from '../std/time.ts';
import { AdmissionRequest, type Admission } from './admission.ts';
import type { Endpoints } from './apply/endpoints.ts';
import { Ownership, type InFull, type Signature } from './apply/ownership.ts';
import { Causes } from './causes.ts';
import { checkPreconditions, isFreed, lingering, type Deletion } from './deletion.ts';
import { apiVersionOf, hasStatus, inVersion, kindId, type Kind, type WriteContext } from './kind.ts';
import { checkMeta, keepMeta, failedPrecondition } from './meta.ts';
import { keyOf, keyOfObject, type StoredObject } from './object.ts';
import { countGeneration, isSameOutside, keepParts, withoutEmptyLists } from './parts.ts';
import {
  alreadyExists,
  conflict,
  forbidden,
  invalid,
  modified,
  notFound,
  overLimit,
  Refusal,
  versionRequired,
} from './refusal.ts';
import type { Scope } from './scope.ts';
import type { Store } from './store.ts';
import { Writing } from './writing.ts';

/** The subresource of a loop of the world: it writes spec and status alike, and is believed. */
export const whole = '*';

export interface WriteOptions {
  readonly by: string;
  /** Groups of the user who writes. */
  readonly groups?: readonly string[];
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
  readonly why: string;
  readonly subresource?: string;
  readonly dryRun?: boolean;
  /** The options of the write as the client gave them, which only admission reads. */
  readonly asked?: JsonObject;
  /** Under whose name the write owns fields; absent where it is no write of fields. */
  readonly signature?: Signature;
  /** Hears what the kind and admission have to say to the client. */
  readonly warn?: (text: string) => void;
}

export interface DeleteOptions extends WriteOptions, Deletion {}

export interface Deleted {
  /** The object's last version, or the version that lingers. */
  readonly object: StoredObject;
  readonly gone: boolean;
}

type Meta = Draft<StoredObject['metadata']>;

/** The admissions that look at a kind, in their order. */
interface Looks {
  readonly admitting: readonly Admission[];
  readonly validating: readonly Admission[];
}

/** Metadata that no client gives a new object. */
const ownToServer = ['deletionTimestamp', 'deletionGracePeriodSeconds', 'generation', 'selfLink'] as const;

const nameAttempts = 8;

export class Pipeline {
  readonly #store: Store;
  readonly #seed: number;
  readonly #admissions: readonly Admission[];
  /** What looks at a kind, found when first needed. */
  readonly #looks = new Map<string, Looks>();
  readonly #now: () => number;
  readonly #ownership: Ownership;

  constructor(
    store: Store,
    seed: number,
    admissions: readonly Admission[],
    now: () => number,
    endpoints: Endpoints,
    inFull: InFull = (_kind, object) => object,
  ) {
    this.#ownership = new Ownership(endpoints, inFull);
    this.#store = store;
    this.#seed = seed;
    this.#admissions = admissions;
    this.#now = now;
  }

  /** Commits a new object; the draft becomes the pipeline's. Throws a Refusal. */
  create(scopeName: string, kind: Kind, draft: Draft<StoredObject>, options: WriteOptions): StoredObject {
    const scope = this.#store.scope(scopeName);
    const meta = draft.metadata;
    this.#name(scope, kind, meta);
    const key = keyOf(meta.namespace, meta.name);
    const context = this.#context(scope, kind, key, options);
    draft.apiVersion = apiVersionOf(kind);
    draft.kind = kind.kind;
    this.#found(scope, kind, key, meta);
    if (options.subresource !== whole && hasStatus(kind) && kind.createsWithStatus !== true)
      delete (draft as { status?: unknown }).status;
    kind.defaults?.(draft);
    this.#ownership.sign(scope, kind, undefined, draft, options, context.now);
    const request = new AdmissionRequest(scope, 'create', kind, key, draft, undefined, context, options);
    this.#admit(request);
    kind.prepare?.(draft, undefined, context);
    if (kind.generation) meta.generation = 1;
    const causes = new Causes();
    checkMeta(kind, meta, undefined, causes);
    kind.validate?.(draft, undefined, causes);
    if (causes.list.length > 0) throw invalid(kind, meta.name ?? '', causes.list);
    warn(kind, draft, undefined, options);
    this.#judge(request);
    const isFull = scope.objects >= limits.scopeObjectsMax;
    // Mostly the commit itself finds out: nothing goes before it that would have to be taken back.
    const looksFirst = isFull || options.dryRun === true || request.beside.length > 0;
    if (looksFirst && scope.collection(kindId(kind)).get(key) !== undefined)
      throw alreadyExists(kind, meta.name);
    if (isFull) {
      throw overLimit(`${kind.plural} "${meta.name}" is refused`, 'scopeObjectsMax', limits.scopeObjectsMax);
    }
    if (options.dryRun) return draft;
    // The storage's own refusal, which a dry run does not come to; what is no number it does not read.
    if (meta.resourceVersion && /^\d*[1-9]\d*$/.test(meta.resourceVersion)) {
      throw new Refusal(500, '', 'resourceVersion should not be set on objects to be created');
    }
    this.#commitBeside(scope, request);
    const object = asStored(kind, draft);
    const added = scope.add(kindId(kind), key, object, context.now, options.by, options.why);
    if (added === undefined) throw alreadyExists(kind, meta.name);
    return added;
  }

  /**
   * Commits a new version made from the present one. `change` gets a draft that it may change or replace; a loop
   * (subresource `*`) gets the frozen object itself and shares what it keeps. Throws a Refusal.
   */
  update(
    scopeName: string,
    kind: Kind,
    key: string,
    change: (prev: StoredObject) => StoredObject | Draft<StoredObject>,
    options: WriteOptions,
  ): StoredObject {
    const scope = this.#store.scope(scopeName);
    const stored = scope.collection(kindId(kind)).get(key);
    if (stored === undefined) throw notFound(kind, key.slice(key.indexOf('/') + 1));
    if (options.subresource === whole)
      return this.#rewrite(scope, kind, key, stored, change(stored), options);
    const prev = inVersion(kind, stored);
    const live = this.#ownership.told(kind, prev);
    const next = change(live) as Draft<StoredObject>;
    const context = this.#context(scope, kind, key, options);
    const causes = new Causes();
    checkVersion(kind, prev, next.metadata);
    next.metadata.resourceVersion = prev.metadata.resourceVersion;
    keepMeta(next.metadata, prev.metadata, causes);
    keepParts(kind, next, prev, context.subresource);
    if (context.subresource === '' || context.subresource === 'status') kind.defaults?.(next);
    this.#ownership.sign(scope, kind, live, next, options, context.now);
    const request = new AdmissionRequest(scope, 'update', kind, key, next, prev, context, options);
    this.#admit(request);
    kind.prepare?.(next, prev, context);
    countGeneration(kind, next, prev, context.subresource);
    checkMeta(kind, next.metadata, prev.metadata, causes);
    if (context.subresource === '') kind.validate?.(next, prev, causes);
    if (context.subresource === 'status') kind.validateStatus?.(next, prev, causes);
    else if (context.subresource !== '') kind.validatePart?.(next, prev, context.subresource, causes);
    if (causes.list.length > 0) throw invalid(kind, prev.metadata.name, causes.list);
    if (context.subresource === '') warn(kind, next, prev, options);
    this.#judge(request);
    this.#ownership.rest(prev, live, next);
    if (options.dryRun) return next;
    this.#commitBeside(scope, request);
    return this.#settle(scope, kind, key, stored, asStored(kind, next), options);
  }

  /** Removes an object, or marks it deleted where grace or a finalizer holds it. Throws a Refusal. */
  delete(scopeName: string, kind: Kind, key: string, options: DeleteOptions): Deleted {
    const scope = this.#store.scope(scopeName);
    const id = kindId(kind);
    const prev = scope.collection(id).get(key);
    if (prev === undefined) throw notFound(kind, key.slice(key.indexOf('/') + 1));
    checkPreconditions(kind, prev, options.preconditions);
    const context = this.#context(scope, kind, key, options);
    const why = kind.undeletable?.(prev);
    if (why !== undefined) throw forbidden(kind, prev.metadata.name, why);
    const request = new AdmissionRequest(scope, 'delete', kind, key, undefined, prev, context, options);
    this.#admit(request);
    this.#judge(request);

    const next = lingering(kind, prev, options, context.now);
    if (next === undefined) {
      if (options.dryRun) return { object: prev, gone: true };
      return { object: scope.remove(id, key, context.now, options.by, options.why), gone: true };
    }
    if (options.dryRun) return { object: next, gone: false };
    return { object: this.#settle(scope, kind, key, prev, next, options), gone: false };
  }

  /** Asks admission whether a part of an object may be connected to; the object itself need not be there. Throws a Refusal. */
  connect(
    scopeName: string,
    kind: Kind,
    key: string,
    connection: Draft<StoredObject>,
    options: WriteOptions,
  ): void {
    const scope = this.#store.scope(scopeName);
    const context = this.#context(scope, kind, key, options);
    const request = new AdmissionRequest(
      scope,
      'connect',
      kind,
      key,
      connection,
      undefined,
      context,
      options,
    );
    const { admitting, validating } = this.#looksAt(kind);
    for (const { connects, admit } of admitting) if (connects === true) admit?.(request);
    for (const { connects, validate } of validating) if (connects === true) validate?.(request);
  }

  /** A loop's write: metadata, spec and status as given, no defaults, no validation of what it did not read. */
  #rewrite(
    scope: Scope,
    kind: Kind,
    key: string,
    prev: StoredObject,
    next: StoredObject | Draft<StoredObject>,
    options: WriteOptions,
  ): StoredObject {
    const generation = kind.generation === true && !isSameOutside(kind, next, prev);
    const counted = generation
      ? { ...next, metadata: { ...next.metadata, generation: (prev.metadata.generation ?? 0) + 1 } }
      : next;
    const settled = withoutEmptyLists(counted as StoredObject);
    return options.dryRun ? settled : this.#settle(scope, kind, key, prev, settled, options);
  }

  /** Commits the new version, or removes the object when nothing holds a deleted one any more. */
  #settle(
    scope: Scope,
    kind: Kind,
    key: string,
    prev: StoredObject,
    next: StoredObject | Draft<StoredObject>,
    options: WriteOptions,
  ): StoredObject {
    const id = kindId(kind);
    const meta = next.metadata;
    if (prev.metadata.deletionTimestamp !== undefined && isFreed(kind, next as StoredObject)) {
      return scope.remove(id, key, this.#now(), options.by, options.why);
    }
    if (meta.resourceVersion !== prev.metadata.resourceVersion) {
      (next as Draft<StoredObject>).metadata = {
        ...meta,
        resourceVersion: prev.metadata.resourceVersion,
      } as Meta;
    }
    if (equal(next, prev)) return prev;
    const now = this.#now();
    const object = next as StoredObject;
    const entries =
      options.subresource === whole
        ? this.#ownership.signed(scope, kind, prev, object, options, now)
        : object.metadata.managedFields;
    return scope.put(id, key, object, now, options.by, options.why, entries);
  }

  #context(scope: Scope, kind: Kind, key: string, options: WriteOptions): WriteContext {
    return new Writing(this.#store, this.#seed, scope, kind, key, this.#now(), options);
  }

  #admit(request: AdmissionRequest): void {
    try {
      for (const admission of this.#looksAt(request.kind).admitting) admission.admit?.(request);
    } catch (error) {
      throw asDenial(error);
    }
  }

  #judge(request: AdmissionRequest): void {
    try {
      for (const admission of this.#looksAt(request.kind).validating) admission.validate?.(request);
    } catch (error) {
      throw asDenial(error);
    }
  }

  #looksAt(kind: Kind): Looks {
    const id = kindId(kind);
    let looks = this.#looks.get(id);
    if (looks === undefined) {
      const concerned = this.#admissions.filter(({ kinds }) => kinds === undefined || kinds.includes(id));
      looks = {
        admitting: concerned.filter(({ admit }) => admit !== undefined),
        validating: concerned.filter(({ validate }) => validate !== undefined),
      };
      this.#looks.set(id, looks);
    }
    return looks;
  }

  #commitBeside(scope: Scope, { beside }: AdmissionRequest): void {
    for (const { kind, object } of beside)
      scope.put(kindId(kind), keyOfObject(object), object, this.#now(), 'admission', 'charged');
  }

  #name(scope: Scope, kind: Kind, meta: Meta): void {
    // What has no name is refused for that alone: hooks may take it for granted.
    if (!meta.name) meta.name = '';
    if (meta.name || !meta.generateName) return;
    const collection = scope.collection(kindId(kind));
    for (let attempt = 0; attempt < nameAttempts; attempt++) {
      const place = [scope.name, meta.namespace ?? '', meta.generateName, `${scope.revision}`, `${attempt}`];
      meta.name = generatedName(meta.generateName, nameSuffix(keyedHash(this.#seed, ...place)));
      if (collection.get(keyOf(meta.namespace, meta.name)) === undefined) return;
    }
  }

  #found(scope: Scope, kind: Kind, key: string, meta: Meta): void {
    meta.uid = uuidFrom(this.#seed, scope.name, kindId(kind), key, String(scope.revision));
    meta.creationTimestamp = formatTime(this.#now());
    for (const field of ownToServer) if (meta[field] !== undefined) delete meta[field];
  }
}

/** Says to the client, where there is one, what is right and still not wise. */
function warn(
  kind: Kind,
  next: StoredObject,
  prev: StoredObject | undefined,
  { warn: say }: WriteOptions,
): void {
  if (say !== undefined) kind.warnings?.(next, prev).forEach(say);
}

/** The object in the version that is kept. */
function asStored<T extends StoredObject | Draft<StoredObject>>(kind: Kind, object: T): T {
  return kind.storedAs === undefined ? object : { ...object, apiVersion: kind.storedAs };
}

function checkVersion(kind: Kind, prev: StoredObject, meta: Meta): void {
  if (meta.uid && meta.uid !== prev.metadata.uid) throw failedPrecondition(kind, prev, 'UID', meta.uid);
  const { resourceVersion: asked = '' } = meta;
  if (!/^\d*$/.test(asked)) {
    throw new Refusal(500, '', `strconv.ParseUint: parsing ${quoteGo(asked)}: invalid syntax`);
  }
  if (/^0*$/.test(asked)) {
    if (kind.allowUnconditionalUpdate ?? kind.definition === undefined) return;
    throw versionRequired(kind, prev.metadata.name);
  }
  if (asked !== prev.metadata.resourceVersion) throw conflict(kind, prev.metadata.name, modified);
}

/** Marks what admission refused as such. */
function asDenial(error: unknown): unknown {
  if (error instanceof Refusal) error.isDenial = true;
  return error;
}
