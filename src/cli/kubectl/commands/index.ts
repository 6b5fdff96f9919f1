// Every command of kubectl, in kubectl's own order, which suggestions keep.
import { err } from '../../effect.ts';
import type { Command } from '../command.ts';
import { apiResources, apiVersions } from './api-resources.ts';
import { apply } from './apply.ts';
import { auth } from './auth/auth.ts';
import { autoscale } from './autoscale.ts';
import { certificate } from './certificate.ts';
import { completion } from './completion.ts';
import { config } from './config/config.ts';
import { cp } from './cp.ts';
import { create } from './create/create.ts';
import { debug } from './debug.ts';
import { remove } from './delete.ts';
import { describe } from './describe.ts';
import { diff } from './diff.ts';
import { drain } from './drain.ts';
import { edit } from './edit.ts';
import { events } from './events.ts';
import { attach } from './attach.ts';
import { exec } from './exec.ts';
import { explain } from './explain/explain.ts';
import { expose } from './expose.ts';
import { get } from './get.ts';
import { kustomize } from './kustomize.ts';
import { annotate, label } from './label.ts';
import { logs } from './logs.ts';
import { cordon, uncordon } from './nodes.ts';
import { patch } from './patch.ts';
import { plugin } from './plugin.ts';
import { portForward } from './port-forward.ts';
import { proxy } from './proxy.ts';
import { replace } from './replace.ts';
import { rollout } from './rollout/rollout.ts';
import { run } from './run.ts';
import { scale } from './scale.ts';
import { set } from './set/set.ts';
import { taint } from './taint.ts';
import { top } from './top/top.ts';
import { clusterInfo, version } from './version.ts';
import { wait } from './wait.ts';

const alpha: Command = {
  name: 'alpha',
  summary: 'commands that are not finished: none',
  *run() {
    yield* err('No alpha commands are available in this version of kubectl\n');
  },
};

export const commands: readonly Command[] = [
  create,
  expose,
  run,
  set,
  explain,
  get,
  edit,
  remove,
  rollout,
  scale,
  autoscale,
  certificate,
  clusterInfo,
  top,
  cordon,
  uncordon,
  drain,
  taint,
  describe,
  logs,
  attach,
  exec,
  portForward,
  proxy,
  cp,
  auth,
  debug,
  events,
  diff,
  apply,
  patch,
  replace,
  wait,
  kustomize,
  label,
  annotate,
  completion,
  alpha,
  config,
  plugin,
  version,
  apiVersions,
  apiResources,
  { name: 'options', summary: 'show the options that every command has' },
];
