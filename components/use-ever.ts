import { useState } from 'react';

/** Whether it was so once: what comes with its first use is kept from then on, so that it can close in its own time. */
export function useEver(isSo: boolean): boolean {
  const [ever, setEver] = useState(isSo);
  if (isSo && !ever) setEver(true);
  return ever || isSo;
}
