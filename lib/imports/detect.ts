import type { FileSettings } from './file-settings';
import { delimiters, type NumberFormat } from './settings';

/**
 * How a file is written, from its first bytes and from whether all of it is well-formed UTF-8. A file that is not is
 * taken for Windows-1252, which is Latin-1 with the euro sign and typographic quotes.
 */
export function detectEncoding(head: Uint8Array, isUtf8: boolean): FileSettings['encoding'] {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return isUtf8 ? 'utf-8' : 'windows-1252';
}

/**
 * The delimiter that parts the first lines into the most columns with the same number in every line; text in double
 * quotes does not count. A comma where none does.
 */
export function detectDelimiter(head: string): FileSettings['delimiter'] {
  const lines = linesOf(head);
  let best: { delimiter: FileSettings['delimiter']; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of delimiters) {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const first = counts[0] ?? 0;
    if (first === 0) continue;
    const same = counts.filter((count) => count === first).length / counts.length;
    const score = first * same ** 4;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** Which mark parts the decimals: told by the cells that can be read in one way only; a point where none can. */
export function detectNumbers(cells: Iterable<string>): NumberFormat {
  let point = 0;
  let comma = 0;
  for (const cell of cells) {
    const text = bare(cell);
    if (/^\d+\.(\d{1,2}|\d{4,})$/.test(text) || /^\d{1,3}(,\d{2,3})+\.\d+$/.test(text)) point += 1;
    else if (/^\d{1,3}(,\d{2})+,\d{3}$/.test(text)) point += 1;
    else if (/^\d+,(\d{1,2}|\d{4,})$/.test(text) || /^\d{1,3}(\.\d{3})+(,\d+)?$/.test(text)) comma += 1;
  }
  return comma > point ? 'comma' : 'point';
}

/**
 * A number ≥ 0 as a person or a spreadsheet writes it, or null: with a currency sign, spaces, and digits grouped in
 * threes or in the Indian way. Point: 1,23,456.50 and 123,456.50 are 123456.5; comma: 123.456,50 is. What is grouped in
 * another way (1,2345) is no number, for it may be another number than it seems.
 */
export function parseNumber(cell: string, format: NumberFormat): number | null {
  const text = bare(cell);
  const [group, mark] = format === 'point' ? [',', '.'] : ['.', ','];
  const [whole = '', decimals, ...more] = text.split(mark);
  if (more.length > 0 || (decimals !== undefined && !/^\d+$/.test(decimals))) return null;
  const groups = whole.split(group);
  const western = /^\d{1,3}$/.test(groups[0] ?? '') && groups.slice(1).every((part) => /^\d{3}$/.test(part));
  const indian =
    /^\d{1,2}$/.test(groups[0] ?? '') &&
    groups.slice(1, -1).every((part) => /^\d{2}$/.test(part)) &&
    /^\d{3}$/.test(groups.at(-1) ?? '');
  const plain = groups.length === 1 && /^\d+$/.test(whole);
  if (!plain && (groups.length === 1 || !(western || indian))) return null;
  const value = Number(`${groups.join('')}${decimals === undefined ? '' : `.${decimals}`}`);
  return Number.isFinite(value) ? value : null;
}

/** Without what stands around a number: spaces of any kind, apostrophes, the signs of money. */
function bare(cell: string): string {
  return cell
    .replace(/[\s\u00a0\u202f'’]/g, '')
    .replace(/^(₹|rs\.?|inr|\$|€|£)/i, '')
    .replace(/(₹|€|£|\/-)$/, '');
}

function linesOf(head: string): string[] {
  const lines: string[] = [];
  let line = '';
  let quoted = false;
  for (const char of head) {
    if (char === '"') quoted = !quoted;
    else if (!quoted && (char === '\n' || char === '\r')) {
      if (line !== '') lines.push(line);
      line = '';
      if (lines.length >= lines_looked_at_max) return lines;
    } else if (!quoted) line += char;
  }
  // The last line may be cut off by the end of the head.
  return lines.length === 0 ? [line] : lines;
}

const lines_looked_at_max = 50;
