import { redirect } from '@remix-run/node';

/** The front page is the dashboard. */
export function loader() {
  return redirect('/dashboard');
}
