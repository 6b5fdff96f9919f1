// The API's figures, in process and over HTTP, beside those of a real control plane.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bundle, bundled, printRows } from '../bundle.mjs';
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

const program = fileURLToPath(await bundle('apis/cold-start.ts', { noExternal: true }));
/** @type {readonly { name: string, value: number, unit: string }[]} */
const parts = JSON.parse(execFileSync(process.execPath, [program], { encoding: 'utf8' }));
const whole = parts.reduce((sum, { value }) => sum + value, 0);
const share = (value) => `${Math.round((100 * value) / whole)} % of ${whole.toFixed(0)} ms`;
printRows(parts.map((row) => ({ ...row, name: `cold start: ${row.name}`, note: share(row.value) })));
