/**
 * Postgres array literals as text. Passing `'{…}'` with a cast costs a tenth of what node-postgres makes of real
 * JavaScript arrays (measured: 20 to 25 ms less per 1,000 events).
 */
const plain = /^[A-Za-z0-9_:.+\-/#]+$/;

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

export function textArray(values: readonly (string | null)[]): string {
  let literal = '{';
  for (let index = 0; index < values.length; index++) {
    if (index > 0) literal += ',';
    const value = values[index];
    if (value === null || value === undefined) literal += 'NULL';
    else
      literal +=
        plain.test(value) && !(value.length === 4 && value.toUpperCase() === 'NULL') ? value : quoted(value);
  }
  return `${literal}}`;
}

export function numberArray(values: readonly (number | null)[]): string {
  let literal = '{';
  for (let index = 0; index < values.length; index++) {
    if (index > 0) literal += ',';
    literal += values[index] ?? 'NULL';
  }
  return `${literal}}`;
}

/** Texts that need no quotes, as our own enumerations and ISO instants do not. */
export function plainArray(values: readonly (string | null)[]): string {
  let literal = '{';
  for (let index = 0; index < values.length; index++)
    literal += `${index > 0 ? ',' : ''}${values[index] ?? 'NULL'}`;
  return `${literal}}`;
}

/** Hex strings as bytea[]. */
export function byteaArray(hexes: readonly string[]): string {
  return hexes.length === 0 ? '{}' : `{"\\\\x${hexes.join('","\\\\x')}"}`;
}
