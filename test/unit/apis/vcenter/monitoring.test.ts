// Tasks, events and alarms: what vCenter tells of what people asked for and of what happened by itself.
import { describe, expect, it } from 'vitest';
import type { WireResponse } from '../../../../src/apis/kubernetes/wire.ts';
import { limits } from '../../../../src/std/limits.ts';
import { signedIn, type Answered, type Client } from './support.ts';

const vim = '/sdk/vim25/8.0.1.0';
const manager = (name: string) => `${vim}/${name}/${name}`;
const host = { type: 'HostSystem', value: 'host-24' };
const root = { type: 'Folder', value: 'group-d1' };

const onHost = (client: Client, method: string): Answered =>
  client.ask('POST', `${vim}/HostSystem/host-24/${method}`, {});

interface EventBody {
  readonly _typeName: string;
  readonly fullFormattedMessage: string;
  readonly userName: string;
  readonly createdTime: string;
}

const events = (client: Client, filter: object = {}): readonly EventBody[] =>
  client.ask('POST', `${manager('EventManager')}/QueryEvents`, { filter }).body as readonly EventBody[];

const told = (client: Client, filter: object = {}): readonly string[] =>
  events(client, filter).map(({ _typeName: type, fullFormattedMessage: message }) => `${type}: ${message}`);

const triggered = (client: Client, on = root) =>
  client.ask('GET', `${vim}/${on.type}/${on.value}/triggeredAlarmState`).body as readonly Record<
    string,
    unknown
  >[];

describe('a task', () => {
  it('is made of every change, with who asked for it, of what, and when it was done', () => {
    const client = signedIn();
    const body = { cluster: 'domain-c8', namespace: 'team-a' };
    expect(client.ask('POST', '/api/vcenter/namespaces/instances', body).status).toBe(204);
    const tasks = () =>
      Object.entries(
        client.ask('GET', '/api/cis/tasks?operations=com.vmware.vcenter.namespaces.instances.create')
          .body as object,
      );
    const [[id, running] = ['', {}]] = tasks();
    expect(running).toMatchObject({
      description: { default_message: 'Create namespace' },
      service: 'com.vmware.vcenter.namespaces.instances',
      target: { type: 'Namespace', id: 'team-a' },
      user: 'administrator@vsphere.local',
      status: 'RUNNING',
      start_time: '2023-04-18T09:00:00.000Z',
    });
    client.pass(5);
    expect(client.ask('GET', `/api/cis/tasks/${id}`).body).toMatchObject({
      status: 'SUCCEEDED',
      end_time: expect.stringMatching(/^2023-04-18T09:00:0[01]\./),
      progress: { completed: 100 },
    });
    expect(client.ask('GET', `${manager('TaskManager')}/recentTask`).body).toEqual([
      { _typeName: 'ManagedObjectReference', type: 'Task', value: id },
    ]);
    expect(client.ask('GET', `${vim}/Task/${id}/info`).body).toMatchObject({
      state: 'success',
      entityName: 'team-a',
      reason: { userName: 'VSPHERE.LOCAL\\administrator' },
    });
  });

  it('is seen by whoever asked for it, and by those who may see its object', () => {
    const client = signedIn();
    onHost(client, 'ShutdownHost_Task');
    const anna = client.beside();
    anna.signIn('dev-anna@vsphere.local');
    expect(anna.ask('GET', '/api/cis/tasks').body).toEqual({});
    const [id = ''] = Object.keys(client.ask('GET', '/api/cis/tasks').body as object);
    expect(anna.ask('GET', `/api/cis/tasks/${id}`).status).toBe(403);
    const permission = [{ principal: 'dev-anna', group: false, roleId: -2, propagate: true }];
    client.ask('POST', `${manager('AuthorizationManager')}/SetEntityPermissions`, {
      entity: host,
      permission,
    });
    expect(Object.keys(anna.ask('GET', '/api/cis/tasks?targets=host-24').body as object)).toContain(id);
    expect(anna.ask('GET', '/api/cis/tasks?status=FAILED').body).toEqual({});
  });

  it('that comes to nothing says why, and what was asked wrongly is none', () => {
    const client = signedIn();
    const path = '/api/vcenter/namespaces/instances/demo';
    client.ask('PATCH', path, { resource_spec: { cpu_limit: 1 } });
    client.ask('DELETE', '/api/vcenter/host/host-99');
    expect(client.ask('GET', '/api/cis/tasks').body).toEqual({});
    client.ask('DELETE', path);
    expect(client.ask('PATCH', path, { description: 'late' }).status).toBe(400);
    const failed = client.ask(
      'GET',
      '/rest/cis/tasks?filter_spec.status.1=FAILED&filter_spec.status.2=PENDING',
    ).body as {
      value: readonly { key: string; value: object }[];
    };
    expect(failed.value.map(({ value }) => value)).toMatchObject([
      {
        operation: 'com.vmware.vcenter.namespaces.instances.update',
        target: { id: 'demo' },
        error: {
          messages: [{ default_message: "Namespace 'demo' is marked for deletion and cannot be changed." }],
        },
      },
    ]);
    const id = failed.value[0]?.key ?? '';
    expect(client.ask('POST', `/api/cis/tasks/${id}?action=cancel`)).toMatchObject({
      status: 400,
      body: { error_type: 'NOT_ALLOWED_IN_CURRENT_STATE' },
    });
  });

  it('is kept as long as there are not too many', () => {
    const client = signedIn();
    for (let each = 0; each < limits.tasksKeptMax + 20; each++)
      client.ask('PATCH', '/api/vcenter/namespaces/instances/demo', { description: `the ${each}th` });
    client.pass(60);
    expect(client.world.view('fabric').count('vsphere.sandbox/tasks')).toBe(limits.tasksKeptMax);
    expect(events(client).length).toBeLessThanOrEqual(limits.vcenterEventsKeptMax);
  });
});

