/** Where returned units go after their inspection. */
export const dispositions = ['available', 'damaged', 'scrap', 'supplier'] as const;
export type Disposition = (typeof dispositions)[number];
