// Signing in with a token: what the lookup service says of where, an assertion for a password, and a session for an assertion.
import { describe, expect, it } from 'vitest';
import { readXml, type XmlElement } from '../../../src/std/xml.ts';
import { isWaiting, signedIn, SoapClient } from './client.ts';

/** All elements of a name in a document, at any depth. */
function within(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...within(child, name),
  ]);
}

const textAt = (element: XmlElement, name: string): string | undefined => within(element, name)[0]?.text;

const trust = 'http://docs.oasis-open.org/ws-sx/ws-trust/200512';
const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
const admin = '/sso-adminserver/sdk/vsphere.local';

const envelope = (header: string, body: string): string =>
  `<S:Envelope xmlns:S="${soap}"><S:Header>${header}</S:Header><S:Body>${body}</S:Body></S:Envelope>`;

const secured = (inner: string): string => `<wsse:Security xmlns:wsse="urn:wsse">${inner}</wsse:Security>`;

function ask(client: SoapClient, text: string, path: string) {
  const answer = client.send(text, path);
  if (isWaiting(answer)) throw new Error('it waits');
  return answer;
}

function issue(client: SoapClient, password: string, key = 'Bearer', kind = 'Issue') {
  const known = `<wsse:UsernameToken><wsse:Username>administrator@vsphere.local</wsse:Username><wsse:Password>${password}</wsse:Password></wsse:UsernameToken>`;
  const request =
    `<RequestSecurityToken xmlns="${trust}"><RequestType>${trust}/${kind}</RequestType><KeyType>${trust}/${key}</KeyType>` +
    '<Lifetime><u:Created xmlns:u="urn:wsu">2023-04-18T09:00:00.000Z</u:Created><u:Expires xmlns:u="urn:wsu">2023-04-18T09:10:00.000Z</u:Expires></Lifetime>' +
    '</RequestSecurityToken>';
  return ask(client, envelope(secured(known), request), '/sts/STSService/vsphere.local');
}

const assertionIn = (body: string): string => /<saml2:Assertion[^]*<\/saml2:Assertion>/.exec(body)?.[0] ?? '';

function login(client: SoapClient, assertion: string, type: string, method: string, path: string) {
  return ask(
    client,
    envelope(
      secured(assertion),
      `<${method} xmlns="urn:x"><_this type="${type}">sessionManager</_this></${method}>`,
    ),
    path,
  );
}

describe('the lookup service', () => {
  it.each([
    ['cs.identity', 'wsTrust', '/sts/STSService/vsphere.local'],
    ['cs.identity', 'vmomi', admin],
    ['vcenterserver', 'vmomi', '/sdk'],
  ])('says where %s is by %s', (type, protocol, path) => {
    const client = new SoapClient();
    const criteria = `<filterCriteria><serviceType><product>com.vmware.cis</product><type>${type}</type></serviceType><endpointType><protocol>${protocol}</protocol><type/></endpointType></filterCriteria>`;
    const { status, body } = client.call(
      'LookupServiceRegistration',
      'ServiceRegistration',
      'List',
      criteria,
      '/lookupservice/sdk',
    );
    expect(status).toBe(200);
    expect(body).toContain(`${path}</url>`);
    expect(within(readXml(body), 'returnval')).toHaveLength(1);
  });

  it('finds nothing of a product that is not there', () => {
    const criteria =
      '<filterCriteria><serviceType><product>com.example</product><type/></serviceType></filterCriteria>';
    const { body } = new SoapClient().call(
      'LookupServiceRegistration',
      'ServiceRegistration',
      'List',
      criteria,
      '/lookupservice/sdk',
    );
    expect(within(readXml(body), 'returnval')).toEqual([]);
  });
});

