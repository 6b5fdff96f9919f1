// Which process each loop is part of: it is under that name that the loop owns fields. Loops are named after controllers, many of
// which share one binary. Source: the user agents of kube-controller-manager and kube-scheduler in metadata.managedFields.

const controllerManager = 'kube-controller-manager';

const daemons: ReadonlyMap<string, string> = new Map([
  ['attachdetach', controllerManager],
  ['cronjob', controllerManager],
  ['default-scheduler', 'kube-scheduler'],
  ['event-ttl', 'kube-apiserver'],
  ['garbage-collector', controllerManager],
  ['horizontal-pod-autoscaler', controllerManager],
  ['node-status', 'spherelet'],
  ['scheduler', 'kube-scheduler'],
]);

export function daemonOf(loop: string): string {
  const known = daemons.get(loop);
  if (known !== undefined) return known;
  if (loop.endsWith('-controller') || loop.endsWith('controllermanager')) return controllerManager;
  return loop.startsWith('ncp-') ? 'ncp' : loop;
}
