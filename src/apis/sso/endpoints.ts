// What the sign-on tells whoever has not signed in yet: which services there are and where, in the lookup service; what its own managers are.
// Source: vCenter Single Sign-On Programming Guide, SsoAdminServiceInstance; Platform Services Controller, LookupServiceRegistration.
import { vcenterIn } from '../../kinds/vsphere/vcenter.ts';
import { isObject, type Json } from '../../std/draft.ts';
import { uuidFrom } from '../../std/hash.ts';
import { getOwn } from '../../std/own.ts';
import type { ReadView } from '../../store/view.ts';
import { ssoDomain } from '../vcenter/authorization/principal.ts';
import { reference } from '../vcenter/vim/method.ts';

const place =
  /^\/(?:lookupservice|sso-adminserver)\/sdk\/[^/]+\/(?:LookupServiceInstance|LookupServiceRegistration|SsoAdminServiceInstance|SsoGroupcheckServiceInstance)\/[^/]+\/(\w+)$/;

/** Whether the path is of a method that needs no session. */
export const isEndpoint = (path: string): boolean => place.test(path);

const site = 'default-site';
const product = 'com.vmware.cis';

interface Registered {
  readonly type: string;
  readonly version: string;
  /** Protocol, type and path of each. */
  readonly endpoints: readonly (readonly [string, string, string])[];
}

const registered = (domain: string): readonly Registered[] => [
  {
    type: 'cs.identity',
    version: '2.0',
    endpoints: [
      ['wsTrust', 'com.vmware.cis.cs.identity.sso', `/sts/STSService/${domain}`],
      ['vmomi', 'com.vmware.cis.cs.identity.admin', `/sso-adminserver/sdk/${domain}`],
      ['vmomi', 'com.vmware.cis.cs.identity.groupcheck', `/sso-adminserver/sdk/${domain}`],
    ],
  },
  { type: 'vcenterserver', version: '8.0', endpoints: [['vmomi', 'com.vmware.vim', '/sdk']] },
  {
    type: 'cs.vapi',
    version: '1.0',
    endpoints: [['vapi.json.https.public', 'com.vmware.vapi.endpoint', '/api']],
  },
];

const textIn = (value: Json | undefined, name: string): string => {
  const text = isObject(value) ? getOwn(value, name) : undefined;
  return typeof text === 'string' ? text : '';
};

const asks = (wanted: string, has: string): boolean => wanted === '' || wanted === has;

/** Services that the criteria ask for, with those endpoints of theirs that they ask for. `host` is where the client found vCenter. */
function registrations(fabric: ReadView, criteria: Json | undefined, host: string): Json {
  const { instanceUuid = '', fqdn = host } = vcenterIn(fabric)?.spec ?? {};
  const ofService = isObject(criteria) ? getOwn(criteria, 'serviceType') : undefined;
  const ofEndpoint = isObject(criteria) ? getOwn(criteria, 'endpointType') : undefined;
  const found = registered(ssoDomain(fabric)).map(({ endpoints, ...service }) => ({
    ...service,
    endpoints: endpoints.filter(
      ([protocol, type]) =>
        asks(textIn(ofEndpoint, 'protocol'), protocol) && asks(textIn(ofEndpoint, 'type'), type),
    ),
  }));
  return found
    .filter(
      ({ type, endpoints }) =>
        asks(textIn(ofService, 'product'), product) &&
        asks(textIn(ofService, 'type'), type) &&
        asks(textIn(criteria, 'siteId'), site) &&
        endpoints.length > 0,
    )
    .map(({ type, version, endpoints }) => ({
      _typeName: 'LookupServiceRegistrationInfo',
      serviceVersion: version,
      serviceEndpoints: endpoints.map(([protocol, endpointType, path]) => ({
        url: `https://${host}${path}`,
        endpointType: { protocol, type: endpointType },
      })),
      ownerId: `${type}-${fqdn}@${ssoDomain(fabric)}`,
      serviceType: { product, type },
      nodeId: uuidFrom(0, instanceUuid, 'node'),
      serviceId: type === 'vcenterserver' ? instanceUuid : uuidFrom(0, instanceUuid, type),
      siteId: site,
    }));
}

const lookup: Json = {
  _typeName: 'LookupServiceContent',
  lookupService: reference('LookupLookupService', 'lookupService'),
  serviceRegistration: reference('LookupServiceRegistration', 'ServiceRegistration'),
  deploymentInformationService: reference(
    'LookupDeploymentInformationService',
    'deploymentInformationService',
  ),
  l10n: reference('LookupL10n', 'l10n'),
};

const managers = {
  sessionManager: 'SessionManager',
  configurationManagementService: 'ConfigurationManagementService',
  smtpManagementService: 'SmtpManagementService',
  principalDiscoveryService: 'PrincipalDiscoveryService',
  principalManagementService: 'PrincipalManagementService',
  roleManagementService: 'RoleManagementService',
  passwordPolicyService: 'PasswordPolicyService',
  lockoutPolicyService: 'LockoutPolicyService',
  domainManagementService: 'DomainManagementService',
  identitySourceManagementService: 'IdentitySourceManagementService',
  systemManagementService: 'SystemManagementService',
  computerManagementService: 'ComputerManagementService',
  ssoHealthManagementService: 'SsoHealthManagementService',
  deploymentInformationService: 'DeploymentInformationService',
  replicationService: 'ReplicationService',
} as const;

const admin: Json = {
  _typeName: 'AdminServiceContent',
  ...Object.fromEntries(
    Object.entries(managers).map(([name, type]) => [
      name,
      reference(name === 'sessionManager' ? 'SsoSessionManager' : `SsoAdmin${type}`, name),
    ]),
  ),
};

const groupCheck: Json = {
  _typeName: 'GroupcheckServiceContent',
  sessionManager: reference('SsoSessionManager', 'sessionManager'),
  groupCheckService: reference('SsoGroupcheckService', 'groupCheckService'),
};

/** What the method at the path returns; undefined where there is none of that name. */
export function endpointsOf(
  fabric: ReadView,
  path: string,
  body: Json | undefined,
  host: string,
): Json | undefined {
  switch (place.exec(path)?.[1]) {
    case 'RetrieveServiceContent':
      return lookup;
    case 'GetSiteId':
      return site;
    case 'List':
      return registrations(fabric, isObject(body) ? getOwn(body, 'filterCriteria') : undefined, host);
    case 'SsoAdminServiceInstance':
      return admin;
    case 'SsoGroupcheckServiceInstance':
      return groupCheck;
    default:
      return undefined;
  }
}