describe('events', () => {
  it('tell what happens to a host, in the words of vCenter', () => {
    const client = signedIn();
    onHost(client, 'ShutdownHost_Task');
    client.pass(120);
    expect(told(client, { entity: { entity: host, recursion: 'self' } }).toSorted()).toEqual(
      [
        "AlarmStatusChangedEvent: Alarm 'vSphere HA host status' on esxi-04.sandbox.lab changed from Green to Red",
        "AlarmStatusChangedEvent: Alarm 'Host connection and power state' on esxi-04.sandbox.lab changed from Green to Red",
        'HostConnectionLostEvent: Host esxi-04.sandbox.lab in dc01 is not responding',
        'HostShutdownEvent: Shut down of esxi-04.sandbox.lab in dc01: user request',
        'TaskEvent: Task: Initiate host shutdown',
      ].toSorted(),
    );
    onHost(client, 'PowerUpHostFromStandBy_Task');
    client.pass(1_200);
    onHost(client, 'EnterMaintenanceMode_Task');
    client.pass(600);
    onHost(client, 'ExitMaintenanceMode_Task');
    client.pass(60);
    for (const text of [
      'HostConnectedEvent: Connected to esxi-04.sandbox.lab in dc01',
      'EnteringMaintenanceModeEvent: Host esxi-04.sandbox.lab in dc01 has started to enter maintenance mode',
      'EnteredMaintenanceModeEvent: Host esxi-04.sandbox.lab in dc01 has entered maintenance mode',
      'ExitMaintenanceModeEvent: Host esxi-04.sandbox.lab in dc01 has exited maintenance mode',
    ])
      expect(told(client)).toContain(text);
  });

  it('tell what happens to VMs when their host dies', () => {
    const client = signedIn();
    client.ask('POST', `${vim}/HostSystem/host-21/ShutdownHost_Task`, {});
    client.pass(600);
    const types = ['VmPoweredOffEvent', 'VmRestartedOnAlternateHostEvent'];
    expect(told(client, { eventTypeId: types }).toSorted()).toEqual([
      'VmPoweredOffEvent: SupervisorControlPlaneVM (1) on esxi-01.sandbox.lab in dc01 is powered off',
      expect.stringMatching(
        /^VmRestartedOnAlternateHostEvent: Virtual machine SupervisorControlPlaneVM \(1\) was restarted on \S+ since esxi-01\.sandbox\.lab failed$/,
      ),
    ]);
  });

  it('tell who gave which permission, and what became of roles', () => {
    const client = signedIn();
    const authorization = manager('AuthorizationManager');
    const role = { name: 'Operators', privIds: ['Host.Config.Maintenance'] };
    const { body: roleId } = client.ask('POST', `${authorization}/AddAuthorizationRole`, role);
    const permission = [{ principal: 'dev-anna', group: false, roleId, propagate: true }];
    client.ask('POST', `${authorization}/SetEntityPermissions`, { entity: host, permission });
    client.ask('POST', `${authorization}/RemoveAuthorizationRole`, { roleId, failIfUsed: false });
    const wanted = [
      'RoleAddedEvent: New role Operators created',
      'PermissionAddedEvent: Permission created for VSPHERE.LOCAL\\dev-anna on esxi-04.sandbox.lab, role is Operators, propagation is Enabled',
      'PermissionRemovedEvent: Permission rule removed for VSPHERE.LOCAL\\dev-anna on esxi-04.sandbox.lab',
      'RoleRemovedEvent: Role Operators removed',
    ];
    for (const text of wanted) expect(told(client)).toContain(text);
    expect(events(client, { eventTypeId: ['RoleAddedEvent'] })[0]?.userName).toBe(
      'VSPHERE.LOCAL\\administrator',
    );
  });

  it('are found by time, type and place, at most so many, and not by who may not see', () => {
    const client = signedIn();
    onHost(client, 'ShutdownHost_Task');
    client.pass(120);
    const at = '2023-04-18T09:00:00Z';
    expect(
      events(client, { time: { beginTime: at, endTime: at } }).map(({ createdTime }) => createdTime),
    ).toContain('2023-04-18T09:00:00.000Z');
    expect(events(client, { time: { beginTime: '2023-05-01T00:00:00Z' } })).toEqual([]);
    expect(events(client, { maxCount: 1 })).toHaveLength(1);
    const below = { entity: { type: 'Datacenter', value: 'datacenter-3' }, recursion: 'children' };
    expect(told(client, { entity: below, eventTypeId: ['HostConnectionLostEvent'] })).toHaveLength(1);
    expect(told(client, { entity: { entity: host, recursion: 'children' } })).toEqual([]);
    const anna = client.beside();
    anna.signIn('dev-anna@vsphere.local');
    expect(events(anna)).toEqual([]);
    for (const filter of [
      { time: { beginTime: 'noon' } },
      { maxCount: 'all' },
      { eventTypeId: [7] },
      { entity: 7 },
    ])
      expect(client.ask('POST', `${manager('EventManager')}/QueryEvents`, { filter })).toMatchObject({
        status: 500,
        body: { _typeName: 'InvalidArgument' },
      });
  });

  it('are logged by people who may', () => {
    const client = signedIn();
    const log = (by: Client) =>
      by.ask('POST', `${manager('EventManager')}/LogUserEvent`, { entity: host, msg: 'new fan' });
    expect(log(client).status).toBe(204);
    expect(told(client, { eventTypeId: ['GeneralUserEvent'] })).toEqual([
      'GeneralUserEvent: User logged event: new fan',
    ]);
    const anna = client.beside();
    anna.signIn('dev-anna@vsphere.local');
    expect(log(anna)).toMatchObject({ status: 500, body: { privilegeId: 'Global.LogEvent' } });
  });
});

