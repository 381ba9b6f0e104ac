/**
 * Postgres array literals as text. Passing `'{…}'` with a cast costs a tenth of what node-postgres makes of real
 * JavaScript arrays (measured: 20 to 25 ms less per 1,000 events).
 */
const plain = /^[A-Za-z0-9_:.+\-/#]+$/;

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function element(value: string | null | undefined): string {
  if (value === null || value === undefined) return 'NULL';
  return plain.test(value) && !(value.length === 4 && value.toUpperCase() === 'NULL') ? value : quoted(value);
}

export function textArrayOf<Row>(rows: readonly Row[], of: (row: Row) => string | null): string {
  let literal = '';
  for (const row of rows) literal += literal === '' ? element(of(row)) : `,${element(of(row))}`;
  return `{${literal}}`;
}

export const textArray = (values: readonly (string | null)[]): string =>
  textArrayOf(values, (value) => value);

export function numberArray(values: readonly (number | null)[]): string {
  let literal = '{';
  for (let index = 0; index < values.length; index++) {
    if (index > 0) literal += ',';
    literal += values[index] ?? 'NULL';
  }
  return `${literal}}`;
}

/** Texts that need no quotes, as our own enumerations and ISO instants do not. */
export function plainArray<Row>(rows: readonly Row[], of: (row: Row) => string | null): string {
  let literal = '';
  for (const row of rows) literal += literal === '' ? (of(row) ?? 'NULL') : `,${of(row) ?? 'NULL'}`;
  return `{${literal}}`;
}

/** Hex strings as bytea[]. */
export function byteaArray<Row>(rows: readonly Row[], of: (row: Row) => string | null): string {
  let literal = '';
  for (const row of rows) literal += literal === '' ? `"\\\\x${of(row)}"` : `,"\\\\x${of(row)}"`;
  return `{${literal}}`;
}
