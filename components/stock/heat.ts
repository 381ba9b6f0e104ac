import { type CoverStep, coverStep } from '@/lib/availability/cover';

/** One hue, the scarcest the strongest. The number in the cell and its details say the same without colour. */
const shades: Record<CoverStep, string> = {
  1: 'bg-heat-1',
  2: 'bg-heat-2',
  3: 'bg-heat-3',
  4: 'bg-heat-4 **:text-text',
  5: 'bg-heat-5 **:text-text',
};

export const coverLegend: readonly { shade: string; word: string }[] = [
  { shade: shades[1], word: 'twice the lead time or more' },
  { shade: shades[2], word: 'the lead time' },
  { shade: shades[3], word: 'half' },
  { shade: shades[4], word: 'a quarter' },
  { shade: shades[5], word: 'less' },
];

/** Shade of a cell by how long its stock lasts; none where nothing is asked for. */
export function heatOf(cell: { coverDays: number | null; leadDays: number }): string {
  return cell.coverDays === null ? '' : shades[coverStep(cell.coverDays, cell.leadDays)];
}
