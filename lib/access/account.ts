import { z } from 'zod';
import { emailSchema, passwordSchema, personNameSchema } from './entry-link';

const optional = z
  .string()
  .max(128)
  .transform((text) => (text === '' ? undefined : text));

/**
 * What the account dialog sends. An empty new password leaves the password as it is; whoever has a password must
 * give it to change the e-mail or the password.
 */
export const accountChangeSchema = z.object({
  name: personNameSchema,
  email: emailSchema,
  currentPassword: optional,
  newPassword: optional.pipe(passwordSchema.optional()),
});
export type AccountChange = z.output<typeof accountChangeSchema>;
export type AccountField = keyof AccountChange;
