import type { StatementNames } from './statement-effects.ts';

const ownName = /^c\d+_\d+$/;

/**
 * Prepared statements live in the one session, so each connection's names are mapped to names that no other connection has. They
 * are numbered, because the session tells names apart by their first 63 bytes only.
 */
export class PreparedNames implements StatementNames {
  readonly #connection: number;
  readonly #byName = new Map<string, string>();
  #last = 0;

  constructor(connection: number) {
    this.#connection = connection;
  }

  /** The session's name for a statement that is being prepared. */
  declare(name: string): string {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const declared = `c${this.#connection}_${++this.#last}`;
    this.#byName.set(name, declared);
    return declared;
  }

  /** The session's name for a statement; a name never prepared stays as it is, for the session to refuse in those words. */
  find(name: string): string {
    return this.#byName.get(name) ?? (ownName.test(name) ? `${name} of another connection` : name);
  }

  delete(name: string): void {
    this.#byName.delete(name);
  }

  /** Forgets every name and returns the session's names of them. */
  clear(): string[] {
    const names = [...this.#byName.values()];
    this.#byName.clear();
    return names;
  }
}
