'use client';

import { useEffect, useState } from 'react';

/** The time, moved on every half minute: for ages. Coarse on purpose, so that nothing flickers. */
export function useNow(every_ms = 30_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every_ms);
    return () => clearInterval(timer);
  }, [every_ms]);
  return now;
}
