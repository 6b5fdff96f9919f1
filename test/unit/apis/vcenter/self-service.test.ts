// Namespace self-service: who may make namespaces with kubectl, what becomes of them, and how they go.
import { describe, expect, it } from 'vitest';
import { signedIn, type Answered, type Client } from './support.ts';

const path = '/api/vcenter/namespaces/namespace-self-service';
const templates = '/api/vcenter/namespaces/namespace-templates/clusters/domain-c8';
const instances = '/api/vcenter/namespaces/instances';
const permissions = [{ subject: 'dev-anna', domain: 'vsphere.local', subject_type: 'USER' }];
const template = { template: 'small', resource_spec: { pod_count: 3 }, permissions };

function anna(client: Client): Client {
  const other = client.beside();
  other.signIn('dev-anna@vsphere.local');
  return other;
}

const makeNamespace = (by: Client, name: string): Answered =>
  by.ask('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

function activated(): Client {
  const client = signedIn();
  expect(client.ask('POST', `${path}/domain-c8?action=activateWithTemplate`, template).status).toBe(204);
  client.pass(5);
  return client;
}

describe('self-service', () => {
  it('is off until it is activated, and off again afterwards', () => {
    const client = signedIn();
    const may = () => makeNamespace(anna(client), 'mine');
    expect(may()).toMatchObject({
      status: 403,
      body: {
        message:
          'namespaces is forbidden: User "sso:dev-anna@vsphere.local" cannot create resource "namespaces" in API group "" at the cluster scope',
      },
    });
    expect(client.ask('GET', path).body).toEqual([
      { cluster: 'domain-c8', capability: 'SUPPORTED', status: 'DEACTIVATED' },
    ]);
    expect(client.ask('POST', templates, template).status).toBe(204);
    expect(client.ask('POST', `${path}/domain-c8?action=activate`).status).toBe(204);
    expect(client.ask('GET', `${path}/domain-c8`).body).toMatchObject({
      cluster: 'domain-c8',
      status: 'RUNNING',
      messages: [],
      namespace_template: 'small',
    });
    client.pass(5);
    expect(client.ask('POST', `${path}/domain-c8?action=deactivate`).status).toBe(204);
    client.pass(5);
    expect(may().status).toBe(403);
  });

  it('makes a vSphere Namespace of what a developer makes: of the template, theirs, and theirs to delete', () => {
    const client = activated();
    const developer = anna(client);
    expect(makeNamespace(developer, 'mine').status).toBe(201);
    client.pass(60);
    expect(client.ask('GET', `${instances}/mine`).body).toMatchObject({
      config_status: 'RUNNING',
      self_service_namespace: true,
      access_list: [{ subject: 'dev-anna', role: 'OWNER' }],
      resource_spec: { pod_count: 3 },
    });
    expect(developer.ask('GET', '/api/v1/namespaces/mine').body).toMatchObject({
      metadata: {
        labels: { vSphereClusterID: 'domain-c8' },
        annotations: {
          'vmware-system-self-service-namespace': 'true',
          'vmware-system-namespace-owner-count': '1',
          'vmware-system-resource-pool': expect.stringMatching(/^resgroup-\d+$/),
        },
      },
    });
    const pod = { metadata: { name: 'web' }, spec: { containers: [{ name: 'web', image: 'nginx' }] } };
    expect(developer.ask('POST', '/api/v1/namespaces/mine/pods', pod).status).toBe(201);
    expect(developer.ask('DELETE', '/api/v1/namespaces/demo').status).toBe(403);
    expect(developer.ask('DELETE', '/api/v1/namespaces/mine').status).toBe(200);
    client.pass(120);
    expect(client.ask('GET', `${instances}/mine`).status).toBe(404);
    expect(client.ask('GET', '/api/v1/namespaces/mine').status).toBe(404);
  });

  it('leaves alone what administrators make by vCenter', () => {
    const client = activated();
    client.ask('POST', instances, { cluster: 'domain-c8', namespace: 'team-a' });
    client.pass(60);
    expect(client.ask('GET', `${instances}/team-a`).body).toMatchObject({ self_service_namespace: false });
  });

  it.each<readonly [string, (client: Client) => Answered, number, string]>([
    [
      'twice',
      (client) => client.ask('POST', `${path}/domain-c8?action=activate`),
      400,
      'NOT_ALLOWED_IN_CURRENT_STATE',
    ],
    ['of a taken name', (client) => client.ask('POST', templates, template), 400, 'ALREADY_EXISTS'],
    [
      'of a bad name',
      (client) => client.ask('POST', templates, { ...template, template: 'Big One' }),
      400,
      'INVALID_ARGUMENT',
    ],
    [
      'on a cluster without a Supervisor',
      (client) => client.ask('POST', `${path}/domain-c9?action=activate`),
      404,
      'NOT_FOUND',
    ],
    [
      'with a policy that there is not',
      (client) =>
        client.ask('POST', templates, { ...template, template: 'b', storage_specs: [{ policy: 'none' }] }),
      404,
      'NOT_FOUND',
    ],
    ['without the privilege', (client) => anna(client).ask('POST', templates, template), 403, 'UNAUTHORIZED'],
  ])('%s is refused', (_title, ask, status, type) => {
    expect(ask(activated())).toMatchObject({ status, body: { error_type: type } });
  });

  it('follows its template', () => {
    const client = activated();
    expect(client.ask('PATCH', `${templates}/small`, { permissions: [] }).status).toBe(204);
    expect(client.ask('GET', `${templates}/small`).body).toMatchObject({
      template: 'small',
      permissions: [],
    });
    expect(client.ask('GET', templates).body).toEqual([{ template: 'small' }]);
    client.pass(5);
    expect(makeNamespace(anna(client), 'mine').status).toBe(403);
  });
});
