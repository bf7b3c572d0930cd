import type { ActionFunctionArgs } from '@remix-run/node';
import { redirect } from '@remix-run/node';
import { printPreferences } from '../shell/preferences.server.ts';
import { readPreferences } from '../shell/preferences.ts';

/** Keeps theme and zone in a cookie, so that the server paints them right the next time. */
export async function action({ request }: ActionFunctionArgs) {
  const preferences = readPreferences(Object.fromEntries(await request.formData()));
  return Response.json(preferences, { headers: { 'Set-Cookie': await printPreferences(preferences) } });
}

/** Nobody reads this address. */
export function loader() {
  return redirect('/dashboard');
}
