/** How axes and grids look in both themes; recharts knows neither. */
export const axisLook = {
  stroke: 'var(--line-strong)',
  tick: { fill: 'var(--text-muted)', fontSize: 12 },
  tickLine: false,
} as const;

export const gridLook = { stroke: 'var(--line)', strokeDasharray: '2 4' } as const;

const seriesColours = Array.from({ length: 8 }, (_, index) => `var(--series-${index + 1})`);

/** The colour of a channel: the same everywhere, by its place among all channels sorted by code. */
export function seriesColour(code: string, allCodes: readonly string[]): string {
  const place = [...allCodes].sort().indexOf(code);
  return seriesColours[Math.max(place, 0) % seriesColours.length] ?? 'currentColor';
}
