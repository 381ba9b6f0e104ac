import { z } from 'zod';
import { textSchema } from '@/lib/shared/text';
import { view_name_chars_max } from './view-query';

const view_query_chars_max = 2000;
export const views_per_list_max = 50;

export const savedViewKeySchema = z.strictObject({
  list: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'is not the name of a list'),
  name: textSchema.pipe(z.string().min(1, 'give it a name').max(view_name_chars_max)),
});
export const savedViewInputSchema = savedViewKeySchema.extend({
  query: z.string().max(view_query_chars_max, 'these filters are too long to be kept'),
});
export type SavedViewKey = z.input<typeof savedViewKeySchema>;
export type SavedViewInput = z.input<typeof savedViewInputSchema>;
