import type { Answer, TestApp } from './open-test-app.ts';

/** Somebody at a browser: keeps the session's cookie, and sends it as browsers do. */
export type Browser = {
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** `name=value` as it would be sent; empty without one. */
  cookie: string;
};

export function openBrowser({ call }: TestApp): Browser {
  const browser: Browser = {
    cookie: '',
    async ask(method, path, body, headers = {}) {
      const answer = await call(path, {
        method,
        headers: {
          ...(browser.cookie && { cookie: browser.cookie }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      for (const set of answer.headers.getSetCookie()) {
        const [pair = ''] = set.split(';');
        if (pair.includes('session_token=')) browser.cookie = /max-age=0/i.test(set) ? '' : pair;
      }
      return answer;
    },
  };
  return browser;
}
