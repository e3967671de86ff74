// Loaded into a process that is measured, before its own program: on SIGUSR2 it tells what it holds once all garbage is gone.
process.on('SIGUSR2', () => {
  globalThis.gc();
  globalThis.gc();
  process.stderr.write(`memory ${JSON.stringify(process.memoryUsage())}\n`);
});
