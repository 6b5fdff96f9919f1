// A watch on its way out: frames as they come, bookmarks now and then, an end in time. A client that stops reading is cut off,
// one that goes away is forgotten.
import type { ServerResponse } from 'node:http';
import type { WireStream } from '../../apis/kubernetes/wire.ts';
import { Outbox } from './outbox.ts';
import { headersOf } from './send.ts';

/** What a client may leave unread beyond what was there when the watch began. */
const unreadBytesMax = 8 * 1024 * 1024;
/** kube-apiserver sends bookmarks about every minute. */
const bookmarkMs = 60_000;
/** How often a followed log is looked at for what time has brought. */
const lookMs = 250;
/** kube-apiserver's --min-request-timeout: how long a watch may last that names no end. */
const watchMs = 1_800_000;
/** The longest that a timer takes; past it, it fires at once. */
const timerMsMax = 2 ** 31 - 1;

/** Follows a stream for whoever hears it; the answer lets go of it. `opened` comes once all is told that was there. */
export function follow(
  stream: WireStream,
  { frame, end, opened }: { frame: (text: string) => void; end: () => void; opened?: () => void },
): () => void {
  let bookmark: (() => void) | undefined;
  let look: (() => void) | undefined;
  const stop = stream.open({
    frame,
    end,
    onBookmark: (send) => {
      bookmark = send;
    },
    onLook: (now) => {
      look = now;
    },
  });
  opened?.();
  const { timeoutSeconds } = stream;
  const timeoutMs = timeoutSeconds === undefined ? watchMs : Math.min(timeoutSeconds * 1000, timerMsMax);
  const ticks = setInterval(() => bookmark?.(), bookmarkMs);
  const looks = look === undefined ? undefined : setInterval(look, lookMs);
  const timeout = setTimeout(() => {
    bookmark?.();
    end();
  }, timeoutMs);
  return () => {
    clearInterval(ticks);
    clearInterval(looks);
    clearTimeout(timeout);
    stop();
  };
}

export function sendStream(stream: WireStream, response: ServerResponse): void {
  if (response.destroyed) return;
  response.writeHead(stream.status, headersOf(response.req.headers, stream));
  response.flushHeaders();
  const outbox = new Outbox(response, stream.binary === true);
  const stop = follow(stream, {
    frame: (text) => outbox.put(text),
    end: () => outbox.end(),
    opened() {
      // What is there at the beginning goes out whole, however much it is.
      outbox.send();
      outbox.unreadBytesMax = response.writableLength + unreadBytesMax;
    },
  });
  response.once('close', stop);
}
