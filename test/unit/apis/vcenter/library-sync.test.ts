// Where libraries lie that are on no datastore, and when subscribed ones are synchronized without being asked to.
import { expect, it } from 'vitest';
import { signedIn, type Client } from './support.ts';

const hourSeconds = 3_600;
const configuration = '/api/content/configuration';

function subscribed(client: Client, automatic_sync_enabled: boolean): string {
  const { status, body } = client.ask('POST', '/api/content/subscribed-library', {
    name: `automatic ${String(automatic_sync_enabled)}`,
    storage_backings: [{ type: 'DATASTORE', datastore_id: 'datastore-22' }],
    subscription_info: {
      subscription_url: 'https://wp-content.vmware.com/v2/latest/lib.json',
      on_demand: true,
      automatic_sync_enabled,
    },
  });
  expect(status).toBe(201);
  return body as string;
}

const syncedAt = (client: Client, library: string): string =>
  (client.ask('GET', `/api/content/library/${library}`).body as { last_sync_time: string }).last_sync_time;

/** Hours of the day at which a library was synchronized during two days. */
function hours(client: Client, library: string): number[] {
  const seen = new Set<string>();
  for (let hour = 0; hour < 48; hour++) {
    client.pass(hourSeconds);
    // A session does not outlive an hour of silence.
    client.signIn();
    seen.add(syncedAt(client, library));
  }
  return [...seen].slice(1).map((time) => new Date(time).getUTCHours());
}

it('subscribed libraries that are to be are synchronized every four hours of the night, and others are not', () => {
  const client = signedIn();
  const [automatic, other] = [subscribed(client, true), subscribed(client, false)];
  client.pass(60);
  const before = syncedAt(client, other);
  const seen = hours(client, automatic);
  expect(seen.length).toBeGreaterThan(3);
  for (const hour of seen) expect(hour >= 20 || hour < 7).toBe(true);
  expect(syncedAt(client, other)).toBe(before);
});

it('at other hours where somebody says so, and never where it is turned off', () => {
  const client = signedIn();
  expect(client.ask('GET', configuration).body).toEqual({
    automatic_sync_enabled: true,
    automatic_sync_start_hour: 20,
    automatic_sync_stop_hour: 7,
    maximum_concurrent_item_syncs: 5,
  });
  const library = subscribed(client, true);
  client.pass(60);
  const noon = { automatic_sync_start_hour: 12, automatic_sync_stop_hour: 13 };
  expect(client.ask('PATCH', configuration, noon).status).toBe(204);
  expect(new Set(hours(client, library))).toEqual(new Set([12]));
  expect(client.ask('PATCH', configuration, { automatic_sync_enabled: false }).status).toBe(204);
  expect(hours(client, library)).toEqual([]);
  expect(client.ask('PATCH', configuration, { automatic_sync_start_hour: 24 })).toMatchObject({
    status: 400,
    body: { messages: [{ args: ['automatic_sync_start_hour'] }] },
  });
});

it('a library may lie in a file system that vCenter reaches by itself', () => {
  const client = signedIn();
  const on = (storage_uri: string) =>
    client.ask('POST', '/api/content/local-library', {
      name: 'on NFS',
      publish_info: { published: true, authentication_method: 'NONE' },
      storage_backings: [{ type: 'OTHER', storage_uri }],
    });
  expect(on('datastore.test/srv').status).toBe(400);
  const { status, body } = on('nfs://datastore.test/srv/share/content-library');
  expect(status).toBe(201);
  expect(client.ask('GET', `/api/content/library/${String(body)}`).body).toMatchObject({
    storage_backings: [{ type: 'OTHER', storage_uri: 'nfs://datastore.test/srv/share/content-library' }],
    publish_info: { published: true, publish_url: expect.stringContaining('/lib.json') },
  });
});
