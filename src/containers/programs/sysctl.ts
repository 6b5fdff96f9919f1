// sysctl: parameters of the kernel, which are files below /proc/sys. Only a privileged container may set them.
// Source: busybox procps/sysctl.c; kernel.org, Documentation/admin-guide/sysctl.
import { err, out, type ExitCode, type Run } from '../../shell/effect.ts';
import type { Program } from '../../shell/program.ts';
import type { Setting } from '../setting.ts';

const pathOf = (key: string): string => `/proc/sys/${key.replaceAll('.', '/')}`;

export function sysctl({ container }: Setting): Program {
  const isPrivileged = container.securityContext?.privileged === true;
  return {
    name: 'sysctl',
    summary: 'show and set parameters of the kernel',
    *run(args, { files }): Run<ExitCode> {
      const letters = args.filter((arg) => /^-[A-Za-z]+$/.test(arg)).join('');
      const [isBare, isQuiet] = [letters.includes('n'), letters.includes('q')];
      let code: ExitCode = 0;
      for (const arg of args.filter((each) => !each.startsWith('-'))) {
        const [, key = '', value] = /^([^=\s]+)(?:\s*=\s*(.*))?$/s.exec(arg) ?? [];
        const before = files.read(pathOf(key));
        if (before === undefined) {
          if (!letters.includes('e')) yield* err(`sysctl: error: '${key}' is an unknown key\n`);
          code = 1;
          continue;
        }
        if (value !== undefined && !isPrivileged) {
          yield* err(`sysctl: error setting key '${key}': Read-only file system\n`);
          code = 1;
          continue;
        }
        if (value !== undefined) files.write(pathOf(key), `${value}\n`);
        const shown = value ?? before.trimEnd();
        if (value === undefined || !isQuiet) yield* out(isBare ? `${shown}\n` : `${key} = ${shown}\n`);
      }
      return code;
    },
  };
}
