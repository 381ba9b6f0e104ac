import { admitRequest } from './admit-request';
import { changeSupply, shipElsewhere } from './change-supply';
import { answerReadBack, askReadBack, dropReadBack } from './read-back';
import { recordCancellation } from './record-cancellation';
import { recordOrder } from './record-order';
import { sendPush } from './send-push';
import { settlePush } from './settle-push';
import { advanceWatermark } from './watermark';

/**
 * All rules of the escrow in one place: who drives them (the allocation, the simulation, the model check) takes this as
 * a parameter, so that the model check can show that a wrong rule is found.
 */
export const escrowRules = {
  recordOrder,
  recordCancellation,
  changeSupply,
  shipElsewhere,
  sendPush,
  settlePush,
  askReadBack,
  answerReadBack,
  dropReadBack,
  advanceWatermark,
  admitRequest,
};

export type EscrowRules = typeof escrowRules;
