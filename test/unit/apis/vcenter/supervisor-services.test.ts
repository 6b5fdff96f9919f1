// Supervisor Services by the Automation API: content checked, registered by version, put on a Supervisor, taken off, forgotten; who may; what
// each release knows of them.
import { describe, expect, it } from 'vitest';
import { instantiateKernels } from '../../../../src/runtime/node/kernels.ts';
import { World } from '../../../../src/world.ts';
import { Client, fourHosts, signedIn, supervisorOf, type Answered } from './support.ts';

const base = '/api/vcenter/namespace-management/supervisor-services';
const onCluster = '/api/vcenter/namespace-management/clusters/domain-c8/supervisor-services';
const harbor = 'harbor.tanzu.vmware.com';

function carvel(version: string, service = harbor): string {
  return `apiVersion: data.packaging.carvel.dev/v1alpha1
kind: PackageMetadata
metadata: { name: ${service} }
spec: { displayName: Harbor, shortDescription: OCI Registry }
---
apiVersion: data.packaging.carvel.dev/v1alpha1
kind: Package
metadata: { name: ${service}.${version} }
spec:
  refName: ${service}
  version: ${version}
  template: { spec: { fetch: [], template: [], deploy: [{ kapp: {} }] } }
`;
}

const definition = `apiVersion: appplatform.wcp.vmware.com/v1alpha2
kind: SupervisorServiceDefinition
metadata: { name: placeholder }
spec: { serviceId: velero-vsphere, version: 1.1.0, label: Velero vSphere Operator, eula: Read me }
`;

const carvelSpec = (text: string) => ({ carvel_spec: { version_spec: { content: btoa(text) } } });
const failed = (type: string, words: RegExp) => ({
  error_type: type,
  messages: [expect.objectContaining({ default_message: expect.stringMatching(words) as string })],
});

function of(release: string): Client {
  const client = new Client(
    World.create({ scenario: { ...fourHosts(), release }, kernels: instantiateKernels() }),
  );
  client.signIn();
  return client;
}

function withHarbor(...versions: readonly string[]): Client {
  const client = signedIn();
  const [first = '2.5.3', ...more] = versions;
  expect(client.ask('POST', base, carvelSpec(carvel(first))).status).toBe(201);
  for (const version of more) {
    const spec = { carvel_spec: { content: btoa(carvel(version)) } };
    expect(client.ask('POST', `${base}/${harbor}/versions`, spec).status).toBe(201);
  }
  return client;
}

const install = (client: Client, more: object = {}): Answered =>
  client.ask('POST', onCluster, { supervisor_service: harbor, version: '2.5.3', ...more });

describe('content', () => {
  const cases: readonly (readonly [name: string, text: string, result: object])[] = [
    [
      'of a Carvel package',
      carvel('2.5.3'),
      {
        status: 'VALID',
        content_type: 'CARVEL_APPS_YAML',
        carvel_apps_check_result: {
          supervisor_service: harbor,
          version: '2.5.3',
          display_name: 'Harbor',
          description: 'OCI Registry',
        },
      },
    ],
    [
      'of a package with more beside it',
      `${carvel('2.5.3')}---\nkind: ConfigMap\napiVersion: v1\n`,
      { status: 'VALID_WITH_WARNINGS' },
    ],
    ['of a package of no version', carvel('two'), { status: 'INVALID', content_type: 'CARVEL_APPS_YAML' }],
    ['of a package with a short name', carvel('1.0.0', 'harbor.local'), { status: 'INVALID' }],
    ['of a package without metadata', carvel('1.0.0').split('---')[1] ?? '', { status: 'INVALID' }],
    [
      'of a vSphere application',
      definition,
      {
        status: 'VALID',
        content_type: 'VSPHERE_APPS_YAML',
        vsphere_apps_check_result: {
          supervisor_service: 'velero-vsphere',
          version: '1.1.0',
          display_name: 'Velero vSphere Operator',
          eula: 'Read me',
        },
      },
    ],
    ['of any other YAML', 'kind: ConfigMap', { status: 'VALID', content_type: 'CUSTOM_YAML' }],
    ['that is no YAML', 'a: [', { status: 'INVALID' }],
  ];
  it.each(cases)('%s is checked', (_name, text, result) => {
    const client = signedIn();
    for (const body of [{ content: btoa(text) }, { spec: { content: btoa(text) } }])
      expect(client.ask('POST', `${base}?action=checkContent`, body)).toEqual({
        status: 200,
        body: expect.objectContaining(result) as unknown,
      });
  });

  it('that is empty or not base64 is an invalid argument', () => {
    const client = signedIn();
    for (const content of ['', 'not base64!'])
      expect(client.ask('POST', `${base}?action=checkContent`, { content })).toEqual({
        status: 400,
        body: failed('INVALID_ARGUMENT', /^Invalid value for 'content'/),
      });
  });
});

