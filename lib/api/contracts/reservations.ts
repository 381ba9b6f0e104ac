import { z } from 'zod';
import { newReservationSchema, reservationSchema, reservationStateSchema } from '@/lib/orders/reservation';
import { idSchema } from '@/lib/shared/text';
import { contract } from '../contract';

const params = z.object({ id: idSchema });
const state = { description: 'The reservation as it stands.', schema: reservationStateSchema };
const notFound = { description: 'There is no such reservation.' };

export const postReservationContract = contract({
  method: 'POST',
  path: '/reservations',
  operation: 'reserve',
  tag: 'Reservations',
  summary: 'Keep units for an order to come',
  description: 'All lines or none. Ends by itself after ttlSeconds. Needs an Idempotency-Key.',
  permission: 'reserve',
  body: newReservationSchema,
  idempotent: true,
  answers: {
    201: { description: 'Kept.', schema: reservationSchema },
    409: { description: 'insufficient_stock, with what is available per line.' },
    422: { description: 'unknown_sku, unknown_node or unknown_channel.' },
  },
});

export const getReservationContract = contract({
  method: 'GET',
  path: '/reservations/{id}',
  operation: 'getReservation',
  tag: 'Reservations',
  summary: 'Read a reservation',
  permission: ['reserve', 'read_operations'],
  params,
  answers: { 200: state, 404: notFound },
});

export const deleteReservationContract = contract({
  method: 'DELETE',
  path: '/reservations/{id}',
  operation: 'releaseReservation',
  tag: 'Reservations',
  summary: 'Release a reservation',
  description: 'Releasing it again succeeds and changes nothing.',
  permission: 'reserve',
  params,
  answers: {
    200: state,
    404: notFound,
    409: { description: 'reservation_committed: cancel the order instead.' },
  },
});

export const commitReservationContract = contract({
  method: 'POST',
  path: '/reservations/{id}/commit',
  operation: 'commitReservation',
  tag: 'Reservations',
  summary: 'Turn a reservation into its order',
  description: 'Committing it again succeeds and changes nothing.',
  permission: 'reserve',
  params,
  answers: {
    200: state,
    404: notFound,
    409: { description: 'reservation_released: reserve anew.' },
    410: { description: 'reservation_expired: reserve anew.' },
  },
});
