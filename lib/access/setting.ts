import { z } from 'zod';

/** What the organisation has decided for itself, with what holds until it does. */
export const settingsSchema = z.strictObject({
  /** One person alone counts and approves: whoever counted may approve the variance. */
  mayApproveOwnVariances: z.boolean().default(false),
});
export type Settings = z.output<typeof settingsSchema>;
export type SettingName = keyof Settings;

export const settingChangeSchema = z.strictObject({
  setting: z.enum(['mayApproveOwnVariances']),
  value: z.boolean(),
});
export type SettingChange = z.output<typeof settingChangeSchema>;
