import { createRedactor, type Redactor } from './redactor.ts';
import { defaultRules, type RedactionRules } from './rules.ts';

/** The redactor of a process: one object for its whole life, whose rules are swapped. */
export type LiveRedactor = Redactor & { setRules(rules: RedactionRules): void };

/** A redactor that starts with the built-in rules, so that there is none at no time. Rules hold for what is redacted after the swap. */
export function createLiveRedactor(rules: RedactionRules = defaultRules): LiveRedactor {
  let now = createRedactor(rules);
  return {
    text: (...args) => now.text(...args),
    headers: (...args) => now.headers(...args),
    cookies: (...args) => now.cookies(...args),
    query: (...args) => now.query(...args),
    json: (...args) => now.json(...args),
    form: (...args) => now.form(...args),
    url: (...args) => now.url(...args),
    body: (...args) => now.body(...args),
    setRules(next) {
      now = createRedactor(next);
    },
  };
}
