import { transfer_lines_max } from './transfer-document';

export interface TypedLine {
  code: string;
  units: number;
}

/**
 * What somebody typed, pasted or scanned: a code per row, maybe with units behind a tab, comma, semicolon or space. The
 * same code again adds up. `8901234567890` is one unit, `KURTA-M ⇥ 12` twelve.
 */
export function readTypedLines(text: string): TypedLine[] {
  const units = new Map<string, number>();
  for (const row of text.split(/\r?\n/)) {
    const match = /^\s*(\S+?)(?:[\t,; ]+(\d{1,9}))?\s*$/.exec(row);
    const code = match?.[1] ?? row.trim();
    if (code === '') continue;
    units.set(code, (units.get(code) ?? 0) + (match?.[2] === undefined ? 1 : Number(match[2])));
  }
  return [...units]
    .filter(([, count]) => count > 0)
    .map(([code, count]) => ({ code, units: count }))
    .slice(0, transfer_lines_max);
}
