// The Web services as clients of them speak: sessions by cookie, refusals as typed faults, the property collector with its filters and pages,
// lists and collectors of a session, the forms of values.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { instantiateKernels } from '../../../src/runtime/node/kernels.ts';
import { presetNamed, type Scenario } from '../../../src/scenarios/index.ts';
import { World } from '../../../src/world.ts';
import type { WireResponse } from '../../../src/apis/kubernetes/wire.ts';
import { isService, WebServices } from '../../../src/soap/service.ts';
import { readXml } from '../../../src/std/xml.ts';
import { enveloped, isWaiting, signedIn, SoapClient, textAt, within } from './client.ts';

const collector = ['PropertyCollector', 'propertyCollector'] as const;
const detailOf = ({ body }: WireResponse) => {
  const fault = within(readXml(body), 'Body')[0]?.children[0];
  const [detail] = fault === undefined ? [] : within(fault, 'detail');
  return {
    code: textAt(fault, 'faultcode'),
    message: textAt(fault, 'faultstring'),
    type: detail?.children[0]?.attributes['xsi:type'],
    detail: detail?.children[0],
  };
};

const spec = (type: string, paths: readonly string[], object: readonly [string, string]): string =>
  `<propSet><type>${type}</type>${paths.map((path) => `<pathSet>${path}</pathSet>`).join('')}</propSet>` +
  `<objectSet><obj type="${object[0]}">${object[1]}</obj></objectSet>`;

describe('a session', () => {
  it('is a cookie, good until the logout', () => {
    const client = new SoapClient();
    const isSignedIn = () => client.call(...collector, 'RetrieveProperties', '').status === 200;
    expect(isSignedIn()).toBe(false);
    const login = client.signIn();
    expect(login.status).toBe(200);
    expect(login.headers['set-cookie']).toMatch(/^vmware_soap_session="[^"]+"; Path=\/; HttpOnly; Secure; $/);
    expect(isSignedIn()).toBe(true);
    expect(client.call('SessionManager', 'SessionManager', 'Logout').status).toBe(200);
    expect(isSignedIn()).toBe(false);
  });

  it('of somebody else has nothing of its filters', () => {
    const client = signedIn();
    const [filter] = client.returned(
      ...collector,
      'CreateFilter',
      `<spec>${spec('Folder', ['name'], ['Folder', 'group-d1'])}</spec>`,
    );
    const other = client.beside();
    other.signIn();
    const destroyed = other.call('PropertyFilter', filter?.text ?? '', 'DestroyPropertyFilter');
    expect(detailOf(destroyed).type).toBe('ManagedObjectNotFound');
    expect(client.call('PropertyFilter', filter?.text ?? '', 'DestroyPropertyFilter').status).toBe(200);
  });
});

describe('a refusal is a fault with its type', () => {
  const client = signedIn();
  it.each<[string, string, string, string, string | undefined, RegExp]>([
    [
      'SessionManager',
      'SessionManager',
      'Login',
      '<userName>a</userName><password>b</password>',
      'InvalidLogin',
      /incorrect user name or password/,
    ],
    [
      'HostSystem',
      'host-999',
      'EnterMaintenanceMode_Task',
      '<timeout>0</timeout>',
      'ManagedObjectNotFound',
      /host-999/,
    ],
    [
      'HostSystem',
      'host-21',
      'ExitMaintenanceMode_Task',
      '<timeout>0</timeout>',
      'InvalidState',
      /not in maintenance mode/,
    ],
    [
      'HostSystem',
      'host-21',
      'EnterMaintenanceMode_Task',
      '<timeout>soon</timeout>',
      'InvalidArgument',
      /'soon' is no int/,
    ],
    ['HostSystem', '../../api', 'EnterMaintenanceMode_Task', '', 'ManagedObjectNotFound', /api/],
    ['VirtualMachine', 'vm-25', 'UpgradeTools_Task', '', 'NotSupported', /not supported on the object/],
    ['HostSystem', 'host-21', 'DoNothing', '', undefined, /Unable to resolve WSDL method name DoNothing/],
  ])('%s %s %s', (type, id, method, inner, fault, words) => {
    const answer = client.call(type, id, method, inner);
    expect(answer.status).toBe(500);
    expect(detailOf(answer)).toMatchObject({ type: fault, message: expect.stringMatching(words) as string });
  });

  it('of a stranger says what they would need', () => {
    const answer = new SoapClient().call('HostSystem', 'host-21', 'EnterMaintenanceMode_Task');
    const { type, detail } = detailOf(answer);
    expect(type).toBe('NotAuthenticated');
    expect(textAt(detail, 'object')).toBe('host-21');
    expect(textAt(detail, 'privilegeId')).toBe('System.View');
  });

  it('of somebody without the privilege names it', () => {
    const dev = new SoapClient(client.world);
    expect(dev.signIn('dev-anna@vsphere.local').status).toBe(200);
    const { type, detail } = detailOf(dev.call('HostSystem', 'host-21', 'EnterMaintenanceMode_Task'));
    expect(type).toBe('NoPermission');
    expect(textAt(detail, 'privilegeId')).toBe('Host.Config.Maintenance');
  });

  it.each([
    ['{}', /not well-formed/],
    ['<a/>', /no envelope of SOAP 1.1/],
    [enveloped('Folder', 'group-d1', 'Rename_Task').replace('<Body>', '<Body><x/>'), /one method/],
    [enveloped('', '', 'Rename_Task').replace(/<_this.*<\/_this>/, ''), /no _this/],
  ])('of what is no call: %.20s', (text, words) => {
    const answer = client.send(text) as WireResponse;
    expect(detailOf(answer)).toMatchObject({
      code: 'ClientFaultCode',
      message: expect.stringMatching(words) as string,
    });
  });

  it('of another verb is 405', () => {
    const answer = new WebServices().answer({ method: 'GET', path: '/sdk' }, () => {
      throw new Error('nothing is asked');
    });
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  });
});

