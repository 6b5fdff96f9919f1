// The support bundle of a cluster: a token lets one download it for some minutes, the same token whoever asks within them. What is in it here is
// the service's log alone. Source: vSphere Automation API, com.vmware.vcenter.namespace_management.SupportBundle.
import { vcenterIn } from '../../kinds/vsphere/vcenter.ts';
import { isObject } from '../../std/draft.ts';
import { hash128 } from '../../std/hash.ts';
import { scanJson } from '../../std/json-scan.ts';
import { MINUTE_MS } from '../../std/time.ts';
import type { ReadView } from '../../store/view.ts';
import { json, text } from '../kubernetes/answer.ts';
import type { WireRequest, WireResponse } from '../kubernetes/wire.ts';
import { wcpLog } from './log.ts';

const goodForMs = 5 * MINUTE_MS;

const path = '/wcp/support-bundle/';
const tokenHeader = 'wcp-support-bundle-token';

export interface BundleToken {
  readonly token: string;
  readonly expiresAt: number;
}

/** Good until the five minutes after these are over. */
export function bundleToken(fabric: ReadView, cluster: string, at = fabric.now): BundleToken {
  const since = Math.floor(at / goodForMs) * goodForMs;
  const instance = vcenterIn(fabric)?.spec.instanceUuid ?? '';
  return {
    token: hash128(`support bundle ${instance} ${cluster} ${since}`),
    expiresAt: since + 2 * goodForMs,
  };
}

/** Where to download it from: the name that vCenter was reached by, else its own. */
export function bundleUrl(fabric: ReadView, cluster: string, host?: string): string {
  return `https://${host ?? vcenterIn(fabric)?.spec.fqdn ?? ''}${path}${cluster}`;
}

/** As a header, or as the one member of a body. */
function tokenOf({ headers, body }: WireRequest): string | undefined {
  const given = headers?.[tokenHeader];
  if (given !== undefined || body === undefined) return given;
  const scanned = scanJson(body);
  const told = 'error' in scanned || !isObject(scanned.value) ? undefined : scanned.value[tokenHeader];
  return typeof told === 'string' ? told : undefined;
}

/** The bundle, undefined of any other path. */
export function supportBundle(fabric: ReadView, request: WireRequest): WireResponse | undefined {
  const { path: asked } = request;
  if (!asked.startsWith(path)) return undefined;
  const cluster = asked.slice(path.length);
  const given = tokenOf(request);
  const good = [fabric.now, fabric.now - goodForMs].map((at) => bundleToken(fabric, cluster, at).token);
  if (given === undefined || !good.includes(given))
    return json(401, { error: 'invalid or missing support bundle token' });
  return text(200, wcpLog(fabric, cluster));
}
