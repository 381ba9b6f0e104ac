export const currency_default = 'INR';

const decimalsByCurrency = new Map<string, number>();

/** How many decimals a currency has: INR 2, JPY 0, KWD 3. */
export function decimalsOf(currency: string): number {
  let decimals = decimalsByCurrency.get(currency);
  if (decimals === undefined) {
    const options = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
    decimals = options.maximumFractionDigits ?? 2;
    decimalsByCurrency.set(currency, decimals);
  }
  return decimals;
}

/**
 * 199.5 INR → 19950 paise; null where the amount has more decimals than its currency (19.999 INR) or is not exact.
 * Checked by going back: minor ÷ 10^decimals is the double nearest to that decimal, so what was written exactly returns exactly.
 */
export function toMinor(amount: number, currency: string): number | null {
  const decimals = decimalsOf(currency);
  const minor = Math.round(amount * 10 ** decimals);
  return Number.isSafeInteger(minor) && toMajor(minor, currency) === amount ? minor : null;
}

/** 19950 paise → 199.5 INR: the double nearest to the decimal number. */
export function toMajor(minor: number, currency: string): number {
  return minor / 10 ** decimalsOf(currency);
}
