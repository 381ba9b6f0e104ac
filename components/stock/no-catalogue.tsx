import { PackagePlus } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';

/** Before there is anything: how the catalogue gets in. */
export function NoCatalogue({ origin }: { origin: string }) {
  return (
    <div className="rounded-md border border-line bg-card">
      <EmptyState icon={PackagePlus} title="No SKU yet">
        <p>
          Stock per node and per channel will stand here, live. Load a catalogue through the API; it may be
          sent again and again, what is not named stays.
        </p>
        <pre className="overflow-x-auto rounded-md border border-line bg-sunken p-3 text-left font-mono text-xs text-text">
          {example(origin)}
        </pre>
      </EmptyState>
    </div>
  );
}

function example(origin: string): string {
  return `KEY=$(npm run --silent admin -- api-key create --name setup --role admin)

curl -X PUT ${origin}/api/v1/catalog \\
  -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" -d '{
    "skus":     [{"sku": "KURTA-S", "name": "Cotton kurta, S", "price": 1299}],
    "nodes":    [{"node": "bhiwandi", "name": "Bhiwandi", "kind": "warehouse", "timeZone": "Asia/Kolkata"}],
    "channels": [{"channel": "web", "name": "Webshop", "kind": "webshop", "connector": "none", "sources": ["bhiwandi"]}],
    "listings": [{"channel": "web", "sku": "KURTA-S"}]
  }'

curl ${origin}/api/v1/events \\
  -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" -d '{
    "events": [{"source": "setup", "id": "KURTA-S-1", "type": "receipt", "sku": "KURTA-S",
                "quantity": 40, "node": "bhiwandi", "occurredAt": "'$(date -u +%FT%TZ)'"}]
  }'`;
}
