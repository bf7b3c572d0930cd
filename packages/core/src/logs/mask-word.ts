import type { Placeholder } from './mask.ts';

const uuidInside = /[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/;
/** Digits that make a joined word (`attempt_1445144423722_0020`) an identifier. */
const identifierDigits = 6;

/**
 * Masks a run of ASCII letters and digits joined by `_` and `-`; a run without digits comes back as it is. In a path every number
 * counts (`subdir12`, but not `v2`), elsewhere words with a short one at the end are words (`sha256`).
 */
export function maskWord(word: string, place: Placeholder, inPath = false): string {
  if (!/\d/.test(word)) return word;
  const parts = word.split(/([_-]+)/);
  if (parts.length === 1) return maskPart(word, place, inPath);
  const uuid = uuidInside.exec(word);
  if (uuid !== null) {
    const before = maskWord(word.slice(0, uuid.index), place);
    return before + place('uuid', uuid[0]) + maskWord(word.slice(uuid.index + uuid[0].length), place);
  }
  if (word.replace(/\D/g, '').length < identifierDigits || /^\d/.test(word)) {
    return parts.map((part) => maskPart(part, place, inPath)).join('');
  }
  const prefix =
    /^[a-zA-Z]+[_-]+/.exec(word)?.[0].replace(/-$/, (dash) => (word.includes('_-') ? '' : dash)) ?? '';
  return prefix + place('id', word);
}

/** One run of letters and digits. */
function maskPart(part: string, place: Placeholder, inPath: boolean): string {
  if (!/\d/.test(part)) return part;
  if (/^\d+$/.test(part)) return place('num', part);
  if (part.length >= 8 && /^[0-9a-fA-F]+$/.test(part)) return place('hex', part);
  const changes = part.match(/[a-zA-Z](?=\d)|\d(?=[a-zA-Z])/g)?.length ?? 0;
  if (part.length >= 10 && changes >= 3) return place('id', part);
  const measure = /^(\d+)([a-zA-Z]{1,4})$/.exec(part);
  if (measure !== null) return place('num', measure[1]!) + measure[2];
  const numbered = /^([a-zA-Z]+)(\d+)$/.exec(part);
  if (numbered !== null && numbered[2]!.length >= (inPath && numbered[1]!.length > 1 ? 1 : 4))
    return numbered[1] + place('num', numbered[2]!);
  return part;
}
