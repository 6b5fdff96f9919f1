// ping: whoever a connection could reach answers, an address that nobody has never does. Source of words: busybox networking/ping.c.
import { err, Interrupted, out, pause, type ExitCode, type Run } from '../../shell/effect.ts';
import type { Program } from '../../shell/program.ts';
import { parseOptions } from '../../shell/programs/options.ts';
import { SECOND_MS } from '../../std/time.ts';
import { isTerminal, type Pod } from '../../kinds/core/pod/pod.ts';
import { reach } from '../../kinds/networking/reach.ts';
import { resolveName } from '../names.ts';
import { siteAt } from '../outside.ts';
import type { Setting } from '../setting.ts';

const lostSeconds = 10;

/** Services have no one behind them who would answer: NSX lets their addresses pass for their ports alone. */
function answers({ view, pod }: Setting, ip: string): boolean {
  if (ip === '127.0.0.1' || ip === pod.status?.podIP) return true;
  const port = { number: 0, protocol: 'TCP' } as const;
  if (siteAt(ip) !== undefined) return reach({ pod }, ip, port, view).allowed;
  const other = view.list<Pod>('core/pods').find(({ status }) => status?.podIP === ip);
  if (other === undefined || isTerminal(other)) return false;
  return reach({ pod }, ip, port, view).allowed;
}

export function ping(setting: Setting): Program {
  return {
    name: 'ping',
    summary: 'ask whether an address answers',
    *run(args): Run<ExitCode> {
      const options = parseOptions(args, { flags: 'q46n', values: 'cwWisIt' });
      const [host] = 'trouble' in options ? [] : options.words;
      if ('trouble' in options || host === undefined) {
        yield* err('ping: usage error: Destination address required\n');
        return 1;
      }
      const [ip] = resolveName(setting.view, setting.pod, host)?.addresses ?? [];
      if (ip === undefined) {
        yield* err(`ping: bad address '${host}'\n`);
        return 1;
      }
      const most = Number(options.value('c') ?? Infinity);
      const seconds = Number(options.value('w') ?? Infinity);
      yield* out(`PING ${host} (${ip}): 56 data bytes\n`);
      let [sent, received] = [0, 0];
      try {
        for (; sent < most && sent < seconds; yield* pause(SECOND_MS)) {
          const answered = answers(setting, ip);
          if (answered) {
            yield* out(`64 bytes from ${ip}: seq=${sent} ttl=63 time=0.${200 + ((sent * 37) % 90)} ms\n`);
            received += 1;
          }
          sent += 1;
          if (sent >= most && !answered) yield* pause(Number(options.value('W') ?? lostSeconds) * SECOND_MS);
          if (sent >= most) break;
        }
      } catch (trouble) {
        if (!(trouble instanceof Interrupted)) throw trouble;
      }
      const lost = sent === 0 ? 0 : Math.round((100 * (sent - received)) / sent);
      yield* out(`\n--- ${host} ping statistics ---\n`);
      yield* out(`${sent} packets transmitted, ${received} packets received, ${lost}% packet loss\n`);
      if (received > 0) yield* out('round-trip min/avg/max = 0.200/0.237/0.289 ms\n');
      return Number(received === 0);
    },
  };
}
