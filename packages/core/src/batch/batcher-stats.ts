/** Why an item was given up: the buffer was full, the batcher closed, or the flush failed for good. */
export const dropReasons = ['full', 'closed', 'permanent'] as const;
export type DropReason = (typeof dropReasons)[number];

/** How a batcher is doing, and what it has done since it was made. */
export type BatcherStats = {
  /** Items held: waiting and in flight. */
  buffered: number;
  /** Items held at most. */
  capacity: number;
  dropped: number;
  droppedBy: Readonly<Record<DropReason, number>>;
  flushed: number;
  failedFlushes: number;
  /** The last failure, absent while the last attempt succeeded. */
  lastError?: unknown;
};