describe('a token', () => {
  it('is an assertion of who asked, for as long as they asked', () => {
    const { status, body } = issue(new SoapClient(), 'VMware1!');
    expect(status).toBe(200);
    const answer = readXml(body);
    expect(textAt(answer, 'NameID')).toBe('administrator@vsphere.local');
    expect(within(answer, 'Conditions')[0]?.attributes).toEqual({
      NotBefore: '2023-04-18T09:00:00.000Z',
      NotOnOrAfter: '2023-04-18T09:10:00.000Z',
    });
  });

  it.each([
    ['wrong', 'Bearer', 'Issue', 'ns0:FailedAuthentication'],
    ['VMware1!', 'PublicKey', 'Issue', 'ns0:RequestFailed'],
    ['VMware1!', 'Bearer', 'Renew', 'ns0:InvalidRequest'],
  ])('is not given for %s, %s, %s', (password, key, kind, code) => {
    const { status, body } = issue(new SoapClient(), password, key, kind);
    expect(status).toBe(500);
    expect(textAt(readXml(body), 'faultcode')).toBe(code);
  });

  it.each(['not XML', '<a/>', `<S:Envelope xmlns:S="${soap}"/>`])('is not given for %s', (text) => {
    expect(ask(new SoapClient(), text, '/sts/STSService').status).toBe(500);
  });

  it('signs in to vCenter and to the sign-on, whose logout leaves it good', () => {
    const client = new SoapClient();
    const assertion = assertionIn(issue(client, 'VMware1!').body);
    const search = '<criteria><searchString>dev</searchString><domain>vsphere.local</domain></criteria>';
    const find = (each: SoapClient) =>
      each.call('SsoAdminPrincipalDiscoveryService', 'x', 'FindPersonUsers', search, admin);
    expect(find(client).status).toBe(500);
    expect(login(client, assertion, 'SsoSessionManager', 'Login', admin).status).toBe(200);
    expect(find(client).body).toContain('<name>dev-anna</name>');
    expect(client.call('SsoSessionManager', 'sessionManager', 'Logout', '', admin).status).toBe(200);
    const other = client.beside();
    const answer = login(other, assertion, 'SessionManager', 'LoginByToken', '/sdk');
    expect(answer.body).toContain('<userName>VSPHERE.LOCAL\\administrator</userName>');
    expect(other.returned('ServiceInstance', 'ServiceInstance', 'CurrentTime')).toHaveLength(1);
  });

  it.each([
    ['SsoSessionManager', 'Login', admin, 'SsoFaultInvalidCredentials'],
    ['SessionManager', 'LoginByToken', '/sdk', 'InvalidLogin'],
  ])('that is forged does not: %s', (type, method, path, fault) => {
    const client = new SoapClient();
    const forged = assertionIn(issue(client, 'VMware1!').body).replace(/(<ds:SignatureValue>)../, '$1XX');
    const { status, body } = login(client, forged, type, method, path);
    expect(status).toBe(500);
    expect(body).toContain(`${fault}Fault`);
  });
});

describe('users and groups', () => {
  it('come and go several at a time', () => {
    const client = signedIn();
    const manage = (method: string, inner: string) =>
      client.call('SsoAdminPrincipalManagementService', 'x', method, inner, admin);
    const names = ['ann', 'ben'];
    for (const name of names)
      manage(
        'CreateLocalPersonUser',
        `<userName>${name}</userName><userDetails/><password>VMware1!</password>`,
      );
    manage('CreateLocalGroup', '<groupName>crew</groupName><groupDetails/>');
    const ids = (member: string) =>
      names
        .map((name) => `<${member}><name>${name}</name><domain>vsphere.local</domain></${member}>`)
        .join('');
    expect(manage('AddUsersToLocalGroup', `<groupName>crew</groupName>${ids('userIds')}`).status).toBe(200);
    const group = '<groupId><name>crew</name><domain>vsphere.local</domain></groupId>';
    const members = () =>
      client.call(
        'SsoAdminPrincipalDiscoveryService',
        'x',
        'FindUsersInGroup',
        `${group}<searchString/>`,
        admin,
      );
    expect(within(readXml(members().body), 'kind').map(({ text }) => text)).toEqual(['person', 'person']);
    manage('RemovePrincipalsFromLocalGroup', `<groupName>crew</groupName>${ids('principalsIds')}`);
    expect(within(readXml(members().body), 'returnval')).toEqual([]);
  });
});
