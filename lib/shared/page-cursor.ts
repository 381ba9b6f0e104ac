/**
 * Opaque cursors of lists: the key of the last item given, as base64url JSON. A client may keep one, but not read
 * anything into it.
 */
export const page_items_default = 100;
export const page_items_max = 1000;

export type CursorPart = string | number;

export function encodeCursor(parts: readonly CursorPart[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** The parts of a cursor whose types are as in `shape`. Throws an Error with code `invalid_cursor` for any other. */
export function decodeCursor<const Shape extends readonly ('string' | 'number')[]>(
  cursor: string,
  shape: Shape,
): { -readonly [Index in keyof Shape]: Shape[Index] extends 'number' ? number : string } {
  const parts = parse(cursor);
  const fits =
    Array.isArray(parts) &&
    parts.length === shape.length &&
    parts.every(
      (part, index) =>
        typeof part === shape[index] && (typeof part === 'string' || Number.isSafeInteger(part)),
    );
  if (!fits)
    throw Object.assign(new Error('The cursor is not one that was given out.'), { code: 'invalid_cursor' });
  return parts as { -readonly [Index in keyof Shape]: Shape[Index] extends 'number' ? number : string };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** A page size within the limits. */
export function pageLimit(asked: number | undefined): number {
  return Math.max(1, Math.min(page_items_max, Math.trunc(asked ?? page_items_default)));
}

/** A page out of `limit` + 1 rows: the cursor of its last item is given only where there is more. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  keyOf: (row: Row) => readonly CursorPart[],
): Page<Item> {
  const given = rows.slice(0, limit);
  const last = given.at(-1);
  return {
    items: given.map(toItem),
    ...(rows.length > limit && last !== undefined ? { next: encodeCursor(keyOf(last)) } : {}),
  };
}

export interface Page<Item> {
  items: Item[];
  next?: string;
}
