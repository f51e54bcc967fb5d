/* test_text.c - lines of a text, its marks, and the cache that keeps texts. */
#include "sandbox.h"

#include "git/textcache.h"

static void check_lines(struct cdr_str bytes)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_str rest = bytes, line;
	struct cdr_text text;
	uint32_t n = 0;

	cdr_text_of(&text, &arena, bytes);
	for (; cdr_str_line(&rest, &line); n++) {
		assert_true(n < text.n_lines);
		assert_int_equal(text.starts[n], line.ptr - bytes.ptr);
		assert_true(cdr_str_eq(cdr_text_line(&text, n), line));
		assert_int_equal(cdr_text_whole_line(&text, n).len,
				 text.starts[n + 1] - text.starts[n]);
	}
	assert_int_equal(n, text.n_lines);
	assert_int_equal(text.starts[n], bytes.len);
	assert_non_null(text.bytes.ptr);
	cdr_arena_release(&arena);
}

/* Something below N, at random but always the same. */
static size_t below(unsigned *seed, size_t n)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % n;
}

/* Bytes that differ from LF in one bit are where counting eight at a time would go wrong. */
static void test_lines_of_any_bytes(void **state)
{
	static const char alphabet[] = { '\n', 'a', '\v', '\x8a', '\0', '\x1a', '\n' };
	unsigned seed = 1;
	char bytes[200];

	(void)state;
	check_lines((struct cdr_str){ NULL, 0 });
	for (size_t len = 1; len <= sizeof(bytes); len++) {
		for (size_t i = 0; i < len; i++)
			bytes[i] = alphabet[below(&seed, sizeof(alphabet))];
		check_lines((struct cdr_str){ bytes, len });
	}
}

/* The lines of BYTES, some of them taken over from LIKE, are those found from scratch. */
static void check_taken_over(const struct cdr_text *like, struct cdr_str bytes)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_text_plan plan;
	struct cdr_text scratch, text;
	uint32_t *starts;

	cdr_text_of(&scratch, &arena, bytes);
	cdr_text_plan(&plan, bytes, like);
	assert_int_equal(plan.n_lines, scratch.n_lines);
	starts = cdr_arena_alloc(&arena, (plan.n_lines + 1) * sizeof(*starts));
	cdr_text_split(&text, &plan, starts);
	assert_int_equal(text.n_lines, scratch.n_lines);
	assert_int_equal(text.has_nul, scratch.has_nul);
	assert_memory_equal(text.starts, scratch.starts, (plan.n_lines + 1) * sizeof(*starts));
	cdr_arena_release(&arena);
}

/* COPY becomes BYTES with one place of them changed. Returns its length. */
static size_t change(char *copy, const char *bytes, size_t len, unsigned *seed)
{
	size_t at = below(seed, len + 1), come = below(seed, 9);
	size_t gone = below(seed, (len - at < 9 ? len - at : 9) + 1);

	memcpy(copy, bytes, at);
	for (size_t i = 0; i < come; i++)
		copy[at + i] = "\na\n\0b"[below(seed, 5)];
	memcpy(copy + at + come, bytes + at + gone, len - at - gone);
	return len - gone + come;
}

static void test_lines_taken_over(void **state)
{
	struct cdr_arena arena = { NULL, 0 };
	char bytes[200], copy[sizeof(bytes) + 9];
	unsigned seed = 1;
	struct cdr_text like;

	(void)state;
	for (unsigned round = 0; round < 20000; round++) {
		size_t len = round % (sizeof(bytes) + 1);

		for (size_t i = 0; i < len; i++)
			bytes[i] = "\naaabaaa\n"[below(&seed, round % 9 + 1)];
		cdr_text_of(&like, &arena, (struct cdr_str){ bytes, len });
		check_taken_over(&like, (struct cdr_str){ bytes, len });
		check_taken_over(&like, (struct cdr_str){ NULL, 0 });
		check_taken_over(&like, (struct cdr_str){ copy, change(copy, bytes, len, &seed) });
		cdr_arena_release(&arena);
	}
}

static void test_many_empty_lines(void **state)
{
	static char bytes[100003];

	(void)state;
	memset(bytes, '\n', sizeof(bytes));
	assert_int_equal(cdr_text_count((struct cdr_str){ bytes, sizeof(bytes) }), sizeof(bytes));
	check_lines((struct cdr_str){ bytes, sizeof(bytes) });
}

static void test_nul_is_seen(void **state)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_text text;

	(void)state;
	cdr_text_of(&text, &arena, CDR_STR("a\nb"));
	assert_false(text.has_nul);
	cdr_text_of(&text, &arena, CDR_STR("a\n\0b"));
	assert_true(text.has_nul);
	cdr_arena_release(&arena);
}

static void test_marks_are_replaced(void **state)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_text text;

	(void)state;
	cdr_text_of(&text, &arena, CDR_STR("a\n"));
	cdr_text_note(&text, CDR_NOTE_MARKS, malloc(10), 10);
	cdr_text_note(&text, CDR_NOTE_MARKS, malloc(20), 20);
	assert_int_equal(text.notes[CDR_NOTE_MARKS].size, 20);
	cdr_text_forget(&text);
	assert_null(text.notes[CDR_NOTE_MARKS].block);
	cdr_arena_release(&arena);
}

static struct cdr_oid name_of(unsigned n)
{
	struct cdr_oid oid = { .len = 20 };

	memcpy(oid.bytes, &n, sizeof(n));
	return oid;
}

