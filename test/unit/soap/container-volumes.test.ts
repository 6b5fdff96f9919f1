// Container volumes by CNS: the disks of claims, with what of Kubernetes they are, filtered and by pages.
import { describe, expect, it } from 'vitest';
import { readXml, type XmlElement } from '../../../src/std/xml.ts';
import { claim, claims as claimsPath } from '../../worlds/claims.ts';
import { send } from '../../worlds/setup.ts';
import { isWaiting, signedIn, textAt, within, type SoapClient } from './client.ts';

const names = ['data', 'logs', 'more'];

/** With claims that are bound. */
function withClaims(): SoapClient {
  const client = signedIn();
  for (const name of names) {
    const asked = claim(name, { resources: { requests: { storage: '2Gi' } } });
    expect(send(client.world, 'POST', claimsPath, asked).status).toBe(201);
  }
  client.pass(120);
  return client;
}

function ask(client: SoapClient, filter: string): XmlElement | undefined {
  const answer = client.call(
    'CnsVolumeManager',
    'cns-volume-manager',
    'CnsQueryVolume',
    filter,
    '/vsanHealth',
  );
  expect(answer.status, answer.body).toBe(200);
  return within(readXml(answer.body), 'Body')[0]?.children[0]?.children[0];
}

const volumesOf = (result: XmlElement | undefined): readonly XmlElement[] =>
  result === undefined ? [] : within(result, 'volumes');

describe('container volumes', () => {
  const client = withClaims();

  it('are told with their policy, their cluster and their claim', () => {
    const found = volumesOf(ask(client, '<filter/>'));
    expect(found).toHaveLength(3);
    const [volume] = found;
    expect(textAt(volume, 'name')).toMatch(/^pvc-/);
    expect(textAt(volume, 'datastoreUrl')).toBe('ds:///vmfs/volumes/datastore-22/');
    expect(textAt(volume, 'metadata', 'containerCluster', 'clusterId')).toMatch(
      /^vSphereSupervisorID-[0-9a-f-]{36}$/,
    );
    expect(textAt(volume, 'backingObjectDetails', 'capacityInMb')).toBe('2048');
    expect(textAt(volume, 'complianceStatus')).toBe('compliant');
    const [metadata] = volume === undefined ? [] : within(volume, 'metadata');
    const entities = metadata === undefined ? [] : within(metadata, 'entityMetadata');
    expect(entities.map((entity) => textAt(entity, 'entityType'))).toEqual([
      'PERSISTENT_VOLUME',
      'PERSISTENT_VOLUME_CLAIM',
    ]);
    expect(names).toContain(textAt(entities[1], 'entityName'));
  });

  it('are those that the filter asks for, by pages', () => {
    const all = volumesOf(ask(client, '<filter/>'));
    const id = textAt(all[1], 'volumeId', 'id') ?? '';
    const one = volumesOf(ask(client, `<filter><volumeIds><id>${id}</id></volumeIds></filter>`));
    expect(one.map((volume) => textAt(volume, 'volumeId', 'id'))).toEqual([id]);
    expect(
      volumesOf(ask(client, '<filter><datastores type="Datastore">datastore-1</datastores></filter>')),
    ).toEqual([]);
    const page = ask(client, '<filter><cursor><offset>2</offset><limit>2</limit></cursor></filter>');
    expect(volumesOf(page)).toHaveLength(1);
    expect([textAt(page, 'cursor', 'offset'), textAt(page, 'cursor', 'totalRecords')]).toEqual(['3', '3']);
  });

  it('have the versions of their service', () => {
    const request = { method: 'GET', path: '/sdk/vsanServiceVersions.xml', headers: {} };
    const answer = client.services.answer(request, (asked) => client.world.request(asked));
    if (isWaiting(answer)) throw new Error('it waits');
    expect(answer.body).toContain('<name>urn:vsan</name><version>8.0.1.0</version>');
  });
});
