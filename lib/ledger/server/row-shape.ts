import type { Statement, Value } from './exchange';
import { ArrayWriter } from './pg-binary';

/** A column that is passed as an array of texts or of JSON texts. */
export interface TextField<Row> {
  name: string;
  type: 'text' | 'jsonb';
  of(row: Row): string | null;
}

/** A column of whole numbers. A row whose number is `absent` gets NULL. `instant` is ms since 1970. */
export interface NumberField {
  name: string;
  type?: 'smallint' | 'instant';
  absent?: number;
}

/**
 * How rows of a table are passed to Postgres: an array per text column and ONE array of all numbers, row after row. A
 * statement then takes any number of rows, its plan depends on no statistics, and a number costs an array subscript
 * instead of a set-returning function of its own (measured: half the time of `unnest` over twenty arrays).
 */
export interface RowShape<Row> {
  table: string;
  texts: TextField<Row>[];
  numbers: NumberField[];
  /** The numbers of a row in that order: one literal for all, since this runs for every event. */
  numbersOf(row: Row): number[];
  /** Columns that have the same value in all rows: name and type. */
  constants: [name: string, type: string][];
}

interface Compiled {
  /** Column name → SQL expression over the row `u`. */
  columns: Map<string, string>;
  from: string;
}

function compile<Row>({ texts, numbers, constants }: RowShape<Row>): Compiled {
  const columns = new Map<string, string>();
  const arrays = texts.map(({ name, type }, index) => {
    columns.set(name, `u.${name}`);
    return `$${index + 1}::${type}[]`;
  });
  const matrix = `($${texts.length + 1}::bigint[])`;
  numbers.forEach(({ name, type, absent }, index) => {
    const cell = `${matrix}[(u.n - 1) * ${numbers.length} + ${index + 1}]`;
    const value = absent === undefined ? cell : `NULLIF(${cell}, ${absent})`;
    if (type === 'instant') columns.set(name, `to_timestamp((${value})::float8 / 1000)`);
    else columns.set(name, type === undefined ? value : `(${value})::${type}`);
  });
  constants.forEach(([name, type], index) => {
    columns.set(name, `$${texts.length + 1 + index + 1}::${type}`);
  });
  const names = texts.map(({ name }) => name);
  return {
    columns,
    from: `FROM unnest(${arrays.join(', ')}) WITH ORDINALITY AS u(${[...names, 'n'].join(', ')})`,
  };
}

export function insertion<Row>(shape: RowShape<Row>): string {
  const { columns, from } = compile(shape);
  return `INSERT INTO ${shape.table} (${[...columns.keys()].join(', ')}) SELECT ${[...columns.values()].join(', ')} ${from}`;
}

/** Rows that are there already, found by `keys`. */
export function updating<Row>(shape: RowShape<Row>, keys: readonly string[]): string {
  const { columns, from } = compile(shape);
  const entries = [...columns];
  const set = entries.filter(([name]) => !keys.includes(name)).map(([name, value]) => `${name} = ${value}`);
  const where = entries
    .filter(([name]) => keys.includes(name))
    .map(([name, value]) => `t.${name} = ${value}`);
  return `UPDATE ${shape.table} AS t SET ${set.join(', ')} ${from} WHERE ${where.join(' AND ')}`;
}

/** Rows that may be there. Dearer than knowing: for what most batches have none of. */
export function upsertion<Row>(shape: RowShape<Row>, keys: readonly string[]): string {
  const names = [...compile(shape).columns.keys()].filter((name) => !keys.includes(name));
  const set = names.map((name) => `${name} = EXCLUDED.${name}`).join(', ');
  return `${insertion(shape)} ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${set}`;
}

export const statementOf = (name: string, text: string): Statement => ({ name, text });

/** The parameters of such a statement: the arrays of texts, the numbers, the constants. */
export function valuesOf<Row>(
  { texts, numbersOf }: RowShape<Row>,
  rows: readonly Row[],
  constants: readonly Value[] = [],
): Value[] {
  const writer = new ArrayWriter();
  for (const { of, type } of texts)
    if (type === 'text') writer.texts(rows, of);
    else writer.jsons(rows, of);
  const numbers: number[] = [];
  for (const row of rows) for (const value of numbersOf(row)) numbers.push(value);
  writer.numbers(numbers);
  return [...writer.arrays(), ...constants];
}
