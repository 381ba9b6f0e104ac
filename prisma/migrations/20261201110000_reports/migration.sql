-- What reports need beside the ledger: limits of channels, what an oversell costs, when a listing showed nothing, and
-- how long a push took.

-- How many orders a channel lets somebody cancel; '' as channel stands for "any". Dated, with where it is written.
CREATE TABLE "cancellation_limit" (
  "limit" BIGSERIAL PRIMARY KEY,
  "channel" TEXT NOT NULL,
  "name" TEXT NOT NULL CHECK ("name" <> ''),
  "window_days" INTEGER NOT NULL CHECK ("window_days" BETWEEN 1 AND 365),
  "percent" DOUBLE PRECISION NOT NULL CHECK ("percent" >= 0 AND "percent" <= 100),
  "source" TEXT NOT NULL CHECK ("source" <> ''),
  "effective_from" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "effective_to" TIMESTAMPTZ(3),
  "created_by" TEXT NOT NULL
);
CREATE UNIQUE INDEX "cancellation_limit_in_force_key" ON "cancellation_limit" ("channel", "name") WHERE "effective_to" IS NULL;

-- What an oversold unit is taken to cost; '' as channel stands for "any".
CREATE TABLE "oversell_cost" (
  "cost" BIGSERIAL PRIMARY KEY,
  "channel" TEXT NOT NULL,
  -- Of the margin of a unit that was cancelled, and of its price.
  "margin_percent" DOUBLE PRECISION NOT NULL CHECK ("margin_percent" >= 0 AND "margin_percent" <= 100),
  "goodwill_percent" DOUBLE PRECISION NOT NULL CHECK ("goodwill_percent" >= 0 AND "goodwill_percent" <= 100),
  -- Per order line, in minor units of the organisation's currency.
  "fee_minor" BIGINT NOT NULL CHECK ("fee_minor" >= 0),
  "service_minor" BIGINT NOT NULL CHECK ("service_minor" >= 0),
  "effective_from" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "effective_to" TIMESTAMPTZ(3),
  "created_by" TEXT NOT NULL
);
CREATE UNIQUE INDEX "oversell_cost_in_force_key" ON "oversell_cost" ("channel") WHERE "effective_to" IS NULL;

-- A stretch of time in which a listing showed nothing to buyers. `meant`: somebody had decided so.
CREATE TABLE "listing_empty" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "channel" TEXT NOT NULL,
  "location" TEXT NOT NULL DEFAULT '',
  "from_at" TIMESTAMPTZ(3) NOT NULL,
  "until_at" TIMESTAMPTZ(3),
  "meant" BOOLEAN NOT NULL,
  PRIMARY KEY ("bucket", "sku", "channel", "location", "from_at")
);
CREATE UNIQUE INDEX "listing_empty_open_key" ON "listing_empty" ("bucket", "sku", "channel", "location") WHERE "until_at" IS NULL;

-- When the channel answered for what was decided.
ALTER TABLE "push_record" ADD COLUMN "acknowledged_at" TIMESTAMPTZ(3);
CREATE FUNCTION note_acknowledged_push() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  UPDATE push_record p SET acknowledged_at = n.acknowledged_at
  FROM changed n
  JOIN before o ON o.bucket = n.bucket AND o.sku = n.sku AND o.channel = n.channel AND o.location = n.location
  WHERE n.acknowledged_version IS DISTINCT FROM o.acknowledged_version
    AND p.bucket = n.bucket AND p.sku = n.sku AND p.channel = n.channel AND p.location = n.location
    AND p.version = n.acknowledged_version;
  RETURN NULL;
END $$;
CREATE TRIGGER "listing_sync_update_push" AFTER UPDATE ON "listing_sync" REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_acknowledged_push();