describe('the property collector', () => {
  const fetch = (client: SoapClient, [type, id]: readonly [string, string], prop: string) =>
    client.returned(type, id, 'Fetch', `<prop>${prop}</prop>`);

  it.each<[string, string, readonly string[]]>([
    ['host', 'HostSystem', ['host-21', 'host-22', 'host-23', 'host-24']],
    ['name', 'string', ['mgmt-cl01']],
    ['declaredAlarmState', '', []],
    ['summary', 'ClusterComputeResourceSummary', ['']],
  ])('reads one property alone: %s', (prop, type, texts) => {
    const found = fetch(signedIn(), ['ClusterComputeResource', 'domain-c8'], prop);
    expect(found.map(({ text }) => text.trim())).toEqual(texts);
    for (const { attributes } of found)
      expect(attributes['type'] ?? attributes['xsi:type']?.replace('xsd:', '')).toBe(type);
  });

  it('reads what a view of a session shows by now', () => {
    const client = signedIn();
    const [view] = client.returned('ViewManager', 'ViewManager', 'CreateListView');
    const id = ['ListView', view?.text ?? ''] as const;
    expect(fetch(client, id, 'view')).toEqual([]);
    client.returned(...id, 'ModifyListView', '<add type="HostSystem">host-22</add>');
    expect(fetch(client, id, 'view').map(({ text }) => text)).toEqual(['host-22']);
  });

  it('reads of an object that is not there a fault, and what the service is for whoever asks', () => {
    const client = signedIn();
    const missing = client.call('HostSystem', 'host-999', 'Fetch', '<prop>name</prop>');
    expect(detailOf(missing).type).toBe('ManagedObjectNotFound');
    const stranger = client.beside();
    const [content] = fetch(stranger, ['ServiceInstance', 'ServiceInstance'], 'content');
    expect(textAt(content, 'about', 'name')).toBe('VMware vCenter Server');
    const refused = stranger.call('HostSystem', 'host-21', 'Fetch', '<prop>name</prop>');
    expect(detailOf(refused)).toMatchObject({ type: 'NotAuthenticated' });
  });

  it('gives a list a page at a time, each once', () => {
    const client = signedIn();
    const [view] = client.returned(
      'ViewManager',
      'ViewManager',
      'CreateContainerView',
      '<container type="Folder">group-d1</container><type>HostSystem</type><recursive>true</recursive>',
    );
    const traversal =
      '<selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path></selectSet>';
    const specSet = `<specSet><propSet><type>HostSystem</type><pathSet>name</pathSet></propSet><objectSet><obj type="ContainerView">${view?.text}</obj><skip>true</skip>${traversal}</objectSet></specSet>`;
    const names: (string | undefined)[] = [];
    let [result] = client.returned(
      ...collector,
      'RetrievePropertiesEx',
      `${specSet}<options><maxObjects>3</maxObjects></options>`,
    );
    for (;;) {
      if (result === undefined) break;
      names.push(...within(result, 'objects').map((each) => textAt(each, 'propSet', 'val')));
      const token = textAt(result, 'token');
      if (token === undefined) break;
      expect(names.length % 3).toBe(0);
      [result] = client.returned(...collector, 'ContinueRetrievePropertiesEx', `<token>${token}</token>`);
    }
    expect(names).toEqual([1, 2, 3, 4].map((nth) => `esxi-0${nth}.sandbox.lab`));
  });

  it('tells of a filter what is there, then what changes, then that it is gone', () => {
    const client = signedIn();
    const [own] = client.returned(...collector, 'CreatePropertyCollector');
    const mine = ['PropertyCollector', own?.text ?? ''] as const;
    const [task] = client.returned(
      'HostSystem',
      'host-24',
      'EnterMaintenanceMode_Task',
      '<timeout>0</timeout>',
    );
    client.returned(
      ...mine,
      'CreateFilter',
      `<spec>${spec('Task', ['info.state'], ['Task', task?.text ?? ''])}</spec><partialUpdates>false</partialUpdates>`,
    );
    const [first] = client.returned(...mine, 'WaitForUpdatesEx', '<version></version>');
    expect(textAt(first, 'filterSet', 'objectSet', 'kind')).toBe('enter');
    expect(textAt(first, 'filterSet', 'objectSet', 'changeSet', 'val')).toBe('running');
    const wait = `<version>${textAt(first, 'version')}</version>`;
    expect(
      client.returned(
        ...mine,
        'WaitForUpdatesEx',
        `${wait}<options><maxWaitSeconds>0</maxWaitSeconds></options>`,
      ),
    ).toEqual([]);
    const waiting = client.send(enveloped(...mine, 'WaitForUpdatesEx', wait));
    if (!isWaiting(waiting)) throw new Error('there is something to tell already');
    expect(waiting.seconds).toBeUndefined();
    expect(waiting.look()).toBeUndefined();
    client.pass(60);
    const update = readXml(waiting.look()?.body ?? '').children[0]?.children[0]?.children[0];
    expect(textAt(update, 'filterSet', 'objectSet', 'kind')).toBe('modify');
    expect(textAt(update, 'filterSet', 'objectSet', 'changeSet', 'val')).toBe('success');
    const stale = client.call(...mine, 'WaitForUpdatesEx', wait);
    expect(detailOf(stale).type).toBe('InvalidCollectorVersion');
  });

  it('refuses a filter of what is not there', () => {
    const answer = signedIn().call(
      ...collector,
      'CreateFilter',
      `<spec>${spec('Task', ['info'], ['Task', 'task-0'])}</spec>`,
    );
    expect(detailOf(answer).type).toBe('ManagedObjectNotFound');
  });

  it('reads what managers tell of themselves', () => {
    const client = signedIn();
    const [content] = client.returned(
      ...collector,
      'RetrieveProperties',
      `<specSet>${spec('AuthorizationManager', ['roleList'], ['AuthorizationManager', 'AuthorizationManager'])}</specSet>`,
    );
    const value = within(content ?? readXml('<none/>'), 'propSet')[0]?.children.find(
      ({ name }) => name === 'val',
    );
    expect(value?.attributes['xsi:type']).toBe('ArrayOfAuthorizationRole');
    expect(value?.children.map((role) => textAt(role, 'name'))).toContain('ReadOnly');
  });
});

