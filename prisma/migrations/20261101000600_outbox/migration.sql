-- SKUs whose targets have to be computed anew because the catalogue changed, or because too much time has passed.
-- Written in the transaction of the change, taken by the outbox; events mark nothing, they have their own order.
CREATE TABLE "dirty_sku" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "marked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("bucket", "sku")
);

-- The last event number given out when the acknowledgement came: bounds the search for orders placed since.
ALTER TABLE "listing_sync" ADD COLUMN "acknowledged_sequence" BIGINT;

-- Pushing fails and backs off on its own: a channel that cannot be polled may still be told to stop selling.
ALTER TABLE "channel_sync" ADD COLUMN "push_failures" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "channel_sync" ADD COLUMN "push_error" TEXT;
