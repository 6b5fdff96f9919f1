// What an operation of the vSphere Automation API is: a method and a path with names for its parts, the privilege that it needs, a function
// from the call to its reply. A room of the API is a list of them.
import type { Release } from '../../releases/release.ts';
import type { Json } from '../../std/draft.ts';
import type { VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';
import type { Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import type { ReadView } from '../../store/view.ts';
import type { Actor } from '../kubernetes/wire.ts';
import type { Authority } from './authorization/authority.ts';

export interface Writer {
  /** Revision of the fabric: what new objects are numbered by. */
  readonly revision: number;
  /** @returns the object as it is kept: with its UID */
  create(kind: Kind, object: Json, why: string): StoredObject;
  /** The next version, made of the present one and sharing with it what stays. */
  update(kind: Kind, object: StoredObject, why: string): void;
  remove(kind: Kind, object: StoredObject, why: string): void;
}

/** DRS's word on a VM: the host, or why there is none. */
export interface Placed {
  readonly winner: { readonly name: string } | undefined;
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
}

export interface Call {
  readonly actor: Actor;
  /** What the actor may do. */
  readonly authority: Authority;
  /** Parts of the path by name. */
  readonly params: Readonly<Record<string, string>>;
  /** All values that the query gives a name; none where it does not name it. */
  readonly query: (name: string) => readonly string[];
  /** What the body says, out of the name that `/rest` wraps it in. */
  readonly body: Json | undefined;
  /** `127.0.0.1:6443`: by what name its client has reached vCenter, where it said so. */
  readonly host?: string;
  readonly fabric: ReadView;
  /** A Supervisor's own objects. */
  readonly in: (scope: string) => ReadView;
  readonly write: Writer;
  /** How long the body is, of an operation that takes bytes, and what it says where it is short text. */
  readonly bytes?: number;
  readonly text?: string;
  /** A map as the asked root has it: a structure below /api, a list of keys and values below /rest. */
  readonly keyed: (entries: readonly (readonly [key: string, value: Json])[]) => Json;
  /** Where DRS would have a VM run, of these hosts by name. */
  readonly place: (vm: VirtualMachine['spec'], hosts: readonly string[]) => Placed;
}

export interface Reply {
  readonly status: 200 | 201 | 202 | 204;
  readonly value?: Json;
  /** What a file holds, in place of a value: text, or bytes in Base64. */
  readonly file?: { readonly body: string; readonly binary?: true };
}

export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/`; `{name}` stands for one part. */
  readonly path: string;
  /** `?action=`, of operations that have one. */
  readonly action?: string;
  /** Which releases have it; all, where that is not said. */
  readonly in?: (release: Release) => boolean;
  /** Absent where signing in is enough. */
  readonly privilege?: string;
  /** Id of the object that the privilege is needed on, where it is not the path's first part. */
  readonly on?: (call: Call) => string;
  /** Of a list: the member of its items that names their objects. Whoever may not see an object does not see its item. */
  readonly each?: string;
  /** What a caller without the privilege gets in place of a refusal: a list is empty to who may see nothing. */
  readonly unseen?: Json;
  /** Names that its query may have, beside the action. */
  readonly query?: readonly string[];
  /** Names of its filters: below /api they are so in the query, below /rest behind `filter.`. */
  readonly filters?: readonly string[];
  /** Whether its body is a file, and no JSON. */
  readonly takesBytes?: true;
  readonly answer: (call: Call) => Reply;
}

/** Whether a release's API is at least of this version. */
export function isSince({ vcenter }: Release, version: string): boolean {
  const own = vcenter.apiVersion.split('.').map(Number);
  const asked = version.split('.').map(Number);
  const differs = asked.findIndex((part, place) => part !== own[place]);
  return differs < 0 || (own[differs] ?? 0) > (asked[differs] ?? 0);
}

/** Of operations, by the version of the API that its reference says they came with: `8.0.3.0`. */
export const since =
  (version: string) =>
  (release: Release): boolean =>
    isSince(release, version);

/** Of operations that came with 8.0, as zones did and Supervisors apart from their clusters. */
export const since8 = since('8.0.0.1');

export const ok = (value: Json): Reply => ({ status: 200, value });
export const created = (value: Json): Reply => ({ status: 201, value });
export const done: Reply = { status: 204 };
