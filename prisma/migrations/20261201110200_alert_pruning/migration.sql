-- The log of alerts only appends; what is older than 400 days may go, whole alerts at a time.
CREATE OR REPLACE FUNCTION refuse_alert_log_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.at < now() - INTERVAL '400 days' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the log of alerts only appends: % is refused', TG_OP;
END $$;
CREATE INDEX "alert_old_idx" ON "alert" ("changed_at") WHERE "state" = 'resolved' AND NOT "firing";
