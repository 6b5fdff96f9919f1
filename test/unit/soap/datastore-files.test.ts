// What lies on a datastore, as its browser lists it.
import { expect, it } from 'vitest';
import { readXml, type XmlElement } from '../../../src/std/xml.ts';
import { signedIn, SoapClient, textAt, within } from './client.ts';

const browser = ['HostDatastoreBrowser', 'datastoreBrowser-datastore-22'] as const;

const searched = (client: SoapClient, method: string, path: string, pattern = '*') => {
  const inner = `<datastorePath>${path}</datastorePath><searchSpec><matchPattern>${pattern}</matchPattern></searchSpec>`;
  const [task] = client.returned(...browser, method, inner);
  client.pass(10);
  const [info] = client.returned('Task', task?.text ?? '', 'Fetch', '<prop>info</prop>');
  expect(textAt(info, 'state')).toBe('success');
  return info?.children.find(({ name }) => name === 'result');
};

const filesOf = (result: XmlElement | undefined) =>
  within(result as XmlElement, 'file').map((file) => [file.attributes['xsi:type'], textAt(file, 'path')]);

const cpvm = 'SupervisorControlPlaneVM (1)';

it('lists folders, and the files of a VM', () => {
  const client = signedIn();
  const root = filesOf(searched(client, 'SearchDatastore_Task', '[vsanDatastore]'));
  expect(root).toContainEqual(['FolderFileInfo', cpvm]);
  const own = searched(client, 'SearchDatastore_Task', `[vsanDatastore] ${cpvm}`);
  expect(textAt(own, 'folderPath')).toBe(`[vsanDatastore] ${cpvm}/`);
  expect(filesOf(own)).toEqual([
    ['VmNvramFileInfo', `${cpvm}.nvram`],
    ['VmDiskFileInfo', `${cpvm}.vmdk`],
    ['FileInfo', `${cpvm}.vmsd`],
    ['VmConfigFileInfo', `${cpvm}.vmx`],
    ['FileInfo', `${cpvm}.vswp`],
    ['VmLogFileInfo', 'vmware.log'],
  ]);
});

it('finds by a pattern, below too', () => {
  const client = signedIn();
  const found = searched(client, 'SearchDatastoreSubFolders_Task', '[vsanDatastore]', '*.vmx');
  const folders = within(found as XmlElement, 'HostDatastoreBrowserSearchResults');
  const with_ = folders.filter((folder) => within(folder, 'file').length > 0);
  expect(with_.map((folder) => textAt(folder, 'folderPath'))).toEqual(
    [1, 2, 3].map((nth) => `[vsanDatastore] SupervisorControlPlaneVM (${nth})/`),
  );
});

it.each<[string, string, string]>([
  ['another datastore', '[other]', 'InvalidArgument'],
  ['a folder that is not there', '[vsanDatastore] nothing', 'FileNotFound'],
  ['no path', 'vsanDatastore', 'InvalidArgument'],
])('refuses %s', (_, path, type) => {
  const { status, body } = signedIn().call(
    ...browser,
    'SearchDatastore_Task',
    `<datastorePath>${path}</datastorePath>`,
  );
  const [fault] = within(readXml(body), 'Body')[0]?.children ?? [];
  expect(status).toBe(500);
  expect(within(fault as XmlElement, 'detail')[0]?.children[0]?.attributes['xsi:type']).toBe(type);
});

it('needs Datastore.Browse', () => {
  const anna = new SoapClient();
  anna.signIn('dev-anna@vsphere.local');
  expect(
    anna.call(...browser, 'SearchDatastore_Task', '<datastorePath>[vsanDatastore]</datastorePath>').body,
  ).toContain('NoPermission');
});
