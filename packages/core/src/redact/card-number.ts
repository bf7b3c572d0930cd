/**
 * Runs of 13 to 19 digits, plain or grouped as on a card (4-4-4-…, 4-6-5), that stand alone: not inside a word, an id such as `blk_-…`
 * or the decimals of a number.
 */
const candidate =
  /(?<![\p{L}\p{N}_.]|_-)(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5})(?![\p{L}\p{N}_]|\.\d)/gu;

/**
 * Issuer prefixes and lengths: Visa, Mastercard, American Express, Discover, JCB, Diners, UnionPay. They keep epoch times in micro- and
 * nanoseconds (which start with 1) and most other ids out; one in ten of the rest would pass Luhn by chance.
 */
const issuers =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01]|720)\d{12,13}|3[47]\d{13}|6(?:011|4[4-9]\d|5\d\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|3(?:0[0-5]|[68]\d)\d{11}|62\d{14,17})$/;

/** Replaces card numbers that pass the Luhn check (ISO/IEC 7812-1 annex B). */
export function replaceCardNumbers(text: string, replacement: string): string {
  return text.replace(candidate, (found) => {
    const digits = found.replace(/\D/g, '');
    return issuers.test(digits) && passesLuhn(digits) ? replacement : found;
  });
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let n = 0; n < digits.length; n++) {
    const digit = digits.charCodeAt(digits.length - 1 - n) - 48;
    const weighted = n % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}
