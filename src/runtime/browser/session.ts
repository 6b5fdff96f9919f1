// One world in this tab and how it goes on: live here, or following another tab. What the host needs of either.
import type { WireAnswer, WireRequest, WireResponse } from '../../apis/kubernetes/wire.ts';
import { isResponse } from '../../apis/kubernetes/wire.ts';
import type { World } from '../../world.ts';
import type { Speed } from '../pace.ts';
import type { ClockCommand, Keeping } from './door.ts';
import { clientAdministrator, namesItsSender } from './identities.ts';
import type { WholeJournal } from './kept/keeper.ts';

export interface PaceState {
  readonly running: boolean;
  readonly speed: Speed;
  readonly advancing: boolean;
}

export interface Session {
  readonly world: World;
  readonly pace: PaceState;
  readonly keeping: Keeping;
  /** What the person should know about how the world came here, in words. */
  readonly notices: readonly string[];
  /** Answers once what it changed is kept, or cannot be. */
  request(request: WireRequest): Promise<WireResponse>;
  command(command: ClockCommand): Promise<void>;
  journal(): Promise<WholeJournal>;
  /** The page goes out of sight and may never come back: keep all there is. */
  hide(): Promise<void>;
  /** Ends it; nothing of it runs any more. */
  close(): Promise<void>;
}

/** Asks a world as the page does: in the administrator's name where the request names no sender. */
export function ask(world: World, request: WireRequest): WireAnswer {
  return namesItsSender(request)
    ? world.request(request)
    : world.request(request, clientAdministrator(world.scenario));
}

/** The answer as a whole; a watch has none. */
export function wholeAnswer(answer: WireAnswer): WireResponse {
  return isResponse(answer)
    ? answer
    : failure(400, 'A watch or a conversation has no single answer: open it as a watch.');
}

export function isRead({ method }: WireRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

const reasons: ReadonlyMap<number, string> = new Map([
  [413, 'RequestEntityTooLarge'],
  [503, 'ServiceUnavailable'],
]);

/** A refusal that comes from this tab, not from a server in the world; in the shape that clients know. */
export function failure(code: number, message: string): WireResponse {
  const reason = reasons.get(code) ?? 'BadRequest';
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
  return { status: code, headers: { 'content-type': 'application/json' }, body: JSON.stringify(status) };
}
