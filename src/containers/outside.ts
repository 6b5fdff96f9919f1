// The world outside of the lab, as far as a Pod meets it: names that tutorials ask for, each with an address that it has had, and a web
// server that says who it is. Pods come there through their Tier-1's SNAT, as images come in. Deliberately absent: every other name.
import type { HttpAnswer, HttpRequest } from '../shell/http.ts';

export interface Site {
  readonly names: readonly string[];
  readonly address: string;
  /** What asks it without TLS is told to come back with it. */
  readonly insists: boolean;
}

const sites: readonly Site[] = [
  { names: ['kubernetes.io', 'www.kubernetes.io'], address: '15.197.167.90', insists: true },
  { names: ['example.com', 'www.example.com'], address: '93.184.215.14', insists: false },
  { names: ['google.com', 'www.google.com'], address: '142.250.74.142', insists: false },
  { names: ['github.com'], address: '140.82.121.4', insists: true },
  { names: ['registry.k8s.io'], address: '34.96.108.209', insists: true },
  { names: ['dns.google'], address: '8.8.8.8', insists: true },
  { names: ['one.one.one.one'], address: '1.1.1.1', insists: true },
];

export function siteNamed(name: string): Site | undefined {
  return sites.find(({ names }) => names.includes(name));
}

export function siteAt(address: string): Site | undefined {
  return sites.find((site) => site.address === address);
}

export const sitePorts: readonly number[] = [80, 443];

/** What a site says to a request; undefined where it is asked for TLS on a port that has none, or the other way round. */
export function answerOf(
  { names, insists }: Site,
  port: number,
  scheme: string,
  { method, path, headers }: HttpRequest,
): HttpAnswer | undefined {
  if ((port === 443) !== (scheme === 'https')) return undefined;
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? names[0] ?? '';
  const type = ['Content-Type', 'text/html; charset=utf-8'] as const;
  if (insists && port === 80) {
    const location = ['Location', `https://${host}${path}`] as const;
    return { status: 301, reason: 'Moved Permanently', headers: [type, location], body: '' };
  }
  const body = `<!doctype html>\n<html>\n<head><title>${host}</title></head>\n<body><h1>${host}</h1></body>\n</html>\n`;
  return { status: 200, reason: 'OK', headers: [type], body: method === 'HEAD' ? '' : body };
}
