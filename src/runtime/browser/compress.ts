// Packing and unpacking of a link's payload: deflate-raw by the browser's own streams, base64url. Unpacking is bounded while it
// goes on: by bytes, by what deflate may have gained, by exactly one layer. Rubbish behind the end of the data is refused by
// the stream itself (Compression Streams, "decompress and enqueue a chunk").
import { base64ToBytes, bytesToBase64 } from '../../std/base64.ts';
import { limits } from '../../std/limits.ts';

export type Unpacked = { readonly text: string } | { readonly error: string };

export async function pack(text: string): Promise<string> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  return bytesToBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The text of a payload, or why it has none. Reads no more than the limits allow, whatever the payload claims to hold. */
export async function unpack(payload: string): Promise<Unpacked> {
  const decoded = base64ToBytes(payload);
  if ('badAt' in decoded) return { error: 'The link is damaged: a character is missing or wrong.' };
  const inflated = await inflate(decoded.bytes);
  if ('error' in inflated) return inflated;
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(inflated.bytes) };
  } catch {
    return { error: 'The link is damaged: what it holds is no text.' };
  }
}

async function inflate(
  packed: Uint8Array<ArrayBuffer>,
): Promise<{ readonly bytes: Uint8Array } | { readonly error: string }> {
  const bytesMax = Math.min(limits.linkInflatedBytesMax, packed.length * limits.linkRatioMax);
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > bytesMax) {
        await reader.cancel();
        return { error: tooLarge(bytesMax) };
      }
      chunks.push(value);
    }
  } catch {
    return { error: 'The link is damaged: part of it was cut off or changed on the way.' };
  }
  const bytes = new Uint8Array(length);
  let place = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, place);
    place += chunk.length;
  }
  return { bytes };
}

function tooLarge(bytesMax: number): string {
  return bytesMax === limits.linkInflatedBytesMax
    ? `The link holds too much: more than ${bytesMax} bytes once it is unpacked.`
    : `The link is packed more tightly than anything honest: over ${limits.linkRatioMax} times.`;
}
