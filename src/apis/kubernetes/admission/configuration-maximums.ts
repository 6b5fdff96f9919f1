// Configuration maximums of a release that are sure: Tanzu Kubernetes clusters in a namespace, and on a Supervisor. The words are a best guess.
import { fabricScope } from '../../../kinds/vsphere/supervisor.ts';
import { releaseIn } from '../../../kinds/vsphere/vcenter.ts';
import type { Admission } from '../../../store/admission.ts';
import { Refusal } from '../../../store/refusal.ts';
import { isMain } from './request.ts';

const clusters = 'run.tanzu.vmware.com/tanzukubernetesclusters';
const webhook = 'default.validating.tanzukubernetescluster.run.tanzu.vmware.com';

export const configurationMaximums: Admission = {
  name: webhook,
  kinds: [clusters],
  validate({ verb, next, context }) {
    if (verb !== 'create' || !isMain(context) || next === undefined) return;
    const { view } = context;
    const most = releaseIn(view.in(fabricScope))?.clustersMax;
    if (most === undefined) return;
    const { namespace = '' } = next.metadata;
    const held = [
      { where: `namespace ${namespace}`, count: view.count(clusters, { namespace }), most: most.inNamespace },
      { where: 'this Supervisor Cluster', count: view.count(clusters), most: most.onSupervisor },
    ];
    const full = held.find(({ count, most: limit }) => count >= limit);
    if (full === undefined) return;
    const why = `${full.where} has ${full.count} Tanzu Kubernetes clusters already, the configuration maximum is ${full.most}`;
    throw new Refusal(
      403,
      'Forbidden',
      `admission webhook ${JSON.stringify(webhook)} denied the request: ${why}`,
    );
  },
};
