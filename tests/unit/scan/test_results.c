/* test_results.c - lanes side by side, one order: nothing lost, nobody waits for ever. */
#include "unit/base/test.h"

#include "scan/results.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

/* A result of BYTES whose number can be read back. */
static struct cdr_scanned *result(size_t number, size_t bytes)
{
	struct cdr_scanned *scanned = calloc(1, sizeof(*scanned));

	assert_non_null(scanned);
	scanned->n_hunks = number;
	if (bytes)
		cdr_arena_alloc(&scanned->arena, bytes);
	return scanned;
}

static struct cdr_results *open_results(void)
{
	struct cdr_results *results;

	assert_int_equal(cdr_results_new(&results, NULL), 0);
	return results;
}

static bool is_readable(const struct cdr_results *results)
{
	struct pollfd at = { .fd = cdr_results_fd(results), .events = POLLIN };

	return poll(&at, 1, 0) == 1;
}

/* The number of the next result, or a code. */
static long take(struct cdr_results *results, bool wait)
{
	struct cdr_scanned *out;
	struct cdr_err err = { 0 };
	int rc = cdr_results_take(results, &out, wait, &err);
	long number = out ? (long)out->n_hunks : -1000;

	cdr_scanned_free(out);
	return rc ? rc : number;
}

static const struct cdr_err no_failure = { 0 };

/* --- order --------------------------------------------------------------------- */

static void comes_in_the_order_of_lanes(void **state)
{
	struct cdr_results *results = open_results();
	struct cdr_lane *first = cdr_lane_open(results), *second = cdr_lane_open(results);

	(void)state;
	assert_true(cdr_lane_put(second, result(3, 0)));
	assert_false(is_readable(results));
	assert_int_equal(take(results, false), -1000);
	assert_true(cdr_lane_put(first, result(1, 0)));
	assert_true(is_readable(results));
	assert_int_equal(take(results, true), 1);
	assert_false(is_readable(results));
	assert_true(cdr_lane_put(first, result(2, 0)));
	cdr_lane_close(first);
	assert_int_equal(take(results, true), 2);
	assert_true(is_readable(results)); /* of the second, whose turn has come */
	assert_int_equal(take(results, true), 3);
	cdr_results_end(results, &no_failure);
	assert_false(is_readable(results));
	assert_false(cdr_results_progress(results).done);
	cdr_lane_close(second);
	assert_true(is_readable(results));
	assert_int_equal(take(results, true), CDR_END);
	assert_true(cdr_results_progress(results).done);
	cdr_results_free(results);
}

static void is_cut_where_others_go_between(void **state)
{
	struct cdr_results *results = open_results();
	struct cdr_lane *lane = cdr_lane_open(results), *behind = cdr_lane_open(results), *parts[3];

	(void)state;
	assert_true(cdr_lane_put(behind, result(6, 0)));
	cdr_lane_close(behind);
	assert_true(cdr_lane_put(lane, result(1, 0)));
	lane = cdr_lane_cut(lane);
	for (size_t i = 0; i < COUNT(parts); i++)
		parts[i] = cdr_lane_open_before(lane);
	for (size_t i = COUNT(parts); i-- > 0;) {
		assert_true(cdr_lane_put(parts[i], result(2 + i, 0)));
		cdr_lane_close(parts[i]);
	}
	assert_true(cdr_lane_put(lane, result(5, 0)));
	cdr_lane_close(lane);
	cdr_results_end(results, &no_failure);
	for (long i = 1; i <= 6; i++)
		assert_int_equal(take(results, true), i);
	assert_int_equal(take(results, true), CDR_END);
	cdr_results_free(results);
}

/* The first lane is empty and read to its end when something goes before it. */
static void takes_a_lane_before_the_first(void **state)
{
	struct cdr_results *results = open_results();
	struct cdr_lane *lane = cdr_lane_cut(cdr_lane_open(results)), *before;

	(void)state;
	before = cdr_lane_open_before(lane);
	assert_true(cdr_lane_put(lane, result(2, 100)));
	assert_false(is_readable(results));
	assert_true(cdr_lane_put(before, result(1, 100)));
	assert_int_equal(take(results, true), 1);
	cdr_lane_close(before);
	assert_int_equal(take(results, true), 2);
	cdr_lane_close(lane);
	cdr_results_free(results);
}

