/*
 * service.h - the hunks that the golden screens show: a small web service as
 * an agent left it, and one file with everything a terminal must not be sent.
 */
#ifndef TESTS_GOLDEN_SERVICE_H
#define TESTS_GOLDEN_SERVICE_H

#include "loop.h"

#define COLS(from, to) ((const uint32_t[]){ (from), (to) })

static inline void service_login(struct world *world)
{
	struct cdr_rule *limit =
		world_rule(world, "auth.rate-limit-dropped", CDR_CRITICAL, CDR_GUARD);
	struct cdr_rule *jwt = world_rule(world, "auth.jwt-none", CDR_HIGH, CDR_MATCH);
	static const struct cdr_str refs[] = { { "CWE-770", 7 } };

	limit->title = CDR_STR(
		"A rate limit that protected this handler is gone and nothing replaces it.");
	limit->fix = CDR_STR("keep @limiter.limit on login and token routes.");
	limit->refs = refs;
	limit->n_refs = 1;
	world_file(world, "app/auth/login.py");
	world_hunk(world, 12, CDR_STR(" import jwt\n"
				      "-ALGORITHMS = [\"HS256\"]\n"
				      "+ALGORITHMS = [\"HS256\", \"none\"]\n"
				      " \n"));
	world_finding(world, jwt, CDR_SIDE_NEW, 13, COLS(25, 31));
	world_hunk(world, 41,
		   CDR_STR(" @router.post(\"/login\")\n"
			   "-@limiter.limit(\"5/minute\")\n"
			   " async def login(body: LoginIn, db: Session = Depends(get_db)):\n"
			   "+    token = jwt.encode({\"sub\": body.user}, SECRET)\n"
			   "     return {\"token\": token}\n"))
		->heading = CDR_STR("async def login");
	world_finding(world, limit, CDR_SIDE_OLD, 42, COLS(1, 27));
	world_scanned(world);
}

static inline void service_views(struct world *world)
{
	struct cdr_rule *csrf = world_rule(world, "auth.csrf-exempt", CDR_MEDIUM, CDR_MATCH);

	world_file(world, "app/auth/views.py");
	world_hunk(
		world, 88,
		CDR_STR(" \n+@csrf_exempt\n def webhook(request):\n     return HttpResponse()\n"));
	world_finding(world, csrf, CDR_SIDE_NEW, 89, COLS(1, 13));
	world_scanned(world);
}

static inline void service_schema(struct world *world)
{
	struct cdr_rule *drop = world_rule(world, "schema.drop-column", CDR_HIGH, CDR_TOUCH);
	struct cdr_rule *cascade = world_rule(world, "orm.django-fk-on-delete", CDR_HIGH, CDR_NEED);

	world_file(world, "migrations/0007_drop.py");
	world_hunk(world, 9, CDR_STR(" operations = [\n"
				     "+    migrations.RemoveField(\"user\", \"email\"),\n"
				     " ]\n"
				     "\\\n"));
	world_finding(world, drop, CDR_SIDE_NEW, 10, COLS(5, 46));
	world_scanned(world);
	world_file(world, "app/models.py");
	world_hunk(world, 20,
		   CDR_STR("-    owner = models.ForeignKey(User, on_delete=models.CASCADE)\n"
			   "+    owner = models.ForeignKey(User)\n"));
	world_finding(world, cascade, CDR_SIDE_NEW, 20, COLS(13, 36));
	world_scanned(world);
}

static inline void service(struct world *world)
{
	service_login(world);
	service_views(world);
	service_schema(world);
	world_progress(world, true);
}

/* One file with N small hunks, not yet handed over. */
static inline void many(struct world *world, uint32_t n)
{
	const struct cdr_rule *rule = world_rule(world, "agent.many", CDR_LOW, CDR_MATCH);

	world_file(world, "app/many.py");
	for (uint32_t i = 0; i < n; i++) {
		world_hunk(world, 10 * i + 1, CDR_STR("+x\n"));
		world_finding(world, rule, CDR_SIDE_NEW, 10 * i + 1, COLS(1, 2));
	}
}

