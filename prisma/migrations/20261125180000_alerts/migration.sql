-- Alerts: what is wrong, who has it in hand, and everything that happened to it.

CREATE TABLE "alert" (
  "alert" TEXT PRIMARY KEY,
  -- Rule and place; one alert that is not resolved per identity.
  "identity" TEXT NOT NULL,
  "rule" TEXT NOT NULL,
  "sku" TEXT NOT NULL,
  "node" TEXT NOT NULL,
  "channel" TEXT NOT NULL,
  "location" TEXT NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('pending', 'open', 'acknowledged', 'snoozed', 'resolved')),
  -- 0 critical, 1 warning, 2 information.
  "severity" SMALLINT NOT NULL CHECK ("severity" BETWEEN 0 AND 2),
  "value" BIGINT NOT NULL,
  "limit" BIGINT NOT NULL,
  "clears_at" BIGINT NOT NULL,
  "worst" BIGINT NOT NULL,
  "units_at_risk" BIGINT NOT NULL,
  "money_minor" BIGINT,
  "currency" TEXT NOT NULL,
  "facts" JSONB NOT NULL,
  "count" INTEGER NOT NULL,
  "firing" BOOLEAN NOT NULL,
  "suppressed" JSONB,
  "owner" TEXT,
  "acknowledged_until" TIMESTAMPTZ(3),
  "snoozed_until" TIMESTAMPTZ(3),
  "snoozed_at" BIGINT,
  "since" TIMESTAMPTZ(3) NOT NULL,
  "opened_at" TIMESTAMPTZ(3),
  "changed_at" TIMESTAMPTZ(3) NOT NULL,
  "resolved_at" TIMESTAMPTZ(3),
  "resolved_by" TEXT,
  "escalated_at" TIMESTAMPTZ(3),
  "version" INTEGER NOT NULL,
  CHECK (("state" = 'resolved') = ("resolved_at" IS NOT NULL))
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX "alert_identity_key" ON "alert" ("identity") WHERE "state" <> 'resolved';
CREATE INDEX "alert_identity_idx" ON "alert" ("identity", "since");
-- The feed: by state, the worst first, then the newest.
CREATE INDEX "alert_feed_idx" ON "alert" ("state", "severity", "since" DESC, "alert");
CREATE INDEX "alert_resolved_idx" ON "alert" ("resolved_at" DESC, "alert") WHERE "state" = 'resolved';
-- What has to be looked at again: what is not resolved, and what was resolved by hand while it fires.
CREATE INDEX "alert_sku_idx" ON "alert" ("sku", "rule") WHERE "state" <> 'resolved' OR "firing";

CREATE TABLE "alert_log" (
  "alert" TEXT NOT NULL REFERENCES "alert" ("alert"),
  "version" INTEGER NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "kind" TEXT NOT NULL,
  "actor" TEXT NOT NULL,
  "note" TEXT NOT NULL,
  "value" BIGINT NOT NULL,
  -- What an action replaced, so that it can be undone.
  "before" JSONB,
  PRIMARY KEY ("alert", "version")
);
CREATE FUNCTION refuse_alert_log_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the log of alerts only appends: % is refused', TG_OP;
END $$;
CREATE TRIGGER "alert_log_append_only" BEFORE UPDATE OR DELETE ON "alert_log" FOR EACH ROW EXECUTE FUNCTION refuse_alert_log_change();

