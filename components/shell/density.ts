'use client';

import { useState } from 'react';
import { type Density, density_cookie, densityOf } from './density-choice';

const kept_seconds = 365 * 24 * 60 * 60;

/** How close rows stand. A cookie keeps it per browser, so that the server draws the page as it will stay. */
export function useDensity(): [density: Density, choose: (density: Density) => void] {
  const [density, setDensity] = useState<Density>(() =>
    typeof document === 'undefined' ? 'comfortable' : densityOf(document.documentElement.dataset.density),
  );
  return [
    density,
    (next) => {
      setDensity(next);
      document.documentElement.dataset.density = next;
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is not in every browser, and the server reads this one.
      document.cookie = `${density_cookie}=${next};path=/;max-age=${kept_seconds};samesite=lax`;
    },
  ];
}
