// Says of a new object of the product whose kind has a status that nobody here will write it: no controller works on it.
import type { Loop } from '../control/loop.ts';
import { hasStatus, kindId } from '../store/kind.ts';
import { keyOfObject } from '../store/object.ts';

export const noController: Loop = {
  name: 'supervisor-sandbox',
  observes: {},
  observesCustom: (kind, prev, next) =>
    prev === undefined && next !== undefined && kind.custom?.brought !== undefined && hasStatus(kind)
      ? [`${kindId(kind)} ${keyOfObject(next)}`]
      : [],
  run(key, view) {
    const [id = '', at = ''] = key.split(' ');
    const about = view.kinds.some((kind) => kindId(kind) === id) ? view.at(id, at) : undefined;
    if (about === undefined) return undefined;
    const message = `No controller of this sandbox works on ${about.kind} objects: it is kept as it was written, and nothing comes of it`;
    return { notes: [{ about, type: 'Warning', reason: 'NoController', message }] };
  },
};
