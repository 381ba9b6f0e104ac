-- More rules of alerts, when they are told, and what they remember.

-- How much of its cancellation budget a channel has left, 0 to 1: what runs out of it weighs more.
CREATE TABLE "channel_budget" (
  "channel" TEXT PRIMARY KEY,
  "left_share" DOUBLE PRECISION NOT NULL CHECK ("left_share" BETWEEN 0 AND 1),
  "computed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp()
);

-- When a destination is told: {timeZone, days, from, until}; NULL: always. Outside of it messages wait.
ALTER TABLE "alert_destination" ADD COLUMN "hours" JSONB;
CREATE INDEX "alert_delivery_log_idx" ON "alert_delivery" ("created_at" DESC, "delivery");

-- The last values of an alert, oldest first: [ms since 1970, value].
ALTER TABLE "alert" ADD COLUMN "trend" JSONB NOT NULL DEFAULT '[]';

-- A threshold can be for a class of SKUs (A, B, C).
ALTER TABLE "alert_threshold" ADD COLUMN "class" TEXT NOT NULL DEFAULT '' CHECK ("class" IN ('', 'A', 'B', 'C'));
DROP INDEX "alert_threshold_in_force_key";
CREATE UNIQUE INDEX "alert_threshold_in_force_key" ON "alert_threshold" ("rule", "sku", "category", "class", "node", "channel") WHERE "effective_to" IS NULL;
