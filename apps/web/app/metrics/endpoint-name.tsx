/** The endpoint of requests that matched no route, and of those beyond the cap on endpoints. */
const collected: Record<string, string> = {
  unmatched: 'requests to paths that no route has',
  overflow: 'requests to endpoints beyond the limit of distinct endpoints per service',
};

/** An endpoint with its method set apart. */
export function EndpointName({ endpoint }: { endpoint: string }) {
  const meaning = collected[endpoint];
  if (meaning)
    return (
      <span className="italic text-muted" title={meaning}>
        {endpoint}
      </span>
    );
  const at = endpoint.indexOf(' ');
  if (at < 0) return <span className="font-mono text-xs">{endpoint}</span>;
  return (
    <span className="font-mono text-xs" title={endpoint}>
      <span className="text-faint">{endpoint.slice(0, at)}</span>
      {endpoint.slice(at)}
    </span>
  );
}
