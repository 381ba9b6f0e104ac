import type { FieldErrors, FieldValues, Resolver } from 'react-hook-form';
import type { z } from 'zod';

/**
 * Checks what stands in a form by the one schema of what it sends, which comes with the first check: nobody waits for it
 * to see a page. `toInput` makes that of the form's values; an error belongs to the field that its path begins with. The
 * words of an error are the form's own.
 */
export function schemaResolver<Values extends FieldValues>(
  load: () => Promise<z.ZodType>,
  toInput: (values: Values) => unknown,
): Resolver<Values> {
  return async (values) => {
    // Out of reach just now: the server checks what it gets by the same schema, and its silence is told by the form.
    const schema = await load().catch(() => null);
    if (schema === null) return { values, errors: {} };
    const parsed = schema.safeParse(toInput(values));
    if (parsed.success) return { values, errors: {} };
    const errors: Record<string, { type: string; message: string }> = {};
    for (const { code, message, path } of parsed.error.issues)
      errors[String(path[0] ?? 'root')] ??= { type: code, message };
    return { values: {}, errors: errors as FieldErrors<Values> };
  };
}

/** Stands for the key and instant of a request while its form is checked before it is sent. */
export const any_once = { key: '00000000-0000-4000-8000-000000000000', at: '2026-01-01T00:00:00.000Z' };

/** Fields without a value are left out. */
export function given<Fields extends Record<string, unknown>>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  ) as Partial<Fields>;
}
