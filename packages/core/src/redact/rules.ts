/** What stands in place of a secret, whatever the secret was. */
export const redacted = '[redacted]';

/** Secrets that are known by their looks, wherever they stand. */
export const secretShapes = [
  'privateKey',
  'jwt',
  'credentials',
  'apiToken',
  'urlPassword',
  'cardNumber',
] as const;
export type SecretShape = (typeof secretShapes)[number];

/** What counts as a secret; plain JSON, so that it can be stored and edited. */
export type RedactionRules = {
  /**
   * Names whose value is a secret. Case, separators, camel case and digits do not matter: `api key` is `X-Api-Key`, `apiKey`, `API_KEY`,
   * `apikey` and `api_key_2`. A name matches when its last words are the rule's (`access_token`, not `token_count`); words that
   * only qualify (`password_hash`, `newPasswordConfirmation`) are passed over, and inside JSON the words of the parent count too
   * (`card.number`). A leading `=` asks for the whole name, a leading `*` for the end of the last word (`pgpassword`).
   */
  names: readonly string[];
  /** Names that are no secret although a rule above fits, in the same notation. */
  except: readonly string[];
  shapes: Readonly<Record<SecretShape, boolean>>;
};

export const defaultRules: RedactionRules = {
  names: [
    'authorization',
    'cookie',
    'cookies',
    'set cookie',
    'api key',
    'access key',
    'secret key',
    'secret access key',
    'private key',
    'signing key',
    'encryption key',
    'subscription key',
    'account key',
    'shared key',
    'master key',
    '*apikey',
    'password',
    '*password',
    'passwords',
    'passwd',
    '*passwd',
    'pwd',
    'passphrase',
    '*passphrase',
    'pass phrase',
    '=pass',
    'user pass',
    'db pass',
    'passcode',
    'secret',
    '*secret',
    'secrets',
    'token',
    '*token',
    'tokens',
    '=jwt',
    '=bearer',
    'credential',
    'credentials',
    'client assertion',
    'saml response',
    'session',
    'session id',
    'session key',
    'sid',
    '=phpsessid',
    '=jsessionid',
    'csrf',
    'xsrf',
    'signature',
    '=sig',
    'otp',
    'one time code',
    '=pin',
    'pin code',
    'cvv',
    'cvc',
    'cvv code',
    'security code',
    'card number',
    'card no',
    'credit card',
    'debit card',
    'cc number',
    '=pan',
    'ssn',
    'social security number',
    'connection string',
    'client cert',
    'recovery code',
    'recovery codes',
    'backup codes',
    'mnemonic',
    'seed phrase',
  ],
  except: [
    'max tokens',
    'min tokens',
    'total tokens',
    'prompt tokens',
    'completion tokens',
    'input tokens',
    'output tokens',
    'cached tokens',
    'reasoning tokens',
    'used tokens',
    'next token',
    'page token',
    'continuation token',
  ],
  shapes: {
    privateKey: true,
    jwt: true,
    credentials: true,
    apiToken: true,
    urlPassword: true,
    cardNumber: true,
  },
};
