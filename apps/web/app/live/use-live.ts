import { useEffect, useRef, useState } from 'react';
import { useVisible } from '../ui/use-visible.ts';

/** `paused`: closed on purpose, because the tab is hidden or the page asked for it. */
export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'paused';

/** One event of a stream with the id that resumes right after it. */
export type LiveEvent<T> = { id: string; data: T };

/** What a tRPC subscription reports. */
export type LiveHandlers<T> = {
  onData: (event: LiveEvent<T>) => void;
  onConnectionStateChange: (change: { state: 'idle' | 'connecting' | 'pending' }) => void;
  onError: (error: unknown) => void;
};

type LiveOptions<T> = {
  /** Opens the stream, after `lastEventId` if there is one. A new function is a new stream: memoise it. */
  connect: (lastEventId: string | null, handlers: LiveHandlers<T>) => { unsubscribe: () => void };
  onEvent: (event: LiveEvent<T>) => void;
  /** The stream is open, for the first time or again; what was missed before the first time is not in it. */
  onOpen: () => void;
  isPaused?: boolean;
};

const longestWait = 10_000;

/**
 * Follows a stream while the tab is in sight. Lost connections are resumed by the link itself; a stream that the server
 * ended with an error is opened again after a wait that doubles from 0.5 s to 10 s.
 */
export function useLive<T>({ connect, onEvent, onOpen, isPaused = false }: LiveOptions<T>): LiveState {
  const [state, setState] = useState<LiveState>('connecting');
  const handlers = useRef({ onEvent, onOpen });
  handlers.current = { onEvent, onOpen };
  const isVisible = useVisible();
  const isOff = isPaused || !isVisible;
  const resume = useRef<{ connect: unknown; id: string | null }>({ connect, id: null });

  useEffect(() => {
    if (resume.current.connect !== connect) resume.current = { connect, id: null };
    if (isOff) {
      setState('paused');
      return;
    }
    let isEnded = false;
    let wait = 500;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stream: { unsubscribe: () => void } | undefined;
    const open = () => {
      stream = connect(resume.current.id, {
        onData: (event) => {
          if (isEnded) return;
          resume.current.id = event.id;
          handlers.current.onEvent(event);
        },
        onConnectionStateChange: (change) => {
          if (isEnded || change.state === 'idle') return;
          const isOpen = change.state === 'pending';
          setState((was) => (isOpen ? 'live' : was === 'live' ? 'reconnecting' : was));
          if (!isOpen) return;
          wait = 500;
          handlers.current.onOpen();
        },
        onError: () => {
          if (isEnded) return;
          setState('reconnecting');
          timer = setTimeout(open, wait);
          wait = Math.min(wait * 2, longestWait);
        },
      });
    };
    setState('connecting');
    open();
    return () => {
      isEnded = true;
      clearTimeout(timer);
      stream?.unsubscribe();
    };
  }, [connect, isOff]);
  return state;
}
