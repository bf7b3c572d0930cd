import type { OpenApiMeta } from 'trpc-openapi';

/** What a caller must be allowed to do: `public` nothing, `ingest` send data, `operate` change things, `admin` everything. */
export type Access = 'public' | 'read' | 'ingest' | 'operate' | 'admin';

/** What every procedure declares: who may call it, where REST serves it, and the status of its success when that isn't 200. */
export type ProcedureMeta = OpenApiMeta<{
  access: Access;
  successStatus?: 201;
  /** Whether it may be refused with 409 for what is there already. */
  mayConflict?: true;
  /** Whether it may answer 404 though nothing in its path names a row. */
  mayMiss?: true;
  /** Whether its bodies pass the bounded intake, so that it may answer 429. */
  intake?: true;
  /** Largest request body, bytes; default 1 MiB. */
  maxBody?: number;
  /** Field of the input that the body of a REST request is, as it comes; the others are parameters then. */
  bodyField?: string;
  /** Said to whom sends a larger body, or one of another type. */
  bodyHint?: string;
}>;

/** Largest request body of routes that take batches, bytes. */
export const maxBatchBody = 16 * 1024 * 1024;