describe('a service', () => {
  it('is registered, listed, told with its versions', () => {
    const client = withHarbor('2.5.3', '2.6.0');
    expect(client.ask('GET', base).body).toEqual([
      { supervisor_service: harbor, display_name: 'Harbor', state: 'ACTIVATED' },
    ]);
    expect(client.ask('GET', `${base}/${harbor}`).body).toEqual({
      display_name: 'Harbor',
      description: 'OCI Registry',
      state: 'ACTIVATED',
    });
    const { body } = client.ask('GET', `${base}/${harbor}/versions`);
    expect(body).toMatchObject([{ version: '2.5.3' }, { version: '2.6.0', state: 'ACTIVATED' }]);
    expect(client.ask('GET', `${base}/${harbor}/versions/2.6.0`).body).toMatchObject({
      content_type: 'CARVEL_APPS_YAML',
      content: btoa(carvel('2.6.0')),
      trust_verified: false,
    });
  });

  it('is refused in the same words as its content, when it is there already, and without a spec', () => {
    const client = withHarbor('2.5.3');
    const refused: readonly (readonly [body: object, type: string, words: RegExp])[] = [
      [carvelSpec(carvel('2.5.3')), 'ALREADY_EXISTS', /already exists/],
      [carvelSpec(carvel('v1')), 'INVALID_ARGUMENT', /must be valid semver/],
      [carvelSpec(carvel('1.0')), 'INVALID_ARGUMENT', /must be a string/],
      [{}, 'INVALID_ARGUMENT', /create specification cannot be empty/],
      [
        { vsphere_spec: { version_spec: { content: btoa(definition), trusted_provider: false } } },
        'INVALID_ARGUMENT',
        /End User License Agreement/,
      ],
      [
        { vsphere_spec: { version_spec: { content: btoa(definition), accept_EULA: true } } },
        'INVALID_ARGUMENT',
        /not signed by a trusted provider/,
      ],
      [
        { vsphere_spec: { version_spec: { content: btoa(carvel('9.0.0')), trusted_provider: false } } },
        'INVALID_ARGUMENT',
        /not in the format VSPHERE_APPS_YAML/,
      ],
    ];
    for (const [body, type, words] of refused)
      expect(client.ask('POST', base, body)).toEqual({ status: 400, body: failed(type, words) });
    const other = { carvel_spec: { content: btoa(carvel('1.0.0', 'contour.tanzu.vmware.com')) } };
    expect(client.ask('POST', `${base}/${harbor}/versions`, other).body).toEqual(
      failed('INVALID_ARGUMENT', /of Supervisor Service 'contour/),
    );
  });

  it('of the two other formats is taken too', () => {
    const client = signedIn();
    const content = btoa(definition);
    const vsphere = { version_spec: { content, trusted_provider: false, accept_EULA: true } };
    expect(client.ask('POST', base, { vsphere_spec: vsphere }).status).toBe(201);
    const version_spec = {
      version: '1.0.0',
      display_name: 'Mine 1',
      content: btoa('kind: ConfigMap'),
      trusted_provider: false,
    };
    const custom_spec = { supervisor_service: 'mine', display_name: 'Mine', version_spec };
    expect(client.ask('POST', base, { custom_spec }).status).toBe(201);
    expect(client.ask('GET', `${base}/mine/versions/1.0.0`).body).toMatchObject({
      content_type: 'CUSTOM_YAML',
      display_name: 'Mine 1',
    });
    expect(
      client.ask('POST', base, { custom_spec: { ...custom_spec, supervisor_service: 'namespaces' } }).body,
    ).toEqual(failed('INVALID_ARGUMENT', /reserved/));
  });

  it('goes in three steps: deactivated, without versions, deleted', () => {
    const client = withHarbor('2.5.3', '2.6.0');
    const at = `${base}/${harbor}`;
    const refused = (method: string, path: string, words: RegExp): void =>
      expect(client.ask(method, path)).toEqual({
        status: 400,
        body: failed('NOT_ALLOWED_IN_CURRENT_STATE', words),
      });
    refused('DELETE', at, /Deactivate it/);
    refused('DELETE', `${at}/versions/2.5.3`, /Deactivate it/);
    refused('PATCH', `${at}?action=activate`, /already in state ACTIVATED/);
    expect(client.ask('PATCH', `${at}/versions/2.5.3?action=deactivate`).status).toBe(204);
    refused('PATCH', `${at}/versions/2.6.0?action=deactivate`, /last activated version/);
    expect(client.ask('PATCH', `${at}?action=deactivate`).status).toBe(204);
    refused('PATCH', `${at}/versions/2.6.0?action=activate`, /is deactivated/);
    refused('DELETE', at, /still has versions 2\.5\.3, 2\.6\.0/);
    for (const version of ['2.5.3', '2.6.0'])
      expect(client.ask('DELETE', `${at}/versions/${version}`).status).toBe(204);
    expect(client.ask('DELETE', at).status).toBe(204);
    expect(client.ask('GET', base).body).toEqual([]);
    expect(client.ask('GET', at).status).toBe(404);
  });
});

describe('on a Supervisor', () => {
  it('a service gets its namespace, says that nobody deploys it, and takes its namespace along', () => {
    const client = withHarbor('2.5.3', '2.6.0');
    const yaml_service_config = btoa('hostname: harbor.sandbox.lab\n');
    expect(install(client, { yaml_service_config }).status).toBe(204);
    expect(client.ask('GET', onCluster).body).toEqual([
      { supervisor_service: harbor, desired_version: '2.5.3', config_status: 'CONFIGURING' },
    ]);
    client.pass(120);
    const info = {
      display_name: 'Harbor',
      description: 'OCI Registry',
      desired_version: '2.5.3',
      service_namespace: 'svc-harbor-domain-c8',
      config_status: 'ERROR',
      yaml_service_config,
    };
    const { body } = client.ask('GET', `${onCluster}/${harbor}`);
    expect(body).toMatchObject(info);
    expect((body as { messages: object[] }).messages).toMatchObject([
      {
        severity: 'ERROR',
        details: { default_message: expect.stringMatching(/its package is not deployed/) as string },
      },
    ]);
    const namespaces = '/api/vcenter/namespaces/instances';
    expect(client.ask('GET', `${namespaces}/svc-harbor-domain-c8`).body).toMatchObject({
      config_status: 'RUNNING',
    });
    expect(client.ask('PUT', `${onCluster}/${harbor}`, { version: '2.6.0' }).status).toBe(204);
    const later = client.ask('GET', `${onCluster}/${harbor}`).body;
    expect(later).toMatchObject({ desired_version: '2.6.0' });
    expect(later).not.toHaveProperty('yaml_service_config');
    expect(client.ask('PATCH', `${base}/${harbor}?action=deactivate`).status).toBe(204);
    expect(client.ask('DELETE', `${base}/${harbor}/versions/2.6.0`).body).toEqual(
      failed('NOT_ALLOWED_IN_CURRENT_STATE', /installed on Supervisor/),
    );
    expect(client.ask('DELETE', `${onCluster}/${harbor}`).status).toBe(204);
    expect(client.ask('GET', `${onCluster}/${harbor}`).body).toMatchObject({ config_status: 'REMOVING' });
    client.ask('PATCH', `${base}/${harbor}?action=activate`);
    expect(install(client)).toEqual({
      status: 500,
      body: failed('ERROR', /svc-harbor-domain-c8\) is in terminating status/),
    });
    client.pass(120);
    expect(client.ask('GET', onCluster).body).toEqual([]);
    expect(client.ask('GET', `${namespaces}/svc-harbor-domain-c8`).status).toBe(404);
  });

  it('what cannot be installed is refused', () => {
    const client = withHarbor('2.5.3', '2.6.0');
    expect(install(client).status).toBe(204);
    expect(install(client).body).toEqual(failed('ALREADY_EXISTS', /already exists on Supervisor/));
    const refused: readonly (readonly [body: object, status: number])[] = [
      [{ supervisor_service: 'nobody', version: '1.0.0' }, 404],
      [{ supervisor_service: harbor, version: '9.9.9' }, 404],
      [{ supervisor_service: harbor, version: '2.6.0', yaml_service_config: btoa('- a') }, 400],
      [
        {
          supervisor_service: harbor,
          version: '2.6.0',
          yaml_service_config: btoa('a: b'),
          service_config: { registryName: 'r' },
        },
        400,
      ],
    ];
    for (const [body, status] of refused) expect(client.ask('POST', onCluster, body).status).toBe(status);
    const nowhere = onCluster.replace('domain-c8', 'domain-c999');
    expect(client.ask('GET', nowhere).status).toBe(404);
  });

  it('goes with its Supervisor', () => {
    const client = withHarbor('2.5.3');
    install(client);
    client.pass(60);
    const cluster = '/api/vcenter/namespace-management/clusters/domain-c8';
    expect(client.ask('POST', `${cluster}?action=disable`).status).toBe(204);
    client.pass(3_600);
    expect(client.ask('GET', '/api/vcenter/namespace-management/clusters').body).toEqual([]);
    const left = client.watch('/scopes/fabric/apis/vsphere.sandbox/v1/clustersupervisorservices') as {
      body: string;
    };
    expect(JSON.parse(left.body)).toMatchObject({ items: [] });
    expect(client.ask('GET', base).body).toHaveLength(1);
  });
});

