// getopts: the options of a script or a function, one at a time. Source: POSIX getopts.
import { err, out, type ExitCode, type Run } from './effect.ts';
import { assign, valueOf, type ShellState } from './state.ts';

/** The next option's letter goes into a variable, its value into OPTARG, the place of the next word into OPTIND. */
export function* getopts(
  [spec = '', name = 'option', ...given]: readonly string[],
  state: ShellState,
): Run<ExitCode> {
  const words = given.length > 0 ? given : state.parameters;
  const isSilent = spec.startsWith(':');
  let index = Number(valueOf(state, 'OPTIND') ?? '1') || 1;
  let at = state.option.index === index ? state.option.at : 0;
  const word = words[index - 1] ?? '';
  const tell = (letter: string, value: string): ExitCode => {
    state.option = { index, at };
    assign(state, 'OPTIND', String(index));
    assign(state, name, letter);
    assign(state, 'OPTARG', value);
    return 0;
  };
  yield* out('');
  if (at === 0 && (!/^-./.test(word) || word === '--')) {
    if (word === '--') index += 1;
    tell('?', '');
    return 1;
  }
  at = Math.max(at, 1);
  const letter = word.charAt(at);
  const place = letter === ':' ? -1 : spec.indexOf(letter);
  const rest = word.slice(at + 1);
  const wantsValue = place >= 0 && spec[place + 1] === ':';
  at = rest === '' || wantsValue ? 0 : at + 1;
  if (at === 0) index += 1;
  const value = wantsValue && rest === '' ? words[index - 1] : rest;
  if (wantsValue && rest === '') index += 1;
  if (wantsValue && value !== undefined) return tell(letter, value);
  if (place >= 0 && !wantsValue) return tell(letter, '');
  const why = place < 0 ? 'illegal option' : 'option requires an argument';
  if (!isSilent) yield* err(`${state.name}: ${why} -- ${letter}\n`);
  return tell(isSilent && place >= 0 ? ':' : '?', isSilent ? letter : '');
}
