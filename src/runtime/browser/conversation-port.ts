// A conversation over a transferred port: what the far end says is posted as a watch's frames are, each `{ channel, text }` as JSON
// (1 output, 2 errors, 3 the Status that ends it); what one says comes as `{ hear }` and `{ eof: true }`.
import type { ConversationSink, WireConversation } from '../../apis/kubernetes/wire.ts';
import type { WatchBatch } from './door.ts';
import { whenClosed } from './watch-port.ts';

type Owner = Pick<ConversationSink, 'later' | 'keep'>;

export function converseOver(port: MessagePort, answer: WireConversation, { later, keep }: Owner): void {
  let isOver = false;
  const post = (channel: number, text: string, ended: boolean): void => {
    if (isOver) return;
    const batch: WatchBatch = { frames: [JSON.stringify({ channel, text })], ...(ended ? { ended } : {}) };
    port.postMessage(batch);
    isOver = ended;
  };
  const talk = answer.converse({
    say: (channel, text) => post(channel, text, false),
    end: (status) => post(3, status, true),
    later: (run, ms) => later(() => !isOver && run(), ms),
    keep,
  });
  port.addEventListener(
    'message',
    ({ data }: MessageEvent<{ readonly hear?: string; readonly eof?: boolean } | undefined>) => {
      if (isOver) return;
      if (typeof data?.hear === 'string') talk.hear(data.hear);
      if (data?.eof === true) talk.close();
    },
  );
  whenClosed(port, () => {
    isOver = true;
    talk.stop();
  });
}
