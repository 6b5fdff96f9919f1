// Custom attributes by SOAP: made for a type or for all, given values, renamed, removed.
import { expect, it } from 'vitest';
import { readXml, type XmlElement } from '../../../src/std/xml.ts';
import { signedIn, SoapClient, textAt, within } from './client.ts';

const manager = ['CustomFieldsManager', 'CustomFieldsManager'] as const;
const vm = ['VirtualMachine', 'vm-51'] as const;

const fetch = (client: SoapClient, [type, id]: readonly [string, string], prop: string) =>
  client.returned(type, id, 'Fetch', `<prop>${prop}</prop>`);

const add = (client: SoapClient, name: string, type?: string): string => {
  const moType = type === undefined ? '' : `<moType>${type}</moType>`;
  const [made] = client.returned(...manager, 'AddCustomFieldDef', `<name>${name}</name>${moType}`);
  return textAt(made, 'key') ?? '';
};

const set = (key: string, value: string, [type, id]: readonly [string, string] = vm) =>
  `<entity type="${type}">${id}</entity><key>${key}</key><value>${value}</value>`;

const faultOf = (client: SoapClient, method: string, inner: string) => {
  const { status, body } = client.call(...manager, method, inner);
  expect(status).toBe(500);
  const [fault] = within(readXml(body), 'Body')[0]?.children ?? [];
  return within(fault as XmlElement, 'detail')[0]?.children[0]?.attributes['xsi:type'];
};

it('have values on objects, of the type that they are for', () => {
  const client = signedIn();
  const [cost, owner] = [add(client, 'cost', 'VirtualMachine'), add(client, 'owner')];
  client.returned(...manager, 'SetField', set(cost, '42'));
  client.returned(...vm, 'setCustomValue', '<key>owner</key><value>anna &amp; bob</value>');
  const values = fetch(client, vm, 'customValue').map((each) => [textAt(each, 'key'), textAt(each, 'value')]);
  expect(values).toEqual([
    [cost, '42'],
    [owner, 'anna & bob'],
  ]);
  const available = (of: readonly [string, string]) =>
    fetch(client, of, 'availableField').map((each) => textAt(each, 'name'));
  expect(available(vm)).toEqual(['cost', 'owner']);
  expect(available(['HostSystem', 'host-21'])).toEqual(['owner']);
  client.returned(...manager, 'SetField', set(cost, ''));
  expect(fetch(client, vm, 'customValue')).toHaveLength(1);
  client.returned(...manager, 'RenameCustomFieldDef', `<key>${owner}</key><name>team</name>`);
  expect(fetch(client, manager, 'field').map((each) => textAt(each, 'name'))).toEqual(['cost', 'team']);
  client.returned(...manager, 'RemoveCustomFieldDef', `<key>${owner}</key>`);
  expect(fetch(client, vm, 'customValue')).toEqual([]);
});

it('are refused where they are wrong', () => {
  const client = signedIn();
  const cost = add(client, 'cost', 'VirtualMachine');
  expect(faultOf(client, 'AddCustomFieldDef', '<name>cost</name>')).toBe('DuplicateName');
  expect(faultOf(client, 'AddCustomFieldDef', '<name>x</name><moType>Nothing</moType>')).toBe(
    'InvalidArgument',
  );
  expect(faultOf(client, 'SetField', set('99', 'x'))).toBe('InvalidArgument');
  expect(faultOf(client, 'SetField', set(cost, 'x', ['HostSystem', 'host-21']))).toBe('InvalidArgument');
  const anna = new SoapClient(client.world);
  anna.signIn('dev-anna@vsphere.local');
  expect(faultOf(anna, 'SetField', set(cost, 'x'))).toBe('NoPermission');
});