describe('the support bundle of a cluster', () => {
  const path = '/api/vcenter/namespace-management/clusters/domain-c8/support-bundle';
  interface Bundle {
    readonly url: string;
    readonly wcp_support_bundle_token: { readonly token: string; readonly expiry: string };
  }
  const download = ({ world }: Client, { url, wcp_support_bundle_token: { token } }: Bundle) =>
    world.request({
      method: 'GET',
      path: new URL(url).pathname,
      headers: { 'wcp-support-bundle-token': token },
    }) as WireResponse;

  it('has the log of the service, with operations by their ids, for whoever has its token in time', () => {
    const client = signedIn();
    client.ask('POST', '/api/vcenter/namespaces/instances', { cluster: 'domain-c8', namespace: 'team-a' });
    client.pass(5);
    const answer = client.ask('POST', path);
    expect(answer.status).toBe(201);
    const bundle = answer.body as Bundle;
    expect(client.ask('POST', path).body).toEqual(bundle);
    const { status, body } = download(client, bundle);
    expect(status).toBe(200);
    expect(body).toMatch(
      /^2023-04-18T09:00:00\.000Z info wcp \[\S+\] \[opID=[\da-f]{8}-domain-c8\] Started task-\d+: com\.vmware\.vcenter\.namespaces\.instances\.create on Namespace team-a by administrator@vsphere\.local$/m,
    );
    const id = (word: string) => new RegExp(`opID=([\\da-f]{8})-domain-c8\\] ${word} task-`).exec(body)?.[1];
    expect(id('Completed')).toBe(id('Started'));
    client.pass(700);
    expect(download(client, bundle).status).toBe(401);
  });

  it('is for those who may diagnose, of clusters that have a Supervisor', () => {
    const client = signedIn();
    expect(client.ask('POST', path.replace('domain-c8', 'domain-c9'))).toMatchObject({ status: 404 });
    const anna = client.beside();
    anna.signIn('dev-anna@vsphere.local');
    expect(anna.ask('POST', path)).toMatchObject({
      status: 403,
      body: { messages: [{ args: ['Global.Diagnostics', 'domain-c8'] }] },
    });
  });
});

