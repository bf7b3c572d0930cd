import type { View } from '@apiscope/core/views/schema';
import { Prisma } from '../client.ts';
import { wireTime } from '../sql/wire.ts';

/** Columns of a view that may be seen. */
export const viewColumns = Prisma.raw(
  'id, name, resource, filter, columns, range, service, created_at AS "createdAt", updated_at AS "updatedAt"',
);

/** A stored view; filter, columns and range were checked when it was written. */
export type ViewRow = Omit<View, 'created_at' | 'updated_at'> & { createdAt: Date; updatedAt: Date };

/** The wire form of a stored view. */
export function toView({ createdAt, updatedAt, ...view }: ViewRow): View {
  return { ...view, created_at: wireTime(createdAt), updated_at: wireTime(updatedAt) };
}
