export const densities = ['comfortable', 'compact'] as const;
export type Density = (typeof densities)[number];
export const density_cookie = 'truecount-density';

export function densityOf(text: string | undefined | null): Density {
  return text === 'compact' ? 'compact' : 'comfortable';
}
