import { seededRandom } from '../../packages/db/src/testing/make-samples.ts';

/** What is new in every copy: uuids, addresses, hex of 12 digits and more, and numbers of six digits and more (`blk_-1608999687919862906`). */
const identifier =
  /\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])|(?<![0-9a-zA-Z])(?=[0-9a-f]*\d)[0-9a-f]{12,}(?![0-9a-zA-Z])|\d{6,}/g;

/** Whether a text names something that copies have a name of their own for. */
export function namesIdentifier(text: string): boolean {
  return new RegExp(identifier.source).test(text);
}

/** Gives the identifiers of a text other names of the same shape: the same one the same name, as long as the function is used. */
export function createRenewal(seed: number): (text: string) => string {
  const random = seededRandom(seed);
  const renewed = new Map<string, string>();
  const renew = (found: string): string => {
    const known = renewed.get(found);
    if (known !== undefined) return known;
    const made = found.includes('.') ? newAddress(found, random) : newDigits(found, random);
    renewed.set(found, made);
    return made;
  };
  return (text) => text.replace(identifier, renew);
}

/** Loopback and unspecified addresses mean the same on every machine. */
function newAddress(found: string, random: () => number): string {
  if (/^(?:127|0)\./.test(found)) return found;
  const part = (): number => 1 + Math.floor(random() * 223);
  return [part(), part(), part(), part()].join('.');
}

function newDigits(found: string, random: () => number): string {
  const isHex = /[a-f]/i.test(found);
  return found.replace(/[0-9a-f]/gi, (digit, at: number) => {
    if (!isHex) return String(at === 0 ? 1 + Math.floor(random() * 9) : Math.floor(random() * 10));
    // Letters stay letters, so that what was hex and not decimal stays so.
    return /\d/.test(digit) ? String(Math.floor(random() * 10)) : 'abcdef'.charAt(Math.floor(random() * 6));
  });
}
