import {
  ArrowLeftRight,
  BellRing,
  BookOpenText,
  Boxes,
  CalendarRange,
  ClipboardList,
  ClipboardPenLine,
  FileBarChart,
  FileUp,
  FlaskConical,
  Gauge,
  type LucideIcon,
  PackageOpen,
  Scale,
  ShieldCheck,
  ShoppingBag,
  SlidersHorizontal,
  Store,
  Tags,
  Truck,
  Undo2,
  Users,
} from 'lucide-react';
import type { Route } from 'next';
import type { Permission } from '@/lib/access/roles';

export interface Destination {
  href: Route;
  label: string;
  icon: LucideIcon;
  /** Who may go there; absent: everybody who is signed in. */
  permission?: Permission;
  /** Only where this part of the app runs. */
  onlyWith?: 'demo';
  /** Other words somebody may type for it in the palette. */
  also?: string;
}

export interface DestinationGroup {
  label: string;
  destinations: readonly Destination[];
}

/**
 * Every page of the navigation and the palette, in their order. A page is listed when it is there, never before: add
 * yours to its group (Stock, Selling, Trust, Administration) together with the page.
 */
export const destinationGroups: readonly DestinationGroup[] = [
  {
    label: 'Stock',
    destinations: [
      { href: '/', label: 'Overview', icon: Gauge, also: 'home dashboard today' },
      {
        href: '/alerts',
        label: 'Alerts',
        icon: BellRing,
        permission: 'read_operations',
        also: 'feed exceptions warnings critical acknowledge snooze thresholds',
      },
      {
        href: '/stock',
        label: 'Stock',
        icon: Boxes,
        permission: 'read_stock',
        also: 'inventory levels matrix',
      },
      {
        href: '/movements',
        label: 'Movements',
        icon: ClipboardPenLine,
        permission: 'read_operations',
        also: 'adjust receive transfer enter manual set',
      },
      {
        href: '/transfers',
        label: 'Transfers',
        icon: ArrowLeftRight,
        permission: 'read_operations',
        also: 'move carry dispatch receive in transit plan scan',
      },
      {
        href: '/receive',
        label: 'Receive',
        icon: PackageOpen,
        permission: 'post_floor_events',
        also: 'receipt delivery scan arrived supplier damaged',
      },
      {
        href: '/purchase-orders',
        label: 'Purchase orders',
        icon: Truck,
        permission: 'read_operations',
        also: 'supplier expected incoming supply order buy replenishment',
      },
      {
        href: '/stocktakes',
        label: 'Stocktakes',
        icon: ClipboardList,
        permission: 'read_operations',
        also: 'count cycle count blind recount variance scan approve inventory',
      },
      {
        href: '/returns',
        label: 'Returns',
        icon: Undo2,
        permission: 'read_operations',
        also: 'quality control inspect restock damaged scrap supplier',
      },
      {
        href: '/discrepancies',
        label: 'Discrepancies',
        icon: Scale,
        permission: 'read_operations',
        also: 'difference variance report snapshot missing transfer recount shrinkage',
      },
    ],
  },
  {
    label: 'Selling',
    destinations: [
      {
        href: '/orders',
        label: 'Orders',
        icon: ShoppingBag,
        permission: 'read_operations',
        also: 'backorders lines claims cancel',
      },
      {
        href: '/channels',
        label: 'Channels',
        icon: Store,
        permission: 'read_operations',
        also: 'listings push poll drift pause sync',
      },
      {
        href: '/allocation',
        label: 'Allocation',
        icon: SlidersHorizontal,
        permission: 'read_operations',
        also: 'policy policies priority floor cap buffer mode strict bounded share what if rules',
      },
      {
        href: '/promotions',
        label: 'Promotions',
        icon: CalendarRange,
        permission: 'read_operations',
        also: 'sale calendar uplift hold-back campaign',
      },
      {
        href: '/simulations',
        label: 'Simulations',
        icon: FlaskConical,
        permission: 'read_operations',
        also: 'simulate compare policies scenario oversold what if backtest',
      },
      {
        href: '/catalogue',
        label: 'Catalogue',
        icon: Tags,
        permission: 'read_stock',
        also: 'skus nodes channels sourcing listings safety stock replenishment prices import csv stop selling',
      },
    ],
  },
  {
    label: 'Trust',
    destinations: [
      {
        href: '/ledger',
        label: 'Ledger',
        icon: BookOpenText,
        permission: 'read_operations',
        also: 'events postings movements history',
      },
      {
        href: '/imports',
        label: 'Imports',
        icon: FileUp,
        permission: 'post_floor_events',
        also: 'csv upload file opening stock counts snapshots bring in excel',
      },
      {
        href: '/proof',
        label: 'Proof',
        icon: ShieldCheck,
        permission: 'read_operations',
        also: 'verify seal balances audit check',
      },
      {
        href: '/reports',
        label: 'Reports',
        icon: FileBarChart,
        permission: 'read_operations',
        also: 'accuracy shrinkage valuation ageing cover fill rate oversell undersell budget latency print',
      },
    ],
  },
  {
    label: 'Administration',
    destinations: [
      {
        href: '/users',
        label: 'Users and keys',
        icon: Users,
        permission: 'manage_access',
        also: 'people roles invite api keys sessions audit log',
      },
      {
        href: '/demo',
        label: 'Demo shops',
        icon: Store,
        permission: 'run_demo',
        onlyWith: 'demo',
        also: 'sandbox flash sale faults pace',
      },
    ],
  },
];

/** True where the address lies in the destination's part of the app. */
export function isWithin(pathname: string, href: string): boolean {
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`);
}
