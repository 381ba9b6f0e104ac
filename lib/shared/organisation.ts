/** How this organisation writes numbers and times, until settings say otherwise. Stored is UTC, always. */
export const organisation = { locale: 'en-IN', timeZone: 'Asia/Kolkata' } as const;