describe('what a session keeps', () => {
  it('a list view has what was put into it', () => {
    const client = signedIn();
    const [view] = client.returned(
      'ViewManager',
      'ViewManager',
      'CreateListView',
      '<obj type="HostSystem">host-21</obj>',
    );
    const list = ['ListView', view?.text ?? ''] as const;
    const traversal =
      '<selectSet xsi:type="TraversalSpec"><type>ListView</type><path>view</path></selectSet>';
    const names = () =>
      client
        .returned(
          ...collector,
          'RetrieveProperties',
          `<specSet><propSet><type>HostSystem</type><pathSet>name</pathSet></propSet><objectSet><obj type="ListView">${list[1]}</obj><skip>true</skip>${traversal}</objectSet></specSet>`,
        )
        .map((each) => textAt(each, 'propSet', 'val'));
    expect(names()).toEqual(['esxi-01.sandbox.lab']);
    client.returned(
      ...list,
      'ModifyListView',
      '<add type="HostSystem">host-23</add><remove type="HostSystem">host-21</remove>',
    );
    expect(names()).toEqual(['esxi-03.sandbox.lab']);
    client.returned(...list, 'DestroyView');
    expect(client.call(...list, 'ModifyListView', '').status).toBe(500);
  });

  it('a collector of events goes on where it was read', () => {
    const client = signedIn();
    for (const nth of ['1', '2', '3'])
      client.returned(
        'EventManager',
        'EventManager',
        'LogUserEvent',
        `<entity type="HostSystem">host-21</entity><msg>${nth}</msg>`,
      );
    const [made] = client.returned(
      'EventManager',
      'EventManager',
      'CreateCollectorForEvents',
      '<filter><eventTypeId>GeneralUserEvent</eventTypeId></filter>',
    );
    const history = ['EventHistoryCollector', made?.text ?? ''] as const;
    const read = (method: string, most: number) =>
      client
        .returned(...history, method, `<maxCount>${most}</maxCount>`)
        .map((event) => textAt(event, 'fullFormattedMessage')?.at(-1));
    expect(read('ReadNextEvents', 2)).toEqual(['1', '2']);
    expect(read('ReadNextEvents', 2)).toEqual(['3']);
    expect(read('ReadNextEvents', 2)).toEqual([]);
    expect(read('ReadPreviousEvents', 1)).toEqual(['3']);
    client.returned(...history, 'RewindCollector');
    expect(read('ReadNextEvents', 9)).toEqual(['1', '2', '3']);
  });
});

