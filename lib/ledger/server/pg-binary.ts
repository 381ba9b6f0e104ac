/**
 * Postgres arrays in binary form, several in one buffer. Postgres reads them without parsing (measured: parsing the
 * text form of a batch was a sixth of its time) and numbers need not become digits and back.
 */
const array_oids = { int2: 21, int8: 20, text: 25, bytea: 17, jsonb: 3802 };
const header_bytes = 20;
const capacity_bytes_first = 64 * 1024;
const high_word = 4_294_967_296;
const jsonb_version = 1;

export class ArrayWriter {
  private buffer = Buffer.allocUnsafe(capacity_bytes_first);
  private length = 0;
  private readonly ends: number[] = [];

  /** int8[]: whole numbers within ±2⁵³. */
  numbers(values: readonly number[]): void {
    this.header(array_oids.int8, values.length, false);
    this.reserve(values.length * 12);
    const { buffer } = this;
    let at = this.length;
    for (const value of values) {
      const high = Math.floor(value / high_word);
      buffer.writeInt32BE(8, at);
      buffer.writeInt32BE(high, at + 4);
      buffer.writeUInt32BE(value - high * high_word, at + 8);
      at += 12;
    }
    this.length = at;
    this.ends.push(at);
  }

  /** int2[]. */
  smallNumbers(values: readonly number[]): void {
    this.header(array_oids.int2, values.length, false);
    this.reserve(values.length * 6);
    for (const value of values) {
      this.buffer.writeInt32BE(2, this.length);
      this.length = this.buffer.writeInt16BE(value, this.length + 4);
    }
    this.ends.push(this.length);
  }

  texts<Row>(rows: readonly Row[], of: (row: Row) => string | null): void {
    this.strings(array_oids.text, 0, rows, of);
  }

  jsons<Row>(rows: readonly Row[], of: (row: Row) => string | null): void {
    this.strings(array_oids.jsonb, 1, rows, of);
  }

  /** bytea[] of hex strings of even length. */
  hexes<Row>(rows: readonly Row[], of: (row: Row) => string): void {
    this.header(array_oids.bytea, rows.length, false);
    for (const row of rows) {
      const hex = of(row);
      this.reserve(4 + hex.length / 2);
      this.buffer.writeInt32BE(hex.length / 2, this.length);
      this.length += 4 + this.buffer.write(hex, this.length + 4, 'hex');
    }
    this.ends.push(this.length);
  }

  /** The arrays in the order in which they were written. */
  arrays(): Buffer[] {
    let start = 0;
    return this.ends.map((end) => {
      const array = this.buffer.subarray(start, end);
      start = end;
      return array;
    });
  }

  private strings<Row>(
    oid: number,
    prefix_bytes: number,
    rows: readonly Row[],
    of: (row: Row) => string | null,
  ): void {
    this.header(oid, rows.length, true);
    for (const row of rows) {
      const value = of(row);
      // A UTF-16 code unit is at most three bytes of UTF-8.
      this.reserve(4 + prefix_bytes + (value === null ? 0 : value.length * 3));
      if (value === null) {
        this.buffer.writeInt32BE(-1, this.length);
        this.length += 4;
        continue;
      }
      const start = this.length + 4;
      if (prefix_bytes > 0) this.buffer[start] = jsonb_version;
      const bytes = prefix_bytes + this.buffer.write(value, start + prefix_bytes, 'utf8');
      this.buffer.writeInt32BE(bytes, this.length);
      this.length = start + bytes;
    }
    this.ends.push(this.length);
  }

  /** Dimensions, whether NULLs may come, element type, length, lower bound; an empty array has no dimension. */
  private header(oid: number, length: number, nullable: boolean): void {
    this.reserve(header_bytes);
    const words = length === 0 ? [0, 0, oid] : [1, nullable ? 1 : 0, oid, length, 1];
    for (const word of words) this.length = this.buffer.writeInt32BE(word, this.length);
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}
