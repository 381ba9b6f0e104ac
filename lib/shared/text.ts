import { z } from 'zod';

export const code_chars_max = 128;
export const id_chars_max = 200;
export const text_chars_max = 1000;

/** True when the text has a control character (U+0000 to U+001F, U+007F); Postgres text cannot hold U+0000. */
function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x20 || unit === 0x7f) return true;
  }
  return false;
}

const printable = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !hasControlCharacter(text), 'must not hold control characters')
    .refine((text) => text === text.trim(), 'must not begin or end with white space')
    .refine((text) => text.isWellFormed(), 'must be well-formed Unicode');

/**
 * A code that people and machines name things by: a SKU, a node, a channel. 1 to 128 printable characters, and no name
 * that every JavaScript object answers to (units are kept by node in plain objects).
 */
export const codeSchema = printable(code_chars_max).refine(
  (text) => !(text in Object.prototype),
  'is a reserved word',
);

/** A document's or event's id: 1 to 200 printable characters; a whole number is taken as its digits. */
export const idSchema = z.union([printable(id_chars_max), z.int().nonnegative().transform(String)]);

/** Free text of a person. */
export const textSchema = z
  .string()
  .trim()
  .max(text_chars_max)
  .refine((text) => !text.includes('\u0000') && text.isWellFormed(), 'must be well-formed text');
