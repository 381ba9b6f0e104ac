import { formatUnits } from '@/lib/shared/format';

/** `40 units`, `1 unit`. */
export function unitsIn(units: number): string {
  return `${formatUnits(units)} ${units === 1 ? 'unit' : 'units'}`;
}

/** `quality_control` reads "quality control". */
export function stateWords(code: string): string {
  return code.replaceAll('_', ' ');
}
