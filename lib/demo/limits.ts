/** What a sandbox program can be told. */
export const speed_min = 1;
export const speed_max = 500;
export const speed_default = 100;
export const flash_factor_max = 50;
export const flash_minutes_max = 60;
export const late_seconds_max = 600;
export const down_seconds_max = 600;
