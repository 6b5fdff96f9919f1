// df: the file systems of a container, its claims among them, as coreutils and as BusyBox list them.
// Source: coreutils src/df.c, busybox coreutils/df.c. Deliberately absent: what is written is not counted, so a claim has what a new ext4 has.
import type { PersistentVolumeClaim } from '../../kinds/core/persistent-volume/claim-ref.ts';
import { claimNameOf } from '../../kinds/core/pod/claims.ts';
import { err, out, type ExitCode, type Run } from '../../shell/effect.ts';
import { resolvePath } from '../../shell/files.ts';
import { homeOf, type Program } from '../../shell/program.ts';
import { parseQuantity } from '../../std/quantity.ts';
import { imageOf } from '../image.ts';
import { mountsOf, type Mount } from '../mounts.ts';
import type { Setting } from '../setting.ts';

interface FileSystem {
  readonly name: string;
  readonly path: string;
  readonly sizeKib: number;
  readonly usedKib: number;
  readonly freeKib: number;
}

const overlay = { name: 'overlay', path: '/', sizeKib: 10_190_136, usedKib: 204_800, freeKib: 9_443_976 };
const devices = { name: 'tmpfs', path: '/dev', sizeKib: 65_536, usedKib: 0, freeKib: 65_536 };
/** What ext4 leaves of a disk for files, what it takes of that itself, and what is for others than root. */
const [filesShare, takenKib, othersShare] = [0.951, 24, 0.932];

function claimed({ view, pod }: Setting, { path, volume }: Mount): readonly FileSystem[] {
  const { persistentVolumeClaim, ephemeral, name } = volume;
  if (persistentVolumeClaim === undefined && ephemeral === undefined) return [];
  const claimName = persistentVolumeClaim?.claimName ?? claimNameOf(pod, name);
  const kind = 'core/persistentvolumeclaims';
  const claim = view.get<PersistentVolumeClaim>(kind, claimName, pod.metadata.namespace);
  const capacity = parseQuantity(claim?.status?.capacity?.['storage'] ?? '0');
  const sizeKib = Math.floor((Number((capacity?.nano ?? 0n) / 1_000_000_000n) / 1024) * filesShare);
  return [{ name: '/dev/sdb', path, sizeKib, usedKib: takenKib, freeKib: Math.floor(sizeKib * othersShare) }];
}

/** Rounded up as both do: one decimal below ten, and BusyBox always. */
function human(kib: number, isGnu: boolean): string {
  if (kib === 0) return '0';
  const units = [1, 1024, 1_048_576, 1_073_741_824];
  const power = units.findLastIndex((unit) => kib >= unit);
  const value = kib / (units[power] ?? 1);
  const tenths = isGnu ? Math.ceil(value * 10) / 10 : Math.round(value * 10) / 10;
  return `${isGnu && tenths >= 10 ? Math.ceil(value) : tenths.toFixed(1)}${'KMGT'[power]}`;
}

const shareOf = ({ usedKib, freeKib }: FileSystem): string =>
  `${Math.ceil((usedKib * 100) / (usedKib + freeKib || 1))}%`;

function listed(systems: readonly FileSystem[], isHuman: boolean, isGnu: boolean): string {
  const amount = (kib: number): string => (isHuman ? human(kib, isGnu) : String(kib));
  const rows = systems.map((each) => ({
    ...each,
    cells: [amount(each.sizeKib), amount(each.usedKib), amount(each.freeKib), shareOf(each)],
  }));
  if (!isGnu) {
    const unit = isHuman ? '     Size' : '1K-blocks';
    const lines = rows.map(
      ({ name, cells: [size = '', used = '', free = '', share = ''], path }) =>
        `${name.padEnd(20)} ${size.padStart(9)} ${used.padStart(9)} ${free.padStart(9)} ${share.padStart(4)} ${path}\n`,
    );
    return `Filesystem           ${unit.padEnd(15)}Used Available Use% Mounted on\n${lines.join('')}`;
  }
  const titles = isHuman ? ['Size', 'Used', 'Avail', 'Use%'] : ['1K-blocks', 'Used', 'Available', 'Use%'];
  const all = [{ name: 'Filesystem', cells: titles, path: 'Mounted on' }, ...rows];
  const widths = titles.map((_, at) =>
    Math.max(at === 3 ? 4 : 5, ...all.map(({ cells }) => (cells[at] ?? '').length)),
  );
  const nameWidth = Math.max(14, ...all.map(({ name }) => name.length));
  return all
    .map(({ name, cells, path }) => {
      const amounts = cells.map((cell, at) => cell.padStart(widths[at] ?? 0));
      return `${name.padEnd(nameWidth)} ${amounts.join(' ')} ${path}\n`;
    })
    .join('');
}

export function df(setting: Setting): Program {
  return {
    name: 'df',
    summary: 'show file systems',
    *run(args, session): Run<ExitCode> {
      // Not before it runs: whoever looks at the view has seen the world, and its log is kept for that.
      const { view, pod, container } = setting;
      const isGnu = imageOf(container).base === 'debian';
      const claims = mountsOf(view, pod, container).flatMap((mount) => claimed(setting, mount));
      const systems: readonly FileSystem[] = [overlay, devices, ...claims];
      const chosen: FileSystem[] = [];
      let code: ExitCode = 0;
      const operands = args.filter((arg) => !arg.startsWith('-'));
      for (const operand of operands) {
        const path = resolvePath(operand, session.folder, homeOf(session));
        const isThere = session.files.isFolder(path) || session.files.read(path) !== undefined;
        const holds = (each: FileSystem) => each.path === '/' || `${path}/`.startsWith(`${each.path}/`);
        const held = systems.filter(holds).toSorted((a, b) => b.path.length - a.path.length)[0];
        if ((isThere || held !== overlay) && held !== undefined) chosen.push(held);
        else {
          const why = isGnu ? 'No such file or directory' : "can't find mount point";
          yield* err(`df: ${operand}: ${why}\n`);
          code = 1;
        }
      }
      const shown = operands.length === 0 ? systems : chosen;
      const isHuman = args.some((arg) => /^-[a-zA-Z]*h/.test(arg));
      if (shown.length > 0 || !isGnu) yield* out(listed(shown, isHuman, isGnu));
      return code;
    },
  };
}
