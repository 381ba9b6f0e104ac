import { z } from 'zod';

/** The largest amount, in major units: far above any price, far below what a sum could overflow. */
export const money_major_max = 1_000_000_000_000;

/** Money at the edge: a number ≥ 0 in major units of its currency, such as 199.5. */
export const moneySchema = z.number().nonnegative().max(money_major_max);

/** An ISO 4217 code that this runtime knows the decimals of. */
export const currencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be a currency code of three capital letters, such as INR');
