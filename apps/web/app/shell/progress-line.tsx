import { useNavigation } from '@remix-run/react';

/** A line at the top while a page loads; it takes no room. */
export function ProgressLine() {
  const { state } = useNavigation();
  if (state === 'idle') return null;
  return (
    <div role="progressbar" aria-label="Loading" className="fixed inset-x-0 top-0 z-50 h-0.5 bg-accent/20">
      <div className="h-full w-2/5 bg-accent motion-safe:animate-pulse" />
    </div>
  );
}
