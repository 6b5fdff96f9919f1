// What curl, wget and nc have in common: a name looked up, a connection tried.
import type { Run } from '../../shell/effect.ts';
import { dial, type Dialled } from '../dial.ts';
import type { Address, HttpAnswer, HttpRequest } from '../../shell/http.ts';
import { serveHttp, speaksHttp } from '../http.ts';
import { resolveName } from '../names.ts';
import { answerOf } from '../outside.ts';
import type { Setting } from '../setting.ts';

const giveUpSeconds = 134;

/** Waits for somebody who never answers. */
export function* giveUp(seconds: string | undefined): Run<void> {
  const asked = Number(seconds ?? giveUpSeconds);
  const most = Number.isFinite(asked) ? Math.min(asked, giveUpSeconds) : giveUpSeconds;
  yield { type: 'next', streams: [], ms: most * 1_000 };
}

export type Connected = { readonly ip: string; readonly dialled: Dialled } | undefined;

/** Undefined where the name is not known. */
export function connect(setting: Setting, host: string, port: number): Connected {
  const [ip] = resolveName(setting.view, setting.pod, host)?.addresses ?? [];
  if (ip === undefined) return undefined;
  setting.turn += 1;
  return { ip, dialled: dial(setting.view, setting.pod, ip, port, setting.turn) };
}

/** What comes back by HTTP; undefined where the other end speaks something else. */
export function exchange(
  setting: Setting,
  dialled: Exclude<Dialled, { readonly to: 'nobody' }>,
  { scheme, path }: Address,
  request: HttpRequest,
): HttpAnswer | undefined {
  if (dialled.to === 'api') {
    if (setting.ask !== undefined) return setting.ask(request);
    const body = `${JSON.stringify({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: `forbidden: User "system:anonymous" cannot get path "${path}"`,
      reason: 'Forbidden',
      details: {},
      code: 403,
    })}\n`;
    return { status: 403, reason: 'Forbidden', headers: [['Content-Type', 'application/json']], body };
  }
  if (dialled.to === 'outside') return answerOf(dialled.site, dialled.port, scheme, request);
  const { pod, container } = dialled;
  if (scheme === 'https' || !speaksHttp(container)) return undefined;
  return serveHttp(pod, container, setting.filesOf(pod, container), request, setting.view.now);
}
