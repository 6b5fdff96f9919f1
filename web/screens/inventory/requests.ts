/** What an administrator does to the inventory: each a request of the vSphere Automation API, or of VI/JSON where that has none. */
import { write } from '../../live/request.ts';
import { viJson } from '../../../src/apis/vcenter/wire.ts';
import type { Action } from '../actions.ts';
import { dialogs } from '../dialogs.svelte.ts';

/** A request with what it does in words and, where there is one, the command of govc. */
export function request(
  what: string,
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
  govc?: string,
): Action {
  return {
    did: {
      what,
      cli: govc === undefined ? { none: 'govc has no command for it' } : { text: govc },
      rest: { text: `${method} ${path}${body === undefined ? '' : ` ${JSON.stringify(body)}`}` },
      yaml: { none: 'not a Kubernetes object' },
    },
    send: () => write(method, path, body),
  };
}

export const vim = (
  what: string,
  type: string,
  moid: string,
  method: string,
  body: object,
  govc?: string,
): Action => request(what, 'POST', `${viJson}/${type}/${encodeURIComponent(moid)}/${method}`, body, govc);

export interface Asked {
  readonly title: string;
  readonly verb: string;
  readonly text: string;
  readonly points?: readonly string[];
  readonly danger?: boolean;
}

/** Asks before it is done. */
export function ask({ title, verb, text, points = [], danger = false }: Asked, action: Action): void {
  dialogs.show({ kind: 'confirm', title, verb, text, points, danger, action });
}
