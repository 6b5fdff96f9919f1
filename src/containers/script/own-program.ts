// What an image does that was told nothing, and the few lines of Perl that examples are made of. The rules are part of the product:
// kinds/README.md.
import { latency } from '../../control/latency.ts';
import { shortName } from '../../kinds/core/pod/image.ts';
import { piDigits } from './pi.ts';
import { plain, type Program, type Stage } from './stage.ts';

/** Images that serve until they are stopped. */
const servers =
  /nginx|httpd|apache|redis|mysql|mariadb|postgres|mongo|memcached|rabbitmq|kafka|zookeeper|etcd|consul|vault|pause|registry|traefik|haproxy|envoy|caddy|tomcat|jetty|wordpress|grafana|prometheus|elasticsearch|kibana|minio|agnhost|echo|hello-app|frontend|guestbook|server|proxy|web|api/;

/** Images whose own command is a shell or an interpreter: with nothing to read it ends at once. */
export const interpreters =
  /^(busybox|alpine|ubuntu|debian|centos|fedora|rockylinux|almalinux|amazonlinux|bash|photon|perl|python|ruby|node|php|golang|openjdk|toolbox|curl)/;

/** The program of an image that was told nothing; undefined where nothing is known of it. */
export function ownProgram(stage: Stage, ends: boolean): Program | undefined {
  const { container } = stage;
  const name = shortName(container.image ?? '');
  if (name === 'hello-world') {
    const text = 'This message shows that your installation appears to be working correctly.';
    const lines = ['', 'Hello from Docker!', text, ''].map((each) => ({ afterMs: 0, text: each }));
    return { ...plain(0), lines };
  }
  const serves =
    container.stdin === true ||
    (container.ports ?? []).length > 0 ||
    (container.livenessProbe ?? container.readinessProbe ?? container.startupProbe) !== undefined;
  if (!ends || serves || servers.test(name)) return plain(undefined);
  return interpreters.test(name) ? plain(0) : undefined;
}

export function perlRun(words: readonly string[]): Program | undefined {
  const digits = /print bpi\((\d{1,4})\)/.exec(words.join(' '));
  if (digits === null) return undefined;
  const lines = [{ afterMs: latency.unknownProgramMs, text: piDigits(Number(digits[1])) }];
  return { ...plain(latency.unknownProgramMs), lines };
}
