'use client';

import JsBarcode from 'jsbarcode';

interface Encoded {
  encodings?: { data: string }[];
}

const height = 40;
/** Blank bars on both sides, without which a scanner does not see where the code begins. */
const quiet_bars = 10;

/** A code as Code 128, to be scanned from paper. What the symbology cannot hold is left to be read by eye. */
export function CodeBars({ code }: { code: string }) {
  const bars = barsOf(code);
  if (bars === null) return null;
  const width = bars.length + 2 * quiet_bars;
  return (
    <svg
      role="img"
      aria-label={`Barcode of ${code}`}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="h-10 w-full max-w-72 bg-white"
      shapeRendering="crispEdges"
    >
      <path d={pathOf(bars)} fill="black" />
    </svg>
  );
}

/** '1' is a bar, '0' a gap. */
export function barsOf(code: string): string | null {
  const encoded: Encoded = {};
  let valid = true;
  try {
    JsBarcode(encoded, code, {
      format: 'CODE128',
      valid: (is) => {
        valid = is;
      },
    });
  } catch {
    return null;
  }
  return valid ? (encoded.encodings?.map(({ data }) => data).join('') ?? null) : null;
}

function pathOf(bars: string): string {
  return [...bars.matchAll(/1+/g)]
    .map(({ index, 0: run }) => `M${quiet_bars + index} 0h${run.length}v${height}h-${run.length}z`)
    .join('');
}
