import type { Engine } from './engine.ts';
import { encodeQuery, messageType, readDataRow, readError, spanMessages } from './wire-protocol.ts';

/** Whoever has settings of its own: one connection. */
export type SettingsOwner = {
  /** Session settings that differ from the server's, by name. */
  settings: ReadonlyMap<string, string>;
  /** What the client asked for when it connected, and what RESET goes back to. */
  startupSettings: ReadonlyMap<string, string>;
};

/** A setting that the session refused. */
export class SettingError extends Error {
  readonly code: string;

  constructor({ code, message }: { code: string; message: string }) {
    super(message);
    this.name = 'SettingError';
    this.code = code;
  }
}

type Touched = {
  owner: SettingsOwner;
  names: Set<string>;
  isAll: boolean;
  reset: Set<string>;
  isAllReset: boolean;
};

/** Settings that pg_settings does not list, with the value that stands for none. */
const UNLISTED = new Map([
  ['role', 'none'],
  ['session_authorization', ''],
]);

/**
 * Gives each connection its own session settings on the one session. Statements tell which settings they touch; before another
 * connection runs, those are read back, and what differs for it is set or reset. Reading everything takes some 8 ms, so that is
 * done only when the text of a statement does not tell.
 */
export class SessionSettings {
  readonly #engine: Engine;
  /** What the session has now, where it differs from the server's defaults. */
  #applied: ReadonlyMap<string, string> = new Map();
  #touched: Touched | undefined;
  /** Every name ever touched; also how settings of extensions and applications are found, which pg_settings may not list. */
  readonly #defaults = new Map(UNLISTED);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Whether something was touched since the last switch. */
  get isTouched(): boolean {
    return this.#touched !== undefined;
  }

  /** Notes that the running connection set or reset these. */
  touch(owner: SettingsOwner, names: readonly string[] | 'all', isReset: boolean): void {
    if (this.#touched?.owner !== owner)
      this.#touched = { owner, names: new Set(), isAll: false, reset: new Set(), isAllReset: false };
    if (names === 'all') {
      this.#touched.isAll = true;
      this.#touched.isAllReset ||= isReset;
      return;
    }
    for (const name of names) {
      this.#touched.names.add(name);
      if (isReset) this.#touched.reset.add(name);
      else this.#touched.reset.delete(name);
    }
  }

  /**
   * Makes the session that of `owner`; only between transactions. Returns what the session reported of the change. Throws
   * SettingError when the session refuses one of its settings.
   */
  async switchTo(owner: SettingsOwner): Promise<Buffer> {
    const touched = this.#touched;
    if (touched && (touched.owner !== owner || owner.startupSettings.size > 0 || touched.isAllReset))
      await this.#capture(touched);
    if (this.#touched || isSame(this.#applied, owner.settings)) return Buffer.alloc(0);
    return this.#apply(owner.settings);
  }

  async #capture(touched: Touched): Promise<void> {
    this.#touched = undefined;
    await this.#learnDefaults([...touched.names]);
    const names = touched.isAll ? [...this.#defaults.keys()] : [...touched.names];
    const listed = touched.isAll
      ? `SELECT lower(name), pg_catalog.current_setting(name) FROM pg_catalog.pg_settings WHERE source = 'session' UNION ALL `
      : '';
    const values = names.map((name) => `(${literal(name)})`).join(', ');
    const rows = await this.#rows(
      `${listed}SELECT n, pg_catalog.current_setting(n, true) FROM (VALUES ${values}) AS t(n)`,
    );
    const settings = new Map(touched.isAll ? [] : this.#applied);
    for (const [name, value] of rows) {
      if (value === null || value === undefined || value === this.#defaults.get(name!))
        settings.delete(name!);
      else settings.set(name!, value);
    }
    this.#applied = settings;
    touched.owner.settings = withReset(settings, touched);
  }

  /** Learns the server's value of names met for the first time, so that setting what already is counts as nothing. */
  async #learnDefaults(names: readonly string[]): Promise<void> {
    const unknown = names.filter((name) => !this.#defaults.has(name));
    if (unknown.length === 0) return;
    // A setting that only an extension or an application knows is empty when it is not set.
    for (const name of unknown) this.#defaults.set(name, '');
    const list = unknown.map(literal).join(', ');
    const rows = await this.#rows(
      `SELECT lower(name), reset_val FROM pg_catalog.pg_settings WHERE lower(name) IN (${list})`,
    );
    for (const [name, value] of rows) this.#defaults.set(name!, value ?? '');
  }

  async #apply(wanted: ReadonlyMap<string, string>): Promise<Buffer> {
    const gone = [...this.#applied.keys()].filter((name) => !wanted.has(name));
    const changed = [...wanted].filter(([name, value]) => this.#applied.get(name) !== value);
    // The role comes first and last: what it forbids must not stand in the way of the others.
    const isRole = (name: string): boolean => UNLISTED.has(name);
    const rank = (name: string): number => (name === 'session_authorization' ? 0 : 1);
    const sql = [
      ...(this.#applied.has('role') ? ['RESET ROLE'] : []),
      ...(this.#applied.has('session_authorization') ? ['RESET SESSION AUTHORIZATION'] : []),
      ...gone.filter((name) => !isRole(name)).map((name) => `RESET ${quoteName(name)}`),
      ...changed.filter(([name]) => !isRole(name)).map(setting),
      ...[...wanted]
        .filter(([name]) => isRole(name))
        .sort(([a], [b]) => rank(a) - rank(b))
        .map(setting),
    ].join('; ');
    const output = await this.#run(sql);
    this.#applied = wanted;
    await this.#learnDefaults(changed.map(([name]) => name));
    return output;
  }

  async #rows(sql: string): Promise<(string | null)[][]> {
    const output = await this.#run(sql);
    return [...spanMessages(output)]
      .filter(({ type }) => type === 'D')
      .map(({ start, end }) => readDataRow(output.subarray(start, end)));
  }

  async #run(sql: string): Promise<Buffer> {
    const output = await this.#engine.execute(encodeQuery(sql));
    for (const { start, end } of spanMessages(output)) {
      const message = output.subarray(start, end);
      if (messageType(message) === 'E') throw new SettingError(readError(message));
    }
    return output;
  }
}

/** RESET goes back to what the client asked for at the start, and else to the server's value. */
function withReset(settings: ReadonlyMap<string, string>, touched: Touched): ReadonlyMap<string, string> {
  const { startupSettings } = touched.owner;
  const restored = [...startupSettings].filter(
    ([name]) => touched.reset.has(name) || (touched.isAllReset && !settings.has(name)),
  );
  const kept = [...settings].filter(([name]) => !touched.reset.has(name));
  return new Map([...kept, ...restored]);
}

function setting([name, value]: [string, string]): string {
  return `SELECT pg_catalog.set_config(${literal(name)}, ${literal(value)}, false)`;
}

/** A string that reads the same whatever standard_conforming_strings says. */
function literal(text: string): string {
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

function quoteName(name: string): string {
  return name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');
}

function isSame(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  if (a === b) return true;
  return a.size === b.size && [...a].every(([name, value]) => b.get(name) === value);
}
