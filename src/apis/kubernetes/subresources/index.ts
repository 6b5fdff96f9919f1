// The subresources that the API serves, by name. One file each; a kind declares which of them it has.
import type { WireAnswer } from '../wire.ts';
import type { WriteCall, WriteTools } from '../write.ts';
import { approval } from './approval.ts';
import { attach } from './attach.ts';
import { binding } from './binding.ts';
import { eviction } from './eviction.ts';
import { exec } from './exec.ts';
import { finalize } from './finalize.ts';
import { log } from './log.ts';
import { portForward } from './port-forward.ts';
import { proxy } from './proxy.ts';
import { scale } from './scale.ts';
import { status } from './status.ts';
import { token } from './token.ts';

export type ServeSubresource = (tools: WriteTools, call: WriteCall, verb: string) => WireAnswer;

export const subresources: ReadonlyMap<string, ServeSubresource> = new Map([
  ['approval', approval],
  ['attach', attach],
  ['binding', binding],
  // Of a Pod the kind keeps all but the containers for debugging; for another size, all but their resources.
  ['ephemeralcontainers', status],
  ['eviction', eviction],
  ['exec', exec],
  ['finalize', finalize],
  ['log', log],
  ['portforward', portForward],
  ['proxy', proxy],
  ['resize', status],
  ['scale', scale],
  ['status', status],
  ['token', token],
]);
