// A checkpoint to plant a bug in: its objects by kind, to be changed, taken out, copied.
import type { Checkpoint } from '../../src/world.ts';

/** An object of a checkpoint, to be changed. */
export interface Planted {
  readonly metadata: {
    name: string;
    namespace?: string;
    uid: string;
    ownerReferences?: { uid: string }[];
  };
  spec: Record<string, unknown>;
  status: Record<string, unknown>;
  endpoints: unknown[];
}

export class Image {
  readonly checkpoint: Checkpoint;

  constructor(checkpoint: Checkpoint) {
    this.checkpoint = JSON.parse(JSON.stringify(checkpoint)) as Checkpoint;
  }

  /** Objects of a kind, by its id such as `core/pods`. */
  all(id: string): Planted[] {
    const kinds = this.checkpoint.scopes.flatMap((scope) => scope.kinds);
    const found = kinds.find(([kind]) => kind === id);
    if (found === undefined) throw new Error(`no ${id} in the checkpoint`);
    return found[1] as unknown as Planted[];
  }

  /** The first that is meant. */
  one(id: string, isMeant: (object: Planted) => boolean = () => true): Planted {
    const found = this.all(id).find(isMeant);
    if (found === undefined) throw new Error(`no such ${id} in the checkpoint`);
    return found;
  }

  remove(id: string, object: Planted): void {
    const all = this.all(id);
    all.splice(all.indexOf(object), 1);
  }

  /** One more like it, of another name. */
  copy(id: string, object: Planted, name: string): Planted {
    const uid = `00000000-0000-4000-8000-${name.length.toString().padStart(12, '0')}`;
    const copy = { ...structuredClone(object), metadata: { ...object.metadata, name, uid } };
    this.all(id).push(copy);
    this.all(id).sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    return copy;
  }
}
