-- Rules and promotions change what screens show beside the ledger.
CREATE TRIGGER "allocation_policy_screens" AFTER INSERT OR UPDATE OR DELETE ON "allocation_policy" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
CREATE TRIGGER "promotion_screens" AFTER INSERT OR UPDATE OR DELETE ON "promotion" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
