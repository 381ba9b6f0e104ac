import { z } from 'zod';

/** The largest amount, in major units: far above any price, far below what a sum could overflow. */
export const money_major_max = 1_000_000_000_000;

/** Money at the edge: a number ≥ 0 in major units of its currency, such as 199.5. */
export const moneySchema = z.number().nonnegative().max(money_major_max);

/** An ISO 4217 code that this runtime knows the decimals of. */
export const currencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be a currency code of three capital letters, such as INR');

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
