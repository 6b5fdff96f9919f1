// Who lives where in the kernel's memory. Blocks are laid one behind the other; a closed one is taken again by the next
// of the same shape. What is behind the last block is scratch for one call: whoever opens it reads its answer at once.
import { answerOf } from './code.ts';
import type { KernelExports } from './exports.ts';

/** Opens a block at this address; answers the bytes it takes, or a code. */
export type OpenAt = (address: number) => number;

export interface Arena {
  /** The address of a block that stays until it is closed; `shape` names all that decides its size. */
  open(shape: string, openAt: OpenAt): number;
  /** Gives a block back; its address means nothing afterwards. */
  close(shape: string, address: number): void;
  /** The address of a block that the next `open` or `scratch` may overwrite. */
  scratch(shape: string, openAt: OpenAt): number;
}

export function createArena(kernel: KernelExports): Arena {
  const closed = new Map<string, number[]>();
  const bytesAt = new Map<number, number>();
  let end = kernel.arenaBase();
  return {
    open(shape, openAt) {
      const address = closed.get(shape)?.pop() ?? end;
      const bytes = answerOf(openAt(address), shape);
      bytesAt.set(address, bytes);
      if (address === end) end += bytes;
      return address;
    },
    close(shape, address) {
      if (address + (bytesAt.get(address) ?? 0) === end) {
        end = address;
        return;
      }
      const addresses = closed.get(shape) ?? [];
      closed.set(shape, addresses);
      addresses.push(address);
    },
    scratch(shape, openAt) {
      answerOf(openAt(end), shape);
      return end;
    },
  };
}
