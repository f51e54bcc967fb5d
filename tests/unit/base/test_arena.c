/* Arena memory is zeroed, aligned, apart from every other allocation, and gone at once. */
#include "unit/base/test.h"

#include "cdreview/arena.h"

#include <signal.h>
#include <stdalign.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void memory_is_zeroed_aligned_and_apart(void **state)
{
	struct cdr_arena arena = { 0 };
	unsigned char *seen[300];
	size_t sizes[COUNT(seen)], total = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(seen); i++) {
		sizes[i] = i * 37 % 3001;
		seen[i] = cdr_arena_alloc(&arena, sizes[i]);
		assert_int_equal((uintptr_t)seen[i] % alignof(max_align_t), 0);
		for (size_t k = 0; k < sizes[i]; k++)
			assert_int_equal(seen[i][k], 0);
		memset(seen[i], (int)(i & 0xFF), sizes[i]);
		total += sizes[i];
	}
	for (size_t i = 0; i < COUNT(seen); i++) {
		for (size_t k = 0; k < sizes[i]; k++)
			assert_int_equal(seen[i][k], i & 0xFF);
	}
	assert_int_equal(arena.used, total);
	cdr_arena_release(&arena);
	assert_null(arena.head);
	assert_int_equal(arena.used, 0);
}

static void arena_can_be_used_again_after_release(void **state)
{
	struct cdr_arena arena;

	(void)state;
	cdr_arena_init(&arena);
	cdr_arena_release(&arena);
	assert_string_equal(cdr_arena_printf(&arena, "%s-%d", "x", 3), "x-3");
	cdr_arena_release(&arena);
	assert_string_equal(cdr_arena_copy(&arena, "ab", 3), "ab");
	assert_non_null(cdr_arena_copy(&arena, NULL, 0));
	cdr_arena_release(&arena);
}

static void large_and_small_allocations_mix(void **state)
{
	struct cdr_arena arena = { 0 };
	char *small = cdr_arena_copy(&arena, "small", 6);
	char *large = cdr_arena_alloc(&arena, 1 << 20);
	char *after = cdr_arena_copy(&arena, "after", 6);

	(void)state;
	memset(large, 'L', 1 << 20);
	assert_string_equal(small, "small");
	assert_string_equal(after, "after");
	cdr_arena_release(&arena);
}

static void vector_keeps_its_items_while_growing(void **state)
{
	struct cdr_arena arena = { 0 };
	CDR_VEC(uint64_t) numbers = { 0 };

	(void)state;
	for (uint64_t i = 0; i < 10000; i++)
		*cdr_vec_push(&arena, &numbers) = i * i;
	assert_int_equal(numbers.n, 10000);
	for (uint64_t i = 0; i < 10000; i++)
		assert_int_equal(numbers.items[i], i * i);
	cdr_arena_release(&arena);
}

static void ask_for_everything(void)
{
	struct cdr_arena arena = { 0 };

	cdr_arena_alloc(&arena, SIZE_MAX - 8);
}

static void grow_beyond_everything(void)
{
	struct cdr_arena arena = { 0 };
	size_t alloc = SIZE_MAX / 16 + 1;       /* twice that, times 16, wraps to a small number */
	char items[1];

	cdr_arena_grow(&arena, items, alloc, &alloc, 16);
}

/* Runs ACTION in a child, silently; returns the signal that ended it. */
static int signal_of(void (*action)(void))
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0) {
		struct rlimit no_core = { 0, 0 };

		setrlimit(RLIMIT_CORE, &no_core);
		signal(SIGABRT, SIG_DFL);
		action();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void refused_memory_aborts(void **state)
{
	(void)state;
	assert_int_equal(signal_of(ask_for_everything), SIGABRT);
	assert_int_equal(signal_of(grow_beyond_everything), SIGABRT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_aligned_and_apart),
		cmocka_unit_test(arena_can_be_used_again_after_release),
		cmocka_unit_test(large_and_small_allocations_mix),
		cmocka_unit_test(vector_keeps_its_items_while_growing),
		cmocka_unit_test(refused_memory_aborts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
