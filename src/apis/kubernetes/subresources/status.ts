// `/status`: the same object, of which only the status is written.
import { patch } from '../patch.ts';
import { get } from '../read.ts';
import { update } from '../write.ts';
import type { ServeSubresource } from './index.ts';

export const status: ServeSubresource = (tools, call, verb) => {
  if (verb === 'get') return get(call.target, call.query, call.request.headers?.['accept']);
  return verb === 'update' ? update(tools, call) : patch(tools, call);
};
