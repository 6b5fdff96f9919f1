// The processor's time in Node, which a busy machine changes less than the wall's.

/** Milliseconds that this process has had. */
export function processorNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}

export function processorMs(run: () => unknown): number {
  const start = processorNow();
  run();
  return processorNow() - start;
}
