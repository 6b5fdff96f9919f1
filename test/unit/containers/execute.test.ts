// Commands in containers: what they find there, what they leave behind, how a terminal talks with them.
import { beforeAll, describe, expect, test } from 'vitest';
import { isConversation } from '../../../src/apis/kubernetes/wire.ts';
import { clusterAdmin, type World } from '../../../src/world.ts';
import { pass, send, worldOf } from '../../worlds/setup.ts';

const upgrade = { upgrade: 'websocket', 'sec-websocket-protocol': 'v5.channel.k8s.io' };
const enter = '\r';

interface Talk {
  out: string;
  err: string;
  end:
    | {
        readonly status: string;
        readonly details?: { readonly causes: readonly { readonly message: string }[] };
      }
    | undefined;
  readonly hear: (text: string) => void;
  readonly close: () => void;
  readonly waits: { readonly run: () => void; readonly ms: number }[];
}

function talk(world: World, query: string, pod = 'box'): Talk {
  const path = `/api/v1/namespaces/demo/pods/${pod}/exec?${query}`;
  const answer = world.request({ method: 'GET', path, headers: upgrade }, clusterAdmin);
  if (!isConversation(answer)) throw new Error(JSON.stringify(answer));
  const waits: Talk['waits'] = [];
  const said: Talk = {
    out: '',
    err: '',
    end: undefined,
    hear: () => undefined,
    close: () => undefined,
    waits,
  };
  const conversation = answer.converse({
    say: (channel, text) => (said[channel === 1 ? 'out' : 'err'] += text),
    end: (status) => (said.end = JSON.parse(status) as Talk['end']),
    later: (run, ms) => waits.push({ run, ms }),
    keep: (request) => void world.request(request, clusterAdmin),
    ask: (request) => world.request(request),
  });
  return Object.assign(said, { hear: conversation.hear, close: conversation.close });
}

const commandOf = (words: readonly string[]): string =>
  words.map((word) => `command=${encodeURIComponent(word)}`).join('&');

function run(world: World, words: readonly string[], container = 'main'): string {
  const { out, err, end } = talk(world, `${commandOf(words)}&container=${container}&stdout=true&stderr=true`);
  const code = end?.details?.causes[0]?.message ?? (end === undefined ? 'none' : '0');
  return `${out}${err}${code === '0' ? '' : `exit ${code}\n`}`;
}

let world: World;

beforeAll(() => {
  world = worldOf();
  const core = '/api/v1/namespaces/demo';
  const made = [
    send(world, 'POST', `${core}/configmaps`, {
      metadata: { name: 'settings' },
      data: { colour: 'blue', 'a.conf': 'x=1\n' },
    }),
    send(world, 'POST', `${core}/secrets`, { metadata: { name: 'keys' }, data: { password: 'czNjcmV0' } }),
    send(world, 'POST', `${core}/pods`, {
      metadata: { name: 'box', labels: { app: 'box' } },
      spec: {
        containers: [
          {
            name: 'main',
            image: 'busybox:1.36',
            env: [
              { name: 'COLOUR', valueFrom: { configMapKeyRef: { name: 'settings', key: 'colour' } } },
              { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'keys', key: 'password' } } },
              { name: 'WHERE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
              { name: 'APP', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
              { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } } },
              { name: 'PART', value: 'colour' },
              { name: 'GREETING', value: 'hello $(WHERE) $$(WHERE) $(NOBODY)' },
            ],
            envFrom: [{ prefix: 'S_', configMapRef: { name: 'settings' } }],
            resources: { limits: { cpu: '250m', memory: '64Mi' } },
            volumeMounts: [
              { name: 'config', mountPath: '/etc/settings' },
              { name: 'config', mountPath: '/etc/one.conf', subPath: 'a.conf' },
              { name: 'config', mountPath: '/etc/colour', subPathExpr: '$(PART)' },
              { name: 'shared', mountPath: '/shared' },
              { name: 'keys', mountPath: '/etc/keys' },
            ],
          },
          {
            name: 'side',
            image: 'nginx:1.25',
            volumeMounts: [{ name: 'shared', mountPath: '/usr/share/nginx/html' }],
          },
          { name: 'bare', image: 'gcr.io/distroless/static' },
        ],
        volumes: [
          { name: 'config', configMap: { name: 'settings' } },
          { name: 'shared', emptyDir: {} },
          {
            name: 'keys',
            secret: {
              secretName: 'keys',
              defaultMode: 0o400,
              items: [{ key: 'password', path: 'my/password', mode: 0o440 }],
            },
          },
        ],
      },
    }),
  ];
  expect(made.map(({ status }) => status)).toEqual([201, 201, 201]);
  pass(world, 60);
});

