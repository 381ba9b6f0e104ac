-- Escrow: the books of rights beside the ledger. The float is not stored: it is what I1 leaves of what may be sold now,
-- F = A − ΣH, so that receipts, losses, safety stock and the catalogue move it by being there.

-- One row per SKU: the lock under which its rights move, and what the last plan found.
CREATE TABLE "escrow" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  -- Per pool: its nodes, mode, what stands against the guarantee, and its deficit.
  "pools" JSONB NOT NULL DEFAULT '[]',
  "planned_at" TIMESTAMPTZ(3),
  -- Something waits for its interval: plan again then.
  "look_again_at" TIMESTAMPTZ(3),
  PRIMARY KEY ("bucket", "sku")
) WITH (fillfactor = 70);
CREATE INDEX "escrow_look_again_at_idx" ON "escrow" ("look_again_at") WHERE "look_again_at" IS NOT NULL;

-- Rights of a listing. Units are single units; instants named *_ms are the channel's clock in ms since 1970.
CREATE TABLE "escrow_listing" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "channel" TEXT NOT NULL,
  "location" TEXT NOT NULL DEFAULT '',
  -- H by node, and their sum; X; b.
  "held_by" JSONB NOT NULL DEFAULT '{}',
  "held" BIGINT NOT NULL DEFAULT 0,
  "exposure" BIGINT NOT NULL DEFAULT 0,
  "debt" BIGINT NOT NULL DEFAULT 0,
  "units_per_listing" INTEGER NOT NULL DEFAULT 1,
  -- When what it shows was first known; orders placed by then are in it. NULL: never read back, nothing is pushed.
  "since_ms" BIGINT,
  "settled_to_ms" BIGINT NOT NULL DEFAULT 0,
  "anchors" JSONB NOT NULL DEFAULT '[]',
  -- The earliest end of an anchor: it is applied as soon as the channel's watermark covers it.
  "anchor_to_ms" BIGINT,
  "pushes" JSONB NOT NULL DEFAULT '[]',
  "read_back" JSONB,
  -- What it most likely shows, and as of when that was certain.
  "estimate" BIGINT NOT NULL DEFAULT 0,
  "estimate_at_ms" BIGINT NOT NULL DEFAULT 0,
  "last_raised_at_ms" BIGINT,
  "last_lowered_at_ms" BIGINT,
  -- The channel refused it: not tried again before.
  "blocked_until" TIMESTAMPTZ(3),
  -- Why it is not raised, until a read-back has settled what it shows.
  "raises_blocked" TEXT,
  -- Today's demand against what was expected, up to the watermark, and the orders it has not taken in.
  "pulse" JSONB,
  "recent" JSONB NOT NULL DEFAULT '[]',
  PRIMARY KEY ("bucket", "sku", "channel", "location"),
  -- I2
  CHECK ("exposure" >= 0 AND "exposure" <= "held" AND "debt" >= 0)
) WITH (fillfactor = 60);
CREATE INDEX "escrow_listing_anchor_idx" ON "escrow_listing" ("channel", "anchor_to_ms") WHERE "anchor_to_ms" IS NOT NULL;

-- How far the units of an order line are booked: orders come as cumulative states, the escrow books differences.
CREATE TABLE "escrow_line" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "channel" TEXT NOT NULL,
  "order_id" TEXT NOT NULL,
  "line" TEXT NOT NULL,
  "ordered_counted" BIGINT NOT NULL DEFAULT 0,
  "cancelled_counted" BIGINT NOT NULL DEFAULT 0,
  "ordered_reported" BIGINT NOT NULL DEFAULT 0,
  "cancelled_reported" BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY ("bucket", "sku", "channel", "order_id", "line")
) WITH (fillfactor = 80);

-- Why a number was pushed: everything that went into it, so that it can be computed again.
CREATE TABLE "push_record" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "channel" TEXT NOT NULL,
  "location" TEXT NOT NULL DEFAULT '',
  "version" BIGINT NOT NULL,
  "decided_at" TIMESTAMPTZ(3) NOT NULL,
  "units" BIGINT NOT NULL CHECK ("units" >= 0),
  "packs" BIGINT NOT NULL CHECK ("packs" >= 0),
  "explanation" JSONB NOT NULL,
  PRIMARY KEY ("bucket", "sku", "channel", "location", "version")
);
CREATE INDEX "push_record_decided_at_idx" ON "push_record" ("decided_at");

-- A watermark counts once every event posted before it was saved is booked; until then it waits beside the one in force.
ALTER TABLE "channel_sync" ADD COLUMN "escrow_watermark" TIMESTAMPTZ(3);
ALTER TABLE "channel_sync" ADD COLUMN "watermark_waiting" TIMESTAMPTZ(3);
ALTER TABLE "channel_sync" ADD COLUMN "watermark_waits_for" BIGINT;

-- TRUE: numbers are decided and booked by the escrow, and sent as they were booked.
ALTER TABLE "listing_sync" ADD COLUMN "escrow" BOOLEAN NOT NULL DEFAULT FALSE;
-- The version that is booked and not answered for.
ALTER TABLE "listing_sync" ADD COLUMN "booked_version" BIGINT;

CREATE TRIGGER "escrow_screens" AFTER INSERT OR UPDATE OR DELETE ON "escrow" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
