import type { Page } from '@apiscope/core/page';
import { maxLimit } from '@apiscope/core/search/list-input';
import { type Dispatch, type MutableRefObject, useCallback, useState } from 'react';
import { api } from '../api/api.client.ts';
import type { LogRow } from './log-row.ts';
import { type logsQuery, pageSize } from './logs-query.ts';
import { mostRows, type Tail, type TailAction } from './tail-rows.ts';

/** Whether further lines are on their way. */
export type FurtherState = 'idle' | 'loading' | 'failed';

type FurtherOptions = {
  /** What was asked for and what of it is there. */
  latest: MutableRefObject<{ query: ReturnType<typeof logsQuery>; tail: Tail; isFollowing: boolean }>;
  /** The key of the lines shown: pages that come for another one are dropped. */
  shownKey: MutableRefObject<string>;
  step: Dispatch<TailAction>;
};

/** The ways to lines beyond those shown: the next page, or as many as it takes to look further back in time. */
export function useFurther({ latest, shownKey, step }: FurtherOptions) {
  const [state, setState] = useState<FurtherState>('idle');
  const read = useCallback(
    async (limit: number, isEnough: (page: Page<LogRow>) => boolean) => {
      const { query, tail, isFollowing } = latest.current;
      const key = shownKey.current;
      let { cursor } = tail;
      let room = mostRows - tail.rows.length;
      setState('loading');
      try {
        while (cursor !== null && room > 0) {
          const page = await api.logs.list.query({ ...query, limit: Math.min(limit, room), cursor });
          if (key !== shownKey.current) return;
          step({ kind: 'further', page, isFollowing });
          if (isEnough(page)) break;
          cursor = page.metadata.nextCursor;
          room -= page.data.length;
        }
        setState('idle');
      } catch {
        if (key === shownKey.current) setState('failed');
      }
    },
    [latest, shownKey, step],
  );
  const loadFurther = useCallback(() => read(pageSize, () => true), [read]);
  /** Lines that come near stand before those that are found by reading back, so that one page may not be enough. */
  const keepLooking = useCallback(() => {
    const reached = latest.current.tail.search?.searchedBackTo;
    return read(maxLimit, ({ metadata }) => metadata.search?.searchedBackTo !== reached);
  }, [read, latest]);
  const forget = useCallback(() => setState('idle'), []);
  return { furtherState: state, loadFurther, keepLooking, forget };
}
