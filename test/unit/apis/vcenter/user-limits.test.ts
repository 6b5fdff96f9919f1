// What a person with a role in a vSphere Namespace may not do on the Supervisor, in Kubernetes' words; and what administrators may not either.
import { expect, it } from 'vitest';
import { signedIn } from './support.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const anna = 'dev-anna@vsphere.local';
const admin = 'administrator@vsphere.local';

const cannot = (
  user: string,
  verb: string,
  resource: string,
  group: string,
  place = 'at the cluster scope',
): string => {
  const full = group === '' ? resource : `${resource}.${group}`;
  return `${full} is forbidden: User "sso:${user}" cannot ${verb} resource "${resource}" in API group "${group}" ${place}`;
};

it.each<readonly [string, string, string, string, string, string]>([
  [
    'CRDs',
    anna,
    'POST',
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    'customresourcedefinitions',
    'apiextensions.k8s.io',
  ],
  [
    'CRDs',
    admin,
    'POST',
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    'customresourcedefinitions',
    'apiextensions.k8s.io',
  ],
  ['cluster roles', anna, 'POST', `${rbac}/clusterroles`, 'clusterroles', 'rbac.authorization.k8s.io'],
  [
    'cluster role bindings',
    admin,
    'POST',
    `${rbac}/clusterrolebindings`,
    'clusterrolebindings',
    'rbac.authorization.k8s.io',
  ],
  [
    'storage classes',
    anna,
    'POST',
    '/apis/storage.k8s.io/v1/storageclasses',
    'storageclasses',
    'storage.k8s.io',
  ],
  [
    'a CSI driver of their own',
    anna,
    'POST',
    '/apis/storage.k8s.io/v1/csidrivers',
    'csidrivers',
    'storage.k8s.io',
  ],
  ['volumes', admin, 'GET', '/api/v1/persistentvolumes', 'persistentvolumes', ''],
  [
    'webhooks',
    anna,
    'POST',
    '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
    'validatingwebhookconfigurations',
    'admissionregistration.k8s.io',
  ],
])('%s are not for %s: %s %s', (_what, user, method, path, resource, group) => {
  const client = signedIn();
  client.signIn(user);
  expect(client.ask(method, path, { metadata: { name: 'mine' } })).toMatchObject({
    status: 403,
    body: {
      reason: 'Forbidden',
      message: cannot(user, method === 'GET' ? 'list' : 'create', resource, group),
    },
  });
});

it.each<readonly [string, string, string, string, string, string]>([
  [
    'role bindings',
    anna,
    `${rbac}/namespaces/demo/rolebindings`,
    'rolebindings',
    'rbac.authorization.k8s.io',
    'demo',
  ],
  ['roles', anna, `${rbac}/namespaces/demo/roles`, 'roles', 'rbac.authorization.k8s.io', 'demo'],
  [
    'Deployments in default',
    admin,
    '/apis/apps/v1/namespaces/default/deployments',
    'deployments',
    'apps',
    'default',
  ],
  [
    'service accounts of the system',
    admin,
    '/api/v1/namespaces/vmware-system-supervisor-services/serviceaccounts',
    'serviceaccounts',
    '',
    'vmware-system-supervisor-services',
  ],
  ['Pods beside the control plane’s', anna, '/api/v1/namespaces/kube-system/pods', 'pods', '', 'kube-system'],
])('%s are not for %s: %s', (_what, user, path, resource, group, namespace) => {
  const client = signedIn();
  client.signIn(user);
  expect(client.ask('POST', path, { metadata: { name: 'mine' } })).toMatchObject({
    status: 403,
    body: { message: cannot(user, 'create', resource, group, `in the namespace "${namespace}"`) },
  });
});

it('whoever comes later looks around as those do who were there from the start', () => {
  const client = signedIn();
  const sso =
    '/sso-adminserver/sdk/vsphere.local/SsoAdminPrincipalManagementService/principalManagementService';
  client.ask('POST', `${sso}/CreateLocalPersonUser`, {
    userName: 'late',
    userDetails: {},
    password: 'Secret-1',
  });
  client.signIn('late@vsphere.local', 'Secret-1');
  expect(client.ask('GET', '/api/v1/namespaces').status).toBe(200);
  expect(client.ask('GET', '/api/v1/nodes').status).toBe(200);
  expect(client.ask('GET', '/api/v1/namespaces/demo/pods').status).toBe(403);
});
