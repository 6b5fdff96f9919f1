// Drafts of a cluster's image: one a person, changed until it is committed and is the image, or discarded; and which base images there are.
// Source: vSphere Automation API, com.vmware.esx.settings.clusters.software.Drafts, clusters.enablement.Software, depot_content.BaseImages.
import { clusters, type Cluster } from '../../kinds/vsphere/cluster.ts';
import { releaseOfWorld } from '../../kinds/vsphere/vcenter.ts';
import { releases } from '../../releases/release.ts';
import type { ReadView } from '../../store/view.ts';
import { string } from '../../store/schema/infer.ts';
import { formatMilliTime } from '../../std/time.ts';
import { beginTask } from './begin-task.ts';
import { alreadyExists, notFound } from './failure.ts';
import { passes } from './filter.ts';
import { clusterOf } from './inventory/clusters.ts';
import { baseImage, buildOf, imageOf, startOfDay, targetOf, versionOf } from './lifecycle.ts';
import { created, done, isSince, ok, type Call, type Operation } from './operation.ts';
import { readBody } from './reading.ts';
import { wordsOfActor } from './record.ts';

const cluster = 'esx/settings/clusters/{cluster}';
const drafts = `${cluster}/software/drafts`;
const one = `${drafts}/{draft}`;
const read = { privilege: 'System.Read' } as const;
const change = { privilege: 'VcIntegrity.lifecycleSoftwareSpecification.Write' } as const;

type Draft = NonNullable<Cluster['spec']['imageDrafts']>[number];

const asked = (call: Call): Cluster => clusterOf(call.fabric, call.params['cluster'] ?? '');

const draftsOf = ({ spec }: Cluster): readonly Draft[] => spec.imageDrafts ?? [];

function draftAsked(call: Call): Draft {
  const id = call.params['draft'] ?? '';
  const found = draftsOf(asked(call)).find((draft) => draft.id === id);
  if (found === undefined) throw notFound('Draft', id);
  return found;
}

/** Images that vCenter knows: those of the releases until its own. */
function baseImages(fabric: ReadView) {
  const own = releaseOfWorld(fabric);
  const known = releases.filter(({ vcenter }) => isSince(own, vcenter.apiVersion));
  return known.map(({ esxi: { version, build, released } }) => ({
    version: versionOf(`${version}, ${build}`),
    display_name: 'ESXi',
    display_version: versionOf(`${version}, ${build}`),
    summary: `ESXi ${version}, build ${build}`,
    category: 'ENHANCEMENT',
    kb: 'https://kb.vmware.com/s/article/2143832',
    release_date: startOfDay(released),
  }));
}

const put = (call: Call, imageDrafts: readonly Draft[], why: string, image?: string): void => {
  const found = asked(call);
  const spec = { ...found.spec, imageDrafts, ...(image === undefined ? {} : { image }) };
  call.write.update(clusters, { ...found, spec } as Cluster, why);
};

const others = (call: Call, { id }: Draft) => draftsOf(asked(call)).filter((draft) => draft.id !== id);

const metadataOf = ({ owner, createdAt }: Draft) => ({
  creation_time: formatMilliTime(createdAt),
  owner,
  status: 'VALID',
});

const imageOfDraft = (call: Call, { image }: Draft): string => image ?? imageOf(call, asked(call));

function commit(call: Call) {
  const draft = draftAsked(call);
  put(call, others(call, draft), 'Commit draft', imageOfDraft(call, draft));
  const value = beginTask(call, { words: 'Commit draft', target: targetOf(asked(call)), result: draft.id });
  return { status: 202 as const, value };
}

export const draftOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: `${cluster}/enablement/software`,
    ...read,
    answer: (call) => {
      asked(call);
      return ok({ enabled: true });
    },
  },
  {
    method: 'GET',
    path: drafts,
    query: ['owners'],
    ...read,
    answer: (call) =>
      ok(
        call.keyed(
          draftsOf(asked(call))
            .filter(({ owner }) => passes(call, { owners: owner }))
            .map((draft) => [draft.id, { metadata: metadataOf(draft) }]),
        ),
      ),
  },
  {
    method: 'POST',
    path: drafts,
    ...change,
    answer: (call) => {
      const owner = wordsOfActor(call.actor);
      const present = draftsOf(asked(call));
      const own = present.find((draft) => draft.owner === owner);
      if (own !== undefined)
        throw alreadyExists(`User '${owner}' has draft '${own.id}' of the cluster already.`, [own.id]);
      const id = String(call.write.revision + 1);
      put(call, [...present, { id, owner, createdAt: call.fabric.now }], 'Create draft');
      return created(id);
    },
  },
  {
    method: 'GET',
    path: one,
    ...read,
    answer: (call) => {
      const draft = draftAsked(call);
      return ok({
        metadata: metadataOf(draft),
        software: {
          base_image: baseImage(imageOfDraft(call, draft)),
          components: call.keyed([]),
          solutions: call.keyed([]),
        },
      });
    },
  },
  {
    method: 'DELETE',
    path: one,
    ...change,
    answer: (call) => {
      put(call, others(call, draftAsked(call)), 'Discard draft');
      return done;
    },
  },
  { method: 'POST', path: one, action: 'commit', ...change, answer: commit },
  {
    method: 'GET',
    path: `${one}/software/base-image`,
    ...read,
    answer: (call) => ok(baseImage(imageOfDraft(call, draftAsked(call)))),
  },
  {
    method: 'PUT',
    path: `${one}/software/base-image`,
    ...change,
    answer: (call) => {
      const draft = draftAsked(call);
      const schema = { type: 'object', required: ['version'], properties: { version: string } } as const;
      const image = buildOf(readBody(schema, call.body).version);
      put(call, [...others(call, draft), { ...draft, image }], 'Edit draft');
      return done;
    },
  },
  {
    method: 'GET',
    path: `${one}/software/components`,
    ...read,
    answer: (call) => {
      draftAsked(call);
      return ok(call.keyed([]));
    },
  },
  {
    method: 'GET',
    path: 'esx/settings/depot-content/base-images',
    ...read,
    unseen: [],
    answer: ({ fabric }) => ok(baseImages(fabric)),
  },
];
