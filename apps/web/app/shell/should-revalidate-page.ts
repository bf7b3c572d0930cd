import type { ShouldRevalidateFunctionArgs } from '@remix-run/react';

/**
 * Theme and zone change how data looks, not which data it is. While a navigation is under way the data must be read all
 * the same: the router then completes the navigation with what it reads after the form.
 */
export function shouldRevalidatePage(args: ShouldRevalidateFunctionArgs) {
  const isOnlyLooks = args.formAction === '/preferences' && args.currentUrl.href === args.nextUrl.href;
  return isOnlyLooks ? false : args.defaultShouldRevalidate;
}
