// What is kept with a CRX of its containers: what was written in them, what their probes said.
import { noMemory, type Advanced, type Memory } from '../../containers/life.ts';
import type { Written } from '../../containers/written.ts';
import type { VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';

export function memoryOf({ status }: VirtualMachine): Memory {
  return { written: status?.written ?? noMemory.written, streaks: status?.probes ?? noMemory.streaks };
}

/** The CRX with what is to be known of its containers from now on. */
export function remember(
  vm: VirtualMachine,
  { kept, streaks }: Pick<Advanced, 'kept' | 'streaks'>,
): VirtualMachine {
  const { written, streaks: before } = memoryOf(vm);
  if (kept.length === 0 && streaks === before) return vm;
  const { probes: _probes, ...status } = vm.status ?? {};
  const probes = streaks.length === 0 ? {} : { probes: streaks };
  return {
    ...vm,
    status: { ...status, ...probes, ...(kept.length === 0 ? {} : { written: withKept(written, kept) }) },
  };
}

/** What is written anew takes the place of what was; of a container's logs the last two are kept. */
function withKept(written: readonly Written[], kept: readonly Written[]): readonly Written[] {
  const isOver = (before: Written): boolean =>
    kept.some(({ place, path }) => {
      if (place === before.place) return path === before.path;
      const [, container = '', run = ''] = logPlace.exec(place) ?? [];
      const [, other, earlier = ''] = logPlace.exec(before.place) ?? [];
      return container === other && Number(earlier) < Number(run) - 1;
    });
  return [...written.filter((before) => !isOver(before)), ...kept];
}

const logPlace = /^log\/container\/(.+)\/(\d+)$/;
