// What programs say by HTTP and hear: plain data, whoever carries it.

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export interface Address {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

const defaultPorts: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  telnet: 23,
};

/** Undefined where a text is no URL of a scheme that has a port. */
export function addressOf(url: string): Address | undefined {
  const match = /^(?:([a-z]+):\/\/)?(?:[^/@]*@)?([^/:?#]+|\[[^\]]+\])(?::(\d{1,5}))?([/?][^#]*)?/i.exec(url);
  if (match === null) return undefined;
  const [, scheme = 'http', host = '', port, path = '/'] = match;
  const known = defaultPorts[scheme.toLowerCase()];
  if (known === undefined && port === undefined) return undefined;
  return {
    scheme: scheme.toLowerCase(),
    host,
    port: port === undefined ? (known ?? 0) : Number(port),
    path: path.startsWith('/') ? path : `/${path}`,
  };
}

/** Where an answer sends whoever asked; undefined where it is the answer. */
export function redirectionOf({ status, headers }: HttpAnswer, from: Address): Address | undefined {
  const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
  return location.startsWith('/') ? { ...from, path: location } : addressOf(location);
}
