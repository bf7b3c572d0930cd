import { z } from 'zod';
import { timestampOut } from '../timestamp-schema.ts';

const name = z.string().trim().min(1).max(200).describe('1 to 200 characters');
const age = z.number().int().min(0).max(150).describe('years, 0 to 150');

export const user = z
  .object({
    id: z.number().int(),
    name: z.string(),
    age: z.number().int(),
    created_at: timestampOut,
    updated_at: timestampOut,
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof user>;

export const userId = z.number().int().min(1).max(2_147_483_647);
export const createUserInput = z.strictObject({ name, age });
export const updateUserInput = z.strictObject({ id: userId, name: name.optional(), age: age.optional() });
export const userIdInput = z.strictObject({ id: userId });
