import { extendRules } from '@apiscope/core/redact/extend-rules';
import type { LiveRedactor } from '@apiscope/core/redact/live-redactor';
import type { Db } from '../client.ts';
import { getRules } from './get-rules.ts';

/** Milliseconds between two looks for new rules where nothing tells of them. */
const lookEvery = 2_000;

export type RulesFollower = {
  /** Version in force in this process; 0: the built-in rules alone. */
  version(): number;
  /** Looks now: rules may have changed. Resolves when that look is over, whether or not it succeeded. */
  look(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Keeps the redactor of a process at the newest rules: at once where `look` is called on notification, else within two seconds. What
 * cannot be read leaves the rules as they are, at first the built-in ones, and is tried again.
 */
export function followRules({
  db,
  redactor,
  onError,
  every = lookEvery,
}: {
  db: Db;
  redactor: LiveRedactor;
  /** Told once of each outage. */
  onError: (error: unknown) => void;
  every?: number;
}): RulesFollower {
  let version = 0;
  let isClosed = false;
  let isFailing = false;
  let timer: NodeJS.Timeout | undefined;
  let current = Promise.resolve();

  const read = async (): Promise<void> => {
    if (isClosed) return;
    try {
      const rules = await getRules(db);
      isFailing = false;
      if (rules.version === version) return;
      redactor.setRules(extendRules(rules));
      version = rules.version;
    } catch (error) {
      if (!isFailing && !isClosed) onError(error);
      isFailing = true;
    }
  };
  const look = (): Promise<void> => {
    current = current.then(read);
    return current;
  };
  const loop = async (): Promise<void> => {
    await look();
    if (!isClosed) {
      timer = setTimeout(() => void loop(), every);
      timer.unref();
    }
  };
  void loop();
  return {
    version: () => version,
    look,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await current;
    },
  };
}
