// The page of the CLI tools and the API are two virtual servers of one address: who gets which.
import { describe, expect, it } from 'vitest';
import type { WireResponse } from '../../../src/apis/kubernetes/wire.ts';
import type { CliTools } from '../../../src/apis/wcp/wire.ts';
import { pageSide } from '../../transcripts/page-side.ts';
import { fourHosts } from '../../transcripts/setting.ts';

const { supervisorFqdn } = fourHosts.names;
const side = pageSide();
const get = (path: string, headers: Readonly<Record<string, string>> = {}): WireResponse =>
  side.world.request({
    method: 'GET',
    path,
    headers: { authorization: 'Bearer', ...headers },
  }) as WireResponse;

describe('the address of a Supervisor', () => {
  it.each([
    ['a browser', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }],
    ['whoever names it without a port', { accept: '*/*', host: supervisorFqdn }],
  ])('shows %s the page of the CLI tools, without a sign-in', (_who, headers) => {
    const { status, headers: given, body } = get('/', headers);
    expect(status).toBe(200);
    expect(given['content-type']).toBe('text/html; charset=utf-8');
    expect(body).toContain('<h1>Kubernetes CLI Tools</h1>');
    expect(body).toContain(`kubectl vsphere login --server=${supervisorFqdn}`);
  });

  it.each([
    ['names the API’s port', { host: `${supervisorFqdn}:6443` }],
    ['wants JSON and names no host', { accept: 'application/json' }],
  ])('is the API’s for whoever %s', (_who, headers) => {
    expect(get('/', headers).body).not.toContain('CLI Tools');
  });

  it('has no packages, and says what there is instead', () => {
    const parts = JSON.parse(get('/sandbox/cli-tools').body) as CliTools;
    expect(parts.systems.map(({ name }) => name)).toEqual(['Linux', 'Windows', 'macOS']);
    for (const { package: path } of parts.systems)
      expect(get(path)).toMatchObject({ status: 404, body: `${parts.instead}\n` });
  });

  it('is reached by curl of the terminal', async () => {
    const page = await side.run(`curl -sk https://${supervisorFqdn}/ | grep '<h1>'`);
    expect(page).toEqual({ out: '<h1>Kubernetes CLI Tools</h1>\n', err: '', code: 0 });
    const { out } = await side.run(`curl -sk https://${supervisorFqdn}:6443/ | head -3`);
    expect(out).not.toContain('html');
  });
});
