// What a container does before and after its life: its hooks, and how long it takes to stop.
// Source: kubernetes pkg/kubelet/lifecycle, pkg/kubelet/kuberuntime/kuberuntime_container.go.
import type { Container, LifecycleHandler } from '#types';
import { latency } from '../control/latency.ts';
import type { Note } from '../control/loop.ts';
import type { View } from '../control/view.ts';
import type { Pod } from '../kinds/core/pod/pod.ts';
import { quoteGo } from '../std/go-quote.ts';
import { SECOND_MS } from '../std/time.ts';
import { askHttp } from './probes/ask.ts';
import { runCommand, type CommandRun } from './probes/command.ts';
import { said } from './said.ts';
import type { Written } from './written.ts';

interface Hooked {
  readonly isWell: boolean;
  /** Why it is not well, in kubelet's words. */
  readonly message: string;
  readonly tookMs: number;
  readonly written: readonly Written[];
}

const nothing: Hooked = { isWell: true, message: '', tookMs: 0, written: [] };

function run(
  hook: LifecycleHandler,
  pod: Pod,
  container: Container,
  view: View,
  written: readonly Written[],
  patienceMs: number,
): Hooked {
  const { exec, httpGet, sleep } = hook;
  if (sleep !== undefined) return { ...nothing, tookMs: (sleep.seconds ?? 0) * SECOND_MS };
  if (httpGet !== undefined) {
    const { result, output } = askHttp({ view, pod, container, written, isWell: true }, httpGet);
    // Whatever is answered is an answer.
    const isWell = result === 'passed' || output.startsWith('HTTP probe failed');
    const message = `HTTP lifecycle hook (${httpGet.path ?? ''}) ${where(pod, container)} failed - error: ${output}`;
    return { ...nothing, isWell, message: isWell ? '' : message };
  }
  if (exec === undefined) return nothing;
  const { command = [] } = exec;
  const ran = runCommand(view, pod, container, written, command, patienceMs);
  const isWell = ran.exitCode === 0;
  const message = `Exec lifecycle hook ([${command.join(' ')}]) ${where(pod, container)} failed - error: ${troubleOf(ran, command)}`;
  return { isWell, message: isWell ? '' : message, tookMs: ran.tookMs, written: ran.written };
}

function where({ metadata: { name, namespace, uid } }: Pod, container: Container): string {
  return `for Container ${quoteGo(container.name)} in Pod "${name}_${namespace}(${uid})"`;
}

function troubleOf({ trouble, exitCode, output }: CommandRun, command: readonly string[]): string {
  if (trouble !== undefined)
    return `rpc error: code = Unknown desc = failed to exec in container: failed to start exec: OCI runtime exec failed: exec failed: unable to start container process: ${trouble}, message: ""`;
  return `command '${command.join(' ')}' exited with ${exitCode ?? 0}: ${output}, message: ${quoteGo(output)}`;
}

/** Its postStart hook, once it runs: whether that was well, and what it wrote. */
export function afterStart(
  pod: Pod,
  container: Container,
  view: View,
  written: readonly Written[],
): Hooked & { readonly notes: readonly Note[] } {
  const hook = container.lifecycle?.postStart;
  if (hook === undefined) return { ...nothing, notes: [] };
  const hooked = run(hook, pod, container, view, written, latency.hookPatienceMs);
  const notes = hooked.isWell
    ? []
    : [
        said(pod, container, 'Warning', 'FailedPostStartHook', 'PostStartHook failed'),
        said(pod, container, 'Normal', 'Killing', 'FailedPostStartHook'),
      ];
  return { ...hooked, notes };
}

export interface Stop {
  /** From the order to stop to the end. */
  readonly tookMs: number;
  readonly notes: readonly Note[];
}

/** Its preStop hook, and then the signal, all of it within the grace. */
export function stopOf(
  pod: Pod,
  container: Container,
  view: View,
  written: readonly Written[],
  graceMs: number,
): Stop {
  const stopMs = view.draw(pod.metadata.uid, 'stop', latency.containerStopMs);
  const hook = container.lifecycle?.preStop;
  if (hook === undefined || graceMs === 0) return { tookMs: Math.min(stopMs, graceMs), notes: [] };
  const { isWell, tookMs } = run(hook, pod, container, view, written, graceMs);
  const notes = isWell ? [] : [said(pod, container, 'Warning', 'FailedPreStopHook', 'PreStopHook failed')];
  return { tookMs: Math.min(tookMs + stopMs, graceMs), notes };
}
