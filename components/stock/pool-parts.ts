import type { PoolItem } from '@/lib/allocation/pool-item';

export interface PoolPart {
  name: string;
  units: number;
  /** Which channel of the pool, from 0; null: the float. */
  series: number | null;
  /** Rights that are held and not on sale. */
  inHand: boolean;
}

/** The units of a pool, part by part: for each channel what it may sell and what it holds beyond that, then the float. */
export function poolParts(
  { channels, float }: Pick<PoolItem, 'channels' | 'float'>,
  nameOf: (channel: string) => string,
): PoolPart[] {
  return [
    ...channels.flatMap(({ channel, held, exposure }, series): PoolPart[] => [
      { name: `${nameOf(channel)}, may sell`, units: exposure, series, inHand: false },
      ...(held > exposure
        ? [{ name: `${nameOf(channel)}, in hand`, units: held - exposure, series, inHand: true }]
        : []),
    ]),
    { name: 'Float', units: Math.max(0, float), series: null, inHand: false },
  ];
}
