import type { PreviewInput, RedactionPreview } from '@apiscope/core/redact/preview-schema';
import { useEffect, useState } from 'react';
import { api } from '../api/api.client.ts';
import { readProblem } from '../api/api-problem.ts';

/** `preview` is null while nothing is asked or answered, `problem` when there is no answer. */
export type Previewed = { preview: RedactionPreview | null; problem: string | null; isLoading: boolean };

const nothing: Previewed = { preview: null, problem: null, isLoading: false };
/** A person is still typing, ms. */
const pauseMs = 300;

/** What the sinks would keep; the last answer stays until the next one is there. Null asks nothing. */
export function usePreview(input: PreviewInput | null): Previewed {
  const [answer, setAnswer] = useState<{ key: string; previewed: Previewed } | null>(null);
  const key = JSON.stringify(input);
  useEffect(() => {
    const asked = JSON.parse(key) as PreviewInput | null;
    if (asked === null) return;
    const aborter = new AbortController();
    const ask = async () => {
      try {
        const preview = await api.redaction.preview.mutate(asked, { signal: aborter.signal });
        setAnswer({ key, previewed: { preview, problem: null, isLoading: false } });
      } catch (error) {
        if (aborter.signal.aborted) return;
        setAnswer({ key, previewed: { ...nothing, problem: readProblem(error).message } });
      }
    };
    const timer = setTimeout(() => void ask(), pauseMs);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [key]);
  if (input === null) return nothing;
  return answer?.key === key ? answer.previewed : { ...(answer?.previewed ?? nothing), isLoading: true };
}
