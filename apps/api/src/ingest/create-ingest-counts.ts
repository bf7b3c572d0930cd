/** The doors by which other programs send data; a procedure called over tRPC counts as the door that REST has for it. */
export const ingestDoors = [
  'logs',
  'log_stream',
  'ingest_requests',
  'ingest_logs',
  'import_har',
  'otlp_logs',
  'otlp_traces',
  'otlp_metrics',
] as const;
export type IngestDoor = (typeof ingestDoors)[number];

/** What became of records of a batch: stored, stored before, or refused for what they say. */
export type RecordCounts = { accepted: number; duplicate: number; rejected: number };

export type DoorStats = {
  records: RecordCounts;
  /** Of bodies, without their content encoding. */
  bytes: number;
  /** Answers by their status. */
  answers: ReadonlyMap<number, number>;
};

/** What this process has taken in, and refused, since it started. */
export type IngestCounts = {
  /** Counts records of a request that was read, once it is known what became of them. */
  addRecords(door: IngestDoor, records: Partial<RecordCounts>): void;
  addBytes(door: IngestDoor, bytes: number): void;
  addAnswer(door: IngestDoor, status: number): void;
  /** Counts what senders say that they had to drop themselves. */
  addDroppedBySenders(records: number): void;
  stats(): { doors: Readonly<Record<IngestDoor, DoorStats>>; droppedBySenders: number };
};

/** Statuses that are told of from the start, so that the first of them is seen as a rise. */
const watched = [200, 400, 429, 503];

export function createIngestCounts(): IngestCounts {
  let droppedBySenders = 0;
  const doors = Object.fromEntries(
    ingestDoors.map((door) => [
      door,
      {
        records: { accepted: 0, duplicate: 0, rejected: 0 },
        bytes: 0,
        answers: new Map(watched.map((status) => [status, 0])),
      },
    ]),
  ) as Record<IngestDoor, DoorStats & { answers: Map<number, number> }>;
  return {
    addRecords(door, { accepted = 0, duplicate = 0, rejected = 0 }) {
      const { records } = doors[door];
      records.accepted += accepted;
      records.duplicate += duplicate;
      records.rejected += rejected;
    },
    addBytes(door, bytes) {
      doors[door].bytes += bytes;
    },
    addAnswer(door, status) {
      const { answers } = doors[door];
      answers.set(status, (answers.get(status) ?? 0) + 1);
    },
    addDroppedBySenders(records) {
      droppedBySenders += records;
    },
    stats: () => ({ doors, droppedBySenders }),
  };
}
