import type { Pool } from 'pg';
import { actorOf, type Principal } from '@/lib/access/principal';
import { can } from '@/lib/access/roles';
import { writeAudit } from '@/lib/access/server/write-audit';
import type { CatalogPlan, CatalogRights, CheckConnector } from '@/lib/catalog/plan-catalog';
import type { CatalogInput } from '@/lib/catalog/schema';
import { type CatalogPorts, type PutCatalog, putCatalog } from '@/lib/catalog/server/put-catalog';
import { openConfigSchema } from '@/lib/channels/open/config';
import { openSecrets, sealSecrets } from '@/lib/channels/server/channel-secrets';
import { markListingsDirty } from '@/lib/channels/server/mark-listings-dirty';
import { readSecretKey } from '@/lib/db/config';
import { bucketOf } from '@/lib/ledger/bucket';

/** The catalogue's one way in, with everything above it that a change of it reaches. */
export async function putCatalogAs(
  pool: Pool,
  input: CatalogInput,
  principal: Principal,
): Promise<PutCatalog> {
  return putCatalog(pool, input, rightsOf(principal), catalogPorts(actorOf(principal)));
}

/** What every change of the catalogue needs of the parts above it. */
export function catalogPorts(actor: string): CatalogPorts {
  return {
    bucketOf,
    checkConnector,
    sealSecrets: (channel, config) => sealSecrets(channel, config, readSecretKey()),
    openSecrets: (channel, sealed) => {
      try {
        return openSecrets(channel, sealed, readSecretKey());
      } catch {
        // Sealed under a key that is no longer ours: the secret has to be given again, all else can be changed.
        return {};
      }
    },
    markListingsDirty,
    recordChange: async (client, plan) => {
      for (const entry of auditOf(plan)) await writeAudit(client, { actor, ...entry });
    },
  };
}

export function rightsOf(principal: Principal): CatalogRights {
  const { role, nodes, channels } = principal;
  return {
    skusAndNodes: can(role, 'write_skus_and_nodes'),
    channels: can(role, 'write_channels'),
    policies: can(role, 'write_policies'),
    configure: can(role, 'configure_channels'),
    ...(nodes === undefined ? {} : { limitedToNodes: nodes }),
    ...(channels === undefined ? {} : { limitedToChannels: channels }),
  };
}

/** `none` takes any configuration (its locations); `open` has to be able to call. */
const checkConnector: CheckConnector = (connector, config) => {
  if (connector === 'none') return [];
  if (connector !== 'open')
    return [{ path: ['connector'], detail: `There is no connector ${connector}: take none or open` }];
  const parsed = openConfigSchema.safeParse(config);
  return parsed.success
    ? []
    : parsed.error.issues.map((issue) => ({
        path: ['config', ...issue.path],
        detail: `${issue.path.join('.')}: ${issue.message}`,
      }));
};

/** Who gave a channel its credentials and changed what is sold from where; the bulk of SKUs leaves one line. */
function auditOf(plan: CatalogPlan): { action: string; subject: string; details: Record<string, unknown> }[] {
  const configured = plan.channels.filter((channel) => plan.configured.includes(channel.channel));
  const written = Object.entries(plan.result).filter(([, tally]) => tally.created + tally.updated > 0);
  return [
    ...configured.map(({ channel, connector, config }) => ({
      action: 'channel.configured',
      subject: channel,
      details: { connector, fields: Object.keys(config).sort() },
    })),
    ...(written.length === 0
      ? []
      : [{ action: 'catalog.put', subject: 'catalog', details: Object.fromEntries(written) }]),
  ];
}
