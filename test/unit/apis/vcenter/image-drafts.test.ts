// Drafts of a cluster's image: one a person, changed, committed, discarded; what a rolling patch then brings its hosts to.
import { describe, expect, it } from 'vitest';
import { signedIn } from './support.ts';

const software = '/api/esx/settings/clusters/domain-c8/software';
const target = '8.0.1-0.0.22088125';

describe("a draft of a cluster's image", () => {
  it('is the image once it is committed, and is brought to the hosts', () => {
    const client = signedIn();
    const before = (client.ask('GET', `${software}/base-image`).body as { version: string }).version;
    const draft = client.ask('POST', `${software}/drafts`);
    expect(draft.status).toBe(201);
    const path = `${software}/drafts/${String(draft.body)}`;
    expect(client.ask('GET', `${software}/drafts`).body).toMatchObject({
      [String(draft.body)]: { metadata: { owner: 'VSPHERE.LOCAL\\administrator', status: 'VALID' } },
    });
    expect(client.ask('GET', path).body).toMatchObject({ software: { base_image: { version: before } } });
    expect(client.ask('PUT', `${path}/software/base-image`, { version: target }).status).toBe(204);
    expect(client.ask('GET', `${path}/software/base-image`).body).toMatchObject({ version: target });
    expect(client.ask('GET', `${software}/base-image`).body).toMatchObject({ version: before });
    const commit = client.ask('POST', `${path}?action=commit&vmw-task=true`, { message: 'patch' });
    expect(commit.status).toBe(202);
    client.pass(60);
    expect(client.ask('GET', `/api/cis/tasks/${String(commit.body)}`).body).toMatchObject({
      status: 'SUCCEEDED',
    });
    expect(client.ask('GET', `${software}/base-image`).body).toMatchObject({ version: target });
    expect(client.ask('GET', path).status).toBe(404);
    expect(client.ask('GET', `${software}/compliance`).body).toMatchObject({ status: 'NON_COMPLIANT' });
  });

  it('is one a person, and may be discarded', () => {
    const client = signedIn();
    const path = `${software}/drafts/${String(client.ask('POST', `${software}/drafts`).body)}`;
    expect(client.ask('POST', `${software}/drafts`)).toMatchObject({
      status: 400,
      body: { error_type: 'ALREADY_EXISTS' },
    });
    expect(client.ask('PUT', `${path}/software/base-image`, { version: 'newest' }).status).toBe(400);
    expect(client.ask('DELETE', path).status).toBe(204);
    expect(client.ask('GET', `${software}/drafts`).body).toEqual({});
    expect(client.ask('DELETE', path).status).toBe(404);
  });
});

it('base images are those of the releases that this vCenter knows', () => {
  const { body } = signedIn().ask('GET', '/api/esx/settings/depot-content/base-images');
  expect((body as { version: string }[]).map(({ version }) => version)).toEqual([
    '7.0.0-0.0.15843807',
    '7.0.3-0.0.18644231',
    '8.0.1-0.0.21495797',
  ]);
});
