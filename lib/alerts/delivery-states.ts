export const deliveryStates = ['delivered', 'waiting', 'failed'] as const;
