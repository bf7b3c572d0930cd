// Loaded before the entry of every supervised process: when the supervisor is gone, however it went, the process is told
// to stop as by SIGTERM, and made to after a while. The database waits a little, so that the others can still drain.
const DELAY_MS = Number(process.env.STOP_WITH_PARENT_DELAY_MS ?? 0);
const GIVE_UP_MS = 20_000;

process.on('disconnect', () => {
  setTimeout(() => process.kill(process.pid, 'SIGTERM'), DELAY_MS);
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), DELAY_MS + GIVE_UP_MS).unref();
});
process.channel?.unref();
