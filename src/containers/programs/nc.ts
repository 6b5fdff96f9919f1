// nc as BusyBox has it: a connection, and what is typed sent over it. Source of words: busybox networking/nc_bloaty.c.
import { err, out, readAll, type ExitCode, type Run } from '../../shell/effect.ts';
import type { Program } from '../../shell/program.ts';
import { parseOptions } from '../../shell/programs/options.ts';
import { answerText, requestOf } from '../http-text.ts';
import type { Setting } from '../setting.ts';
import { connect, exchange, giveUp } from './connect.ts';

/** What comes back for what was typed, request by request. */
function* talk(
  setting: Setting,
  dialled: Parameters<typeof exchange>[1],
  address: Parameters<typeof exchange>[2],
): Run<void> {
  let heard = yield* readAll();
  for (let end = /\r?\n\r?\n/.exec(heard); end !== null; end = /\r?\n\r?\n/.exec(heard)) {
    const next = requestOf(heard.slice(0, end.index));
    if (next === undefined) return;
    heard = heard.slice(end.index + end[0].length);
    const answer = exchange(setting, dialled, { ...address, path: next.request.path }, next.request);
    if (answer === undefined) return;
    yield* out(answerText(answer));
    if (next.isLast) return;
  }
}

export function nc(setting: Setting): Program {
  return {
    name: 'nc',
    summary: 'open a connection',
    *run(args): Run<ExitCode> {
      const options = parseOptions(args, { flags: 'zvnlku', values: 'wpise' });
      if ('trouble' in options) {
        yield* err(`nc: ${options.trouble}\n`);
        return 1;
      }
      const [host = '', portText = ''] = options.words;
      if (options.has('l')) {
        // Nobody connects to what a command listens on.
        const port = options.value('p') ?? host;
        if (options.has('v')) yield* err(`listening on 0.0.0.0:${port || '0'} ...\n`);
        yield { type: 'next', streams: [] };
        return 0;
      }
      if (host === '') {
        yield* err(
          'BusyBox v1.36.1 (2023-05-18 22:34:17 UTC) multi-call binary.\n\nUsage: nc [OPTIONS] HOST PORT  - connect\nnc [OPTIONS] -l -p PORT [HOST] [PORT]  - listen\n',
        );
        return 1;
      }
      const port = Number(portText);
      const connected = connect(setting, host, port);
      if (connected === undefined) {
        yield* err(`nc: bad address '${host}'\n`);
        return 1;
      }
      const { dialled, ip } = connected;
      const name = `${host} (${ip}:${portText})`;
      // Without a connection nobody says no.
      if (options.has('u')) {
        if (options.has('v')) yield* err(`${name} open\n`);
        return 0;
      }
      if (dialled.to === 'nobody') {
        if (dialled.why === 'timeout') yield* giveUp(options.value('w'));
        yield* err(dialled.why === 'refused' ? `nc: ${name}: Connection refused\n` : 'nc: timed out\n');
        return 1;
      }
      if (options.has('v')) yield* err(`${name} open\n`);
      if (!options.has('z')) yield* talk(setting, dialled, { scheme: 'http', host, port, path: '/' });
      return 0;
    },
  };
}
