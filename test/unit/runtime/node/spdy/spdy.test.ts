// SPDY/3.1 as the server speaks it: frames whatever the pieces that they come in, headers over one compressed text, streams.
import { createHash } from 'node:crypto';
import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dictionary } from '../../../../../src/runtime/node/spdy/dictionary.ts';
import {
  dataFrame,
  FrameReader,
  openFrame,
  type Frame,
} from '../../../../../src/runtime/node/spdy/frames.ts';
import { HeaderReader, HeaderWriter } from '../../../../../src/runtime/node/spdy/headers.ts';
import { SpdySession, type SpdyStream } from '../../../../../src/runtime/node/spdy/session.ts';

it('has the dictionary of the protocol to the byte', () => {
  expect(dictionary.length).toBe(1423);
  expect(createHash('sha256').update(dictionary).digest('hex')).toBe(
    '51d27341373f923f3cd88e1eb7162aeaa3723d7585ff2399201dc06498407f02',
  );
});

const cut = (bytes: Buffer, places: readonly number[]): readonly Buffer[] => {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...ends].map((from, at) => bytes.subarray(from, ends[at] ?? bytes.length));
};

const anyFrame = fc.record({
  stream: fc.integer({ min: 1, max: 0x7f_ff_ff_ff }),
  data: fc.uint8Array({ maxLength: 40 }),
  fin: fc.boolean(),
});

describe('frames', () => {
  it('come out as they went in, whatever the pieces', () => {
    fc.assert(
      fc.property(
        fc.array(anyFrame, { maxLength: 6 }),
        fc.array(fc.nat(), { maxLength: 8 }),
        (frames, places) => {
          const bytes = Buffer.concat(frames.map(({ stream, data, fin }) => dataFrame(stream, data, fin)));
          const reader = new FrameReader();
          const read = cut(bytes, places).flatMap((piece) => reader.read(piece)) as Extract<
            Frame,
            { readonly type: 'data' }
          >[];
          expect(read.map(({ stream, fin, data }) => ({ stream, fin, data: [...data] }))).toEqual(
            frames.map(({ stream, fin, data }) => ({ stream, fin, data: [...data] })),
          );
        },
      ),
    );
  });

  it('that are none are refused or waited for, never more', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          new FrameReader().read(Buffer.from(bytes));
        } catch (trouble) {
          expect(trouble).toBeInstanceOf(Error);
        }
      }),
    );
  });

  it.each([
    ['too long', Buffer.from([0, 0, 0, 1, 0, 0xff, 0xff, 0xff])],
    ['of another version', Buffer.from([0x80, 2, 0, 6, 0, 0, 0, 4, 0, 0, 0, 1])],
    ['cut short', Buffer.from([0x80, 3, 0, 1, 0, 0, 0, 2, 0, 0])],
  ])('%s are refused', (_, bytes) => {
    expect(() => new FrameReader().read(bytes)).toThrow();
  });
});

describe('headers', () => {
  it('come out as they went in, block after block', async () => {
    const name = fc
      .string({ minLength: 1, maxLength: 12 })
      .map((text) => text.toLowerCase().replaceAll('\0', ''));
    const value = fc.string({ maxLength: 20 }).map((text) => text.replaceAll('\0', ''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key }), { maxLength: 4 }),
        async (blocks) => {
          const [writer, reader] = [new HeaderWriter(), new HeaderReader()];
          for (const block of blocks) {
            expect([...(await reader.read(await writer.write(new Map(block))))]).toEqual(block);
          }
          writer.close();
          reader.close();
        },
      ),
      { numRuns: 30 },
    );
  });

  it('that are none are refused', async () => {
    await expect(new HeaderReader().read(Buffer.from('no zlib at all'))).rejects.toThrow();
  });
});

/** Two ends of a wire. */
function wire(): readonly [Duplex, Duplex] {
  const ends: Duplex[] = [];
  const end = (other: () => Duplex | undefined): Duplex =>
    new Duplex({
      read: () => undefined,
      write(chunk, _encoding, done) {
        other()?.push(chunk);
        done();
      },
      final(done) {
        other()?.push(null);
        done();
      },
    });
  ends.push(
    end(() => ends[1]),
    end(() => ends[0]),
  );
  return ends as unknown as readonly [Duplex, Duplex];
}

describe('a session', () => {
  it('answers a stream, hands over its bytes in order, and pings back', async () => {
    const [near, far] = wire();
    const heard: string[] = [];
    const opened = new Promise<SpdyStream>((resolve) => {
      new SpdySession(near, resolve, () => heard.push('gone'));
    });
    const said: Buffer[] = [];
    far.on('data', (piece: Buffer) => said.push(piece));
    const block = await new HeaderWriter().write(new Map([['streamtype', 'data']]));
    far.write(Buffer.concat([openFrame(1, block), dataFrame(1, Buffer.from('a'), false)]));
    const ping = Buffer.from([0x80, 3, 0, 6, 0, 0, 0, 4, 0, 0, 0, 1]);
    far.write(Buffer.concat([dataFrame(1, Buffer.from('b'), true), ping]));
    const stream = await opened;
    expect(stream.headers.get('streamtype')).toBe('data');
    await new Promise<void>((resolve) => {
      stream.listen({ data: (data) => heard.push(data.toString()), end: resolve });
    });
    stream.write(Buffer.from('answer'));
    stream.end();
    far.end();
    await new Promise((resolve) => near.once('close', resolve));
    expect(heard.slice(0, 2)).toEqual(['a', 'b']);
    const frames = new FrameReader().read(Buffer.concat(said));
    expect(frames.map(({ type }) => type)).toEqual(['headers', 'data', 'data', 'ping']);
    expect(frames[2]).toMatchObject({ stream: 1, fin: true });
  });
});
