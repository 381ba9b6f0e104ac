import { z } from 'zod';

export const poll_seconds_default = 15;
export const audit_seconds_default = 900;
const seconds_min = 0.1;
const seconds_max = 86_400;
const url_chars_max = 2_000;

/** A Standard Webhooks secret: `whsec_` and base64. */
export const webhookSecretSchema = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{16,88}={0,2}$/, 'must be a Standard Webhooks secret: whsec_ and base64');

/** Configuration of the connector `open`. Which addresses may be called is checked when one is. */
export const openConfigSchema = z.looseObject({
  baseUrl: z
    .string()
    .max(url_chars_max)
    .pipe(z.url({ protocol: /^https?$/, error: 'must be an http or https address' }))
    .refine(
      (text) => new URL(text).username === '' && new URL(text).password === '',
      'must not hold credentials',
    ),
  secret: webhookSecretSchema,
  pollSeconds: z.number().min(seconds_min).max(seconds_max).default(poll_seconds_default),
  auditSeconds: z.number().min(seconds_min).max(seconds_max).default(audit_seconds_default),
});
export type OpenConfig = z.output<typeof openConfigSchema>;