static void count_release(void *held)
{
	++*(unsigned *)held;
}

/* A blob of SIZE bytes called N, whose release RELEASED counts. */
static struct cdr_text *put(struct cdr_textcache *cache, unsigned n, size_t size,
			    unsigned *released)
{
	static const char bytes[5000];
	struct cdr_object object = { CDR_OBJECT_BLOB, { bytes, size }, released, count_release };
	struct cdr_oid name = name_of(n);

	assert_null(cdr_textcache_get(cache, &name));
	return cdr_textcache_take(cache, &name, &object, NULL);
}

static bool has(struct cdr_textcache *cache, unsigned n)
{
	struct cdr_oid name = name_of(n);

	return cdr_textcache_get(cache, &name) != NULL;
}

static void test_oldest_texts_go_first(void **state)
{
	struct cdr_textcache *cache = cdr_textcache_new(14000);
	unsigned released = 0;

	(void)state;
	put(cache, 1, 4000, &released);
	put(cache, 2, 4000, &released);
	put(cache, 3, 4000, &released);
	assert_true(has(cache, 1));
	put(cache, 4, 4000, &released);
	assert_int_equal(released, 1);
	assert_false(has(cache, 2));
	assert_true(has(cache, 1) && has(cache, 3) && has(cache, 4));
	cdr_textcache_clear(cache);
	assert_int_equal(released, 4);
	assert_false(has(cache, 1));
	cdr_textcache_free(cache);
}

static void test_cooled_texts_go_before_them(void **state)
{
	struct cdr_textcache *cache = cdr_textcache_new(14000);
	unsigned released = 0;
	struct cdr_oid newest = name_of(3), nobody = name_of(9);

	(void)state;
	put(cache, 1, 4000, &released);
	put(cache, 2, 4000, &released);
	put(cache, 3, 4000, &released);
	cdr_textcache_cool(cache, &newest);
	cdr_textcache_cool(cache, &newest);
	cdr_textcache_cool(cache, &nobody);
	assert_int_equal(released, 0);
	put(cache, 4, 4000, &released);
	assert_int_equal(released, 1);
	assert_false(has(cache, 3));
	assert_true(has(cache, 1) && has(cache, 2) && has(cache, 4));
	cdr_textcache_free(cache);
	assert_int_equal(released, 4);
}

static void test_a_pair_stays_whatever_its_size(void **state)
{
	struct cdr_textcache *cache = cdr_textcache_new(0);
	unsigned released = 0;
	struct cdr_text *first, *second;

	(void)state;
	first = put(cache, 1, 5000, &released);
	second = put(cache, 2, 5000, &released);
	assert_int_equal(released, 0);
	assert_int_equal(first->bytes.len + second->bytes.len, 10000);
	put(cache, 3, 1, &released);
	assert_int_equal(released, 1);
	cdr_textcache_free(cache);
	assert_int_equal(released, 3);
}

static void test_marks_count_and_go_with_their_text(void **state)
{
	struct cdr_textcache *cache = cdr_textcache_new(14000);
	unsigned released = 0;

	(void)state;
	cdr_text_note(put(cache, 1, 1000, &released), CDR_NOTE_MARKS, malloc(10000), 10000);
	put(cache, 2, 1000, &released);
	put(cache, 3, 1000, &released);
	assert_int_equal(released, 0);
	put(cache, 4, 1000, &released);
	assert_int_equal(released, 1);
	assert_false(has(cache, 1));
	put(cache, 5, 5000, &released);
	assert_int_equal(released, 1);
	cdr_textcache_free(cache);
}

static void test_fewer_bytes_from_now_on(void **state)
{
	struct cdr_textcache *cache = cdr_textcache_new(14000);
	unsigned released = 0;

	(void)state;
	put(cache, 1, 4000, &released);
	put(cache, 2, 4000, &released);
	put(cache, 3, 4000, &released);
	cdr_textcache_resize(cache, 10000);
	assert_int_equal(released, 1);
	cdr_textcache_resize(cache, 100);
	assert_int_equal(released, 1);   /* two may be in use */
	assert_true(has(cache, 2) && has(cache, 3));
	cdr_textcache_free(cache);
}

/* Names that share a slot of the table. */
static void test_names_that_collide(void **state)
{
	struct cdr_textcache *cache = cdr_textcache_new(1 << 20);
	unsigned released = 0;

	(void)state;
	for (unsigned n = 0; n < 5; n++)
		put(cache, 7 + (n << 16), 10 + n, &released);
	for (unsigned n = 0; n < 5; n++) {
		struct cdr_oid name = name_of(7 + (n << 16));

		assert_int_equal(cdr_textcache_get(cache, &name)->bytes.len, 10 + n);
	}
	cdr_textcache_free(cache);
	assert_int_equal(released, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines_of_any_bytes),
		cmocka_unit_test(test_lines_taken_over),
		cmocka_unit_test(test_many_empty_lines),
		cmocka_unit_test(test_nul_is_seen),
		cmocka_unit_test(test_marks_are_replaced),
		cmocka_unit_test(test_oldest_texts_go_first),
		cmocka_unit_test(test_cooled_texts_go_before_them),
		cmocka_unit_test(test_a_pair_stays_whatever_its_size),
		cmocka_unit_test(test_marks_count_and_go_with_their_text),
		cmocka_unit_test(test_fewer_bytes_from_now_on),
		cmocka_unit_test(test_names_that_collide),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
