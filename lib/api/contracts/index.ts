import type { Contract } from '../contract';
import { putCatalogContract } from './catalog';
import { postEventsContract } from './events';
import {
  getDiscrepanciesContract,
  getIncidentsContract,
  getLedgerContract,
  getOrdersContract,
  getPositionsContract,
  getProofContract,
} from './ledger';
import { getListingsContract } from './listings';
import {
  commitReservationContract,
  deleteReservationContract,
  getReservationContract,
  postReservationContract,
} from './reservations';
import { getStreamContract } from './stream';

/** Every operation there is, in the order of the document. A route that is not named here is not documented. */
export const contracts: readonly Contract[] = [
  putCatalogContract,
  postEventsContract,
  postReservationContract,
  getReservationContract,
  deleteReservationContract,
  commitReservationContract,
  getPositionsContract,
  getLedgerContract,
  getOrdersContract,
  getIncidentsContract,
  getDiscrepanciesContract,
  getProofContract,
  getListingsContract,
  getStreamContract,
];
