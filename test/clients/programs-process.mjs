// The process that starts programs for a test process, which says over IPC what to start and hears what comes: see programs.ts.
import { spawn } from 'node:child_process';

const running = new Map();

/** Signals all that a program has started, too: each has a process group of its own. */
function kill(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended.
  }
}

function start(id, { file, args, cwd, env, timeoutMs }) {
  const child = spawn(file, args, { cwd, env: env ?? process.env, detached: true });
  running.set(id, child);
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => kill(child, 'SIGKILL'), timeoutMs);
  child.stdout.on('data', (piece) => process.send({ id, out: piece }));
  child.stderr.on('data', (piece) => process.send({ id, err: piece }));
  // Who ends without reading what it is told is no mistake.
  child.stdin.on('error', () => undefined);
  child.once('error', ({ message }) => process.send({ id, failed: message }));
  child.once('close', (code, signal) => {
    clearTimeout(timer);
    running.delete(id);
    process.send({ id, ended: code ?? signal });
  });
}

process.on('message', ({ id, program, input, signal }) => {
  if (program !== undefined) start(id, program);
  const child = running.get(id);
  if (child === undefined) return;
  if (input !== undefined) child.stdin.end(input);
  if (signal !== undefined) kill(child, signal);
});

process.once('disconnect', () => {
  for (const child of running.values()) kill(child, 'SIGKILL');
  process.exit();
});
