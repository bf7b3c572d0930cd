import { overflowConsumer } from '@apiscope/core/consumers/schema';

/** Who calls: its name where there is one, beside the id; all beyond the cap are told apart from the rest. */
export function ConsumerName({ id, name }: { id: string; name: string | null }) {
  if (id === overflowConsumer)
    return (
      <span className="italic text-muted" title="consumers beyond the limit of distinct ones per service">
        {id}
      </span>
    );
  return (
    <span title={id}>
      {name ?? id}
      {name !== null && <span className="text-faint"> {id}</span>}
    </span>
  );
}
