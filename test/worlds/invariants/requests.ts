// What requests may and may not do to a world.
import { get, mergePatch, send, type Body } from '../setup.ts';
import { check, type Look } from './look.ts';

/** Pages together are the list (17); a dry run, a stale write and a write of the same change nothing (13, 15, 18). */
export function checkRequests(look: Look): void {
  const { world } = look;
  const hash = world.hash();
  const pods = look.list('/api/v1/pods');
  const paged: string[] = [];
  for (let token: string | undefined = ''; token !== undefined;) {
    const page: Body = get(world, `/api/v1/pods?limit=7${token === '' ? '' : `&continue=${token}`}`);
    paged.push(...page.items.map(({ metadata }) => metadata.uid));
    token = page.metadata.continue;
  }
  check(
    paged.join() === pods.map(({ metadata }) => metadata.uid).join(),
    () => 'pages differ from the list (17)',
  );
  const pod = pods[0] as Body;
  const path = `/api/v1/namespaces/${pod.metadata.namespace}/pods/${pod.metadata.name}`;
  send(world, 'PATCH', `${path}?dryRun=All`, { metadata: { labels: { dry: 'run' } } }, mergePatch);
  const metadata = { ...pod.metadata, resourceVersion: '1001', labels: { stale: 'yes' } };
  const stale = send(world, 'PUT', path, { ...pod, apiVersion: 'v1', kind: 'Pod', metadata });
  check(stale.status === 409, () => `a stale write is answered ${stale.status} (13)`);
  const same = send(world, 'PUT', path, get(world, path));
  check(
    same.status === 200,
    () => `writing back what was read is answered ${same.status}: ${same.body.message} (15)`,
  );
  check(
    world.hash() === hash,
    () => 'a dry run, a stale write or a write of the same changed the world (13, 15, 18)',
  );
}