describe('who may', () => {
  it('manage and install are privileges of their own', () => {
    const client = withHarbor('2.5.3');
    const sso =
      '/sso-adminserver/sdk/vsphere.local/SsoAdminPrincipalManagementService/principalManagementService';
    const user = { userName: 'reader', userDetails: {}, password: 'Secret-1' };
    client.ask('POST', `${sso}/CreateLocalPersonUser`, user);
    const permission = {
      principal: 'VSPHERE.LOCAL\\reader',
      group: false,
      propagate: true,
      roleId: -2,
    };
    client.ask('POST', '/sdk/vim25/8.0.1.0/AuthorizationManager/AuthorizationManager/SetEntityPermissions', {
      entity: { _typeName: 'ManagedObjectReference', type: 'Folder', value: 'group-d1' },
      permission: [permission],
    });
    const reader = client.beside();
    expect(reader.signIn('reader@vsphere.local', 'Secret-1').status).toBe(201);
    expect(reader.ask('GET', base).body).toHaveLength(1);
    expect(reader.ask('PATCH', `${base}/${harbor}?action=deactivate`).body).toEqual(
      failed('UNAUTHORIZED', /SupervisorServices\.Manage/),
    );
    expect(install(reader).body).toEqual(failed('UNAUTHORIZED', /SupervisorServices\.Install.*domain-c8/));
  });
});

