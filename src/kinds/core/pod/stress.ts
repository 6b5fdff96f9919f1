// The memory that a container takes whose image is made to take it, read off its arguments: `--vm 1 --vm-bytes 150M`.
import type { Container } from '#types';
import { shortName } from './image.ts';

const binary = { b: 1, k: 1_024, m: 1_048_576, g: 1_073_741_824 } as const;

/** What follows an option, whether after a space or `=`. */
function after(words: readonly string[], option: RegExp): string | undefined {
  const at = words.findIndex((word) => option.test(word));
  if (at < 0) return undefined;
  const word = words[at] as string;
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : words[at + 1];
}

/** In bytes; 0 where it is no such image, or is told nothing of memory. */
export function stressBytes({ image = '', command = [], args = [] }: Container): number {
  if (!shortName(image).includes('stress')) return 0;
  const words = [...command, ...args];
  const [, amount = '', unit = 'b'] =
    /^(\d{1,9})([bkmg]?)$/i.exec(after(words, /^--vm-bytes(=|$)/) ?? '') ?? [];
  if (amount === '') return 0;
  const workers = Number(after(words, /^(--vm|-m)(=|$)/) ?? '0');
  const size = binary[(unit === '' ? 'b' : unit.toLowerCase()) as keyof typeof binary];
  return Number.isInteger(workers) ? Math.max(0, workers) * Number(amount) * size : 0;
}
