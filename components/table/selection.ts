/**
 * Which rows a bulk action is for: these, or all that match the query (as the server reads it), whether they were
 * loaded or not. What is handed on in the second case is the query, never the rows.
 */
export type Selection =
  | { kind: 'rows'; keys: ReadonlySet<string> }
  | { kind: 'matching'; query: string; count: number; capped: boolean };

export const nothingSelected: Selection = { kind: 'rows', keys: new Set() };

export function isSelected(selection: Selection, key: string): boolean {
  return selection.kind === 'matching' || selection.keys.has(key);
}

export function selectedCount(selection: Selection): number {
  return selection.kind === 'matching' ? selection.count : selection.keys.size;
}

/** Turns one row. Out of "all matching" it falls back to the rows in sight without that one. */
export function toggleRow(selection: Selection, key: string, inSight: readonly string[]): Selection {
  const keys = new Set(selection.kind === 'matching' ? inSight : selection.keys);
  if (!keys.delete(key)) keys.add(key);
  return { kind: 'rows', keys };
}

/** Turns all rows in sight: on where some are not selected, else off. */
export function toggleInSight(selection: Selection, inSight: readonly string[]): Selection {
  const all = inSight.every((key) => isSelected(selection, key));
  return all ? nothingSelected : { kind: 'rows', keys: new Set(inSight) };
}