-- From where a rule fires; '' stands for "any". Dated: what was in force stays.
CREATE TABLE "alert_threshold" (
  "threshold" BIGSERIAL PRIMARY KEY,
  "rule" TEXT NOT NULL,
  "sku" TEXT NOT NULL DEFAULT '',
  "category" TEXT NOT NULL DEFAULT '',
  "node" TEXT NOT NULL DEFAULT '',
  "channel" TEXT NOT NULL DEFAULT '',
  "limit" BIGINT CHECK ("limit" >= 0),
  "percent" DOUBLE PRECISION CHECK ("percent" >= 0),
  "days" DOUBLE PRECISION CHECK ("days" >= 0),
  "for_seconds" INTEGER NOT NULL DEFAULT 0 CHECK ("for_seconds" >= 0),
  "off" BOOLEAN NOT NULL DEFAULT FALSE,
  "effective_from" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "effective_to" TIMESTAMPTZ(3),
  "created_by" TEXT NOT NULL
);
CREATE UNIQUE INDEX "alert_threshold_in_force_key" ON "alert_threshold" ("rule", "sku", "category", "node", "channel") WHERE "effective_to" IS NULL;

-- What is not told of for a while, and why.
CREATE TABLE "alert_silence" (
  "silence" TEXT PRIMARY KEY,
  "rule" TEXT NOT NULL DEFAULT '',
  "sku" TEXT NOT NULL DEFAULT '',
  "node" TEXT NOT NULL DEFAULT '',
  "channel" TEXT NOT NULL DEFAULT '',
  "reason" TEXT NOT NULL CHECK ("reason" <> ''),
  "until" TIMESTAMPTZ(3) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "created_by" TEXT NOT NULL
);
CREATE INDEX "alert_silence_until_idx" ON "alert_silence" ("until");

-- SKUs that have to be looked at. Only inserted and deleted, so that nobody who marks ever waits for another.
CREATE TABLE "alert_mark" (
  "mark" BIGSERIAL PRIMARY KEY,
  "sku" TEXT NOT NULL
);

CREATE TRIGGER "alert_screens" AFTER INSERT OR UPDATE OR DELETE ON "alert" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
CREATE TRIGGER "alert_threshold_screens" AFTER INSERT OR UPDATE OR DELETE ON "alert_threshold" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
CREATE TRIGGER "alert_silence_screens" AFTER INSERT OR UPDATE OR DELETE ON "alert_silence" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();

-- What changes beside the event log and bears on an alert marks its SKUs, in the transaction that changes it.
CREATE FUNCTION mark_for_alerts() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO alert_mark (sku) SELECT DISTINCT sku FROM changed;
  RETURN NULL;
END $$;
CREATE TRIGGER "listing_insert_alerts" AFTER INSERT ON "listing" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_for_alerts();
CREATE TRIGGER "listing_update_alerts" AFTER UPDATE ON "listing" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_for_alerts();
CREATE TRIGGER "dirty_sku_alerts" AFTER INSERT ON "dirty_sku" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_for_alerts();
CREATE TRIGGER "listing_sync_insert_alerts" AFTER INSERT ON "listing_sync" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_for_alerts();

-- Of pushes only what a rule looks at: most updates of the outbox and of the rights change nothing of it.
CREATE FUNCTION mark_pushed_for_alerts() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO alert_mark (sku)
  SELECT DISTINCT n.sku FROM changed n
  JOIN before o ON o.bucket = n.bucket AND o.sku = n.sku AND o.channel = n.channel AND o.location = n.location
  WHERE (n.target, n.target_at IS NULL, n.due_at IS NULL, n.acknowledged, n.drift, n.attempts)
     IS DISTINCT FROM (o.target, o.target_at IS NULL, o.due_at IS NULL, o.acknowledged, o.drift, o.attempts);
  RETURN NULL;
END $$;
CREATE TRIGGER "listing_sync_update_alerts" AFTER UPDATE ON "listing_sync" REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_pushed_for_alerts();

CREATE FUNCTION mark_estimated_for_alerts() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO alert_mark (sku)
  SELECT DISTINCT n.sku FROM changed n
  JOIN before o ON o.bucket = n.bucket AND o.sku = n.sku AND o.channel = n.channel AND o.location = n.location
  WHERE n.estimate IS DISTINCT FROM o.estimate;
  RETURN NULL;
END $$;
CREATE TRIGGER "escrow_listing_update_alerts" AFTER UPDATE ON "escrow_listing" REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_estimated_for_alerts();