/* A hunk of 60 lines: longer than any pane of the tests. */
static inline void tall(struct world *world)
{
	struct cdr_buf body;

	cdr_buf_init(&body, 1 << 16);
	for (int i = 1; i <= 60; i++)
		cdr_buf_addf(&body, "+line %d of a long hunk\n", i);
	world_file(world, "app/long.py");
	world_hunk(world, 1, cdr_str_copy(&world->arena, cdr_buf_str(&body)));
	world_finding(world, world_rule(world, "agent.long", CDR_MEDIUM, CDR_TOUCH), CDR_SIDE_NEW,
		      2, COLS(1, 5));
	cdr_buf_release(&body);
	world_scanned(world);
	world_progress(world, true);
}

/* One line of 300 columns. */
static inline void wide(struct world *world)
{
	struct cdr_buf body;

	cdr_buf_init(&body, 1 << 16);
	cdr_buf_adds(&body, " def f():\n+");
	for (int i = 0; i < 30; i++)
		cdr_buf_addf(&body, "%03d456789-", i * 10);
	cdr_buf_adds(&body, "\n return\n");
	world_file(world, "app/wide.py");
	world_hunk(world, 1, cdr_str_copy(&world->arena, cdr_buf_str(&body)));
	world_finding(world, world_rule(world, "agent.wide", CDR_MEDIUM, CDR_TOUCH), CDR_SIDE_NEW,
		      2, COLS(95, 106));
	cdr_buf_release(&body);
	world_scanned(world);
	world_progress(world, true);
}

static inline void hostile(struct world *world)
{
	struct cdr_rule *rule = world_rule(world, "agent.invisible-text", CDR_HIGH, CDR_BUILTIN);

	rule->title = CDR_STR("Text \x1b[31mthat\x1b[0m lies");
	world_file(world, "app/\x1b[2J.py");
	world_hunk(world, 1, CDR_STR("+escape: \x1b[31mred\x1b[0m bell \x07 del \x7f\n"
				     "+return: real\rfake\n"
				     "+backspace: rm\b\b\n"
				     "+bidi: access \xE2\x80\xAEnimda\xE2\x80\xAC\n"
				     "+zero width: a\xE2\x80\x8B" "b\n"
				     "+invalid: \xC3( \xFF \xE2\x82\n"
				     "+c1: \xC2\x9B" "2J\n"
				     "+wide: \xE6\xBC\xA2\xE5\xAD\x97 end\n"
				     "+combining: e\xCC\x81x and \xCC\x81 alone\n"
				     "+tab:\tone\ttwo\n"));
	world_finding(world, rule, CDR_SIDE_NEW, 4, COLS(15, 18));
	world_scanned(world);
	world_progress(world, true);
}

/* A key in the code: the file is shown, the secret is not. */
static inline void secret(struct world *world)
{
	world_file(world, "app/settings.py");
	world_hunk(world, 1,
		   CDR_STR(" import os\n+KEY = \"sk_live_4f9a\tb\"  # rotate\n+OTHER = 1\n"));
	world_finding(world, world_rule(world, "security-policy.secret", CDR_CRITICAL, CDR_MATCH),
		      CDR_SIDE_NEW, 2, COLS(1, 23));
	world->last_finding->redact_col = 8;
	world->last_finding->redact_end_col = 22;
	world_scanned(world);
	world_progress(world, true);
}

/* Hunks without lines, one of each kind. */
static inline void synthetic(struct world *world)
{
	struct cdr_rule *rule = world_rule(world, "agent.odd", CDR_LOW, CDR_TOUCH);

	world_file(world, "bin/tool");
	world->file->new_mode = 0100755;
	for (int kind = CDR_HUNK_MODE; kind <= CDR_HUNK_UNSCANNABLE; kind++) {
		struct cdr_hunk *hunk = world_hunk(world, 0, CDR_STR(""));

		hunk->kind = (enum cdr_hunk_kind)kind;
		hunk->reason = CDR_STR("object 1234 is missing");
		world_finding(world, rule, CDR_SIDE_NEW, 0, COLS(0, 0));
	}
	world_scanned(world);
	world_progress(world, true);
}

#endif