describe('a command finds', () => {
  test.each<[string, readonly string[], string]>([
    ['a key of a ConfigMap', ['printenv'], 'COLOUR=blue\n'],
    ['a key of a Secret', ['env'], 'PASSWORD=s3cret\n'],
    ['fields of its Pod', ['env'], 'WHERE=demo\nAPP=box\n'],
    ['its limits in units', ['env'], 'CPU=250\n'],
    ['variables put together', ['env'], 'GREETING=hello demo $(WHERE) $(NOBODY)\n'],
    ['all of a ConfigMap with a prefix', ['env'], 'S_colour=blue\n'],
    ['the API', ['env'], 'KUBERNETES_SERVICE_PORT_HTTPS=443\n'],
    ['files of a volume', ['cat', '/etc/settings/a.conf'], 'x=1\n'],
    ['one file of a volume', ['cat', '/etc/one.conf'], 'x=1\n'],
    ['a file that a variable names', ['cat', '/etc/colour'], 'blue'],
    ['its own name', ['hostname'], 'box\n'],
    [
      'the resolver',
      ['cat', '/etc/resolv.conf'],
      'search demo.svc.cluster.local svc.cluster.local cluster.local\n',
    ],
    ['its user', ['id'], 'uid=0(root) gid=0(root) groups=0(root),10(wheel)\n'],
    ['pipes and lists of a shell', ['sh', '-c', 'printf "b\\na\\n" | sort && echo $HOSTNAME'], 'a\nb\nbox\n'],
    ['a program by its path', ['/bin/echo', 'a', 'b'], 'a b\n'],
    [
      'its side by localhost',
      ['wget', '-qO-', 'http://localhost/none'],
      'wget: server returned error: HTTP/1.1 404 Not Found\nexit 1\n',
    ],
    [
      'nobody there',
      ['wget', '-qO-', 'http://localhost:81'],
      "wget: can't connect to remote host (127.0.0.1): Connection refused\nexit 1\n",
    ],
    ['no such name', ['nc', '-z', 'nobody', '80'], "nc: bad address 'nobody'\nexit 1\n"],
    [
      'a connection that is tried',
      ['nc', '-zv', '-w', '2', 'localhost', '80'],
      'localhost (127.0.0.1:80) open\n',
    ],
    [
      'a request that is typed',
      ['sh', '-c', 'printf "GET /none HTTP/1.0\\r\\n\\r\\n" | nc localhost 80 | head -n 1'],
      'HTTP/1.1 404 Not Found\r\n',
    ],
    [
      'a connection that is over after its answer',
      ['sh', '-c', 'wget -qS -O /dev/null localhost 2>&1 | grep -E "HTTP|Conn"'],
      '  HTTP/1.1 403 Forbidden\n  Connection: close\n',
    ],
    [
      'somebody to connect to',
      ['nc', 'localhost', '81'],
      'nc: localhost (127.0.0.1:81): Connection refused\nexit 1\n',
    ],
    [
      'no write where all is given',
      ['sh', '-c', 'echo x > /etc/settings/b'],
      "sh: can't create /etc/settings/b: Read-only file system\nexit 1\n",
    ],
    [
      'no folder that nobody made',
      ['sh', '-c', 'echo x > /none/b; cat < /none/c'],
      "sh: can't create /none/b: nonexistent directory\nsh: can't open /none/c: no such file\nexit 1\n",
    ],
    [
      'links in a volume',
      ['sh', '-c', "ls -l /etc/settings | awk '{print $1, $9, $10, $11}'"],
      'lrwxrwxrwx a.conf -> ..data/a.conf\nlrwxrwxrwx colour -> ..data/colour\n',
    ],
    [
      'the folder that all of them lead to',
      [
        'sh',
        '-c',
        'ls -A /etc/keys | tail -2; ls -la /etc/keys | grep -o "[.][.]data -> .*[.]" | cut -c1-21; find /etc/keys -type f | wc -l',
      ],
      '..data\nmy\n..data -> ..20',
    ],
    [
      'modes',
      [
        'stat',
        '-c',
        '%a %A %n',
        '/etc/keys',
        '/etc/keys/my',
        '/etc/keys/..data/my/password',
        '/etc/one.conf',
        '/shared',
      ],
      '1777 drwxrwxrwt /etc/keys\n777 lrwxrwxrwx /etc/keys/my\n440 -r--r----- /etc/keys/..data/my/password\n644 -rw-r--r-- /etc/one.conf\n777 drwxrwxrwx /shared\n',
    ],
    ['no such command', ['sh', '-c', 'nope'], 'sh: nope: not found\nexit 127\n'],
    ['its own code', ['sh', '-c', 'exit 42'], 'exit 42\n'],
  ])('%s', (_, words, expected) => expect(run(world, words)).toContain(expected));

  test('an image without a shell has no programs', () => {
    const { end } = talk(world, `${commandOf(['sh'])}&container=bare`);
    expect(end).toMatchObject({ status: 'Failure', reason: 'InternalError', code: 500 });
  });
});

