import { SendError } from './transport/send-batch.ts';

/**
 * Reports what goes wrong, the first of each kind only: a platform that is away must not fill the host's own log. Kinds are the
 * status of a refusal, no answer at all, and the message of any other error.
 */
export function createReporter(onError: ((error: Error) => void) | undefined): (error: unknown) => void {
  const reported = new Set<string>();
  const tell = onError ?? ((error: Error) => console.error(`[apiscope] ${error.name}: ${error.message}`));
  return (error) => {
    const failure = error instanceof Error ? error : new Error(String(error));
    const kind = failure instanceof SendError ? `status ${failure.status}` : failure.message.slice(0, 100);
    if (reported.has(kind) || reported.size >= mostKinds) return;
    reported.add(kind);
    try {
      tell(failure);
    } catch {
      // The host's own hook; there is nobody left to tell.
    }
  };
}

const mostKinds = 50;
