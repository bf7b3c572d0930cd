import { replaceCardNumbers } from './card-number.ts';
import { redacted, type SecretShape } from './rules.ts';

type Pass = {
  /** Whether the text can hold such a secret at all; quick, and for most texts the answer is no. */
  mayHold: (text: string) => boolean;
  replace: (text: string) => string;
};

/**
 * One pass over a text per shape, in this order: the widest first, so that no part of a key is left beside a replacement.
 * Every expression starts at a boundary and repeats one class at a time, so time is linear in the text.
 */
const passes: Record<SecretShape, Pass> = {
  privateKey: {
    mayHold: (text) => text.includes('PRIVATE KEY'),
    replace: (text) =>
      text.replace(
        /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----|$)/g,
        redacted,
      ),
  },

  // A header is base64url of `{"`; JWS has three parts, JWE five, a cut one at least two.
  jwt: {
    mayHold: (text) => text.includes('eyJ'),
    replace: (text) => text.replace(/(?<![\w-])eyJ[\w-]{5,}\.[\w-]{4,}(?:\.[\w-]*){0,3}/g, redacted),
  },

  credentials: {
    mayHold: (text) => /bearer|basic/i.test(text),
    replace: (text) =>
      text
        .replace(
          /\b(bearer)([ \t]+|%20)(?!\[redacted\])([^\s"',;<>\\&]+)/gi,
          (found, scheme: string, gap: string, value: string) =>
            isProse(value) ? found : `${scheme}${gap}${redacted}`,
        )
        .replace(
          /\b(basic)([ \t]+|%20)([a-z0-9+/_-]{4,}={0,2})/gi,
          (found, scheme: string, gap: string, value: string) =>
            isUserAndPassword(value) ? `${scheme}${gap}${redacted}` : found,
        ),
  },

  // Issuers that mark their tokens: Apiscope itself (cut ones too), GitHub, GitLab, Slack, Stripe, AWS, Google, npm, OpenAI and kin, SendGrid, Hugging Face, DigitalOcean.
  apiToken: {
    mayHold: (text) => tokenMark.test(text),
    replace: (text) =>
      text.replace(
        /(?<![\p{L}\p{N}])(?:aps_[A-Za-z0-9]{12}_[\w-]{4,}|gh[opusr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{10,}|(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{8,}|whsec_[\w+/=-]{16,}|A(?:KI|SI)A[A-Z0-9]{16}|AIza[\w-]{30,}|npm_[A-Za-z0-9]{30,}|sk-(?=[\w-]{0,199}\d)[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|hf_[A-Za-z0-9]{30,}|do[por]_v1_[a-f0-9]{40,})/gu,
        redacted,
      ),
  },

  // The user stays, the password goes; up to the last `@`, since passwords in connection strings are seldom escaped.
  urlPassword: {
    mayHold: (text) => text.includes('@') && text.includes('://'),
    replace: (text) =>
      text.replace(/(?<![\w+.-])([a-z][a-z0-9+.-]*:\/\/[^\s/?#@:"'<>]*):[^\s"'<>/?#]*@/gi, `$1:${redacted}@`),
  },

  cardNumber: {
    mayHold: (text) => /\d{4}[ -]?\d{4}/.test(text),
    replace: (text) => replaceCardNumbers(text, redacted),
  },
};

/** Where the tokens of {@link passes} begin. */
const tokenMark =
  /aps_|gh[opusr]_|github_pat_|glpat-|xox[a-z]-|[sr]k_(?:live|test)_|whsec_|A(?:KI|SI)A|AIza|npm_|sk-|SG\.|hf_|do[por]_v1_/;

const inOrder = Object.entries(passes) as [SecretShape, Pass][];

/** Replaces every secret that one of the enabled shapes recognises. */
export function replaceSecretShapes(text: string, shapes: Readonly<Record<SecretShape, boolean>>): string {
  let result = text;
  for (const [shape, { mayHold, replace }] of inOrder)
    if (shapes[shape] && mayHold(result)) result = replace(result);
  return result;
}

/** What follows the word "bearer" in sentences and challenges, rather than in credentials. */
function isProse(value: string): boolean {
  return /^(?:tokens?|auth|authentication|authorization|credentials?|scheme|schemes|realm=?|error=?|scope=?|header|format|is|was|not|and|or|the|of|for|in)[.:!?)]*$/i.test(
    value,
  );
}

/** Base64 of printable `user:password`; tells the credentials from the English word "basic" and what follows it. */
function isUserAndPassword(value: string): boolean {
  if (value.replace(/=+$/, '').length % 4 === 1) return false;
  try {
    const decoded = atob(value.replace(/-/g, '+').replace(/_/g, '/'));
    return /^[^\p{Cc}:]*:[^\p{Cc}]*$/u.test(decoded);
  } catch {
    return false;
  }
}
