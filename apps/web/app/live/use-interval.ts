import { useEffect, useRef } from 'react';
import { useVisible } from '../ui/use-visible.ts';

/** Calls back every so often while the tab is in sight, and once when it comes back. */
export function useInterval(callback: () => void, ms: number) {
  const current = useRef(callback);
  current.current = callback;
  const isVisible = useVisible();
  const wasHidden = useRef(false);
  useEffect(() => {
    if (!isVisible) {
      wasHidden.current = true;
      return;
    }
    if (wasHidden.current) current.current();
    wasHidden.current = false;
    const timer = setInterval(() => current.current(), ms);
    return () => clearInterval(timer);
  }, [isVisible, ms]);
}
