/** Makes work that runs once at a time: whoever asks while it is under way gets that one's answer. */
export function share<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  return () => {
    running ??= work().finally(() => {
      running = null;
    });
    return running;
  };
}
