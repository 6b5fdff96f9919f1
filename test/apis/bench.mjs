// The API's figures, in process and over HTTP, beside those of a real control plane.
import { bundled, printRows } from '../bundle.mjs';
import { measureOverHttp } from './over-http.mjs';
import { beside } from './peer.mjs';

const inProcess = await bundled('apis/in-process.ts');
const say = (where, rows, peerOf) =>
  printRows(
    rows.map((row) => ({ ...row, name: `${where}: ${row.name}`, note: beside(peerOf(row.name), row.value) })),
  );
// Without a network nothing waits for anything, so the peer's figures with 32 requests at once are the ones to compare with.
say('in process', inProcess.measureInProcess(), (name) =>
  /^(create|get|update|delete)$/.test(name) ? `${name}, 32 at once` : name,
);
say('over HTTP', await measureOverHttp(inProcess), (name) => name);
