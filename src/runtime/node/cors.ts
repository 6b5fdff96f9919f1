// Which web pages may read the server's answers: those whose origin matches what it was started with, none by default.
// Source: apiserver pkg/server/filters/cors.go, pkg/server/options/server_run_options.go, validateCorsAllowedOriginList.
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { RE2JS, RE2JSSyntaxException } from 're2js';
import { UsageError } from './args.ts';

/** Whether pages of an origin are let in. */
export type Origins = (origin: string) => boolean;

export const noOrigins: Origins = () => false;

const flag = '--cors-allowed-origins';

function patternOf(text: string): RE2JS {
  const invalid = (why: string): UsageError =>
    new UsageError(`${flag} has an invalid regular expression: ${why}`);
  // Else https://example.com.evil.org would match what was meant for example.com.
  const isPinned =
    ['^', '//'].some((part) => text.includes(part)) && ['$', ':'].some((part) => text.includes(part));
  try {
    const pattern = RE2JS.compile(text);
    if (!isPinned) throw invalid('regular expression does not pin to start/end of host in the origin header');
    return pattern;
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) throw invalid(error.message);
    throw error;
  }
}

/** The origins that a list of expressions, set apart by commas, lets in. Throws a UsageError. */
export function originsOf(list: string): Origins {
  const patterns = list.split(',').map(patternOf);
  return (origin) => patterns.some((pattern) => pattern.matcher(origin).find());
}

/** What lets a page read an answer; undefined where the request comes from none that may. */
export function corsHeaders({ headers }: IncomingMessage, origins: Origins): OutgoingHttpHeaders | undefined {
  const { origin } = headers;
  if (origin === undefined || !origins(origin)) return undefined;
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'POST, GET, OPTIONS, PUT, DELETE, PATCH',
    'access-control-allow-headers':
      'Content-Type, Content-Length, Accept-Encoding, X-CSRF-Token, Authorization, X-Requested-With, If-Modified-Since',
    'access-control-expose-headers': 'Date',
    'access-control-allow-credentials': 'true',
  };
}
