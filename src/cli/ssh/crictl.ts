// crictl on a control plane VM: the containers of its node, as the runtime has them. Source: cri-tools, cmd/crictl.
import type { RuntimeContainers } from '../../apis/ssh/wire.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../std/time.ts';
import type { Program } from '../../shell/program.ts';
import { err, now, out, type ExitCode, type Run } from '../effect.ts';
import { TabWriter } from '../kubectl/print/tab-writer.ts';
import { askMachine, type Machine } from './machine.ts';

const units = [
  ['day', DAY_MS],
  ['hour', HOUR_MS],
  ['minute', MINUTE_MS],
  ['second', SECOND_MS],
] as const;

/** `3 days ago`. */
function since(ms: number): string {
  const [unit, length] = units.find(([, length]) => ms >= length) ?? ['second', SECOND_MS];
  const count = Math.floor(ms / length);
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
}

/** As long as crictl shows ids. */
const shown = 13;

export const crictl = ({ host, token }: Machine): Program => ({
  name: 'crictl',
  summary: 'show the containers of this node',
  *run(args): Run<ExitCode> {
    const [what] = args.filter((arg) => !arg.startsWith('-'));
    if (what !== 'ps') {
      yield* err('crictl: of its commands there is `ps` here, with -a and -q\n');
      return 1;
    }
    const said = yield* askMachine<RuntimeContainers>(host, '/containers', { token });
    if ('trouble' in said || said.status !== 200) {
      yield* err('crictl: cannot connect to unix:///run/containerd/containerd.sock\n');
      return 1;
    }
    const at = yield* now();
    const isAll = args.some((arg) => /^-\w*a|^--all$/.test(arg));
    const containers = said.value.containers.filter(({ state }) => isAll || state === 'Running');
    if (args.some((arg) => /^-\w*q|^--quiet$/.test(arg))) {
      yield* out(containers.map(({ id }) => `${id}\n`).join(''));
      return 0;
    }
    const table = new TabWriter({ minWidth: 10, padding: 3 });
    table.write('CONTAINER\tIMAGE\tCREATED\tSTATE\tNAME\tATTEMPT\tPOD ID\tPOD\n');
    for (const { id, image, startedAt, state, name, attempt, podId, pod } of containers)
      table.write(
        `${id.slice(0, shown)}\t${image.slice(0, shown)}\t${since(at - startedAt)}\t${state}\t${name}\t${attempt}\t${podId.slice(0, shown)}\t${pod}\n`,
      );
    yield* out(table.flush());
    return 0;
  },
});