describe('an alarm', () => {
  it('is triggered, acknowledged, and gone once its object is well', () => {
    const client = signedIn();
    expect(triggered(client)).toEqual([]);
    onHost(client, 'ShutdownHost_Task');
    client.pass(120);
    expect(triggered(client)).toMatchObject([
      { key: 'alarm-1.host-24', overallStatus: 'red', acknowledged: false },
      { key: 'alarm-2.host-24', overallStatus: 'red' },
    ]);
    expect(triggered(client, { type: 'HostSystem', value: 'host-21' })).toEqual([]);
    const ask = { alarm: { type: 'Alarm', value: 'alarm-1' }, entity: host };
    expect(client.ask('POST', `${manager('AlarmManager')}/AcknowledgeAlarm`, ask).status).toBe(204);
    expect(triggered(client)[0]).toMatchObject({
      acknowledged: true,
      acknowledgedByUser: 'VSPHERE.LOCAL\\administrator',
    });
    expect(
      client.ask('POST', `${manager('AlarmManager')}/GetAlarmState`, { entity: host }).body,
    ).toMatchObject([{ overallStatus: 'red' }, { overallStatus: 'red' }]);
    onHost(client, 'PowerUpHostFromStandBy_Task');
    client.pass(1_200);
    expect(triggered(client)).toEqual([]);
    expect(told(client)).toContain(
      "AlarmStatusChangedEvent: Alarm 'Host connection and power state' on esxi-04.sandbox.lab changed from Red to Green",
    );
  });

  it('is reset to green, and acknowledged only where it is triggered and by whom may', () => {
    const client = signedIn();
    const missing = { alarm: { type: 'Alarm', value: 'alarm-1' }, entity: host };
    const acknowledge = (by: Client) =>
      by.ask('POST', `${manager('AlarmManager')}/AcknowledgeAlarm`, missing);
    expect(acknowledge(client)).toMatchObject({ body: { _typeName: 'NotFound' } });
    onHost(client, 'ShutdownHost_Task');
    client.pass(120);
    const anna = client.beside();
    anna.signIn('dev-anna@vsphere.local');
    expect(acknowledge(anna)).toMatchObject({ body: { privilegeId: 'Alarm.Acknowledge' } });
    const clear = (by: Client) =>
      by.ask('POST', `${manager('AlarmManager')}/ClearTriggeredAlarms`, { filter: { status: ['red'] } });
    expect(clear(anna).status).toBe(204);
    expect(triggered(client)).toHaveLength(2);
    expect(clear(client).status).toBe(204);
    expect(triggered(client)).toEqual([]);
    client.pass(3_600);
    expect(triggered(client)).toEqual([]);
  });
});

describe('what an administrator may try', () => {
  const client = signedIn();
  client.ask('POST', `${vim}/HostSystem/host-24/EnterMaintenanceMode_Task`, { timeout: 0 });
  const [{ value: task = '' } = {}] = client.ask('GET', `${manager('TaskManager')}/recentTask`).body as {
    value?: string;
  }[];
  const session = (client.ask('GET', `${manager('SessionManager')}/currentSession`).body as { key: string })
    .key;

  it.each<[string, object, number, string | undefined]>([
    [`${vim}/Task/${task}/CancelTask`, {}, 500, 'NotSupported'],
    [`${vim}/Task/task-0/CancelTask`, {}, 500, 'ManagedObjectNotFound'],
    [`${manager('SessionManager')}/TerminateSession`, { sessionId: ['1'] }, 500, 'NotFound'],
    [`${manager('SessionManager')}/TerminateSession`, { sessionId: [session] }, 500, 'InvalidArgument'],
    [`${vim}/HostSystem/host-24/Reload`, {}, 204, undefined],
  ])('POST %s %j is %d %s', (path, body, status, fault) => {
    const answer = client.ask('POST', path, body);
    expect(answer.status).toBe(status);
    expect((answer.body as { _typeName?: string } | undefined)?._typeName).toBe(fault);
  });
});