describe('what is written', () => {
  test('stays for the next command, in its container only', () => {
    expect(run(world, ['sh', '-c', 'echo one > /tmp/a'])).toBe('');
    expect(run(world, ['cat', '/tmp/a'])).toBe('one\n');
    expect(run(world, ['cat', '/tmp/a'], 'side')).toContain('No such file');
    expect(run(world, ['rm', '/tmp/a'])).toBe('');
    expect(run(world, ['cat', '/tmp/a'])).toContain('No such file');
  });

  test('into a volume is there for every container of the Pod, and is what its web server serves', () => {
    expect(run(world, ['sh', '-c', 'echo page > /shared/index.html'])).toBe('');
    expect(run(world, ['curl', '-s', 'http://localhost'], 'side')).toBe('page\n');
    expect(run(world, ['wget', '-qO-', 'localhost'])).toBe('page\n');
  });

  test('is in the journal: the same requests lead to the same world', () => {
    const start = worldOf();
    for (const record of world.journal) start.replay(record);
    start.runTo(world.now);
    expect(start.hash()).toBe(world.hash());
    expect(run(start, ['cat', '/shared/index.html'])).toBe('page\n');
  });
});

describe('a terminal', () => {
  const open = () => talk(world, `${commandOf(['sh'])}&container=main&stdin=true&stdout=true&tty=true`);

  test('echoes, runs lines, takes backspaces, ends with the code of exit', () => {
    const said = open();
    said.hear(`ehcoo\u007f\u007f\u007f\u007fcho hi${enter}`);
    said.hear(`cd /tmp${enter}exit 3${enter}`);
    expect(said.out).toBe('/ # ehcoo\b \b\b \b\b \b\b \bcho hi\r\nhi\r\n/ # cd /tmp\r\n/tmp # exit 3\r\n');
    expect(said.end?.details?.causes[0]?.message).toBe('3');
  });

  test('Ctrl-D ends the shell, Ctrl-C what runs', () => {
    const said = open();
    said.hear(`sleep 100${enter}`);
    expect(said.waits.map(({ ms }) => ms)).toEqual([100_000]);
    said.hear(`\u0003echo $?${enter}`);
    expect(said.out).toBe('/ # sleep 100\r\n^C\r\n/ # echo $?\r\n130\r\n/ # ');
    expect(said.end).toBeUndefined();
    const other = open();
    other.hear('\u0004');
    expect(other.end?.status).toBe('Success');
  });
});

