import type { OwnRules } from '@apiscope/core/redact/rules-schema';

/** Rules as they are typed: a name a line. */
export type Draft = { names: string; except: string; shapes: OwnRules['shapes'] };

export function toDraft({ names, except, shapes }: OwnRules): Draft {
  return { names: names.join('\n'), except: except.join('\n'), shapes };
}

/** Empty lines do not count. */
export function toRules({ names, except, shapes }: Draft): OwnRules {
  const lines = (text: string) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  return { names: lines(names), except: lines(except), shapes };
}
