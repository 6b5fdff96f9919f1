// `/status`: the same object, of which only the status is written.
import { get } from '../read.ts';
import { patch, update } from '../write.ts';
import type { ServeSubresource } from './index.ts';

export const status: ServeSubresource = (tools, call, verb) => {
  if (verb === 'get') return get(call.target, call.query, call.request.headers?.['accept']);
  return verb === 'update' ? update(tools, call) : patch(tools, call);
};