describe('releases', () => {
  it('before 7.0 U3 have no Supervisor Services', () => {
    expect(of('7.0 GA').ask('GET', base).status).toBe(404);
  });

  it('before 8.0 know no Carvel packages and no values in YAML', () => {
    const client = of('7.0 U3');
    expect(client.ask('POST', base, carvelSpec(carvel('2.5.3'))).body).toEqual(
      failed('UNEXPECTED_INPUT', /carvel_spec/),
    );
    const vsphere = {
      version_spec: { content: btoa(definition), trusted_provider: false, accept_EULA: true },
    };
    expect(client.ask('POST', base, { vsphere_spec: vsphere }).status).toBe(201);
    const spec = { supervisor_service: 'velero-vsphere', version: '1.1.0' };
    expect(client.ask('POST', onCluster, { ...spec, yaml_service_config: 'e30=' }).body).toEqual(
      failed('UNEXPECTED_INPUT', /yaml_service_config/),
    );
    expect(client.ask('POST', onCluster, { ...spec, service_config: { registryName: 'r' } }).status).toBe(
      204,
    );
  });

  it('8.0 U3 says what was registered by default', () => {
    const client = of('8.0 U3');
    client.ask('POST', base, carvelSpec(carvel('2.5.3')));
    expect(client.ask('GET', `${base}/${harbor}`).body).toMatchObject({
      must_be_installed: false,
      has_default_versions_registered: false,
    });
  });
});

describe('a pre-check of a version on a Supervisor', () => {
  it('says whether it may be there, until another version is', () => {
    const client = of('8.0 U3');
    const one = `/api/vcenter/namespace-management/supervisors/${supervisorOf(client)}/supervisor-services/${harbor}`;
    expect(client.ask('POST', base, carvelSpec(carvel('2.5.3'))).status).toBe(201);
    const result = `${one}/versions/2.5.3/precheck`;
    expect(client.ask('GET', result).status).toBe(404);
    expect(client.ask('POST', `${one}?action=precheck`, { target_version: '9' }).status).toBe(404);
    expect(client.ask('POST', `${one}?action=precheck`, { target_version: '2.5.3' }).status).toBe(204);
    expect(client.ask('GET', result).body).toMatchObject({
      target_version: '2.5.3',
      status: 'COMPATIBLE',
      status_messages: [],
    });
    client.ask('PATCH', `${base}/${harbor}?action=deactivate`);
    client.ask('POST', `${one}?action=precheck`, { target_version: '2.5.3' });
    expect(client.ask('GET', result).body).toMatchObject({ status: 'INCOMPATIBLE' });
    client.ask('PATCH', `${base}/${harbor}?action=activate`);
    expect(install(client).status).toBe(204);
    expect(client.ask('GET', result).status).toBe(404);
  });
});
