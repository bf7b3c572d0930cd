import type { ShouldRevalidateFunctionArgs } from '@remix-run/react';

/** Theme and zone change how data looks, not which data it is. */
export function shouldRevalidatePage({ formAction, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs) {
  return formAction === '/preferences' ? false : defaultShouldRevalidate;
}
