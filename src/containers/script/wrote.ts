// A container's files as they stand: what it comes with, what the scripts of its Pod's containers have written, what commands
// wrote since.
import type { Container } from '#types';
import type { Files } from '../../shell/files.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import type { VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';
import type { ReadView } from '../../store/view.ts';
import { filesFrom } from '../written.ts';
import { scripted } from './program.ts';

export function filesOf(
  view: ReadView,
  pod: Pod,
  container: Container,
  vm: VirtualMachine | undefined,
): Files {
  return filesFrom(view, pod, container, [...scripted(view, pod), ...(vm?.status?.written ?? [])]);
}
