import { createMemory } from '@apiscope/core/remember';

/** What a route is called where none matched. */
export const unmatched = 'unmatched';

/**
 * A framework's route as Apiscope writes templates: `/users/:id` is `/users/{id}`. Constraints (`:id(\\d+)`, `:id{[0-9]+}`),
 * marks of optional or repeated parameters and groups go; a wildcard with a name is a parameter, one without stays `*`. Of a regular expression each group
 * is a parameter.
 */
export function toTemplate(route: string | RegExp): string {
  return typeof route === 'string' ? remembered(route, () => fromText(route)) : fromExpression(route.source);
}

const remembered = createMemory<string>();

function fromText(route: string): string {
  let template = '';
  let at = 0;
  let optional = 0;
  while (at < route.length) {
    const rest = route.slice(at);
    const named = /^(?:\{)?[:*]([A-Za-z_$][\w$]*)\}?/.exec(rest) ?? /^\*("[^"]*")/.exec(rest);
    if (named) {
      template += `{${named[1]!.replaceAll('"', '')}}`;
      at += named[0].length;
      at = skipConstraint(route, at);
      continue;
    }
    // A character that stands for itself: after a backslash in Express, a colon after a colon in Fastify.
    const literal = /^(?:\\|:(?=:))(.)/s.exec(rest);
    if (literal) {
      template += literal[1]!;
      at += literal[0].length;
      continue;
    }
    const char = route[at]!;
    // Express 5 puts what may be missing in braces; Express 4 marked it with a question mark.
    at++;
    if (char === '{' && /^\{[^{}]*[:*][^{}]*\}/.test(rest)) optional++;
    else if (char === '}' && optional > 0) optional--;
    else if (char !== '?' && char !== '+') template += char;
  }
  const joined = template.replace(/\/{2,}/g, '/');
  const rooted = joined.startsWith('/') ? joined : `/${joined}`;
  return rooted.length > 1 ? rooted.replace(/\/$/, '') : rooted;
}

/** Past `(…)`, `{…}` and the marks that may follow a parameter. */
function skipConstraint(route: string, from: number): number {
  let at = from;
  const open = route[at];
  const close = open === '(' ? ')' : open === '{' && /^\{[^/:*]*\}/.test(route.slice(at)) ? '}' : null;
  if (close !== null) {
    let depth = 0;
    do {
      if (route[at] === '\\') at++;
      else if (route[at] === open) depth++;
      else if (route[at] === close) depth--;
      at++;
    } while (depth > 0 && at < route.length);
  }
  while (route[at] === '?' || route[at] === '+' || route[at] === '*') at++;
  return at;
}

function fromExpression(source: string): string {
  let groups = 0;
  let text = source.replace(/\\\//g, '/').replace(/^\^/, '').replace(/\$$/, '');
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/\((?!\?[=!])[^()]*\)[?*+]?/, () => `{${++groups}}`);
  }
  return text.startsWith('/') ? text : `/${text}`;
}
