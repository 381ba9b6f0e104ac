import type { Statement, Value } from './exchange';
import { ArrayWriter } from './pg-binary';

/** A column that is passed as an array of texts, of JSON texts, or of bytes given in hex (then never null). */
export interface TextField<Row> {
  name: string;
  type: 'text' | 'jsonb' | 'bytea';
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
  parameters: number;
}

function compile<Row>({ texts, numbers, constants }: RowShape<Row>, offset: number): Compiled {
  const columns = new Map<string, string>();
  const arrays = texts.map(({ name, type }, index) => {
    columns.set(name, `u.${name}`);
    return `$${offset + index + 1}::${type}[]`;
  });
  const matrix = `($${offset + texts.length + 1}::bigint[])`;
  numbers.forEach(({ name, type, absent }, index) => {
    const cell = `${matrix}[(u.n - 1) * ${numbers.length} + ${index + 1}]`;
    const value = absent === undefined ? cell : `NULLIF(${cell}, ${absent})`;
    if (type === 'instant') columns.set(name, `to_timestamp((${value})::float8 / 1000)`);
    else columns.set(name, type === undefined ? value : `(${value})::${type}`);
  });
  constants.forEach(([name, type], index) => {
    columns.set(name, `$${offset + texts.length + 1 + index + 1}::${type}`);
  });
  const names = texts.map(({ name }) => name);
  return {
    columns,
    from: `FROM unnest(${arrays.join(', ')}) WITH ORDINALITY AS u(${[...names, 'n'].join(', ')})`,
    parameters: texts.length + 1 + constants.length,
  };
}

/** A part of a statement, given the number of parameters before it. */
export interface Part {
  parameters: number;
  sql(offset: number): string;
}

const partOf = <Row>(shape: RowShape<Row>, sql: (compiled: Compiled) => string): Part => ({
  parameters: compile(shape, 0).parameters,
  sql: (offset) => sql(compile(shape, offset)),
});

export function insertion<Row>(shape: RowShape<Row>): Part {
  return partOf(
    shape,
    ({ columns, from }) =>
      `INSERT INTO ${shape.table} (${[...columns.keys()].join(', ')}) SELECT ${[...columns.values()].join(', ')} ${from}`,
  );
}

/** Rows that are there already, found by `keys`. */
export function updating<Row>(shape: RowShape<Row>, keys: readonly string[]): Part {
  return partOf(shape, ({ columns, from }) => {
    const entries = [...columns];
    const set = entries.filter(([name]) => !keys.includes(name)).map(([name, value]) => `${name} = ${value}`);
    const where = entries
      .filter(([name]) => keys.includes(name))
      .map(([name, value]) => `t.${name} = ${value}`);
    return `UPDATE ${shape.table} AS t SET ${set.join(', ')} ${from} WHERE ${where.join(' AND ')}`;
  });
}

/** Rows that may be there. Dearer than knowing: for what most batches have none of. */
export function upsertion<Row>(shape: RowShape<Row>, keys: readonly string[]): Part {
  const insert = insertion(shape);
  const names = [...compile(shape, 0).columns.keys()].filter((name) => !keys.includes(name));
  const set = names.map((name) => `${name} = EXCLUDED.${name}`).join(', ');
  return {
    parameters: insert.parameters,
    sql: (offset) => `${insert.sql(offset)} ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${set}`,
  };
}

export const statementOf = (name: string, part: Part): Statement => ({ name, text: part.sql(0) });

/** Several parts as one statement: parser, executor and network are crossed once. */
export function together(name: string, parts: readonly Part[]): Statement {
  let offset = 0;
  const clauses = parts.map((part, index) => {
    const clause = `w${index} AS (${part.sql(offset)})`;
    offset += part.parameters;
    return clause;
  });
  return { name, text: `WITH ${clauses.join(',\n')} SELECT 1` };
}

/** The parameters of a part: the arrays of texts, the numbers, the constants. */
export function valuesOf<Row>(
  { texts, numbersOf }: RowShape<Row>,
  rows: readonly Row[],
  constants: readonly Value[] = [],
): Value[] {
  const writer = new ArrayWriter();
  for (const { of, type } of texts)
    if (type === 'text') writer.texts(rows, of);
    else if (type === 'jsonb') writer.jsons(rows, of);
    else writer.hexes(rows, (row) => of(row) ?? '');
  const numbers: number[] = [];
  for (const row of rows) for (const value of numbersOf(row)) numbers.push(value);
  writer.numbers(numbers);
  return [...writer.arrays(), ...constants];
}
