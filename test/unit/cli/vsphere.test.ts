// kubectl vsphere login with names and scenarios that the transcripts do not have.
import { describe, expect, it } from 'vitest';
import { withLogin, withoutLogins } from '../../../src/cli/kubectl-vsphere/contexts.ts';
import { emptyKubeconfig } from '../../../src/cli/kubectl/config/kubeconfig.ts';
import { pageSide } from '../../transcripts/page-side.ts';
import { fourHosts } from '../../transcripts/setting.ts';

const domain = 'cpod-nsxv8.az-stc.cloud-garage.net';
const host = { name: 'sv1.lab', verifies: false };

describe('a scenario that declares its names', () => {
  it('is logged in to by the command line of its field report', async () => {
    const names = {
      ...fourHosts.names,
      ssoDomain: domain,
      supervisor: 'sv1-az1',
      supervisorFqdn: `sv1-az1.${domain}`,
    };
    const namespaces = fourHosts.namespaces.map((namespace) => ({
      ...namespace,
      access: namespace.access.map((entry) => ({
        ...entry,
        principal: entry.principal.replace(/@.*/, `@${domain}`),
      })),
    }));
    const side = pageSide({ ...fourHosts, names, namespaces });
    await side.run('rm ~/.kube/config');
    await side.direct('type VMware1!');
    const { out, err, code } = await side.run(
      `kubectl vsphere login --insecure-skip-tls-verify --vsphere-username administrator@${domain} --server=sv1-az1.${domain}`,
    );
    expect({ err, code }).toEqual({ err: '', code: 0 });
    expect(out).toContain(
      `Logged in successfully.\n\nYou have access to the following contexts:\n   sv1-az1.${domain}\n   demo\n`,
    );
    expect(
      (await side.run(`kubectl config use-context sv1-az1.${domain}; kubectl get nodes -o name | wc -l`)).out,
    ).toBe(`Switched to context "sv1-az1.${domain}".\n7\n`);
  });
});

describe('contexts of logins', () => {
  const login = (name: string, workloads: readonly string[], before = emptyKubeconfig) =>
    withLogin(
      before,
      { ...host, name },
      'u@vsphere.local',
      't',
      workloads.map((namespace) => ({ namespace, host: name })),
    );

  it.each([
    ['sv1.lab', [], ['sv1.lab']],
    ['sv1.lab', ['demo', 'shop'], ['sv1.lab', 'demo', 'shop']],
    ['10.0.0.1:443', ['demo'], ['10.0.0.1', 'demo']],
  ])('%s with %j', (name, workloads, contexts) => {
    expect(login(name, workloads).contexts).toEqual(contexts);
  });

  it('a namespace of two Supervisors gets the name of the second behind it', () => {
    const first = login('sv1.lab', ['demo']);
    const second = login('sv2.lab', ['demo'], first.config);
    expect(second.contexts).toEqual(['sv2.lab', 'demo-sv2.lab']);
    expect(second.config.contexts.map(({ name }) => name)).toEqual([
      'sv1.lab',
      'demo',
      'sv2.lab',
      'demo-sv2.lab',
    ]);
    expect(login('sv1.lab', ['demo'], second.config).contexts).toEqual(['sv1.lab', 'demo']);
  });

  it('logging out leaves what no login made', () => {
    const own = { name: 'own', value: { server: 'https://own.lab' } };
    const { config } = login('sv1.lab', ['demo'], {
      ...emptyKubeconfig,
      clusters: [own],
      currentContext: 'demo',
    });
    const after = withoutLogins(config);
    expect(after).toEqual({ ...emptyKubeconfig, clusters: [own] });
    expect(after === undefined ? after : withoutLogins(after)).toBeUndefined();
  });
});