describe('a signal', () => {
  const restarts = (name: string): readonly number[] => {
    const { status } = send(world, 'GET', '/api/v1/namespaces/demo/pods/served').body as unknown as {
      readonly status: {
        readonly containerStatuses: readonly { readonly name: string; readonly restartCount: number }[];
      };
    };
    return status.containerStatuses.flatMap((each) => (each.name === name ? [each.restartCount] : []));
  };
  const served = (container: string, script: string, query = '') =>
    talk(
      world,
      `${commandOf(['sh', '-c', script])}&container=${container}&stdout=true&stderr=true${query}`,
      'served',
    );

  beforeAll(() => {
    send(world, 'POST', '/api/v1/namespaces/demo/pods', {
      metadata: { name: 'served' },
      spec: {
        containers: [
          { name: 'web', image: 'nginx:1.25-alpine' },
          { name: 'waits', image: 'busybox', command: ['sleep', '1d'] },
        ],
      },
    });
    pass(world, 60);
  });

  test('ends a server, which is started again, and who asked for it', () => {
    const said = served('web', 'kill 1; sleep 9; echo never');
    for (const { run, ms } of said.waits) if (ms < 1_000) run();
    expect(said.end?.details?.causes[0]?.message).toBe('137');
    pass(world, 5);
    expect(restarts('web')).toEqual([1]);
    expect(restarts('waits')).toEqual([0]);
  });

  test.each([
    ['waits', 'kill 1 && kill -9 1 && echo on', 'on\n', ''],
    ['web', 'kill -HUP 1 && echo on', 'on\n', ''],
    ['web', 'kill 99', '', "kill: can't kill pid 99: No such process\n"],
    ['web', 'kill -s NONE 1', '', "kill: bad signal name 'NONE'\n"],
  ])('%s goes on: %s', (container, script, out, trouble) => {
    const said = served(container, script);
    expect([said.out, said.err]).toEqual([out, trouble]);
    pass(world, 5);
    expect(restarts(container)).toEqual([container === 'web' ? 1 : 0]);
  });
});

test('input that is piped is read to its end', () => {
  const said = talk(world, `${commandOf(['wc', '-l'])}&container=main&stdin=true`);
  said.hear('a\nb\n');
  expect(said.end).toBeUndefined();
  said.close();
  expect(said.out.trim()).toBe('2');
  expect(said.end?.status).toBe('Success');
});

describe('the API from inside', () => {
  const script = (path: string): readonly string[] => [
    'sh',
    '-c',
    `cd /var/run/secrets/kubernetes.io/serviceaccount; curl -sk -w ' %{http_code}' -H "Authorization: Bearer $(cat token)" https://kubernetes.default.svc${path}`,
  ];

  test('answers the service account by its token', () => {
    expect(run(world, script('/version'), 'side')).toMatch(/"gitVersion"[^]* 200$/);
    const denied = run(world, script('/api/v1/namespaces/demo/secrets'), 'side');
    expect(denied).toMatch(/User \\"system:serviceaccount:demo:default\\" cannot list resource[^]* 403$/);
  });

  test('knows nobody without one', () => {
    const text = run(world, ['curl', '-sk', 'https://kubernetes.default.svc/api/v1/pods'], 'side');
    expect(text).toMatch(/system:anonymous|Unauthorized/);
  });
});

test.each([
  ['/etc/hostname', 'permission denied'],
  ['/etc', 'is a directory'],
  ['/none', 'stat /none: no such file or directory'],
  ['none', 'executable file not found in $PATH'],
])('%s is no program: %s', (name, why) => {
  const { end } = talk(world, `${commandOf([name])}&container=main&stdout=true`);
  expect(JSON.stringify(end)).toContain(`: ${why}: unknown`);
});
