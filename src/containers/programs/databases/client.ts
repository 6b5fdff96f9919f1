// What the clients of all databases share: whether a server of theirs answers, and the little that can be asked of one that holds nothing.
import { err, type ExitCode, type Run } from '../../../shell/effect.ts';
import type { Program } from '../../../shell/program.ts';
import { parseOptions, type Options, type OptionSpec } from '../../../shell/programs/options.ts';
import { tagOf } from '../../../kinds/core/pod/image.ts';
import { imageOf } from '../../image.ts';
import type { Setting } from '../../setting.ts';
import { connect } from '../connect.ts';

export type Answer = 'up' | 'refused' | 'timeout' | 'unknown';

/** Whether a server of this kind listens there. */
export function asked(setting: Setting, server: RegExp, host: string, port: number): Answer {
  const connected = connect(setting, host, port);
  if (connected === undefined) return 'unknown';
  const { dialled } = connected;
  if (dialled.to === 'nobody') return dialled.why;
  return dialled.to === 'container' && server.test(imageOf(dialled.container).command) ? 'up' : 'refused';
}

export const localhost = '127.0.0.1';

type Ask = (setting: Setting, options: Options, environment: ReadonlyMap<string, string>) => Run<ExitCode>;

export function client(setting: Setting, name: string, spec: OptionSpec, ask: Ask): Program {
  return {
    name,
    summary: 'talk with the database',
    *run(args, { environment }): Run<ExitCode> {
      const options = parseOptions(args, spec);
      if (!('trouble' in options)) return yield* ask(setting, options, environment);
      yield* err(`${name}: ${options.trouble}\n`);
      return 1;
    },
  };
}

/** The version in the image's tag. */
export const versionOf = ({ container }: Setting, usual: string): string =>
  /^\d+(?:\.\d+)*/.exec(tagOf(container.image ?? '') ?? '')?.[0] ?? usual;

/** One column and its one value; undefined for what a server without tables cannot say. */
export function selected(sql: string, version: string, user: string): readonly [string, string] | undefined {
  const [, what = ''] = /^\s*select\s+(.+?)\s*;?\s*$/i.exec(sql) ?? [];
  const text = /^'([^']*)'$/.exec(what)?.[1];
  if (text !== undefined || /^\d+$/.test(what)) return ['?column?', text ?? what];
  if (/^version\(\)$/i.test(what)) return ['version', version];
  return /^current_user$/i.test(what) ? ['current_user', user] : undefined;
}
