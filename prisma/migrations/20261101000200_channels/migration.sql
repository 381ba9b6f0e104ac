-- Listings and their way out to the channels. Listing tables carry the SKU first: they shard with the ledger.

CREATE TABLE "listing" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "channel" TEXT NOT NULL REFERENCES "channel" ("channel"),
  -- '' = the listing has no location: it sells from all sources of its channel.
  "location" TEXT NOT NULL DEFAULT '',
  "external_id" TEXT NOT NULL,
  "units_per_listing" INTEGER NOT NULL DEFAULT 1 CHECK ("units_per_listing" > 0),
  "price_minor" BIGINT CHECK ("price_minor" >= 0),
  "threshold" BIGINT CHECK ("threshold" >= 0),
  "floor" BIGINT CHECK ("floor" >= 0),
  "cap" BIGINT CHECK ("cap" >= 0),
  "buffer" BIGINT NOT NULL DEFAULT 0 CHECK ("buffer" >= 0),
  -- "strict", "fixed_share" or {"bounded": e}
  "mode" JSONB NOT NULL DEFAULT '"strict"',
  "paused" BOOLEAN NOT NULL DEFAULT FALSE,
  "paused_reason" TEXT,
  "version" INTEGER NOT NULL DEFAULT 1,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("bucket", "sku", "channel", "location")
);
CREATE UNIQUE INDEX "listing_external_id_key" ON "listing" ("channel", "external_id", "location");

-- The outbox: one row per listing, holding what should be shown, what was sent, what was acknowledged. Targets are
-- single units, the other quantities are in listing packs (units / units_per_listing, rounded down).
CREATE TABLE "listing_sync" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "channel" TEXT NOT NULL,
  "location" TEXT NOT NULL DEFAULT '',
  "target" BIGINT NOT NULL DEFAULT 0 CHECK ("target" >= 0),
  "target_at" TIMESTAMPTZ(3),
  -- The last version number taken; strictly increasing per listing, also across restarts.
  "version" BIGINT NOT NULL DEFAULT 0,
  "published" BIGINT,
  "published_at" TIMESTAMPTZ(3),
  "acknowledged" BIGINT,
  "acknowledged_version" BIGINT,
  "acknowledged_at" TIMESTAMPTZ(3),
  -- Set while a push is out; a push whose lease has run out is ambiguous and is sent again or superseded.
  "in_flight_until" TIMESTAMPTZ(3),
  "due_at" TIMESTAMPTZ(3),
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "last_error" TEXT,
  "observed" BIGINT,
  "observed_version" BIGINT,
  "observed_at" TIMESTAMPTZ(3),
  -- What the channel showed beyond what it acknowledged, when it was last read back; NULL: no drift.
  "drift" BIGINT,
  PRIMARY KEY ("bucket", "sku", "channel", "location")
) WITH (fillfactor = 70);
CREATE INDEX "listing_sync_due_idx" ON "listing_sync" ("channel", "due_at") WHERE "due_at" IS NOT NULL;

CREATE TABLE "channel_sync" (
  "channel" TEXT PRIMARY KEY REFERENCES "channel" ("channel") ON DELETE CASCADE,
  -- When the first read-back succeeded; older orders count only as far as they were not yet shipped.
  "connected_at" TIMESTAMPTZ(3),
  "cursor" TEXT,
  "watermark" TIMESTAMPTZ(3),
  "polled_at" TIMESTAMPTZ(3),
  "poll_due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "audited_at" TIMESTAMPTZ(3),
  "audit_due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "push_due_at" TIMESTAMPTZ(3),
  "lease_until" TIMESTAMPTZ(3),
  "paused" BOOLEAN NOT NULL DEFAULT FALSE,
  "paused_reason" TEXT,
  "failures" INTEGER NOT NULL DEFAULT 0,
  "last_error" TEXT,
  "last_error_at" TIMESTAMPTZ(3)
);

-- Orders that cannot be applied yet (an unknown SKU or listing): kept, and applied once they can be.
CREATE TABLE "channel_inbox" (
  "channel" TEXT NOT NULL,
  "order_id" TEXT NOT NULL,
  "line" TEXT NOT NULL,
  "listing" TEXT NOT NULL,
  "location" TEXT NOT NULL DEFAULT '',
  "reason" TEXT NOT NULL,
  "payload" JSONB NOT NULL,
  "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("channel", "order_id", "line")
);

CREATE TABLE "webhook_delivery" (
  "channel" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("channel", "id")
);
CREATE INDEX "webhook_delivery_received_at_idx" ON "webhook_delivery" ("received_at");
