// Requests by hand with what a kubeconfig holds, for what the client libraries do not let one say.
import { request as httpsRequest } from 'node:https';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { KubeConfig } from '@kubernetes/client-node';

export interface Ask {
  readonly path: string;
  /** GET, or POST where there is a body. */
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  /** Sent as JSON, a text as it is. */
  readonly body?: unknown;
}

/** What tests read of an answer. */
export interface Body {
  readonly kind: string;
  readonly message?: string;
  readonly reason?: string;
  readonly metadata: { readonly name: string; readonly creationTimestamp: string };
  readonly spec: Record<string, unknown>;
  readonly status: Record<string, unknown>;
  readonly items: readonly Body[];
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly json: Body;
}

/** Rejects with Node's error where there is no answer, or where it breaks off. */
export type Requester = (ask: Ask) => Promise<Reply>;

export function requester(kubeconfig: string): Requester {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const url = new URL(config.getCurrentCluster()?.server ?? '');
  const ca = Buffer.from(config.getCurrentCluster()?.caData ?? '', 'base64');
  const authorization = `Bearer ${config.getCurrentUser()?.token}`;
  return ({ path, body, method = body === undefined ? 'GET' : 'POST', headers = {} }) =>
    new Promise((resolve, reject) => {
      const all = { authorization, 'content-type': 'application/json', ...headers };
      const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
      const to = { host: url.hostname, port: url.port, ca, servername: '', agent: false };
      const options = { ...to, path, method, headers: given };
      const request = httpsRequest(options, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const { statusCode: status = 0, headers: told } = response;
          const bytes = Buffer.concat(parts);
          const text = (told['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
          resolve({ status, headers: told, json: (text === '' ? {} : JSON.parse(text)) as Body });
        });
      });
      request.on('error', reject);
      request.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
    });
}
