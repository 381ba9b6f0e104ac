-- What people do by hand: orders marked for cancellation, walks of the proof they ask for, who may come in and where.

-- A line that is to be cancelled at its channel. It is live until it is undone or the channel's cancellation arrives,
-- which shows in the line's counter of cancelled units: it then exceeds what it was when the line was marked.
CREATE TABLE "cancellation_mark" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "channel" TEXT NOT NULL,
  "order_id" TEXT NOT NULL,
  "line" TEXT NOT NULL,
  "marked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "marked_by" TEXT NOT NULL,
  "reason" TEXT NOT NULL CHECK ("reason" <> ''),
  "cancelled_before" BIGINT NOT NULL,
  "undone_at" TIMESTAMPTZ(3),
  "undone_by" TEXT,
  PRIMARY KEY ("bucket", "sku", "channel", "order_id", "line", "marked_at")
);

-- A walk of the whole proof that somebody asked for, while it goes on and afterwards. One walks at a time.
CREATE TABLE "proof_walk" (
  "walk" BIGSERIAL PRIMARY KEY,
  "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "started_by" TEXT NOT NULL,
  -- Moves while the walk goes on: a walk that has not moved for long has died with its process.
  "progressed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "buckets" INTEGER NOT NULL DEFAULT 0,
  "events" BIGINT NOT NULL DEFAULT 0,
  "events_total" BIGINT NOT NULL DEFAULT 0,
  "ended_at" TIMESTAMPTZ(3),
  "balanced" BOOLEAN,
  "error" TEXT
);

-- How pushing to a channel and polling it went, by the hour: where error rates come from.
CREATE TABLE "channel_hour" (
  "channel" TEXT NOT NULL REFERENCES "channel" ("channel") ON DELETE CASCADE,
  "hour" TIMESTAMPTZ(3) NOT NULL,
  "pushed" BIGINT NOT NULL DEFAULT 0,
  "push_failed" BIGINT NOT NULL DEFAULT 0,
  "polled" BIGINT NOT NULL DEFAULT 0,
  "poll_failed" BIGINT NOT NULL DEFAULT 0,
  "pushed_at" TIMESTAMPTZ(3),
  PRIMARY KEY ("channel", "hour")
) WITH (fillfactor = 70);

-- The nodes a person is limited to; none: not limited.
ALTER TABLE "user" ADD COLUMN "nodes" TEXT[] NOT NULL DEFAULT '{}';
ALTER TABLE "entry_link" ADD COLUMN "nodes" TEXT[] NOT NULL DEFAULT '{}';
ALTER TABLE "entry_link" ADD COLUMN "created_by" TEXT NOT NULL DEFAULT 'admin command';

CREATE TABLE "organisation_setting" (
  "setting" TEXT PRIMARY KEY,
  "value" JSONB NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "updated_by" TEXT NOT NULL
);

-- Manual events of the latest hours, newest first.
CREATE INDEX "inventory_event_own_idx" ON "inventory_event" ("recorded_at") WHERE "source" = 'truecount:screen';

-- Tells the screens that something beside the ledger has changed. One statement gives one signal, and a transaction
-- sends equal ones once; it says "look again", never what happened.
CREATE FUNCTION notify_screens() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  NOTIFY truecount_screens;
  RETURN NULL;
END $$;
CREATE TRIGGER "listing_screens" AFTER INSERT OR UPDATE OR DELETE ON "listing" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
CREATE TRIGGER "listing_sync_screens" AFTER INSERT OR UPDATE OR DELETE ON "listing_sync" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
CREATE TRIGGER "channel_sync_screens" AFTER INSERT OR UPDATE OR DELETE ON "channel_sync" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
CREATE TRIGGER "channel_inbox_screens" AFTER INSERT OR UPDATE OR DELETE ON "channel_inbox" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
CREATE TRIGGER "cancellation_mark_screens" AFTER INSERT OR UPDATE OR DELETE ON "cancellation_mark" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
CREATE TRIGGER "proof_walk_screens" AFTER INSERT OR UPDATE OR DELETE ON "proof_walk" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
CREATE TRIGGER "user_screens" AFTER INSERT OR UPDATE OR DELETE ON "user" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
CREATE TRIGGER "entry_link_screens" AFTER INSERT OR UPDATE OR DELETE ON "entry_link" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
CREATE TRIGGER "api_key_screens" AFTER INSERT OR UPDATE OR DELETE ON "api_key" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
CREATE TRIGGER "organisation_setting_screens" AFTER INSERT OR UPDATE OR DELETE ON "organisation_setting" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
