// Rules of roles in one line each: `verbs groups resources...`, then `= names...` where only some are meant; or `get paths /path ...`
// for what is no resource. `read`, `write` and `all` stand for the verbs that mostly go together, `core` for the group without a name.
import type { PolicyRule } from '#types';

const read = ['get', 'list', 'watch'];
const write = ['create', 'delete', 'deletecollection', 'patch', 'update'];

const verbs: Readonly<Record<string, readonly string[]>> = { read, write, all: [...read, ...write].sort() };

/** What lets a component tell events. */
export const events = 'create,patch,update core,events.k8s.io events';

export function rule(line: string): PolicyRule {
  const [what = '', names] = line.split(' = ');
  const [verb = '', groups = '', ...resources] = what.split(' ');
  const list = verbs[verb] ?? verb.split(',');
  if (groups === 'paths') return { nonResourceURLs: resources, verbs: list };
  return {
    apiGroups: groups.split(',').map((group) => (group === 'core' ? '' : group)),
    resources,
    ...(names === undefined ? {} : { resourceNames: names.split(' ') }),
    verbs: list,
  };
}
