import type { Value } from './exchange';

/** Takes the values of a row in the order of its columns. */
export interface RowWriter {
  null(): void;
  text(value: string): void;
  textOrNull(value: string | null): void;
  /** JSON as text. */
  jsonb(value: string): void;
  /** bytea of a hex string of even length. */
  hex(value: string): void;
  int2(value: number): void;
  /** A whole number within ±2⁵³. */
  int8(value: number): void;
  int8OrNull(value: number | null): void;
  /** timestamptz of ms since 1970. */
  instant(ms: number): void;
}

/** Collects them as parameters of a statement that inserts one row. */
export class ParameterWriter implements RowWriter {
  readonly values: Value[] = [];

  null(): void {
    this.values.push(null);
  }
  text(value: string): void {
    this.values.push(value);
  }
  textOrNull(value: string | null): void {
    this.values.push(value);
  }
  jsonb(value: string): void {
    this.values.push(value);
  }
  hex(value: string): void {
    this.values.push(`\\x${value}`);
  }
  int2(value: number): void {
    this.values.push(value);
  }
  int8(value: number): void {
    this.values.push(value);
  }
  int8OrNull(value: number | null): void {
    this.values.push(value);
  }
  instant(ms: number): void {
    this.values.push(new Date(ms).toISOString());
  }
}
