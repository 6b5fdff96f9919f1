// First Class Disks: a container's is seen and left alone, one's own is made, grown, renamed and deleted with the room that it takes.
import { expect, it } from 'vitest';
import { claim, claims as claimsPath } from '../../worlds/claims.ts';
import { send } from '../../worlds/setup.ts';
import { Client } from '../apis/vcenter/support.ts';
import { signedIn, textAt, within, type SoapClient } from './client.ts';

const manager = ['VcenterVStorageObjectManager', 'VStorageObjectManager'] as const;
const store = '<datastore type="Datastore">datastore-22</datastore>';
const idOf = (id: string): string => `<id><id>${id}</id></id>${store}`;

const names = (client: SoapClient): readonly (string | undefined)[] =>
  client
    .returned(...manager, 'ListVStorageObject', store)
    .map((id) =>
      textAt(
        client.returned(...manager, 'RetrieveVStorageObject', idOf(textAt(id, 'id') ?? ''))[0],
        'config',
        'name',
      ),
    );

const freeBytes = (client: SoapClient): number =>
  Number(
    textAt(client.returned('Datastore', 'datastore-22', 'Fetch', '<prop>summary</prop>')[0], 'freeSpace'),
  );

function made(client: SoapClient, name: string, mebibytes: number): string {
  const backing = `<backingSpec xsi:type="VslmCreateSpecDiskFileBackingSpec">${store}</backingSpec>`;
  const spec = `<spec><name>${name}</name>${backing}<capacityInMB>${mebibytes}</capacityInMB></spec>`;
  const [task] = client.returned(...manager, 'CreateDisk_Task', spec);
  client.pass(5);
  const [info] = client.returned('Task', task?.text ?? '', 'Fetch', '<prop>info</prop>');
  return textAt(info, 'result', 'config', 'id', 'id') ?? '';
}

it('one of one\u2019s own is made, grown, renamed and deleted', () => {
  const client = signedIn();
  const before = freeBytes(client);
  const id = made(client, 'scratch', 100);
  expect(names(client)).toEqual(['scratch']);
  client.call(...manager, 'ExtendDisk_Task', `${idOf(id)}<newCapacityInMB>300</newCapacityInMB>`);
  client.call(...manager, 'RenameVStorageObject', `${idOf(id)}<name>kept</name>`);
  expect(names(client)).toEqual(['kept']);
  expect(before - freeBytes(client)).toBe(300 * 1_048_576);
  client.call(...manager, 'DeleteVStorageObject_Task', idOf(id));
  expect(names(client)).toEqual([]);
  expect(freeBytes(client)).toBe(before);
  expect(client.call(...manager, 'DeleteVStorageObject_Task', idOf(id)).body).toContain('NotFound');
});

it('has snapshots, and is not made larger as long as it has', () => {
  const client = signedIn();
  const id = idOf(made(client, 'scratch', 100));
  const [task] = client.returned(
    ...manager,
    'VStorageObjectCreateSnapshot_Task',
    `${id}<description>before</description>`,
  );
  client.pass(5);
  const [info] = client.returned('Task', task?.text ?? '', 'Fetch', '<prop>info</prop>');
  const snapshot = textAt(info, 'result', 'id') ?? '';
  const known = () => {
    const [told] = client.returned(...manager, 'RetrieveSnapshotInfo', id);
    return (told === undefined ? [] : within(told, 'snapshots')).map((each) => [
      textAt(each, 'id', 'id'),
      textAt(each, 'description'),
    ]);
  };
  expect(known()).toEqual([[snapshot, 'before']]);
  const extend = () =>
    client.call(...manager, 'ExtendDisk_Task', `${id}<newCapacityInMB>300</newCapacityInMB>`);
  expect(extend().body).toContain('the disk has snapshots');
  const asked = `${id}<snapshotId><id>${snapshot}</id></snapshotId>`;
  for (const method of ['RevertVStorageObject_Task', 'DeleteSnapshot_Task'])
    expect(client.call(...manager, method, asked).status).toBe(200);
  expect(known()).toEqual([]);
  expect(client.call(...manager, 'DeleteSnapshot_Task', asked).body).toContain('NotFound');
  expect(extend().status).toBe(200);
});

it('a container volume\u2019s is seen by its volume, in the catalog too, and is its claim\u2019s', () => {
  const client = signedIn();
  send(client.world, 'POST', claimsPath, claim('data', { resources: { requests: { storage: '2Gi' } } }));
  client.pass(120);
  expect(names(client)).toEqual([expect.stringMatching(/^pvc-/)]);
  const answer = client.call(
    'VslmVStorageObjectManager',
    'VStorageObjectManager',
    'VslmListVStorageObjectForSpec',
    '<maxResult>100</maxResult>',
    '/vslm/sdk',
  );
  const id = /<id[^>]*>([^<]+)<\/id>/.exec(answer.body)?.[1] ?? '';
  expect(answer.body).toMatch(/<name>pvc-[^<]+<\/name>/);
  expect(client.call(...manager, 'DeleteVStorageObject_Task', idOf(id)).body).toMatch(
    /claim \S+\/data[^]*InvalidState/,
  );
  expect(names(client)).toHaveLength(1);
});

it('a tag is put on a disk by its names, told with it, and taken off', () => {
  const client = signedIn();
  const rest = new Client(client.world);
  rest.signIn();
  const described = { description: '', cardinality: 'MULTIPLE', associable_types: [] };
  const category_id = rest.ask('POST', '/api/cis/tagging/category', { name: 'tier', ...described }).body;
  rest.ask('POST', '/api/cis/tagging/tag', { name: 'gold', description: '', category_id });
  const disk = made(client, 'scratch', 10);
  const names = '<category>tier</category><tag>gold</tag>';
  const id = `<id><id>${disk}</id></id>`;
  const told = () => client.returned(...manager, 'ListTagsAttachedToVStorageObject', id);
  expect(told()).toEqual([]);
  expect(client.call(...manager, 'AttachTagToVStorageObject', id + names).status).toBe(200);
  expect(told().map((entry) => [textAt(entry, 'parentCategoryName'), textAt(entry, 'tagName')])).toEqual([
    ['tier', 'gold'],
  ]);
  const disks = client.returned(...manager, 'ListVStorageObjectsAttachedToTag', names);
  expect(disks.map((each) => textAt(each, 'id'))).toEqual([disk]);
  expect(client.call(...manager, 'DetachTagFromVStorageObject', id + names).status).toBe(200);
  expect(told()).toEqual([]);
  for (const refused of ['<category>tier</category><tag>lead</tag>', names])
    expect(client.call(...manager, 'DetachTagFromVStorageObject', id + refused).body).toContain('NotFound');
});
