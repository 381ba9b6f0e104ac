import { z } from 'zod';
import { delimiters, encodings, numberFormats } from './settings';

export const fileSettingsSchema = z.strictObject({
  encoding: z.enum(encodings),
  delimiter: z.enum(delimiters),
  numbers: z.enum(numberFormats),
});

export type FileSettings = z.output<typeof fileSettingsSchema>;
