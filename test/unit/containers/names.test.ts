// Names as a Pod finds them: by its hosts file, by its search list, by Services that are names, and where a policy lets it ask.
import { beforeAll, expect, it } from 'vitest';
import { isConversation } from '../../../src/apis/kubernetes/wire.ts';
import { clusterAdmin, type World } from '../../../src/world.ts';
import { get, pass, send, worldOf } from '../../worlds/setup.ts';

const core = '/api/v1/namespaces/demo';
const upgrade = { upgrade: 'websocket', 'sec-websocket-protocol': 'v5.channel.k8s.io' };
let world: World;

function run(pod: string, script: string): string {
  const words = ['sh', '-c', script].map((word) => `command=${encodeURIComponent(word)}`).join('&');
  const path = `${core}/pods/${pod}/exec?${words}&stdout=true&stderr=true`;
  const answer = world.request({ method: 'GET', path, headers: upgrade }, clusterAdmin);
  if (!isConversation(answer)) throw new Error(JSON.stringify(answer));
  let said = '';
  answer.converse({
    say: (_, text) => (said += text),
    end: () => undefined,
    later: (next) => next(),
    keep: (request) => void world.request(request, clusterAdmin),
  });
  return said;
}

const sleeper = { name: 'main', image: 'busybox:1.36', command: ['sleep', '1h'] };
const ip = (service: string): string =>
  (get(world, `${core}/services/${service}`).spec as { readonly clusterIP: string }).clusterIP;

beforeAll(() => {
  world = worldOf();
  const pods: Readonly<Record<string, object>> = {
    box: { hostAliases: [{ ip: '10.1.2.3', hostnames: ['foo.local'] }] },
    far: { dnsConfig: { searches: ['demo.svc.cluster.local'] }, dnsPolicy: 'ClusterFirst' },
    none: { dnsPolicy: 'None', dnsConfig: { nameservers: ['192.0.2.1'] } },
    mute: {},
  };
  for (const [name, spec] of Object.entries(pods)) {
    const metadata = { name, labels: { app: name } };
    const made = send(world, 'POST', `${core}/pods`, { metadata, spec: { containers: [sleeper], ...spec } });
    expect(made.status).toBe(201);
  }
  const api = { name: 'api', image: 'example.com/team/api:1' };
  send(world, 'POST', `${core}/pods`, {
    metadata: { name: 'api', labels: { app: 'api' } },
    spec: { containers: [api] },
  });
  const ports = [{ port: 80, targetPort: 5000 }];
  send(world, 'POST', `${core}/services`, {
    metadata: { name: 'api' },
    spec: { selector: { app: 'api' }, ports },
  });
  send(world, 'POST', `${core}/services`, {
    metadata: { name: 'alias' },
    spec: { type: 'ExternalName', externalName: 'api.demo.svc.cluster.local' },
  });
  send(world, 'POST', '/apis/networking.k8s.io/v1/namespaces/demo/networkpolicies', {
    metadata: { name: 'mute' },
    spec: { podSelector: { matchLabels: { app: 'mute' } }, policyTypes: ['Egress'] },
  });
  pass(world, 60);
});

it.each([
  ['box', 'ping -c1 -W1 foo.local', /^PING foo\.local \(10\.1\.2\.3\)/],
  ['box', 'wget -qO- http://alias >/dev/null && echo there', /^there\n$/],
  ['box', 'nslookup alias', /Name:\tapi\.demo\.svc\.cluster\.local\n/],
  ['box', 'nslookup 10-244-0-9.demo.pod.cluster.local', /Address: 10\.244\.0\.9\n/],
  ['box', 'nslookup kubernetes.io', /Name:\tkubernetes\.io\nAddress: 15\.197\.167\.90\n/],
  ['box', 'nslookup nowhere.example', /can't find nowhere\.example: NXDOMAIN/],
  [
    'box',
    'cd /tmp; wget kubernetes.io 2>&1 | head -4',
    /^Connecting to kubernetes\.io \(15\.197\.167\.90:80\)\nConnecting to kubernetes\.io \(15\.197\.167\.90:443\)\nwget: note: .*\nsaving to 'index\.html'\n/,
  ],
  ['box', 'wget -qO- http://example.com', /<h1>example\.com<\/h1>/],
  ['box', 'wget -T1 example.com:81', /download timed out/],
  ['box', 'ping -c1 8.8.8.8', /1 packets received/],
  ['box', 'nslookup 192.0.2.9', /can't find 9\.2\.0\.192\.in-addr\.arpa: NXDOMAIN/],
  ['far', 'cat /etc/resolv.conf', /^search demo\.svc\.cluster\.local svc\S* cluster\.local demo\.svc/],
  ['none', 'nslookup api', /^;; connection timed out; no servers could be reached/],
  ['mute', 'wget -qO- -T1 http://api', /^wget: bad address 'api'/],
  ['mute', 'nslookup api', /^;; connection timed out; no servers could be reached/],
])('%s: %s', (pod, script, expected) => {
  expect(run(pod, script)).toMatch(expected);
});

it('has a name for the address of a Service', () => {
  const address = ip('api');
  const reverse = address.split('.').toReversed().join('.');
  expect(run('box', `nslookup ${address}`)).toContain(
    `${reverse}.in-addr.arpa\tname = api.demo.svc.cluster.local\n`,
  );
});
