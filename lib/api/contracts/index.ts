import type { Contract } from '../contract';
import {
  acknowledgeAlertContract,
  assignAlertContract,
  deleteSilenceContract,
  getAlertsContract,
  getSilencesContract,
  postSilenceContract,
  resolveAlertContract,
  snoozeAlertContract,
} from './alerts';
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
  cancelPromotionContract,
  getPoliciesContract,
  getPromotionsContract,
  postPolicyContract,
  postPromotionContract,
  previewPoliciesContract,
} from './policies';
import { getPoolsContract, getWhyContract } from './pools';
import {
  closePurchaseOrderContract,
  getPurchaseOrderContract,
  getPurchaseOrdersContract,
  putPurchaseOrderContract,
} from './purchase-orders';
import {
  commitReservationContract,
  deleteReservationContract,
  getReservationContract,
  postReservationContract,
} from './reservations';
import {
  getStocktakeContract,
  getStocktakesContract,
  postScansContract,
  postStocktakeContract,
  postStocktakeStepContract,
} from './stocktakes';
import { deleteStopContract, getStopsContract, postStopContract } from './stops';
import { getStreamContract } from './stream';
import { getTransfersContract, postTransferContract } from './transfers';

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
  getAlertsContract,
  acknowledgeAlertContract,
  snoozeAlertContract,
  resolveAlertContract,
  assignAlertContract,
  getSilencesContract,
  postSilenceContract,
  deleteSilenceContract,
  getListingsContract,
  getWhyContract,
  getPoolsContract,
  getPoliciesContract,
  postPolicyContract,
  previewPoliciesContract,
  getPromotionsContract,
  postPromotionContract,
  cancelPromotionContract,
  getTransfersContract,
  postTransferContract,
  getPurchaseOrdersContract,
  getPurchaseOrderContract,
  putPurchaseOrderContract,
  closePurchaseOrderContract,
  getStocktakesContract,
  postStocktakeContract,
  getStocktakeContract,
  postScansContract,
  postStocktakeStepContract,
  getStopsContract,
  postStopContract,
  deleteStopContract,
  getStreamContract,
];
