import { z } from 'zod';

export const importKinds = ['skus', 'listings', 'safety_stock'] as const;
export type ImportKind = (typeof importKinds)[number];

export const encodings = ['utf-8', 'windows-1252', 'utf-16le'] as const;
export const delimiters = [',', ';', '\t', '|'] as const;
/** `point`: 1,23,456.50 and 123,456.50 · `comma`: 123.456,50 */
export const numberFormats = ['point', 'comma'] as const;
export type NumberFormat = (typeof numberFormats)[number];

export const fileSettingsSchema = z.strictObject({
  encoding: z.enum(encodings),
  delimiter: z.enum(delimiters),
  numbers: z.enum(numberFormats),
});
export type FileSettings = z.output<typeof fileSettingsSchema>;
