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

/** Reads the rules into a redactor, which may be asked by way of one database after another. */
export type RulesReader = {
  /** Version in force; 0: the built-in rules alone. */
  version(): number;
  /** Reads once. Never rejects: what cannot be read leaves the rules as they are. `onError` is told once of each outage. */
  read(db: Db, onError: (error: unknown) => void): Promise<void>;
};

/** Makes the reader of a redactor; at first the built-in rules hold. */
export function createRulesReader(redactor: LiveRedactor): RulesReader {
  let version = 0;
  let isFailing = false;
  return {
    version: () => version,
    async read(db, onError) {
      try {
        const rules = await getRules(db);
        isFailing = false;
        if (rules.version === version) return;
        redactor.setRules(extendRules(rules));
        version = rules.version;
      } catch (error) {
        if (!isFailing) onError(error);
        isFailing = true;
      }
    },
  };
}

/**
 * Keeps the redactor of a process at the newest rules: at once where `look` is called on notification, else within two seconds. What
 * cannot be read leaves the rules as they are, at first the built-in ones, and is tried again.
 */
export function followRules({
  db,
  reader,
  onError,
  every = lookEvery,
}: {
  db: Db;
  reader: RulesReader;
  /** Told once of each outage. */
  onError: (error: unknown) => void;
  /** Milliseconds between two looks; null: `look` alone looks. */
  every?: number | null | undefined;
}): RulesFollower {
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let current = Promise.resolve();

  const read = async (): Promise<void> => {
    if (!isClosed) await reader.read(db, (error) => !isClosed && onError(error));
  };
  const look = (): Promise<void> => {
    current = current.then(read);
    return current;
  };
  const loop = async (): Promise<void> => {
    await look();
    if (!isClosed && every !== null) {
      timer = setTimeout(() => void loop(), every);
      timer.unref();
    }
  };
  if (every !== null) void loop();
  return {
    version: reader.version,
    look,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await current;
    },
  };
}
