import type { CatalogueActions, CatalogueRights } from '@/components/catalogue/catalogue-types';
import { can, type Role } from '@/lib/access/roles';
import {
  applyBulkAction,
  endSafetyStockAction,
  previewBulkAction,
  resumeSellingAction,
  saveEntryAction,
  setSafetyStockAction,
  stopSellingAction,
} from './actions';

export const catalogueActions: CatalogueActions = {
  saveEntry: saveEntryAction,
  setSafetyStock: setSafetyStockAction,
  endSafetyStock: endSafetyStockAction,
  previewBulk: previewBulkAction,
  applyBulk: applyBulkAction,
  stopSelling: stopSellingAction,
  resumeSelling: resumeSellingAction,
};

export function catalogueRights(role: Role): CatalogueRights {
  return {
    skusAndNodes: can(role, 'write_skus_and_nodes'),
    channels: can(role, 'write_channels'),
    policies: can(role, 'write_policies'),
    configure: can(role, 'configure_channels'),
    stop: can(role, 'pause_channels'),
  };
}
