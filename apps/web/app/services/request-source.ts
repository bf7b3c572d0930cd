import { ownService } from '@apiscope/core/services/own-service';
import type { RequestSource } from '@apiscope/core/services/request-source';

const sources: Record<RequestSource, { name: string; about: string }> = {
  sdk: {
    name: 'SDK or import',
    about:
      'Requests are counted as they are sent here. Its spans and histograms are kept, but not counted once more.',
  },
  spans: {
    name: 'OpenTelemetry spans',
    about: 'Each server span counts as a request. Its histograms are not counted once more.',
  },
  histograms: {
    name: 'OpenTelemetry histograms',
    about: 'Counts are exact, latencies are the middle of a bucket of the histogram.',
  },
};

/** Where the request metrics of a service come from, in words. */
export function describeSource({ name, source }: { name: string; source: RequestSource | null }) {
  if (source !== null) return sources[source];
  return name === ownService
    ? { name: 'Apiscope itself', about: 'Its own requests are counted where they are answered.' }
    : { name: 'none yet', about: 'No request has been told of so far, only lines or spans of other kinds.' };
}
