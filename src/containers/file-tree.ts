// A container's files: the image's, the ones that the kubelet writes, the volumes'. Contents are short and plain: enough to look
// at, to serve, to grep.
import type { Container } from '#types';
import { createFiles, type Files } from '../shell/files.ts';
import type { Pod } from '../kinds/core/pod/pod.ts';
import type { ReadView } from '../store/view.ts';
import { fullNameOf, hostnameOf } from './environment.ts';
import { shortName } from '../kinds/core/pod/image.ts';
import { imageOf, type Base } from './image.ts';
import { mountsOf } from './mounts.ts';
import { searchesOf, serversOf } from './names.ts';
import { procFiles } from './proc-files.ts';
import { namesOf } from './volume-files.ts';

const releases: Readonly<Record<Base, string>> = {
  alpine:
    'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.21.3\nPRETTY_NAME="Alpine Linux v3.21"\nHOME_URL="https://alpinelinux.org/"\n',
  busybox: '',
  debian:
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nVERSION="12 (bookworm)"\nVERSION_CODENAME=bookworm\nID=debian\nHOME_URL="https://www.debian.org/"\n',
  scratch: '',
};

const ubuntu =
  'PRETTY_NAME="Ubuntu 24.04.2 LTS"\nNAME="Ubuntu"\nVERSION_ID="24.04"\nVERSION="24.04.2 LTS (Noble Numbat)"\nVERSION_CODENAME=noble\nID=ubuntu\nID_LIKE=debian\nHOME_URL="https://www.ubuntu.com/"\n';

const folders = [
  'bin',
  'dev',
  'etc',
  'home',
  'lib',
  'mnt',
  'opt',
  'proc',
  'root',
  'run',
  'srv',
  'sys',
  'tmp',
  'usr',
  'var',
];

const page = (title: string): string =>
  `<!DOCTYPE html>\n<html>\n<head>\n<title>${title}</title>\n</head>\n<body>\n<h1>${title}</h1>\n</body>\n</html>\n`;

function imageFiles(container: Container): Readonly<Record<string, string>> {
  const { base, webRoot } = imageOf(container);
  const files: Record<string, string> = {};
  const isUbuntu = shortName(container.image ?? '').startsWith('ubuntu');
  const release = isUbuntu ? ubuntu : releases[base];
  if (release !== '') files['/etc/os-release'] = release;
  if (base === 'debian' && !isUbuntu) files['/etc/debian_version'] = '12.10\n';
  if (base === 'alpine') files['/etc/alpine-release'] = '3.21.3\n';
  files['/etc/group'] = 'root:x:0:\nnogroup:x:65534:\n';
  files['/etc/passwd'] =
    `root:x:0:0:root:/root:${base === 'debian' ? '/bin/bash' : '/bin/sh'}\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n`;
  if (webRoot === '/usr/share/nginx/html') {
    files[`${webRoot}/index.html`] = page('Welcome to nginx!');
    files[`${webRoot}/50x.html`] = page('Error');
    files['/etc/nginx/nginx.conf'] = 'user  nginx;\nworker_processes  auto;\n';
    files['/etc/nginx/conf.d/default.conf'] = `server {\n    listen       80;\n    root   ${webRoot};\n}\n`;
  } else if (webRoot !== undefined) {
    files[`${webRoot}/index.html`] = '<html><body><h1>It works!</h1></body></html>\n';
  }
  return files;
}

function resolvConf(view: ReadView, pod: Pod): string {
  const { dnsPolicy, dnsConfig } = pod.spec;
  const options = [
    ...(dnsPolicy === 'None' ? [] : ['ndots:5']),
    ...(dnsConfig?.options ?? []).map(({ name, value }) => (value === undefined ? name : `${name}:${value}`)),
  ];
  const search = searchesOf(pod);
  return [
    ...(search.length === 0 ? [] : [`search ${search.join(' ')}`]),
    ...serversOf(view, pod).map((server) => `nameserver ${server}`),
    ...(options.length === 0 ? [] : [`options ${options.join(' ')}`]),
    '',
  ].join('\n');
}

function hosts(pod: Pod): string {
  const names = [...new Set([fullNameOf(pod), hostnameOf(pod)])].join('\t');
  const own = pod.status?.podIP === undefined ? [] : [`${pod.status.podIP}\t${names}`];
  const added = (pod.spec.hostAliases ?? []).map(
    ({ ip, hostnames = [] }) => `${ip}\t${hostnames.join('\t')}`,
  );
  const aliases = added.length === 0 ? [] : ['', '# Entries added by HostAliases.', ...added];
  return [
    '# Kubernetes-managed hosts file.',
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::0\tip6-localnet',
    'fe00::0\tip6-mcastprefix',
    'fe00::1\tip6-allnodes',
    'fe00::2\tip6-allrouters',
    ...own,
    ...aliases,
    '',
  ].join('\n');
}

function makeFolder(files: Files, path: string): void {
  const parts = path.split('/').slice(1);
  parts.forEach((_, at) => files.makeFolder(`/${parts.slice(0, at + 1).join('/')}`));
}

/** The files of a container as they stand when nobody has written any. */
export function fileTreeOf(view: ReadView, pod: Pod, container: Container): Files {
  const files = createFiles({
    ...imageFiles(container),
    ...procFiles(pod, container),
    '/etc/hostname': `${hostnameOf(pod)}\n`,
    '/etc/hosts': hosts(pod),
    '/etc/resolv.conf': resolvConf(view, pod),
  });
  for (const folder of imageOf(container).base === 'scratch' ? ['tmp'] : folders)
    files.makeFolder(`/${folder}`);
  const { workingDir } = container;
  if (workingDir !== undefined && workingDir.startsWith('/')) makeFolder(files, workingDir);
  for (const mount of mountsOf(view, pod, container)) {
    // What the image has at that place is hidden.
    files.remove(mount.path);
    makeFolder(files, mount.isFile ? mount.path.slice(0, mount.path.lastIndexOf('/')) || '/' : mount.path);
    for (const [below, text] of Object.entries(mount.files ?? {})) {
      for (const name of namesOf(pod, mount, below)) {
        const at = mount.isFile ? mount.path : `${mount.path === '/' ? '' : mount.path}/${name}`;
        makeFolder(files, at.slice(0, at.lastIndexOf('/')) || '/');
        files.write(at, text);
      }
    }
  }
  return files;
}
