// SOAP 1.1: the envelope that a method comes in, those of answers and of faults. Source: SOAP 1.1; vSphere Web Services SDK Programming Guide.
import type { Json, JsonObject } from '../std/draft.ts';
import type { WireResponse } from '../apis/kubernetes/wire.ts';
import { decodeMembers } from './decode.ts';
import { encodeMembers, encodeValue } from './encode.ts';
import { escapeXml, readXml, XmlError, type XmlElement } from '../std/xml.ts';

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';

/** A method as it was called. */
export interface Called {
  readonly method: string;
  /** The type and the id of the object that it is called on. */
  readonly type: string;
  readonly id: string;
  /** `urn:vim25` */
  readonly namespace: string;
  readonly parameters: JsonObject;
  /** What stands in the header, by name: a session's cookie. */
  readonly header: Readonly<Record<string, string>>;
  /** What proves who calls. */
  readonly security: XmlElement | undefined;
}

const isOfSoap = (name: string) => (element: XmlElement) =>
  element.name === name && element.namespace === soap;

/** Throws an XmlError or a ParameterError where a text is no call. */
export function readCall(text: string): Called {
  const envelope = readXml(text);
  if (!isOfSoap('Envelope')(envelope)) throw new XmlError(`'${envelope.name}' is no envelope of SOAP 1.1.`);
  const [method, ...others] = envelope.children.find(isOfSoap('Body'))?.children ?? [];
  if (method === undefined || others.length > 0)
    throw new XmlError('The body of the envelope must have one method in it.');
  const self = method.children.find(({ name }) => name === '_this');
  if (self === undefined) throw new XmlError(`'${method.name}' is called on nothing: it has no _this.`);
  const header = envelope.children.find(isOfSoap('Header'))?.children ?? [];
  const { _this: _self, ...parameters } = decodeMembers(method, method.name);
  return {
    method: method.name,
    type: self.attributes['type'] ?? '',
    id: self.text.trim(),
    namespace: method.namespace,
    parameters,
    header: Object.fromEntries(header.map((each) => [each.name, each.text.trim()])),
    security: header.find(({ name }) => name === 'Security'),
  };
}

function enveloped(status: number, body: string, headers: WireResponse['headers'] = {}): WireResponse {
  return {
    status,
    headers: { 'content-type': 'text/xml; charset=utf-8', ...headers },
    body:
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
      `<soapenv:Envelope xmlns:soapenv="${soap}" xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/"` +
      ' xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n' +
      `<soapenv:Body>\n${body}\n</soapenv:Body>\n</soapenv:Envelope>`,
  };
}

/** The answer of a method; without a value where it returns nothing. */
export function writeAnswer(
  { method, namespace }: Pick<Called, 'method' | 'namespace'>,
  value: Json | undefined,
  headers?: WireResponse['headers'],
): WireResponse {
  const inner = value === undefined ? '' : encodeValue('returnval', value);
  const name = `${method}Response`;
  return enveloped(200, `<${name} xmlns="${escapeXml(namespace)}">${inner}</${name}>`, headers);
}

export interface Fault {
  /** `ServerFaultCode`, or `ClientFaultCode` of what is no call. */
  readonly code?: string;
  readonly message: string;
  /** The fault's type and its members. */
  readonly type?: string;
  readonly members?: JsonObject;
  readonly namespace?: string;
}

export function writeFault({
  code = 'ServerFaultCode',
  message,
  type,
  members = {},
  namespace = 'urn:vim25',
}: Fault): WireResponse {
  const xmlns = `xmlns="${escapeXml(namespace)}" xsi:type="${escapeXml(type ?? '')}"`;
  const name = `${type ?? ''}Fault`;
  const detail =
    type === undefined
      ? ''
      : `<detail><${name} ${xmlns}>${encodeMembers({ ...members, _typeName: type })}</${name}></detail>`;
  return enveloped(
    500,
    `<soapenv:Fault><faultcode>${code}</faultcode><faultstring>${escapeXml(message)}</faultstring>${detail}</soapenv:Fault>`,
  );
}
