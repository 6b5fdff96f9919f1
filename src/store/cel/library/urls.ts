// `url`: absolute URLs and paths, taken apart. Source: apiserver pkg/cel/library/urls.go; Go's net/url, ParseRequestURI.
import { quoteGo } from '../../../std/go-quote.ts';
import { CelFault, globalFunction, memberFunction, type Overload } from '../overload.ts';
import { bool, list, map, opaque, string } from '../types.ts';
import { MapValue, Opaque, type Value } from '../values.ts';

const urlType = opaque('kubernetes.URL');

export interface Url {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
}

/** The parts of a URL, or Go's words for why it is none. */
export function parseUrl(text: string): Url | string {
  const wrong = (why: string): string => `parse ${quoteGo(text)}: ${why}`;
  if (text === '') return wrong('empty url');
  for (const character of text) {
    if (character < ' ' || character === '\x7f') return wrong('net/url: invalid control character in URL');
  }
  const [, scheme = '', afterScheme = text] = /^([a-zA-Z][a-zA-Z0-9+.-]*):(.*)$/.exec(text) ?? [];
  if (scheme === '' && text.startsWith(':')) return wrong('missing protocol scheme');
  if (scheme === '' && !text.startsWith('/')) return wrong('invalid URI for request');
  const [beforeFragment = ''] = afterScheme.split('#');
  const mark = beforeFragment.indexOf('?');
  const query = mark < 0 ? '' : beforeFragment.slice(mark + 1);
  const hierarchy = mark < 0 ? beforeFragment : beforeFragment.slice(0, mark);
  if (!hierarchy.startsWith('/')) return wrong('invalid URI for request');
  const [, authority = '', path = hierarchy] = /^\/\/([^/]*)(.*)$/.exec(scheme === '' ? '' : hierarchy) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const bad = /%(?![0-9a-fA-F]{2}).{0,2}/.exec(path);
  if (bad !== null) return wrong(`invalid URL escape ${quoteGo(bad[0])}`);
  const badHost = /[ <>"]/.exec(host);
  if (badHost !== null) return wrong(`invalid character ${quoteGo(badHost[0])} in host name`);
  const port = /^(?:\[[^\]]*\]|[^:]*):(.*)$/.exec(host)?.[1];
  if (port !== undefined && !/^\d*$/.test(port))
    return wrong(`invalid port ${quoteGo(`:${port}`)} after host`);
  return { scheme: scheme.toLowerCase(), host, path: escapedPath(path), query };
}

/** The path with everything escaped that a path may not hold. */
function escapedPath(path: string): string {
  return path.replace(/[^A-Za-z0-9\-_.~$&+,/:;=@!'()*%[\]]/gu, (character) => encodeURIComponent(character));
}

function read(text: string): Opaque {
  const url = parseUrl(text);
  if (typeof url === 'string') throw new CelFault(`URL parse error during conversion from string: ${url}`);
  return new Opaque(urlType, url, text);
}

const of = (value: Opaque): Url => value.value as Url;

const withoutPort = (host: string): string => host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');

function unescaped(text: string): string | undefined {
  const plain = text.replaceAll('+', ' ');
  if (/%(?![0-9a-fA-F]{2})/.test(plain)) return undefined;
  const bytes: number[] = [];
  for (const [part] of plain.matchAll(/%[0-9a-fA-F]{2}|[^%]/gsu)) {
    if (part.startsWith('%')) bytes.push(Number.parseInt(part.slice(1), 16));
    else bytes.push(...new TextEncoder().encode(part));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

function queryOf({ query }: Url): MapValue {
  const members = new Map<string, Value[]>();
  for (const pair of query.split('&')) {
    if (pair === '' || pair.includes(';')) continue;
    const mark = pair.indexOf('=');
    const key = unescaped(mark < 0 ? pair : pair.slice(0, mark));
    const value = unescaped(mark < 0 ? '' : pair.slice(mark + 1));
    if (key === undefined || value === undefined) continue;
    const known = members.get(key);
    if (known === undefined) members.set(key, [value]);
    else known.push(value);
  }
  return new MapValue(members);
}

function part(name: string, id: string, take: (url: Url) => string): Overload {
  return memberFunction(name, id, [urlType], string, (url: Opaque) => take(of(url)));
}

export const urls: readonly Overload[] = [
  globalFunction('url', 'string_to_url', [string], urlType, read),
  globalFunction(
    'isURL',
    'is_url_string',
    [string],
    bool,
    (text: string) => typeof parseUrl(text) !== 'string',
  ),
  part('getScheme', 'url_get_scheme', ({ scheme }) => scheme),
  part('getHost', 'url_get_host', ({ host }) => host),
  part('getHostname', 'url_get_hostname', ({ host }) => withoutPort(host)),
  part('getPort', 'url_get_port', ({ host }) => /:(\d*)$/.exec(host)?.[1] ?? ''),
  part('getEscapedPath', 'url_get_escaped_path', ({ path }) => path),
  memberFunction('getQuery', 'url_get_query', [urlType], map(string, list(string)), (url: Opaque) =>
    queryOf(of(url)),
  ),
];
