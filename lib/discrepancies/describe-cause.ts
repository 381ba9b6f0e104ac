import type { Cause } from './causes';

const unitsIn = (units: number) => `${units} ${units === 1 ? 'unit' : 'units'}`;

/** A cause as a sentence; `nameOf` gives the name of a stock node. */
export function describeCause(cause: Cause, nameOf: (node: string) => string = (node) => node): string {
  switch (cause.cause) {
    case 'unrecorded_transfer': {
      const moved = `${unitsIn(cause.units)} moved from ${nameOf(cause.from)} to ${nameOf(cause.to)} and nobody recorded the transfer`;
      if (cause.because === 'matching_difference') return `${moved}: what differs there fits`;
      if (cause.because === 'usual_route') return `${moved}: units were moved this way before`;
      return `${moved}: the stock lies there by the books`;
    }
    case 'unreceived_transfer':
      return `Transfer ${cause.transfer} from ${nameOf(cause.from)} has arrived and was not received: ${unitsIn(cause.units)}`;
    case 'undispatched_transfer':
      return `Transfer ${cause.transfer} to ${nameOf(cause.to)} has left and was not sent off in the books: ${unitsIn(cause.units)}`;
    case 'unprocessed_returns':
      return `${unitsIn(cause.units)} came back by what channels say and were not taken in`;
    case 'orders_in_flight':
      return `${unitsIn(cause.units)} of orders may have left without being reported as shipped`;
    case 'unit_mistake':
      return `The number is off by exactly ×${cause.factor}: ${cause.factor === 10 ? 'a digit too many or too few' : 'cases were counted for units, or the other way round'}`;
    case 'recurring_shrinkage':
      return `It went missing here ${cause.times} times in the last 90 days`;
  }
}
