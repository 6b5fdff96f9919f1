// What a container uses that nobody gave a curve: little of what it asks for, by what its image and command say of it. It keeps
// its level for some minutes, so that who only looks at whole numbers sees a quiet world. Amounts are the sandbox's.
import type { Container } from '#types';
import { keyedHash, roll } from '../../std/hash.ts';
import { bytesPerMiB } from '../../std/mebibyte.ts';
import { MINUTE_MS } from '../../std/time.ts';
import { shortName } from '../core/pod/image.ts';
import { stressBytes } from '../core/pod/stress.ts';
import type { Measured } from './curve.ts';

const CORE = 1_000_000_000;
const levelMs = 5 * MINUTE_MS;

/** By image: thousandths of a core when idle, and MiB. The first that fits counts. */
const images: readonly (readonly [RegExp, number, number])[] = [
  [/pause/, 0, 1],
  [/etcd/, 24, 64],
  [/kube-apiserver/, 62, 410],
  [/kube-controller-manager/, 18, 72],
  [/kube-scheduler/, 5, 34],
  [/elasticsearch|opensearch|kafka|cassandra|solr/, 22, 1_240],
  [/java|jdk|tomcat|jetty|spring|jenkins|keycloak|wildfly/, 9, 540],
  [/mysql|mariadb/, 7, 390],
  [/postgres/, 4, 46],
  [/mongo/, 8, 170],
  [/redis|memcached/, 2, 7],
  [/rabbitmq/, 12, 120],
  [/wordpress|php|frontend|drupal|nextcloud/, 1, 18],
  [/nginx|httpd|apache|caddy|haproxy|envoy|traefik/, 1, 8],
  [/prometheus|grafana|kibana/, 11, 140],
  [/controller|operator|manager/, 4, 42],
  [/python|node|ruby|django|flask/, 2, 34],
  [/busybox|alpine|toolbox|curl/, 1, 1],
];

const unknown = [2, 14] as const;

/** Images and commands that burn all they can get. */
const burners = /stress|burn|cpu-load|resource-consumer/;
const busyLoop =
  /while\s+(true|:|\[ 1 \])\s*;?\s*do\s+(:|true)\s*;?\s*done|yes\s*>\s*\/dev\/null|if=\/dev\/zero\s+of=\/dev\/null/;

export function isBurning({ image = '', command = [], args = [] }: Container): boolean {
  return burners.test(shortName(image)) || busyLoop.test([...command, ...args].join(' '));
}

/** A level around an amount, from three quarters to five quarters of it. */
function around(amount: number, uid: string, container: string, purpose: string, ms: number): number {
  const block = String(Math.floor(ms / levelMs));
  return Math.floor((amount * (750_000 + roll(0, 500_001, uid, container, purpose, block))) / 1_000_000);
}

/**
 * Billionths of a core, or of a byte, that a container of a Pod with this uid uses at a moment. `askedNano` is what it asks
 * for, zero where it asks for nothing.
 */
export function programUsage(
  measured: Measured,
  container: Container,
  uid: string,
  askedNano: number,
  ms: number,
): number {
  const name = shortName(container.image ?? '');
  const [, cpuMilli, memoryMiB] = images.find(([pattern]) => pattern.test(name)) ?? [name, ...unknown];
  const key = container.name;
  if (measured === 'cpu') {
    if (isBurning(container)) return CORE - (keyedHash(0, uid, key, 'burn') % 4_000_000);
    const part = 3 + roll(0, 9, uid, key, 'part');
    const idle = Math.max((cpuMilli * CORE) / 1_000, 180_000);
    return around(Math.max(idle, (askedNano * part) / 100), uid, key, 'cpu', ms);
  }
  const taken = stressBytes(container);
  if (taken > 0) return around(taken * CORE, uid, key, 'memory', ms);
  const part = 35 + roll(0, 31, uid, key, 'part');
  const resident = askedNano === 0 ? memoryMiB * bytesPerMiB * CORE : (askedNano * part) / 100;
  return around(resident, uid, key, 'memory', ms);
}
