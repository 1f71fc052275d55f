CREATE TABLE "client_turn" (
	"client_id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone,
	"since" timestamp with time zone DEFAULT now() NOT NULL,
	"waiting" integer DEFAULT 0 NOT NULL,
	"poor" integer DEFAULT 0 NOT NULL,
	"open" integer DEFAULT 0 NOT NULL,
	"open_amount" bigint DEFAULT 0 NOT NULL,
	"is_waiting" boolean GENERATED ALWAYS AS (waiting > 0) STORED,
	"is_poor" boolean GENERATED ALWAYS AS (poor > 0) STORED
);
--> statement-breakpoint
CREATE TABLE "payout_usage" (
	"client_id" uuid NOT NULL,
	"minutes" integer NOT NULL,
	"begins" timestamp with time zone NOT NULL,
	"amount" bigint NOT NULL,
	"open_amount" bigint NOT NULL,
	CONSTRAINT "payout_usage_client_id_minutes_begins_pk" PRIMARY KEY("client_id","minutes","begins")
);
--> statement-breakpoint
DROP INDEX "payout_turn";--> statement-breakpoint
ALTER TABLE "payout" ADD COLUMN "waits_for" text;--> statement-breakpoint
ALTER TABLE "payout" ADD COLUMN "blocked_by" text;--> statement-breakpoint
ALTER TABLE "payout" ADD COLUMN "is_aside" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "payout" ADD COLUMN "gives_up_payment" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "wallet_lane" ADD COLUMN "available" bigint;--> statement-breakpoint
ALTER TABLE "wallet_lane" ADD COLUMN "create_failures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "wallet_lane" ADD COLUMN "create_after" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "client_turn_waiting" ON "client_turn" USING btree ("at" NULLS FIRST,"since","client_id") WHERE "client_turn"."is_waiting";--> statement-breakpoint
CREATE INDEX "client_turn_poor" ON "client_turn" USING btree ("at" NULLS FIRST,"since","client_id") WHERE "client_turn"."is_poor";--> statement-breakpoint
CREATE INDEX "payout_begun" ON "payout" USING btree ("state","left_received_at","created_at","id") WHERE NOT "payout"."is_aside" AND "payout"."state" IN ('paid', 'signed', 'created', 'cancelling', 'creating');--> statement-breakpoint
CREATE INDEX "payout_aside" ON "payout" USING btree ("next_at") WHERE "payout"."is_aside" AND "payout"."state" IN ('paid', 'signed', 'created', 'cancelling', 'creating');--> statement-breakpoint
CREATE INDEX "payout_waiting" ON "payout" USING btree ("client_id","created_at","id") WHERE NOT "payout"."is_aside" AND "payout"."state" = 'received';--> statement-breakpoint
CREATE INDEX "payout_leaving" ON "payout" USING btree ("created_at") WHERE "payout"."cancel_requested" AND "payout"."state" = 'received';--> statement-breakpoint
CREATE INDEX "payout_due" ON "payout" USING btree ("next_at") WHERE NOT "payout"."is_aside" AND "payout"."state" IN ('paid', 'signed', 'created', 'cancelling', 'creating', 'received');--> statement-breakpoint
CREATE INDEX "payout_of_user" ON "payout" USING btree ("uid","state") WHERE "payout"."state" IN ('received', 'creating');--> statement-breakpoint
CREATE INDEX "payout_known" ON "payout" USING btree ("from_address","created_at") WHERE "payout"."pi_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "payout_blocked" ON "payout" USING btree ("blocked_by") WHERE "payout"."blocked_by" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "payout_without_money" ON "payout" USING btree ("amount") WHERE "payout"."waits_for" = 'money';--> statement-breakpoint
CREATE INDEX "payout_begun_without_money" ON "payout" USING btree ("amount") WHERE "payout"."waits_for" = 'money' AND "payout"."state" IN ('paid', 'signed', 'created', 'cancelling', 'creating');--> statement-breakpoint
CREATE INDEX "payout_without_money_of_client" ON "payout" USING btree ("client_id","amount","created_at","id") WHERE "payout"."is_aside" AND "payout"."waits_for" = 'money' AND "payout"."state" = 'received';--> statement-breakpoint
CREATE INDEX "payout_unidentified" ON "payout" USING btree ("waits_for") WHERE "payout"."waits_for" = 'unidentified_transaction';--> statement-breakpoint
CREATE INDEX "payout_list_of_user" ON "payout" USING btree (lower("uid"),"created_at","id");--> statement-breakpoint
CREATE INDEX "payout_list_unpaid" ON "payout" USING btree ("created_at","id") WHERE "payout"."state" IN ('paid_unconfirmed', 'cancelled', 'failed');--> statement-breakpoint
CREATE INDEX "payout_of_transaction" ON "payout" USING btree ("txid") WHERE "payout"."txid" IS NOT NULL;--> statement-breakpoint
-- What payouts count for in the tables of clients, or a change of that.
CREATE TYPE "payout_weight" AS ("client_id" uuid, "created_at" timestamp with time zone, "amount" bigint, "open_amount" bigint, "open" integer, "received" integer, "waiting" integer, "poor" integer);--> statement-breakpoint
CREATE FUNCTION "payout_weigh"(p "payout", times integer) RETURNS "payout_weight" LANGUAGE sql IMMUTABLE AS $$
	SELECT (p."client_id", p."created_at",
		CASE WHEN p."state" IN ('failed', 'cancelled') THEN 0 ELSE times * p."amount" END,
		CASE WHEN p."state" IN ('completed', 'paid_unconfirmed', 'cancelled', 'failed') THEN 0 ELSE times * p."amount" END,
		CASE WHEN p."state" IN ('completed', 'paid_unconfirmed', 'cancelled', 'failed') THEN 0 ELSE times END,
		CASE WHEN p."state" = 'received' THEN times ELSE 0 END,
		CASE WHEN p."state" = 'received' AND NOT p."is_aside" THEN times ELSE 0 END,
		CASE WHEN p."state" = 'received' AND p."is_aside" AND p."waits_for" = 'money' THEN times ELSE 0 END
	)::payout_weight
