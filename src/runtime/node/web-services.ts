// SOAP and JSON-RPC under `serve`, and what waits for the world to change: a world answers at once, only a server has the time to ask it again.
import type { WireAnswer, WireRequest, WireResponse } from '../../apis/kubernetes/wire.ts';
import { isService, WebServices, type WaitingAnswer } from '../../soap/service.ts';
import { answerCall, isJsonRpc } from '../../vapi/json-rpc.ts';

/** How often it is looked whether there is something to tell, in milliseconds of wall time. */
const lookEveryMs = 100;
/** A client that names no end hears of nothing after half an hour, and asks again. */
const waitSecondsMax = 1_800;

const isWaiting = (answer: WireResponse | WaitingAnswer): answer is WaitingAnswer => 'look' in answer;

function waited({ seconds, look, nothing }: WaitingAnswer, hasLeft: () => boolean): Promise<WireResponse> {
  const endsAt = performance.now() + Math.min(seconds ?? waitSecondsMax, waitSecondsMax) * 1000;
  return new Promise((resolve, reject) => {
    const later = (): void => void setTimeout(again, lookEveryMs);
    const again = (): void => {
      try {
        const answer = hasLeft() || performance.now() >= endsAt ? nothing : look();
        if (answer === undefined) later();
        else resolve(answer);
      } catch (error) {
        reject(error as Error);
      }
    };
    later();
  });
}

/** Answers a request for one of vCenter's Web services; undefined of every other. `hasLeft` says whether nobody listens any more. */
export type AnswerService = (
  request: WireRequest,
  ask: (request: WireRequest) => WireAnswer,
  hasLeft: () => boolean,
) => Promise<WireResponse> | WireResponse | undefined;

/** For one server: it keeps what the clients' property collectors have told. */
export function webServices(): AnswerService {
  const services = new WebServices();
  return (request, ask, hasLeft) => {
    if (isJsonRpc(request)) return answerCall(request, ask);
    if (!isService(request)) return undefined;
    const answer = services.answer(request, ask);
    return isWaiting(answer) ? waited(answer, hasLeft) : answer;
  };
}
