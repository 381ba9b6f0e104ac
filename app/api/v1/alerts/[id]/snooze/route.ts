import { snoozeAlertContract } from '@/lib/api/contracts/alerts';
import { methods, route } from '@/lib/api/handler';
import { handledAnswer } from '../../handled-answer';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  POST: route(snoozeAlertContract, ({ params, body, ...asked }) =>
    handledAnswer(asked, params.id, { action: 'snooze', ...body }),
  ),
});
