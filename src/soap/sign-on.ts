// Signing in with a token: the secure token service gives one to whoever has a password, the services take it instead of one. A token is an
// assertion of SAML around a session of vCenter, whose mark stands where a signature by XML would. Source: WS-Trust 1.4; SAML 2.0, assertions.
import type { WireRequest, WireResponse } from '../apis/kubernetes/wire.ts';
import { bytesToBase64 } from '../std/base64.ts';
import { scanJson } from '../std/json-scan.ts';
import { escapeXml, readXml, XmlError, type XmlElement } from '../std/xml.ts';

const trust = 'http://docs.oasis-open.org/ws-sx/ws-trust/200512';
const saml = 'urn:oasis:names:tc:SAML:2.0:assertion';
const soap = 'http://schemas.xmlsoap.org/soap/envelope/';

export const isTokenService = (path: string): boolean => /^\/sts\/STSService(?:\/[^/]+)?$/.test(path);

/** The first element of a name below another, at any depth. */
function within(element: XmlElement | undefined, name: string): XmlElement | undefined {
  for (const child of element?.children ?? []) {
    const found = child.name === name ? child : within(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The session that a message's header brings an assertion of. */
export function sessionOfAssertion(security: XmlElement | undefined): string | undefined {
  return within(within(security, 'Assertion'), 'SignatureValue')?.text.trim();
}

function enveloped(status: number, body: string): WireResponse {
  const text = `<?xml version="1.0" encoding="UTF-8"?><S:Envelope xmlns:S="${soap}"><S:Body>${body}</S:Body></S:Envelope>`;
  return { status, headers: { 'content-type': 'text/xml; charset=utf-8' }, body: text };
}

const refused = (code: string, message: string): WireResponse =>
  enveloped(
    500,
    `<S:Fault><faultcode xmlns:ns0="${trust}/">ns0:${code}</faultcode><faultstring>${escapeXml(message)}</faultstring></S:Fault>`,
  );

function assertion(session: string, user: string, created: string, expires: string): string {
  const name = escapeXml(user);
  const times = `NotBefore="${escapeXml(created)}" NotOnOrAfter="${escapeXml(expires)}"`;
  return (
    `<saml2:Assertion xmlns:saml2="${saml}" ID="_${escapeXml(session.slice(-32))}" IssueInstant="${escapeXml(created)}" Version="2.0">` +
    '<saml2:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">Supervisor Sandbox</saml2:Issuer>' +
    `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignatureValue>${escapeXml(session)}</ds:SignatureValue></ds:Signature>` +
    `<saml2:Subject><saml2:NameID Format="http://schemas.xmlsoap.org/claims/UPN">${name}</saml2:NameID>` +
    '<saml2:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"/></saml2:Subject>' +
    `<saml2:Conditions ${times}/></saml2:Assertion>`
  );
}

function issued(root: XmlElement, ask: (request: WireRequest) => WireResponse): WireResponse {
  const request = within(within(root, 'Body'), 'RequestSecurityToken');
  const textOf = (name: string): string => within(request, name)?.text.trim() ?? '';
  if (textOf('RequestType') !== `${trust}/Issue`)
    return refused(
      'InvalidRequest',
      'Only tokens that nobody has yet are given: a bearer token is not renewed.',
    );
  if (textOf('KeyType') === `${trust}/PublicKey`)
    return refused(
      'RequestFailed',
      'Tokens for the holder of a key are not given here: ask for a bearer token.',
    );
  const known = within(within(root, 'Security'), 'UsernameToken');
  const user = within(known, 'Username')?.text.trim() ?? '';
  const password = within(known, 'Password')?.text ?? '';
  const { status, body } = ask({
    method: 'POST',
    path: '/api/session',
    headers: { authorization: `Basic ${bytesToBase64(new TextEncoder().encode(`${user}:${password}`))}` },
  });
  if (status !== 201) return refused('FailedAuthentication', 'Invalid credentials');
  const scanned = scanJson(body);
  const session = 'error' in scanned ? '' : String(scanned.value);
  const [created, expires] = [textOf('Created'), textOf('Expires')];
  const lifetime = `<wsu:Created>${escapeXml(created)}</wsu:Created><wsu:Expires>${escapeXml(expires)}</wsu:Expires>`;
  return enveloped(
    200,
    `<wst:RequestSecurityTokenResponseCollection xmlns:wst="${trust}"><wst:RequestSecurityTokenResponse>` +
      `<wst:TokenType>${saml}</wst:TokenType>` +
      '<wst:Lifetime xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd">' +
      `${lifetime}</wst:Lifetime><wst:KeyType>${trust}/Bearer</wst:KeyType>` +
      `<wst:RequestedSecurityToken>${assertion(session, user, created, expires)}</wst:RequestedSecurityToken>` +
      '</wst:RequestSecurityTokenResponse></wst:RequestSecurityTokenResponseCollection>',
  );
}

/** Answers the secure token service. */
export function tokenFor(
  { method, body = '' }: WireRequest,
  ask: (request: WireRequest) => WireResponse,
): WireResponse {
  if (method !== 'POST') return { status: 405, headers: { allow: 'POST' }, body: '' };
  try {
    return issued(readXml(body), ask);
  } catch (error) {
    if (error instanceof XmlError) return refused('InvalidRequest', error.message);
    throw error;
  }
}
