// The kubeconfig that `serve` writes: this server, its authority, its token. Readable by its owner only.
import { open } from 'node:fs/promises';

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

/** Writes it so that nobody but the owner can read it at any moment, over whatever was there. */
export async function writeKubeconfig(path: string, options: KubeconfigOptions): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(kubeconfig(options));
  } finally {
    await file.close();
  }
}
