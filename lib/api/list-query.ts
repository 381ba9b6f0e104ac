import { z } from 'zod';
import { page_items_default, page_items_max } from '@/lib/shared/page-cursor';
import { problemErrors } from './issues';
import { type Answer, problem } from './problem';

const cursor_chars_max = 2000;

/** A whole number as a query parameter has it: digits. */
export function wholeNumberParameter(min: number, max: number) {
  return z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max));
}

/** The query of a list: its filters and the two parameters that every list has. Parameters not named here are refused. */
export function listQuery<Filters extends z.ZodRawShape>(filters: Filters) {
  return z.strictObject({
    ...filters,
    cursor: z
      .string()
      .max(cursor_chars_max)
      .optional()
      .describe('`next` of the page before; nothing for the first page.'),
    limit: wholeNumberParameter(1, page_items_max)
      .default(page_items_default)
      .describe(`Items per page, 1 to ${page_items_max}.`),
  });
}

/** A page as every list gives it; `next` is there while there may be more. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().optional() });
}

export type ParsedQuery<T> = { ok: true; value: T } | { ok: false; answer: Answer };

/**
 * Reads query parameters. An empty one (`?sku=`) counts as not given; one that is given twice, or not known, is
 * refused, for a filter that is silently left out shows more than was asked for.
 */
export function parseQuery<T>(parameters: URLSearchParams, schema: z.ZodType<T>): ParsedQuery<T> {
  const values: Record<string, string> = Object.create(null);
  for (const name of new Set(parameters.keys())) {
    const given = parameters.getAll(name).filter((value) => value !== '');
    if (given.length > 1)
      return {
        ok: false,
        answer: problem('invalid_request', `The query parameter ${name} is given twice.`, {
          errors: [{ pointer: name, detail: 'is given twice' }],
        }),
      };
    const [value] = given;
    if (value !== undefined || !(name in shapeOf(schema))) values[name] = value ?? '';
  }
  const parsed = schema.safeParse({ ...values }, { reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors = problemErrors(parsed.error.issues, (path) => path.map(String).join('.')).map((error) =>
    error.detail === 'is not a known field' ? { ...error, detail: 'is not a known query parameter' } : error,
  );
  const [first] = errors;
  return {
    ok: false,
    answer: problem('invalid_request', `The query parameter ${first?.pointer} ${first?.detail}.`, { errors }),
  };
}

function shapeOf(schema: z.ZodType): Record<string, unknown> {
  return schema instanceof z.ZodObject ? schema.shape : {};
}
