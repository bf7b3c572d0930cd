import type { Change } from '@apiscope/core/replay/diff-schema';
import type { BadgeTone } from '../ui/badge.tsx';

/** What each kind of change is called, and its colour, which only repeats the word. */
export const changeKinds: Record<Change['kind'], { word: string; tone: BadgeTone; about: string }> = {
  changed: { word: 'changed', tone: 'warn', about: 'another value of the same type' },
  type: { word: 'other type', tone: 'accent', about: 'a value of another type; null is a type of its own' },
  added: { word: 'added', tone: 'good', about: 'not there before' },
  removed: { word: 'missing', tone: 'bad', about: 'not there any more' },
  moved: { word: 'moved', tone: 'neutral', about: 'the same item at another place' },
};
