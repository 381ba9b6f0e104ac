/**
 * A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it. Plain numbers
 * (−5, +3.2) stay as they are.
 */
export function guardCell(cell: string): string {
  if (!/^[=+\-@\t\r]/.test(cell) || /^[+-]?\d[\d.,]*$/.test(cell)) return cell;
  return `'${cell}`;
}
