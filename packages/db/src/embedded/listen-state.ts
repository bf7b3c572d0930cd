type Change = { channel: string | null; isListen: boolean };

/**
 * The channels that one connection listens to. LISTEN and UNLISTEN count from the commit of their transaction on; a rollback, also
 * one to a savepoint, undoes them.
 */
export class ListenState {
  #active = new Set<string>();
  #pending: Change[] = [];
  #savepoints: { name: string; length: number }[] = [];

  hears(channel: string): boolean {
    return this.#active.has(channel);
  }

  get channels(): ReadonlySet<string> {
    return this.#active;
  }

  listen(channel: string): void {
    this.#pending.push({ channel, isListen: true });
  }

  /** @param channel Null for every channel. */
  unlisten(channel: string | null): void {
    this.#pending.push({ channel, isListen: false });
  }

  savepoint(name: string): void {
    this.#savepoints.push({ name, length: this.#pending.length });
  }

  rollbackTo(name: string): void {
    const at = this.#savepoints.findLastIndex((savepoint) => savepoint.name === name);
    if (at < 0) return;
    this.#pending.length = this.#savepoints[at]!.length;
    this.#savepoints.length = at + 1;
  }

  commit(): void {
    for (const { channel, isListen } of this.#pending) {
      if (channel === null) this.#active.clear();
      else if (isListen) this.#active.add(channel);
      else this.#active.delete(channel);
    }
    this.rollback();
  }

  rollback(): void {
    this.#pending = [];
    this.#savepoints = [];
  }
}
