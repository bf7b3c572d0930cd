import { describe, expect, it } from 'vitest';
import { defaultRules } from './rules.ts';
import { createSecretNameTest } from './secret-name.ts';

const isSecret = createSecretNameTest(defaultRules);

describe('createSecretNameTest with the default rules', () => {
  it.each(
    `authorization Authorization Proxy-Authorization cookie Cookie Set-Cookie x-api-key X-API-Key apiKey apikey API_KEY APIKey api.key
    api_key_2 xApiKey password Password PASSWORD passwd pwd userPassword user_password db-password newPasswordConfirmation password_hash
    password1 pgpassword PGPASSWORD secret client_secret clientSecret CLIENT_SECRET token access_token accessToken accesstoken refresh_token
    id_token X-Auth-Token X-CSRF-Token csrf _csrf XSRF-TOKEN csrfmiddlewaretoken authenticity_token private_key privateKey sessionId session_id session
    connect.sid PHPSESSID JSESSIONID cvv cvc CVV2 cardNumber card_number card[number] creditCard ssn SSN social_security_number passphrase
    aws_secret_access_key X-Amz-Security-Token X-Amz-Signature otp credentials tokens secrets`
      .trim()
      .split(/\s+/),
  )('%s is secret', (name) => {
    expect(isSecret(name)).toBe(true);
  });

  it.each(
    `author authorId authors author_name authorised tokenize tokenizer tokenized token_count tokenType token_type max_tokens prompt_tokens
    completionTokens sessions_count sessionCount session_duration obsession possession passenger compass bypass pass_rate password_changed_at
    passwordPolicy hasPassword is_secret secretary cookie_banner cookieConsent key keys keyboard apiKeyId api_key_name card cardholder number
    cvvs_checked assn pinned spin pan_id panel expand side sidebar session_started_at csrf_enabled signature_algorithm id name user email status
    x-request-id content-type user-agent etag accept next_page_token nextToken`
      .trim()
      .split(/\s+/),
  )('%s is not', (name) => {
    expect(isSecret(name)).toBe(false);
  });

  it('takes the words of the parents into account', () => {
    expect(isSecret('number', ['payment', 'card'])).toBe(true);
    expect(isSecret('key', ['api'])).toBe(true);
    expect(isSecret('number', ['phone'])).toBe(false);
    expect(isSecret('number', ['card', 'phone'])).toBe(false);
  });

  it('does not take a name that holds a NUL for one inside another', () => {
    expect(isSecret('has\0password')).toBe(false);
    expect(isSecret('password', ['has'])).toBe(true);
    expect(isSecret('number', ['card'])).toBe(true);
    expect(isSecret('max\0tokens')).toBe(false);
    expect(isSecret('tokens', ['max'])).toBe(true);
  });

  it('is quick and right on endless names', () => {
    const started = performance.now();
    for (const part of ['A', 'a', 'Aa', '_', '.', 'É']) {
      expect(isSecret(part.repeat(1_000_000))).toBe(false);
      expect(isSecret(`${part.repeat(1_000_000)}_password`)).toBe(true);
    }
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

describe('custom rules', () => {
  const custom = createSecretNameTest({
    ...defaultRules,
    names: ['iban', '=code', '*pin'],
    except: ['public iban'],
  });

  it.each([
    ['customerIban', true],
    ['publicIban', false],
    ['code', true],
    ['country_code', false],
    ['mappin', true],
    ['password', false],
    ['', false],
    ['__proto__', false],
  ])('%s: %s', (name, expected) => {
    expect(custom(name)).toBe(expected);
  });
});
