/* Any bytes as an expression: judged without a crash and within its budget. */
#include "rules/backtrack/backtrack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cdr_arena arena = { NULL, 0 };

	(void)cdr_backtracking_of((struct cdr_str){ (const char *)data, size }, &arena);
	cdr_arena_release(&arena);
	return 0;
}
