// Loaded before the entry of every supervised process: when the supervisor is gone, however it went, the process must go
// too. One that listens for that itself drains first; one that does not, or has not come so far, is stopped as by SIGTERM.
// Either is killed when it takes too long.
const GIVE_UP_MS = 25_000;

process.on('disconnect', () => {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GIVE_UP_MS).unref();
  if (process.listenerCount('disconnect') === 1) process.kill(process.pid, 'SIGTERM');
});
process.channel?.unref();