describe('which requests are for them', () => {
  it.each<[string, boolean]>([
    ['/sdk', true],
    ['/sdk/', true],
    ['/sdk/vimService', true],
    ['/sdk/vimServiceVersions.xml', true],
    ['/pbm/sdk', true],
    ['/sdk/vim25/8.0.1.0/PropertyCollector/propertyCollector/WaitForUpdatesEx', true],
    ['/sdk/vim25/8.0.1.0/HostSystem/host-21/EnterMaintenanceMode_Task', false],
    ['/api/vcenter/host', false],
    ['/api/v1/namespaces', false],
  ])('%s', (path, isOne) => {
    expect(isService({ method: 'POST', path })).toBe(isOne);
  });
});

/** A world of a release, with who answers its Web services. */
const worldOf = (release: string) =>
  World.create({
    scenario: { ...(presetNamed('four-hosts') as Scenario), release } as Scenario,
    kernels: instantiateKernels(),
  });

describe('the release that vCenter says it is of', () => {
  it.each([
    ['7.0 GA', '7.0.0.0', '6.9.1'],
    ['7.0 U3', '7.0.3.0', '7.0.2.1'],
    ['8.0 U1', '8.0.1.0', '8.0.0.2'],
    ['8.0 U3', '8.0.3.0', '8.0.2.0'],
  ])('%s says %s', (release, version, before) => {
    const client = new SoapClient(worldOf(release));
    const about = client.call('ServiceInstance', 'ServiceInstance', 'RetrieveServiceContent');
    expect(about.body).toContain(`<apiVersion>${version}</apiVersion>`);
    const listed = client.services.answer({ method: 'GET', path: '/sdk/vimServiceVersions.xml' }, (asked) =>
      client.world.request(asked),
    );
    if (isWaiting(listed)) throw new Error('it waits');
    const versions = [...String(listed.body).matchAll(/<version>([^<]+)/g)].map(([, each]) => each);
    expect(versions.slice(0, 2)).toEqual([version, before]);
    expect(versions.at(-1)).toBe('6.0');
  });
});

/** Requests as they go over the wire, each with the answer that a world four hosts large gives. */
describe('word by word', () => {
  const folder = new URL('../../golden/soap/', import.meta.url);
  const masked = (text: string) =>
    text
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '(time)')
      .replaceAll(/task-\d+/g, 'task-(number)')
      .replaceAll(/<key>[0-9a-f]{32}<\/key>/g, '<key>(key)</key>')
      .replaceAll(/></g, '>\n<');
  it.each([
    'service-content',
    'login',
    'login-refused',
    'retrieve-hosts',
    'traverse-folder',
    'power-on-missing',
    'cluster-rules',
  ])('%s', async (name) => {
    const client = name.startsWith('login') ? new SoapClient() : signedIn();
    const request = readFileSync(new URL(`${name}.request.xml`, folder), 'utf8');
    const answer = client.send(request) as WireResponse;
    await expect(`${answer.status}\n${masked(answer.body)}\n`).toMatchFileSnapshot(
      new URL(`${name}.answer.xml`, folder).pathname,
    );
  });
});
