-- Telling of alerts outside: where to, what waits to be told, and what became of it.

CREATE TABLE "alert_destination" (
  "destination" TEXT PRIMARY KEY,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('webhook', 'slack', 'email')),
  -- What may be shown; addresses that are secrets, signing secrets and passwords are sealed.
  "config" JSONB NOT NULL,
  "secrets_sealed" BYTEA,
  -- At least so severe: 0 critical, 1 warning, 2 information.
  "severity" SMALLINT NOT NULL CHECK ("severity" BETWEEN 0 AND 2),
  -- '' stands for "any".
  "rule" TEXT NOT NULL DEFAULT '',
  "node" TEXT NOT NULL DEFAULT '',
  "channel" TEXT NOT NULL DEFAULT '',
  "enabled" BOOLEAN NOT NULL DEFAULT TRUE,
  "version" INTEGER NOT NULL DEFAULT 1,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "created_by" TEXT NOT NULL
);

-- What is to be told, written with the alert; gone once it stands in deliveries.
CREATE TABLE "alert_notice" (
  "notice" BIGSERIAL PRIMARY KEY,
  "alert" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('opened', 'escalated'))
);

-- One message to one destination: a group of alerts of one rule and severity. Its id stays the same over all tries.
CREATE TABLE "alert_delivery" (
  "delivery" TEXT PRIMARY KEY,
  "destination" TEXT NOT NULL REFERENCES "alert_destination" ("destination"),
  "kind" TEXT NOT NULL CHECK ("kind" IN ('opened', 'escalated', 'test')),
  "rule" TEXT NOT NULL,
  "severity" SMALLINT NOT NULL,
  "alerts" TEXT[] NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  -- When it is sent, or tried again; NULL once it is done with.
  "due_at" TIMESTAMPTZ(3),
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "delivered_at" TIMESTAMPTZ(3),
  "last_error" TEXT
) WITH (fillfactor = 80);
CREATE INDEX "alert_delivery_due_idx" ON "alert_delivery" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "alert_delivery_group_idx" ON "alert_delivery" ("destination", "created_at" DESC);

CREATE TRIGGER "alert_destination_screens" AFTER INSERT OR UPDATE OR DELETE ON "alert_destination" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
CREATE TRIGGER "alert_delivery_screens" AFTER INSERT OR UPDATE OR DELETE ON "alert_delivery" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
