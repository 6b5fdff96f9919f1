// What is inside a well-known image: which shell, whose tools, what listens, where it serves files from. Told by the image's
// short name, since nothing is really pulled; an image that nobody knows is a small Debian that listens where it declares.
import type { Container } from '#types';
import { getOwn } from '../std/own.ts';
import { shortName } from '../kinds/core/pod/image.ts';

/** Whose file tree and tools an image is built on; `scratch` has no shell at all. */
export type Base = 'alpine' | 'busybox' | 'debian' | 'scratch';

export interface Image {
  readonly base: Base;
  /** Ports that its program listens on whatever the container declares. */
  readonly listens: readonly number[];
  /** The folder whose files its program serves by HTTP. */
  readonly webRoot?: string;
  /** What its program answers by HTTP instead of files. */
  readonly answers?: 'ailing' | 'echo' | 'hostname' | 'text';
  /** What it says by HTTP, whatever is asked: `{host}` is its Pod, `{version}` the number in its tag. */
  readonly says?: string;
  /** Variables that the image sets. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  /** The program that runs as process 1 where the container names none. */
  readonly command: string;
}

const known: readonly (readonly [RegExp, Image])[] = [
  [
    /^nginx/,
    {
      base: 'debian',
      listens: [80],
      webRoot: '/usr/share/nginx/html',
      command: 'nginx: master process nginx -g daemon off;',
    },
  ],
  [
    /^(httpd|apache)/,
    { base: 'debian', listens: [80], webRoot: '/usr/local/apache2/htdocs', command: 'httpd -DFOREGROUND' },
  ],
  [/^busybox/, { base: 'busybox', listens: [], command: 'sh' }],
  [/^(alpine|curl|netshoot|nettools)/, { base: 'alpine', listens: [], command: 'sh' }],
  [/^redis|^gb-redis/, { base: 'debian', listens: [6379], command: 'redis-server *:6379' }],
  [/^(mysql|mariadb)/, { base: 'debian', listens: [3306], command: 'mysqld' }],
  [/^postgres/, { base: 'debian', listens: [5432], command: 'postgres' }],
  [/^mongo/, { base: 'debian', listens: [27017], command: 'mongod' }],
  [/^(gb-frontend|frontend)/, { base: 'debian', listens: [80], command: 'apache2 -DFOREGROUND' }],
  [/^whoami/, { base: 'scratch', listens: [80], answers: 'echo', command: '/whoami' }],
  [/^http-echo/, { base: 'scratch', listens: [5678], answers: 'text', command: '/http-echo' }],
  [/^(echoserver|echo-server)/, { base: 'alpine', listens: [8080], answers: 'echo', command: 'nginx' }],
  [/^serve_hostname/, { base: 'alpine', listens: [9376], answers: 'hostname', command: '/serve_hostname' }],
  [/^liveness/, { base: 'alpine', listens: [8080], answers: 'ailing', command: '/server' }],
  [
    /^hello-app/,
    {
      base: 'alpine',
      listens: [8080],
      says: 'Hello, world!\nVersion: {version}.0\nHostname: {host}\n',
      command: './hello-app',
    },
  ],
  [/^hello-kubernetes/, { base: 'alpine', listens: [8080], answers: 'hostname', command: 'node server.js' }],
  [
    /^kubernetes-bootcamp/,
    {
      base: 'debian',
      listens: [8080],
      says: 'Hello Kubernetes bootcamp! | Running on: {host} | v={version}\n',
      command: '/bin/sh -c node server.js',
    },
  ],
  [/^node-hello/, { base: 'debian', listens: [8080], says: 'Hello Kubernetes!', command: 'node server.js' }],
  [
    /^hello-go-gke/,
    { base: 'debian', listens: [80], says: '{"message":"Hello"}\n', command: '/usr/bin/hello' },
  ],
  [/^hpa-example/, { base: 'debian', listens: [80], says: 'OK!', command: 'apache2 -DFOREGROUND' }],
  [/^kubia/, { base: 'debian', listens: [8080], says: "You've hit {host}\n", command: 'node app.js' }],
  [/^(pause|coredns|kube-|etcd|distroless|static)/, { base: 'scratch', listens: [], command: '/pause' }],
];

const unknown: Image = { base: 'debian', listens: [], command: 'app' };

/** The base that a tag asks for: `nginx:1.25-alpine`. */
function tagged(reference: string, image: Image): Image {
  const tag = /:([^/@]+)$/.exec(reference)?.[1] ?? '';
  if (image.base === 'scratch') return image;
  if (tag.includes('alpine')) return { ...image, base: 'alpine' };
  return tag.includes('busybox') ? { ...image, base: 'busybox' } : image;
}

/** The programs of Kubernetes' own test image, by their first argument. */
const agnhosts: Readonly<Record<string, Pick<Image, 'answers' | 'listens'>>> = {
  liveness: { listens: [8080], answers: 'ailing' },
  netexec: { listens: [8080], answers: 'hostname' },
  pause: { listens: [] },
  'test-webserver': { listens: [80], answers: 'hostname' },
};

function agnhost({ args = [], command = [] }: Container): Image {
  const words = [...command.slice(1), ...args];
  const program = getOwn(agnhosts, words[0] ?? '') ?? { listens: [9376], answers: 'hostname' };
  const port = /^--(?:http-)?port=(\d+)$/.exec(
    words.find((word) => /^--(http-)?port=/.test(word)) ?? '',
  )?.[1];
  const listens = port === undefined ? program.listens : [Number(port)];
  return { base: 'alpine', command: '/agnhost', ...program, listens };
}

/** Whether the image is Kubernetes' own for tests. */
export function isAgnhost({ image = '' }: Container): boolean {
  return shortName(image).startsWith('agnhost');
}

export function imageOf(container: Container): Image {
  const { image: reference = '' } = container;
  const name = shortName(reference);
  if (isAgnhost(container)) return agnhost(container);
  return tagged(reference, known.find(([pattern]) => pattern.test(name))?.[1] ?? unknown);
}

/** Docker's own images that start as root and say no other user. */
const rootImages =
  /^(docker\.io\/)?(library\/)?(alpine|busybox|centos|debian|fedora|golang|haproxy|httpd|mariadb|mongo|mysql|nginx|node|openjdk|php|postgres|python|rabbitmq|redis|ruby|tomcat|ubuntu|wordpress)(:[^/]*)?(@[^/]*)?$/;

/** Whether the image is known to run as root where nobody says otherwise. */
export function runsAsRoot({ image = '' }: Container): boolean {
  return rootImages.test(image);
}

/** Whether nothing is known of the image but what its container says. */
export function isUnknown(container: Container): boolean {
  return imageOf(container).command === unknown.command;
}

/** TCP ports that a container listens on: what its image does, and what it declares. */
export function listensOn(container: Container): readonly number[] {
  const declared = (container.ports ?? [])
    .filter(({ protocol = 'TCP' }) => protocol === 'TCP')
    .map(({ containerPort }) => containerPort);
  return [...imageOf(container).listens, ...declared];
}
