/*
 * phrase.c - what a sentence forbids or asks, by its words. Few phrases on purpose: a
 * sentence that is bound wrongly would look enforced and not be.
 */
#include "rules/simple.h"

#include "rules/ascii.h"
#include <string.h>

static bool equals_at(struct cdr_str text, size_t at, const char *word)
{
	for (size_t i = 0; word[i]; i++)
		if (at + i >= text.len || cdr_to_lower(text.ptr[at + i]) != word[i])
			return false;
	return true;
}

static bool has(struct cdr_str text, const char *words)
{
	for (size_t at = 0; at < text.len; at++)
		if (equals_at(text, at, words) && (at == 0 || !cdr_is_letter(text.ptr[at - 1])))
			return true;
	return false;
}

bool cdr_sentence_forbids(struct cdr_str sentence)
{
	static const char *const words[] = { "never",  "no",	"don't",    "don\xE2\x80\x99t",
					     "do not", "avoid", "must not", "dont" };
	struct cdr_str text = cdr_str_trim(sentence);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t len = strlen(words[i]);

		if (equals_at(text, 0, words[i]) &&
		    (len == text.len || !cdr_is_letter(text.ptr[len])))
			return true;
	}
	return false;
}

struct cdr_str cdr_sentence_rule(struct cdr_str sentence)
{
	/* All words of a row must be there, each at the beginning of a word; the first row wins. */
	static const struct {
		const char *words[3];
		const char *rule;
	} phrases[] = {
		{ { "on_delete" }, "orm.django-fk-on-delete" },
		{ { "uuid", "primary key" }, "schema.int-pk" },
		{ { "raw sql", "response" }, "sec.raw-sql-in-response" },
		{ { "raw sql", "return" }, "sec.raw-sql-in-response" },
		{ { "sql", "concat" }, "sec.sql-from-strings" },
		{ { "raw sql" }, "sec.sql-from-strings" },
		{ { "pydantic" }, "framework.fastapi-untyped-body" },
		{ { "validate", "input" }, "framework.validation-dropped" },
		{ { "csrf" }, "auth.csrf-off" },
		{ { "rate limit" }, "framework.rate-limit-dropped" },
		{ { "rate-limit" }, "framework.rate-limit-dropped" },
		{ { "log", "pii" }, "sec.pii-in-logs" },
		{ { "log", "password" }, "sec.pii-in-logs" },
		{ { "log", "personal data" }, "sec.pii-in-logs" },
		{ { "models", "views" }, "framework.django-layering" },
		{ { "hard-code", "secret" }, "sec.secret-literal" },
		{ { "hardcode", "secret" }, "sec.secret-literal" },
		{ { "secrets", "source" }, "sec.secret-literal" },
		{ { "secrets", "code" }, "sec.secret-literal" },
		{ { "verif", "certificate" }, "sec.tls-verify-off" },
		{ { "verif", "tls" }, "sec.tls-verify-off" },
		{ { "cors", "wildcard" }, "auth.cors-wildcard" },
		{ { "verif", "jwt" }, "auth.jwt-unverified" },
		{ { "drop", "column" }, "schema.drop" },
		{ { "drop", "table" }, "schema.drop" },
		{ { "index", "concurrently" }, "schema.index-locks" },
		{ { "rename", "column" }, "schema.rename" },
		{ { "rename", "table" }, "schema.rename" },
		{ { "edit", "migration" }, "schema.applied-migration-edited" },
		{ { "migration", "model" }, "schema.model-without-migration" },
		{ { "proto", "field" }, "schema.proto-breaking" },
		{ { "graphql", "schema" }, "schema.graphql-breaking" },
		{ { "openapi" }, "schema.openapi-breaking" },
		{ { "tenant" }, "orm.tenant-filter-dropped" },
		{ { "sensor", "validate" }, "physical.sensor-unvalidated" },
		{ { "sensor", "schema" }, "physical.sensor-unvalidated" },
		{ { "mqtt" }, "physical.mqtt-insecure" },
		{ { "actuator" }, "physical.actuator-bound" },
		{ { "emergency stop" }, "physical.estop-watchdog-dropped" },
		{ { "watchdog" }, "physical.estop-watchdog-dropped" },
		{ { "constraint", "inject" }, "physical.constraint-injection-dropped" },
		{ { "constraint", "prompt" }, "physical.constraint-injection-dropped" },
		{ { "timeout" }, "framework.timeout-missing" },
	};

	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++) {
		size_t n = 0;

		while (n < 3 && phrases[i].words[n] && has(sentence, phrases[i].words[n]))
			n++;
		if (n == 3 || !phrases[i].words[n])
			return cdr_str_from(phrases[i].rule);
	}
	return (struct cdr_str){ NULL, 0 };
}
