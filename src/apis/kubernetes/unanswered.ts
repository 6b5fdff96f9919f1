// Versions that somebody registered and for which nobody answers: discovery tells them as stale, everything else is refused.
// Source: kube-aggregator pkg/apiserver/handler_proxy.go.
import { unansweredIn } from '../../kinds/apiregistration/api-service.ts';
import type { ReadView } from '../../store/view.ts';
import { text } from './answer.ts';
import type { WireResponse } from './wire.ts';

export interface GroupAndVersion {
  readonly group: string;
  readonly version: string;
}

export function unanswered(view: ReadView): readonly GroupAndVersion[] {
  return unansweredIn(view).map(({ spec }) => ({ group: spec.group ?? '', version: spec.version ?? '' }));
}

export function serviceUnavailable(): WireResponse {
  return text(503, 'service unavailable\n');
}
