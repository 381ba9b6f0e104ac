'use client';

import { useRef, useState } from 'react';

export type FindCodes = (codes: string[]) => Promise<{ code: string; sku: string }[]>;

const codes_per_call_max = 250;

/**
 * Looks scanned codes up behind the field, all that wait together: nobody waits for one before scanning the next. A code
 * that nobody knows is kept; where no answer comes, what waits stays and `again` tries it once more.
 */
export function useCodeQueue(findCodes: FindCodes, found: (skus: readonly string[]) => void) {
  const queue = useRef<string[]>([]);
  const looking = useRef(false);
  const [waiting, setWaiting] = useState(0);
  const [unknown, setUnknown] = useState<string[]>([]);
  const [failed, setFailed] = useState(false);

  async function lookUp() {
    if (looking.current) return;
    looking.current = true;
    setFailed(false);
    while (queue.current.length > 0) {
      const codes = queue.current.splice(0, codes_per_call_max);
      const known = await findCodes([...new Set(codes)]).catch(() => null);
      if (known === null) {
        queue.current.unshift(...codes);
        setFailed(true);
        break;
      }
      const skuOf = new Map(known.map(({ code, sku }) => [code, sku]));
      const strange = codes.filter((code) => !skuOf.has(code));
      if (strange.length > 0) setUnknown((before) => [...new Set([...before, ...strange])]);
      found(codes.flatMap((code) => skuOf.get(code) ?? []));
    }
    setWaiting(queue.current.length);
    looking.current = false;
  }

  return {
    waiting,
    unknown,
    failed,
    add(code: string) {
      queue.current.push(code);
      setWaiting(queue.current.length);
      void lookUp();
    },
    again: () => void lookUp(),
    forgetUnknown: () => setUnknown([]),
  };
}
