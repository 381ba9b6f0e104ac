import { z } from 'zod';

export const occurred_at_earliest = '2000-01-01T00:00:00.000Z';
export const clock_skew_ms_max = 15 * 60 * 1000;

const earliestMs = Date.parse(occurred_at_earliest);

/**
 * An instant as ISO 8601 with a zone, normalised to UTC milliseconds (`2026-03-01T10:00:00.000Z`), so that the
 * same instant always hashes the same.
 */
export const instantSchema = z
  .string()
  .max(40)
  .pipe(
    z.iso.datetime({
      offset: true,
      error: 'must be an ISO 8601 instant with a zone, such as 2026-03-01T10:00:00Z',
    }),
  )
  .transform((text) => new Date(text).toISOString());

/** When something happened: from 2000-01-01 to 15 minutes from now (clocks differ). */
export const occurredAtSchema = instantSchema.superRefine((text, context) => {
  const at = Date.parse(text);
  if (at < earliestMs) context.addIssue({ code: 'custom', message: 'must not be before 2000-01-01' });
  else if (at > Date.now() + clock_skew_ms_max)
    context.addIssue({ code: 'custom', message: 'must not lie more than 15 minutes in the future' });
});