static void tells_why_it_broke_off(void **state)
{
	struct cdr_results *results = open_results();
	struct cdr_lane *lane = cdr_lane_open(results);
	struct cdr_err why = { 0 }, told = { 0 };
	struct cdr_scanned *out;

	(void)state;
	cdr_fail(&why, CDR_EOBJECT, "a commit is missing");
	assert_true(cdr_lane_put(lane, result(1, 0)));
	cdr_results_end(results, &why);
	cdr_lane_close(lane);
	assert_false(cdr_results_progress(results).done);
	assert_int_equal(take(results, true), 1);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(cdr_results_take(results, &out, true, &told), CDR_EOBJECT);
		assert_string_equal(told.message, "a commit is missing");
	}
	assert_true(cdr_results_progress(results).done);
	cdr_results_free(results);
}

/* --- bounds ----------------------------------------------------------------------- */

struct putter {
	struct cdr_lane *lane;
	size_t n, bytes, first;
	atomic_size_t n_put;
};

static void *put_all(void *payload)
{
	struct putter *putter = payload;

	for (size_t i = 0; i < putter->n; i++, putter->n_put++)
		if (!cdr_lane_put(putter->lane, result(putter->first + i, putter->bytes)))
			break;
	cdr_lane_close(putter->lane);
	return NULL;
}

static pthread_t run(struct putter *putter)
{
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, put_all, putter), 0);
	return thread;
}

static void makes_the_first_lane_wait_for_the_reader(void **state)
{
	struct cdr_results *results = open_results();
	struct putter putter = { .lane = cdr_lane_open(results), .n = 3 * CDR_RESULTS_MAX };
	pthread_t thread = run(&putter);

	(void)state;
	usleep(30000);
	assert_int_equal(putter.n_put, CDR_RESULTS_MAX);
	for (size_t i = 0; i < putter.n; i++)
		assert_int_equal(take(results, true), i);
	pthread_join(thread, NULL);
	cdr_results_free(results);
}

/* Many lanes, each with more than fits: what waits stays bounded, and all arrives in order. */
static void bounds_what_is_ahead(void **state)
{
	enum { LANES = 5, EACH = 40, BYTES = 1 << 20 };
	struct cdr_results *results = open_results();
	struct putter putters[LANES];
	pthread_t threads[LANES];
	size_t waiting = 0;

	(void)state;
	for (size_t i = 0; i < LANES; i++)
		putters[i] = (struct putter){ .lane = cdr_lane_open(results),
					      .n = EACH,
					      .bytes = BYTES,
					      .first = i * EACH };
	for (size_t i = LANES; i-- > 0;) {
		threads[i] = run(&putters[i]);
		usleep(10000);
	}
	usleep(30000);
	for (size_t i = 1; i < LANES; i++)
		waiting += putters[i].n_put * BYTES;
	assert_in_range(waiting, CDR_RESULTS_AHEAD - BYTES, CDR_RESULTS_AHEAD);
	assert_in_range(putters[0].n_put, 1, CDR_RESULTS_BYTES / BYTES);
	cdr_results_end(results, &no_failure);
	for (size_t i = 0; i < (size_t)LANES * EACH; i++)
		assert_int_equal(take(results, true), i);
	assert_int_equal(take(results, true), CDR_END);
	for (size_t i = 0; i < LANES; i++)
		pthread_join(threads[i], NULL);
	cdr_results_free(results);
}

static void lets_nobody_wait_after_the_stop(void **state)
{
	struct cdr_results *results = open_results();
	struct putter first = { .lane = cdr_lane_open(results), .n = SIZE_MAX };
	struct putter second = { .lane = cdr_lane_open(results), .n = SIZE_MAX, .bytes = 1 << 20 };
	pthread_t threads[2] = { run(&first), run(&second) };

	(void)state;
	usleep(20000);
	assert_false(atomic_load(cdr_results_stopped(results)));
	cdr_results_stop(results);
	for (size_t i = 0; i < COUNT(threads); i++)
		pthread_join(threads[i], NULL);
	assert_true(atomic_load(cdr_results_stopped(results)));
	cdr_results_free(results);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_in_the_order_of_lanes),
		cmocka_unit_test(is_cut_where_others_go_between),
		cmocka_unit_test(takes_a_lane_before_the_first),
		cmocka_unit_test(tells_why_it_broke_off),
		cmocka_unit_test(makes_the_first_lane_wait_for_the_reader),
		cmocka_unit_test(bounds_what_is_ahead),
		cmocka_unit_test(lets_nobody_wait_after_the_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
