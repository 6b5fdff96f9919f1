// Real pyVmomi against `serve`, which Ansible and many scripts are made with: its strict reader takes every property of every type of object.
// Skipped by name where Python has no pyVmomi.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledCommand, type Command, type Serving } from './command.ts';
import { startProgram } from './programs.ts';

const python = '/usr/bin/python3';
const isMissing = spawnSync(python, ['-c', 'import pyVmomi']).status !== 0;

describe.skipIf(isMissing)(isMissing ? 'Python has no pyVmomi' : 'pyVmomi', () => {
  let command: Command;
  let serving: Serving;

  beforeAll(async () => {
    command = await bundledCommand();
    serving = await command.serve('--speed', '100');
  });

  afterAll(() => command.remove());

  it('reads every property, and misses none that its types must have', { timeout: 120_000 }, async () => {
    const { ended, out, err } = startProgram({
      file: python,
      args: [
        '-W',
        'ignore',
        join(import.meta.dirname, 'read-everything.py'),
        '127.0.0.1',
        String(serving.port),
      ],
      cwd: command.folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: command.folder },
      timeoutMs: 100_000,
    });
    const code = await ended;
    const [types = '', ...said] = out().trim().split('\n');
    expect({ code, said, err: err() }).toEqual({ code: 0, said: [], err: '' });
    expect(Number.parseInt(types, 10)).toBeGreaterThanOrEqual(10);
  });
});
