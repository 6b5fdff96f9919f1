/**
 * What went wrong with a request, in the words of whoever refused it: a Kubernetes Status, an error of the vSphere Automation API or of
 * VI/JSON, or bare text. Never made up here.
 */
import type { WireResponse } from '../../src/apis/kubernetes/wire.ts';

export interface Cause {
  /** `spec.replicas`; empty where the whole object is meant. */
  readonly field: string;
  readonly message: string;
}

export interface Problem {
  /** HTTP status; 0 where no answer came. */
  readonly code: number;
  /** Kubernetes' reason, `NotFound`; or an error type. */
  readonly reason: string;
  readonly message: string;
  readonly causes: readonly Cause[];
}

interface ErrorBody {
  readonly kind?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly field?: string; readonly message?: string }[] };
  readonly error_type?: string;
  readonly messages?: readonly { readonly default_message?: string }[];
  readonly _typeName?: string;
  readonly faultMessage?: readonly { readonly message?: string }[];
  readonly error?: string;
}

export function problemOf({ status, body }: WireResponse): Problem {
  let read: ErrorBody;
  try {
    read = JSON.parse(body) as ErrorBody;
  } catch {
    return { code: status, reason: '', message: body.trim() || `the answer was ${status}`, causes: [] };
  }
  // Each is the cause of the one before.
  const messages = (read.messages ?? []).flatMap((each) => each.default_message ?? []);
  const message =
    read.message ??
    (messages.length === 0 ? undefined : messages.join(': ')) ??
    read.faultMessage?.[0]?.message ??
    read.error ??
    `the answer was ${status}`;
  const causes = (read.details?.causes ?? []).map((cause) => ({
    field: cause.field ?? '',
    message: cause.message ?? '',
  }));
  return { code: status, reason: read.reason ?? read.error_type ?? read._typeName ?? '', message, causes };
}

/** Why no answer came at all: the worker is gone. */
export function unanswered(error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  return { code: 0, reason: 'NoAnswer', message, causes: [] };
}
