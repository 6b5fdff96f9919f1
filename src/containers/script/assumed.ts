// Programs that a script calls and nobody knows here: an image of its own has them, and what they do takes a while.
import { latency } from '../../control/latency.ts';
import { err, pause, type ExitCode, type Run } from '../../shell/effect.ts';
import type { Program } from '../../shell/program.ts';
import type { Course } from './simulate.ts';

/** Names of programs that no image has. */
export const notFound = /not-?found|non-?exist|does-not-exist|no-such|invalid-command|not-a-command|bogus/;

/** Programs that do something and are done, whatever their container is for. */
const tasks = new Set(
  'apk apt apt-get aws curl dig dnf dpkg gcc git gunzip gzip helm kubectl make mongodump mysql mysqldump npm openssl pg_dump pg_isready ping pip pip3 psql redis-cli rsync rpm ssh-keygen tdnf unzip useradd wget yum'.split(
    ' ',
  ),
);

function assumed(name: string, course: Course, ends: boolean, tookMs: number): Program {
  return {
    name,
    summary: 'a program of the image',
    *run(): Run<ExitCode> {
      const program = name.slice(name.lastIndexOf('/') + 1);
      if (notFound.test(name)) {
        yield* err(`sh: ${name}: not found\n`);
        return 127;
      }
      if (!ends && !tasks.has(program)) course.forever();
      yield* pause(tookMs);
      return 0;
    },
  };
}

/** The programs that are known, and any other. */
export class Assuming extends Map<string, Program> {
  readonly #course: Course;
  readonly #ends: boolean;
  readonly #tookMs: number;

  /** @param tookMs how long what nobody knows takes */
  constructor(course: Course, ends: boolean, tookMs: number = latency.unknownProgramMs) {
    super();
    this.#tookMs = tookMs;
    this.#course = course;
    this.#ends = ends;
  }

  override get(name: string): Program {
    const shell = /(^|\/)(ba|da|z)?sh$/.test(name) ? super.get('sh') : undefined;
    return super.get(name) ?? shell ?? assumed(name, this.#course, this.#ends, this.#tookMs);
  }
}
