/** Runs `stop` once the process is to end, by a signal or because its parent is gone, and then ends it in order. */
export function onStop(stop: () => Promise<void>): void {
  let isStopping = false;
  const begin = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    await stop();
    process.exit(0);
  };
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(event, begin);
}
