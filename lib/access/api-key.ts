import { z } from 'zod';
import { codeSchema, textSchema } from '@/lib/shared/text';
import { roles } from './roles';

/**
 * The form of a key: `tc_<12 hex digits>_<43 characters>`. The first part is public and finds the row, the second
 * holds 256 random bits.
 */
const keyForm = /^(tc_[0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

export function prefixOf(key: string): string | null {
  return keyForm.exec(key)?.[1] ?? null;
}

const limit = z.array(codeSchema).min(1).max(1000).optional();

/** What an API key is made from. A limit that is left out does not limit. */
export const newApiKeySchema = z.strictObject({
  name: textSchema.pipe(z.string().min(1).max(128)),
  role: z.enum(roles),
  sources: limit,
  channels: limit,
  nodes: limit,
});
export type NewApiKey = z.output<typeof newApiKeySchema>;

/** A key as it may be shown: the secret is nowhere in it. */
export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  role: (typeof roles)[number];
  sources: string[] | null;
  channels: string[] | null;
  nodes: string[] | null;
  createdAt: Date;
  createdBy: string;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}
