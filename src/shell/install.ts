// Where programs lie: each is found by its name, and by the paths where people look for it.
import type { Program } from './program.ts';

const places = ['/bin/', '/usr/bin/', '/usr/local/bin/', '/sbin/', '/usr/sbin/'];

export function install(found: Map<string, Program>, programs: readonly Program[]): void {
  for (const program of programs) {
    found.set(program.name, program);
    for (const place of places) found.set(`${place}${program.name}`, program);
  }
}
