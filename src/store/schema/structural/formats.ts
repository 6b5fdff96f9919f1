// The formats that Kubernetes checks in custom objects; a name that is not here is no format and checks nothing.
// Source: kube-openapi pkg/validation/strfmt; apiextensions-apiserver pkg/apiserver/validation/formats.go.
import { base64ToBytes } from '../../../std/base64.ts';
import { isIpv6Text, parseCidr, parseIpv4 } from '../../../std/ip.ts';
import { isDns1123Label, isDns1123Subdomain } from '../../../std/names.ts';
import { readDuration } from '../../cel/durations.ts';
import { parseNetwork } from '../../cel/library/addresses.ts';
import { parseUrl } from '../../cel/library/urls.ts';
import { readTimestamp } from '../../cel/values.ts';

const uuid = (version: string): RegExp =>
  new RegExp(`^[0-9a-f]{8}-?[0-9a-f]{4}-?${version}[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$`, 'i');

const any = uuid('[0-9a-f]');
const uuid3 = uuid('3');
const uuid4 = uuid('4');
const uuid5 = uuid('5');

const hostname =
  /^(?=.{1,255}$)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
const email = /^[^\s@<>()]+@[^\s@<>()]+$/;
/** Durations as strfmt reads them: Go's, or numbers with units by name. */
const longDuration =
  /^\s*\d+\s*(?:ns|us|µs|ms|s|m|h|d|w|nanos?|micros?|millis?|secs?|mins?|hours?|hrs?|days?|weeks?|wks?)\s*$/;

export const formats: ReadonlyMap<string, (text: string) => boolean> = new Map<
  string,
  (text: string) => boolean
>([
  ['date', (text) => /^\d{4}-\d\d-\d\d$/.test(text) && readTimestamp(text) !== undefined],
  ['date-time', (text) => text.length > 10 && readTimestamp(text.replace(' ', 'T')) !== undefined],
  ['datetime', (text) => text.length > 10 && readTimestamp(text.replace(' ', 'T')) !== undefined],
  ['duration', (text) => readDuration(text) !== undefined || longDuration.test(text)],
  ['byte', (text) => 'bytes' in base64ToBytes(text)],
  ['uri', (text) => typeof parseUrl(text) !== 'string'],
  ['email', (text) => email.test(text)],
  ['hostname', (text) => hostname.test(text)],
  ['ipv4', (text) => parseIpv4(text) !== undefined],
  ['ipv6', isIpv6Text],
  ['cidr', (text) => parseCidr(text) !== undefined || parseNetwork(text) !== undefined],
  ['mac', (text) => /^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$|^(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}$/i.test(text)],
  ['uuid', (text) => any.test(text)],
  ['uuid3', (text) => uuid3.test(text)],
  ['uuid4', (text) => uuid4.test(text)],
  ['uuid5', (text) => uuid5.test(text)],
  ['hexcolor', (text) => /^#?(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(text)],
  ['rgbcolor', (text) => /^rgb\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*\)$/.test(text)],
  ['bsonobjectid', (text) => /^[0-9a-f]{24}$/i.test(text)],
  ['isbn', (text) => /^(?:97[89][- ]?)?(?:\d[- ]?){9}[\dX]$/.test(text)],
  ['isbn10', (text) => /^(?:\d[- ]?){9}[\dX]$/.test(text)],
  ['isbn13', (text) => /^97[89][- ]?(?:\d[- ]?){10}$/.test(text)],
  ['creditcard', (text) => /^\d{13,19}$/.test(text.replace(/[- ]/g, ''))],
  ['ssn', (text) => /^\d{3}[- ]?\d{2}[- ]?\d{4}$/.test(text)],
  ['k8s-short-name', (text) => isDns1123Label(text).length === 0],
  ['k8s-long-name', (text) => isDns1123Subdomain(text).length === 0],
]);
