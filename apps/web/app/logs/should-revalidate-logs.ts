import type { ShouldRevalidateFunctionArgs } from '@remix-run/react';
import { shouldRevalidatePage } from '../shell/should-revalidate-page.ts';

/** Parameters that change what is drawn of the same data. */
const drawn = ['facets', 'chart', 'columns'];

/** The page reads its data again unless only the drawing of it changes. */
export function shouldRevalidateLogs(args: ShouldRevalidateFunctionArgs) {
  const isOther = args.currentUrl.href !== args.nextUrl.href;
  return isOther && dataKey(args.currentUrl) === dataKey(args.nextUrl) ? false : shouldRevalidatePage(args);
}

function dataKey({ pathname, searchParams }: URL): string {
  const key = new URLSearchParams(searchParams);
  for (const name of drawn) key.delete(name);
  return `${pathname}?${key}`;
}