$$;--> statement-breakpoint
-- Begin of the span of so many minutes that a time is in, whatever the time zone of the session.
CREATE FUNCTION "payout_span"(at timestamp with time zone, minutes integer) RETURNS timestamp with time zone LANGUAGE sql IMMUTABLE AS $$
	SELECT to_timestamp(floor(extract(epoch FROM at) / (60 * minutes)) * 60 * minutes)
$$;--> statement-breakpoint
-- Adds to the rows of each client, and then of all clients together: in this order, so that two never wait for each other.
CREATE FUNCTION "payout_count"(weights "payout_weight"[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO "client_turn" AS t ("client_id", "open", "open_amount", "waiting", "poor", "at")
	SELECT each.id, sum(w."open"), sum(w."open_amount"),
		CASE WHEN each.is_own THEN sum(w."waiting") ELSE 0 END, CASE WHEN each.is_own THEN sum(w."poor") ELSE 0 END,
		CASE WHEN each.is_own AND sum(w."received") < 0 THEN now() END
	FROM unnest(weights) AS w, LATERAL (VALUES (w."client_id", true), ('00000000-0000-0000-0000-000000000000'::uuid, false)) AS each (id, is_own)
	WHERE each.is_own OR w."amount" <> 0 OR w."open" <> 0
	GROUP BY each.id, each.is_own
	ORDER BY each.is_own DESC, each.id
	ON CONFLICT ("client_id") DO UPDATE SET
		"open" = t."open" + excluded."open",
		"open_amount" = t."open_amount" + excluded."open_amount",
		"waiting" = t."waiting" + excluded."waiting",
		"poor" = t."poor" + excluded."poor",
		"at" = coalesce(excluded."at", t."at");
	INSERT INTO "payout_usage" AS u ("client_id", "minutes", "begins", "amount", "open_amount")
	SELECT each.id, span.minutes, payout_span(w."created_at", span.minutes) AS begins, sum(w."amount"), sum(w."open_amount")
	FROM unnest(weights) AS w, LATERAL (VALUES (w."client_id", true), ('00000000-0000-0000-0000-000000000000'::uuid, false)) AS each (id, is_own),
		(VALUES (1), (60)) AS span (minutes)
	WHERE w."amount" <> 0 OR w."open" <> 0
	GROUP BY each.id, each.is_own, span.minutes, begins
	ORDER BY each.is_own DESC, each.id, span.minutes, begins
	ON CONFLICT ("client_id", "minutes", "begins") DO UPDATE SET
		"amount" = u."amount" + excluded."amount",
		"open_amount" = u."open_amount" + excluded."open_amount";
END $$;--> statement-breakpoint
-- Once for each statement: a row that is changed often in one transaction is found ever slower. Runs as the owner, so that no role needs more rights.
CREATE FUNCTION "payout_usage"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	weights "payout_weight"[];
BEGIN
	IF TG_OP = 'INSERT' THEN
		SELECT array_agg(payout_weigh(p, 1)) INTO weights FROM "added" AS p;
	ELSE
		SELECT array_agg((w."client_id", w."created_at", w."amount", w."open_amount", w."open", w."received", w."waiting", w."poor")::payout_weight) INTO weights
		FROM (
			SELECT w."client_id", w."created_at", sum(w."amount") AS "amount", sum(w."open_amount") AS "open_amount", sum(w."open") AS "open",
				sum(w."received") AS "received", sum(w."waiting") AS "waiting", sum(w."poor") AS "poor"
			FROM (
				SELECT (payout_weigh(p, 1)).* FROM "added" AS p
				UNION ALL SELECT (payout_weigh(p, -1)).* FROM "removed" AS p
			) AS w
			GROUP BY w."client_id", w."created_at"
		) AS w
		WHERE (w."amount", w."open_amount", w."open", w."received", w."waiting", w."poor") IS DISTINCT FROM (0, 0, 0, 0, 0, 0);
	END IF;
	IF weights IS NOT NULL THEN
		PERFORM payout_count(weights);
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
-- Counts everything again, at once. Nothing else may write payouts meanwhile.
CREATE FUNCTION "payout_recount"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	DELETE FROM "client_turn";
	DELETE FROM "payout_usage";
	PERFORM payout_count((SELECT array_agg(payout_weigh(p, 1)) FROM "payout" AS p));
	UPDATE "client_turn" AS t SET "at" = p."at", "since" = p."since"
	FROM (SELECT "client_id", max("left_received_at") AS "at", min("created_at") AS "since" FROM "payout" GROUP BY "client_id") AS p
	WHERE p."client_id" = t."client_id";
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION "payout_weigh"("payout", integer), "payout_span"(timestamp with time zone, integer), "payout_count"("payout_weight"[]), "payout_usage"(), "payout_recount"() FROM PUBLIC;--> statement-breakpoint
CREATE TRIGGER "payout_added" AFTER INSERT ON "payout" REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "payout_usage"();--> statement-breakpoint
CREATE TRIGGER "payout_changed" AFTER UPDATE ON "payout" REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "payout_usage"();--> statement-breakpoint
SELECT "payout_recount"();
