// Every transcript, played by the page's terminal and, where there is one, by a real kubectl; both have to print what is
// recorded. `npm run unit -- test/transcripts --update` records again: from the real kubectl where there is one, from the page what only
// the page has.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inRecordedWords, isComparable, isEndless, recordedMinor } from './older-kubectl.ts';
import { pageSide, type Side } from './page-side.ts';
import { findKubectl, realSide, realTestMs } from './real-side.ts';
import { masked } from './setting.ts';
import {
  nothing,
  parseTranscript,
  printStep,
  printTranscript,
  type Step,
  type Transcript,
} from './transcript.ts';

const folder = import.meta.dirname;
const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));
const kubectl = findKubectl();
const updates = process.env['UPDATE'] === '1';

function read(name: string): Transcript {
  return parseTranscript(readFileSync(join(folder, name), 'utf8'));
}

/** Plays the steps that are this side's and gives them back with what happened. */
async function play(
  side: Side,
  steps: readonly Step[],
  isOurs: (step: Step) => boolean,
): Promise<readonly Step[]> {
  const played: Step[] = [];
  try {
    for (const step of steps) {
      if (step.type === 'directive') {
        await side.direct(step.text);
        played.push(step);
      } else if (isOurs(step)) played.push({ ...step, outcome: masked(await side.run(step.text)) });
      else played.push(step);
    }
  } finally {
    await side.end();
  }
  return played;
}

const isShared = (step: Step) => step.type === 'command' && !step.pageOnly;

function expectSame(played: readonly Step[], recorded: readonly Step[]): void {
  expect(played.map(printStep).join('\n\n')).toBe(recorded.map(printStep).join('\n\n'));
}

if (updates && !('missing' in kubectl)) {
  test.each(names)(
    '%s is recorded again',
    async (name) => {
      const { header, steps } = read(name);
      const real = await play(await realSide(kubectl), steps, isShared);
      const page = await play(pageSide(), steps, () => true);
      const both = steps.map((step, at) => (isShared(step) ? real : page)[at] ?? step);
      const line = `kubectl ${kubectl.version}`;
      const titled = header.some((each) => each.startsWith('kubectl v'))
        ? header.map((each) => (each.startsWith('kubectl v') ? line : each))
        : [line, ...header];
      writeFileSync(join(folder, name), printTranscript({ header: titled, steps: both }));
    },
    realTestMs,
  );
}

/** Where kubectl looks for a server that no configuration names. On somebody's machine another program may listen there. */
const defaultServerPort = 8080;

const asksDefaultServer = (step: Step): boolean =>
  step.type === 'command' && step.outcome.err.includes(`localhost:${defaultServerPort} was refused`);

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, 'localhost');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

describe('the page prints what is recorded', () => {
  test.each(names)('%s', async (name) => {
    const { steps } = read(name);
    expectSame(await play(pageSide(), steps, () => true), steps);
  });
});

describe('real kubectl prints what is recorded', () => {
  const isMissing = 'missing' in kubectl || kubectl.minor > recordedMinor;
  const why = 'missing' in kubectl ? kubectl.missing : `${kubectl.version} is newer than the recordings`;
  // Several at once: each has a world and a server of its own, and waits for its programs.
  test.skipIf(isMissing).concurrent.each(names)(
    isMissing ? `%s (${why})` : '%s',
    async (name) => {
      if (isMissing) throw new Error(why);
      const { steps } = read(name);
      const isOwn = (step: Step): boolean =>
        isShared(step) && !(step.type === 'command' && isEndless(step.text, kubectl.minor));
      const played = await play(await realSide(kubectl), steps, isOwn);
      const isTaken = steps.some(asksDefaultServer) && (await answers(defaultServerPort));
      const told = played.map((step, at) => {
        if (step.type === 'directive' || !isOwn(step)) return step;
        const recorded = steps[at] ?? step;
        if (!isComparable(step.text, kubectl.minor)) return recorded;
        if (isTaken && asksDefaultServer(recorded)) return recorded;
        return { ...step, outcome: inRecordedWords(step.outcome, kubectl.minor) };
      });
      expectSame(told, steps);
    },
    realTestMs,
  );
});

test('a transcript reads back as it is written', () => {
  const step: Step = {
    type: 'command',
    pageOnly: false,
    text: 'cat <<E\na\nE',
    outcome: { out: 'a', err: 'b\n', code: 3 },
  };
  const transcript = {
    header: ['about'],
    steps: [step, { type: 'directive', text: '30s' } as const, { ...step, outcome: nothing }],
  };
  expect(parseTranscript(printTranscript(transcript))).toEqual(transcript);
});
