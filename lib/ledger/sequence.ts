/**
 * A number may be drawn up to a second before its event is written, and other processes draw many meanwhile. Whatever
 * is written from now on has a larger number than the last one drawn less this.
 */
const drawn_ahead_max = 100_000;

/** As SQL: below every number that an event still to be written can have. */
export const written_from_sql = `(SELECT greatest(0, last_value - ${drawn_ahead_max}) FROM inventory_event_sequence)`;
