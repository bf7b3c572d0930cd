import { defaultRules, type RedactionRules, type SecretShape, secretShapes } from './rules.ts';
import type { OwnRules } from './rules-schema.ts';

/** The built-in rules with those of one's own: names and exceptions are added, shapes are switched. */
export function extendRules({ names, except, shapes }: OwnRules): RedactionRules {
  return {
    names: [...defaultRules.names, ...names],
    except: [...defaultRules.except, ...except],
    shapes: Object.fromEntries(
      secretShapes.map((shape) => [shape, shapes[shape] ?? defaultRules.shapes[shape]]),
    ) as Record<SecretShape, boolean>,
  };
}
