// Requests for certificates: whom they would certify. Source: kubectl pkg/describe/describe.go.
import { base64ToBytes } from '../../../std/base64.ts';
import { nameAttributes, parseCertificateRequest } from '../../../std/pkcs10.ts';
import { humanDuration } from '../../../std/time.ts';
import type { Run } from '../../effect.ts';
import { Failure } from '../failure.ts';
import { at, listAt, numberAt, textAt, textsAt } from '../json.ts';
import { Description, longTime } from './description.ts';
import type { Described } from './describer.ts';
import { eventsOf, writeEvents } from './events.ts';

function statusOf(object: Described['object']): string {
  const types = listAt(object, 'status', 'conditions').map((condition) => textAt(condition, 'type'));
  const verdict = types.includes('Denied') ? 'Denied' : types.includes('Approved') ? 'Approved' : 'Pending';
  const issued = textAt(object, 'status', 'certificate') === '' ? '' : ',Issued';
  return `${verdict}${types.includes('Failed') ? ',Failed' : ''}${issued}`;
}

/** Labels on one line. */
function oneLine(pairs: readonly (readonly [string, string])[]): string {
  return pairs.length === 0 ? '<none>' : pairs.map(([key, value]) => `${key}=${value}`).join(',');
}

function writeList(description: Description, title: string, values: readonly string[]): void {
  if (values.length > 0) description.write(0, `\t${title}:\t${values.join('\n\t\t')}\n`);
}

export function* describeCertificateRequest({ client, object, showEvents, now }: Described): Run<string> {
  const decoded = base64ToBytes(textAt(object, 'spec', 'request'));
  const parsed = parseCertificateRequest('badAt' in decoded ? '' : new TextDecoder().decode(decoded.bytes));
  if ('error' in parsed) throw new Failure(`Error parsing CSR: ${parsed.error}`);
  const description = new Description();
  description.field(0, 'Name', textAt(object, 'metadata', 'name'));
  description.field(0, 'Labels', oneLine(textsAt(object, 'metadata', 'labels')));
  description.field(0, 'Annotations', oneLine(textsAt(object, 'metadata', 'annotations')));
  description.field(0, 'CreationTimestamp', longTime(textAt(object, 'metadata', 'creationTimestamp')));
  description.field(0, 'Requesting User', textAt(object, 'spec', 'username'));
  const signer = textAt(object, 'spec', 'signerName');
  if (signer !== '') description.field(0, 'Signer', signer);
  if (at(object, 'spec', 'expirationSeconds') !== undefined) {
    const seconds = numberAt(object, 'spec', 'expirationSeconds');
    description.field(0, 'Requested Duration', humanDuration(seconds * 1000));
  }
  description.field(0, 'Status', statusOf(object));
  const named = (attribute: keyof typeof nameAttributes): readonly string[] =>
    parsed.subject.get(nameAttributes[attribute]) ?? [];
  description.write(0, 'Subject:\n');
  description.write(0, `\tCommon Name:\t${named('commonName').at(-1) ?? ''}\n`);
  description.write(0, `\tSerial Number:\t${named('serialNumber').at(-1) ?? ''}\n`);
  writeList(description, 'Organization', named('organization'));
  writeList(description, 'Organizational Unit', named('organizationalUnit'));
  writeList(description, 'Country', named('country'));
  writeList(description, 'Locality', named('locality'));
  writeList(description, 'Province', named('province'));
  writeList(description, 'StreetAddress', named('streetAddress'));
  writeList(description, 'PostalCode', named('postalCode'));
  const { dnsNames, emailAddresses, uris, ipAddresses } = parsed;
  if (dnsNames.length + emailAddresses.length + uris.length + ipAddresses.length > 0) {
    description.write(0, 'Subject Alternative Names:\n');
    writeList(description, 'DNS Names', dnsNames);
    writeList(description, 'Email Addresses', emailAddresses);
    writeList(description, 'URIs', uris);
    writeList(description, 'IP Addresses', ipAddresses);
  }
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}
