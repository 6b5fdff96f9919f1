// The kubeconfig that `serve` writes: this server, its authority, its token. Readable by its owner only.
import { chmod, writeFile } from 'node:fs/promises';

export interface KubeconfigOptions {
  readonly server: string;
  readonly authority: string;
  readonly token: string;
  readonly namespace: string;
}

const name = 'supervisor-sandbox';

export function kubeconfig({ server, authority, token, namespace }: KubeconfigOptions): string {
  return [
    'apiVersion: v1',
    'kind: Config',
    'clusters:',
    `- name: ${name}`,
    '  cluster:',
    `    server: ${server}`,
    `    certificate-authority-data: ${Buffer.from(authority).toString('base64')}`,
    'users:',
    `- name: ${name}-admin`,
    '  user:',
    `    token: ${token}`,
    'contexts:',
    `- name: ${name}`,
    '  context:',
    `    cluster: ${name}`,
    `    user: ${name}-admin`,
    `    namespace: ${namespace}`,
    `current-context: ${name}`,
    '',
  ].join('\n');
}

export async function writeKubeconfig(path: string, options: KubeconfigOptions): Promise<void> {
  await writeFile(path, kubeconfig(options), { mode: 0o600 });
  await chmod(path, 0o600);
}
