// Storage policies by tags as govc makes them: a set of values, be it of one alone.
import { expect, it } from 'vitest';
import { signedIn } from './client.ts';

const created = (values: readonly string[]): string => {
  const set = values.map((value) => `<values xsi:type="xsd:string">${value}</values>`).join('');
  const property = `<propertyInstance><id>com.vmware.storage.tag.tier.property</id><value xsi:type="PbmCapabilityDiscreteSet">${set}</value></propertyInstance>`;
  const capability = `<capability><id><namespace>http://www.vmware.com/storage/tag</namespace><id>tier</id></id><constraint>${property}</constraint></capability>`;
  const profiles = `<subProfiles><name>Tag based placement</name>${capability}</subProfiles>`;
  return `<createSpec><name>gold</name><category>REQUIREMENT</category><resourceType><resourceType>STORAGE</resourceType></resourceType><constraints xsi:type="PbmCapabilitySubProfileConstraints">${profiles}</constraints></createSpec>`;
};

it.each([[['gold']], [['gold', 'silver']]])('of the tags %j', (values) => {
  const client = signedIn();
  const { status, body } = client.call(
    'PbmProfileProfileManager',
    'ProfileManager',
    'PbmCreate',
    created(values),
    '/pbm',
  );
  expect({ status, body }).toMatchObject({ status: 200 });
  expect(client.world.view('fabric').get('vsphere.sandbox/storagepolicies', 'gold')).toMatchObject({
    spec: { displayName: 'gold', rules: [{ id: 'tier', values }], datastores: [] },
  });
});
