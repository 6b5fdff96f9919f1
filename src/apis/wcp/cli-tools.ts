// The page that a Supervisor's load balancer answers on port 443: where people get kubectl and its vSphere plugin, and how they begin. Its order is
// the product's, its words are ours. A sandbox carries no programs to download: it says what there is instead.
import { supervisorOf, type Supervisor } from '../../kinds/vsphere/supervisor.ts';
import type { ReadView } from '../../store/view.ts';
import { failure, json, text } from '../kubernetes/answer.ts';
import type { WireRequest, WireResponse } from '../kubernetes/wire.ts';
import { outageOf } from '../outage.ts';
import type { CliTools } from './wire.ts';

/** Where the product has the packages, by system. */
const systems = [
  {
    id: 'linux-amd64',
    name: 'Linux',
    sum: 'sha256sum vsphere-plugin.zip',
    path: 'export PATH=$PWD/bin:$PATH',
  },
  {
    id: 'windows-amd64',
    name: 'Windows',
    sum: 'certutil -hashfile vsphere-plugin.zip SHA256',
    path: 'set PATH=%CD%\\bin;%PATH%',
  },
  {
    id: 'darwin-amd64',
    name: 'macOS',
    sum: 'shasum -a 256 vsphere-plugin.zip',
    path: 'export PATH=$PWD/bin:$PATH',
  },
] as const;

const packagePath = (id: string): string => `/wcp/plugin/${id}/vsphere-plugin.zip`;

const instead =
  'This sandbox has no packages to download. kubectl and kubectl-vsphere are in the terminal of the page already. ' +
  'On a machine of your own, take kubectl from https://kubernetes.io/docs/tasks/tools/ and the kubeconfig that `supervisor-sandbox serve` writes.';

export function cliTools({ spec: { fqdn } }: Supervisor): CliTools {
  return {
    server: fqdn,
    title: 'Kubernetes CLI Tools',
    about:
      'kubectl and its plugin for vSphere: with them you sign in to this Supervisor and work in the namespaces that you may use.',
    instead,
    systems: systems.map(({ id, name, sum, path }) => ({
      id,
      name,
      package: packagePath(id),
      steps: [
        { text: 'Download the package', command: `curl -k -LO https://${fqdn}${packagePath(id)}` },
        { text: 'Compare its checksum with the one of the page', command: sum },
        { text: 'Unpack it, and put its folder bin where your shell looks for programs', command: path },
        { text: 'Sign in', command: `kubectl vsphere login --server=${fqdn} --vsphere-username USER` },
        { text: 'See what you may use, and choose a namespace', command: 'kubectl config get-contexts' },
        { text: 'Work in it', command: 'kubectl config use-context NAMESPACE' },
      ],
    })),
  };
}

/** Where the page draws its parts from; no product answers it. */
const partsPath = '/sandbox/cli-tools';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (words: string): string => words.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);

function htmlOf({ title, about, instead, systems: all }: CliTools): string {
  const sections = all.map(
    ({ name, steps }) =>
      `<h2>${escaped(name)}</h2>\n<ol>\n${steps
        .map(({ text: words, command }) => `<li>${escaped(words)}<pre>${escaped(command)}</pre></li>\n`)
        .join('')}</ol>\n`,
  );
  return (
    `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>${escaped(title)}</title></head>\n<body>\n` +
    `<h1>${escaped(title)}</h1>\n<p>${escaped(about)}</p>\n<p>${escaped(instead)}</p>\n${sections.join('')}</body>\n</html>\n`
  );
}

/** Whether somebody asks for the page: a browser, or whoever names the Supervisor's address without the API's port. */
function asksForPage({ headers = {} }: WireRequest, { spec, status }: Supervisor): boolean {
  if ((headers['accept'] ?? '').includes('text/html')) return true;
  const host = (headers['host'] ?? '').toLowerCase();
  return (
    host !== '' && [spec.fqdn.toLowerCase(), status?.apiEndpoint, spec.management.floatingIp].includes(host)
  );
}

/** Answers the page, its parts as JSON (`CliTools`) and the paths of its packages; undefined for whatever else is asked. */
export function toolsPage(view: ReadView | undefined, request: WireRequest): WireResponse | undefined {
  const path = request.path.split('?')[0] ?? '';
  const isPackage = path.startsWith('/wcp/plugin/');
  if (path !== '/' && path !== partsPath && !isPackage) return undefined;
  const supervisor = view === undefined ? undefined : supervisorOf(view);
  if (view === undefined || supervisor === undefined) return undefined;
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
  if (path === '/' && !asksForPage(request, supervisor)) return undefined;
  const outage = outageOf(view);
  if (outage !== undefined) return failure(outage);
  const tools = cliTools(supervisor);
  if (path === partsPath) return json(200, tools);
  if (isPackage) return text(404, `${instead}\n`);
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: htmlOf(tools) };
}
