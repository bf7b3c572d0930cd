import type { ReplayOverrides, ReplayPreview } from '@apiscope/core/replay/run-schema';
import { useEffect, useState } from 'react';
import { api } from '../api/api.client.ts';
import { readProblem } from '../api/api-problem.ts';

/** Time without a change before the API is asked, ms. */
const pause = 300;

export type Preview = { preview: ReplayPreview | null; problem: string | null };

/** What a replay with these overrides would send: asked anew some time after they change, the answer before shown till then. */
export function usePreview(id: number, overrides: ReplayOverrides): Preview {
  const [state, setState] = useState<Preview>({ preview: null, problem: null });
  const asked = JSON.stringify(overrides);
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      api.replay.preview
        .mutate({ id, ...(JSON.parse(asked) as ReplayOverrides) }, { signal: stop.signal })
        .then(
          (preview) => setState({ preview, problem: null }),
          (error: unknown) => {
            if (!stop.signal.aborted) setState({ preview: null, problem: readProblem(error).message });
          },
        );
    }, pause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [id, asked]);
  return state;
}
