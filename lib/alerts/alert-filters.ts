import { z } from 'zod';
import { alertStates } from './alert';
import { alertRules, severities } from './rules';

const word = z.string().max(200).optional();

/** What the feed can be narrowed to, as its address has it. */
export const alertFilters = {
  status: z.enum(alertStates).optional(),
  rule: z.enum(alertRules).optional(),
  severity: z.enum(severities).optional(),
  sku: word,
  node: word,
  channel: word,
  owner: word,
  suppressed: z.enum(['yes', 'no']).optional(),
};

/** What an action of the screen is for: these alerts, or all that a list's question matches. */
export const alertSelectionSchema = z.union([
  z.strictObject({ ids: z.array(z.string().max(200)).min(1).max(1_000) }),
  z.strictObject({ query: z.string().max(2_000) }),
]);
export type AlertSelection = z.output<typeof alertSelectionSchema>;

/** The filters in a list's question; what orders and pages it is left out. Null: it is none of ours. */
export function filtersOf(query: string) {
  const schema = z.object(alertFilters);
  const given = Object.fromEntries([...new URLSearchParams(query)].filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  return parsed.success ? parsed.data : null;
}
