// Answers for people's eyes: indented where the query asks for it, or where the client is a browser, curl or wget.
// Source: apiserver pkg/endpoints/handlers/negotiation, isPrettyPrint.
import type { Query } from './query.ts';
import type { WireRequest, WireResponse } from './wire.ts';

const peoplesClients = ['curl', 'Wget', 'Mozilla/5.0'];

/** Go's strconv.ParseBool. */
const trueWords = ['1', 't', 'T', 'TRUE', 'true', 'True'];

export function wantsPretty(request: WireRequest, query: Query): boolean {
  const asked = query.get('pretty') ?? '';
  if (asked !== '') return trueWords.includes(asked);
  const agent = request.headers?.['user-agent'] ?? '';
  return peoplesClients.some((client) => agent.startsWith(client));
}

export function pretty(response: WireResponse): WireResponse {
  const type = response.headers['content-type'];
  if (typeof type !== 'string' || !type.startsWith('application/json')) return response;
  return { ...response, body: JSON.stringify(JSON.parse(response.body), null, 2) };
}
