'use client';

import { useCallback } from 'react';
import { useDimensions } from '@/components/stock/use-dimensions';

/** The name of a stock node, or its code while names are not here. */
export function useNodeName(): (node: string) => string {
  const { data } = useDimensions();
  return useCallback((node: string) => data?.nodes.find((each) => each.node === node)?.name ?? node, [data]);
}

export function useChannelName(): (channel: string) => string {
  const { data } = useDimensions();
  return useCallback(
    (channel: string) => data?.channels.find((each) => each.channel === channel)?.name ?? channel,
    [data],
  );
}
